"""The right form of a paper's fields: what an address, an id or a kind of presentation must look like."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from archive.model.presentation_type import PRESENTATIONS
from archive.model.text import quote
from archive.model.urls import ARXIV_ID, is_address, read_doi


class _FieldRule(NamedTuple):
    """Whether a value is right, and what messages call the right form."""

    is_right: Callable[[str], object]
    name: str


_ADDRESS = _FieldRule(is_address, "an absolute web address")
_FORMS = {
    "pdf_url": _ADDRESS,
    "page_url": _ADDRESS,
    "arxiv_id": _FieldRule(ARXIV_ID.fullmatch, "a bare arXiv id, such as 2101.00001"),
    "doi": _FieldRule(lambda value: read_doi(value) == value, "a bare DOI in lower case, such as 10.1145/3302424.3303961"),
    "presentation": _FieldRule(PRESENTATIONS.__contains__, f"one of {', '.join(PRESENTATIONS)}"),
}


def form_problem(field: str, value: str) -> str | None:
    """What is wrong with the value of a field, as a sentence without its full stop; None if its form is right, or the
    field may have any."""
    form = _FORMS.get(field)
    return None if form is None or form.is_right(value) else f"{quote(value)} is not {form.name}"


def address_problem(value: str) -> str | None:
    """As :func:`form_problem`, of an address in a list, such as that of a link."""
    return form_problem("page_url", value)
