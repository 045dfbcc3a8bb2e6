"""References ready to paste: papers through a CSL processor, as plain text.

The processor is citeproc-py; ``styles/`` holds styles of the CSL project. What the processor does not do
that these styles ask for is done here: a full name where only initials may have points, punctuation inside
American quotation marks, and no sign twice.
"""

from __future__ import annotations

import dataclasses
import html
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from archive.errors import UsageError
from archive.export.csl_json import item
from archive.folding import squeeze
from archive.record import Record
from archive.reference import Reference, references
from archive.registry import Registry

_STYLES = Path(__file__).with_name("styles")
_NUMBER = re.compile(r"^\[1\]\s*")
_MENDED = (
    (re.compile(r"\s+([.,;])"), r"\1"),
    (re.compile(r"([.,;])[.,;]*\1"), r"\1"),  # what was empty leaves its sign
    (re.compile(r",\."), "."),
    (re.compile(r"([?!…])([”’]?)[.,]"), r"\1\2"),  # a question's end is a sentence's
    (re.compile(r"([”’])([.,])"), r"\2\1"),  # American quotation marks close behind a sign
)
_NICKNAME = re.compile(r"\s*\([^()]*\)")
_NOT_PRINTED = ("event-title", "note", "keyword", "abstract")  # the meeting's name is the proceedings'


def style_names() -> list[str]:
    return sorted(path.stem for path in _STYLES.glob("*.csl"))


def cite(records: Iterable[Record], registry: Registry, style: str) -> Iterator[tuple[str, str]]:
    """Ids of papers, each with its reference in a style. A withdrawn paper's ends in ``(withdrawn)``.

    Raises :class:`UsageError` for a style that there is not.
    """
    if style not in style_names():
        raise UsageError(f"There is no style {style!r}. Styles: {', '.join(style_names())}.")
    for reference in references(records, registry):
        yield reference.id, _cited(reference, _style(style))


def _cited(reference: Reference, style: Any) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that this style does not use
        source = CiteProcJSON([_item(reference)])
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Citation([CitationItem(reference.id)]))
        text = str(bibliography.bibliography()[0])
    return _mended(_NUMBER.sub("", squeeze(html.unescape(text))), reference)


def _item(reference: Reference) -> dict[str, Any]:
    """The paper as the styles print it best. Of ``Xiaozhou (Steve)`` no style makes good initials."""
    names = (name._replace(given=_NICKNAME.sub("", name.given)) for name in reference.authors)
    known = item(dataclasses.replace(reference, authors=tuple(names)))
    return {name: value for name, value in known.items() if name not in _NOT_PRINTED}


def _mended(text: str, reference: Reference) -> str:
    """The reference with its signs right, and its address as it is."""
    body, address, end = text.rpartition(reference.url) if reference.url else ("", "", text)
    body, end = (body, end) if address else (end, "")
    if not reference.authors:
        body = _once(body, reference.title)
    for wrong, right in _MENDED:
        body = wrong.sub(right, body)
    whole = f"{body}{address}{end}".strip()
    return f"{whole} (withdrawn)" if reference.withdrawn else whole


def _once(text: str, title: str) -> str:
    """The title that stands in its authors' place does not stand in its own too."""
    first = text.find(title) + len(title)
    again = re.compile(rf"\s*“?{re.escape(title)}(?:[.?!]?”|”?)[.,]?")
    return text[:first] + again.sub("", text[first:], count=1)


@cache
def _style(name: str) -> Any:
    from citeproc import CitationStylesStyle
    from lxml import etree

    tree = etree.parse(_STYLES / f"{name}.csl").getroot()
    # citeproc-py knows no initialize="false": initials are given only to the names that ask for them.
    points = tree.attrib.pop("initialize-with", None)
    for names in tree.iter("{*}name"):
        if names.get("initialize") == "false":
            names.attrib.pop("initialize-with", None)
        elif points is not None and names.get("initialize-with") is None:
            names.set("initialize-with", points)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CitationStylesStyle(io.BytesIO(etree.tostring(tree)), validate=False)
