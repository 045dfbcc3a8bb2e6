"""Where a paper can be read, from its record: its addresses, and those that its ids give. Light enough for a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.model.record import Record

FORUM = "https://openreview.net/forum?id="
ARXIV = "https://arxiv.org/abs/"
DOI = "https://doi.org/"


def id_links(record: Record) -> list[tuple[str, str | None]]:
    """Links to the services that gave the paper an id, by label; None without that id."""
    return [
        ("OpenReview", f"{FORUM}{record['openreview_id']}" if record["openreview_id"] else None),
        ("arXiv", f"{ARXIV}{record['arxiv_id']}" if record["arxiv_id"] else None),
        ("DOI", f"{DOI}{record['doi']}" if record.get("doi") else None),
    ]


def best_address(record: Record) -> str | None:
    """Where to read a paper: its PDF, else arXiv or OpenReview, else its page; of a withdrawn paper the page, as its file
    is gone.
    """
    pdf: str | None = record["pdf_url"]
    page: str | None = record["page_url"]
    if record["status"]:  # there is no other than withdrawn
        return page or pdf
    by_id = dict(id_links(record))
    return pdf or by_id["arXiv"] or by_id["OpenReview"] or page
