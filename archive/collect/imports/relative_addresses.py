"""Addresses of files beside a page, such as ``papers/12.pdf``, which mean nothing without the address of that page."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from urllib.parse import urljoin

from archive.collect.imports.drafts import Draft
from archive.model.text import quote
from archive.model.urls import is_address

_WITH_HOST = re.compile(r"[^\s/.]+\.[^\s/]*/")
_RELATIVE = re.compile(r"(?:\.{0,2}/)?[^\s:/]+(?:/[^\s:/]+)*(?:/|/[^\s:/]{2,}|\.[A-Za-z]\w{1,4}(?:[?#]\S*)?)|/[^\s:/]\S*")


def is_relative(text: str) -> bool:
    """Whether a text may be a relative address: a path, or the name of a file; ``n/a`` is not, nor ``kites.example/a.pdf``,
    which begins with what may be the name of a host."""
    return not is_address(text) and not _WITH_HOST.match(text) and _RELATIVE.fullmatch(text) is not None


def resolve(drafts: Iterable[Draft], base_url: str) -> tuple[list[Draft], list[str]]:
    """Drafts whose relative addresses are joined to an address as a browser joins the links of a page.

    Args:
        drafts: what a file states of papers.
        base_url: the address of the page.

    Returns:
        The drafts, and a sentence with an example, or that there was nothing to join.
    """
    found: dict[str, str] = {}

    def joined(text: str) -> str:
        if not is_relative(text.strip()):
            return text
        return found.setdefault(text.strip(), urljoin(base_url, text.strip()))

    resolved = [
        dataclasses.replace(
            draft,
            pdf_url=joined(draft.pdf_url),
            page_url=joined(draft.page_url),
            links=[(label, joined(url)) for label, url in draft.links],
        )
        for draft in drafts
    ]
    if not found:
        return resolved, ["No address in the file is relative, so --base-url was not used."]
    first, address = next(iter(found.items()))
    return resolved, [f"Relative addresses were joined to {base_url}: {quote(first)} is {address}."]
