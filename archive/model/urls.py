"""Addresses: whether a text is one, and those of OpenReview and arXiv."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

FORUM = "https://openreview.net/forum?id="
ARXIV = "https://arxiv.org/abs/"
DOI = "https://doi.org/"
ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z.-]+(?:\.[A-Z]{2})?/\d{7}")
# Crossref, "DOIs and matching regular expressions": all that it has registered but a few of the oldest.
_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|https?://dl\.acm\.org/doi/(?:abs/|pdf/|full/|epdf/|fullhtml/)?|doi:?\s*(?:https?://(?:dx\.)?doi\.org/)?)?"
    r"(10\.\d{4,9}(?:/|%2f)\S+)",
    re.IGNORECASE,
)
_ARXIV_PATH = re.compile(rf"/(?:abs|pdf)/({ARXIV_ID.pattern})(?:v\d+)?(?:\.pdf)?$")


def is_address(text: str) -> bool:
    """Whether a text is an absolute http or https address."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def read_doi(text: str) -> str | None:
    """The bare DOI, in lower case, of ``10.1145/3…``, ``doi:10.…``, ``https://doi.org/10.…`` or
    ``https://dl.acm.org/doi/pdf/10.…``; None where the text is something else."""
    found = _DOI.fullmatch(re.sub(r"^\\url\{(.*)\}$", r"\1", text.strip()))
    return unquote(found[1]).rstrip(".,;").lower() if found else None


def openreview_id(address: str) -> str | None:
    """The id in an OpenReview forum or PDF address."""
    parts = urlsplit(address)
    if (parts.hostname or "").removeprefix("www.") != "openreview.net":
        return None
    return next(iter(parse_qs(parts.query).get("id", [])), None)


def paper_fields(link: str | None) -> dict[str, str]:
    """What the address behind a paper's own link tells: its PDF, its OpenReview or arXiv page."""
    if link is None:
        return {}
    ids = known_ids(link)
    is_page = ids and not urlsplit(link).path.startswith("/pdf")
    return {"page_url" if is_page else "pdf_url": link} | ids


def known_ids(link: str) -> dict[str, str]:
    """The OpenReview or arXiv id in an address, under the name of its field."""
    if note := openreview_id(link):
        return {"openreview_id": note}
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "arxiv.org" and (found := _ARXIV_PATH.match(parts.path)):
        return {"arxiv_id": found[1]}
    return {}
