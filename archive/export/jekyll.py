"""Jekyll: the accepted-papers page of one edition as the workshop's own site has it, front matter and all.

The page is of the *details* family, and a scrape of it gives the papers back: title, names and their stars,
award, presentation, withdrawal, PDF, landing page, further links, OpenReview and arXiv ids, and the abstract
where the records hold it. What a page cannot bear:

- ids, topics and summaries: they are the archive's own;
- names that :func:`~archive.names.write_byline` cannot write, and a paper without names that is not
  withdrawn: the family takes it for a damaged page;
- a title that itself begins or ends with ``[Retracted]``;
- an id in an address that contradicts the record's, and a PDF's address that is an OpenReview or arXiv page;
- a first further link called ``page``, ``OpenReview`` or the like where the paper has no such address of its own;
- white space, invisible and control characters beyond what :func:`~archive.folding.squeeze` leaves.

It may be kept as ``accepted_papers.html`` or ``.md``. Jekyll runs Liquid over either, so no brace is left in
it; Markdown leaves alone what is HTML already. The front matter has the keys of the site's pages
(github.com/mlforsystems/mlforsystems.github.io): its layout prints ``site_description`` in the header, which
tells a scrape the edition.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from archive.errors import UsageError
from archive.export._markup import render
from archive.listing import MONTHS, by_edition, every_address
from archive.models import WITHDRAWN, Edition
from archive.names import STAR, write_byline
from archive.record import Record
from archive.registry import Registry
from archive.scrapers.page import write_status

PAGE = "accepted_papers.html"
_STAR = Markup('<span title="Equal contribution" class="equal_contribution">*</span>')
_BRACE = "&#123;"


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    """Raises :class:`UsageError` for papers of more than one edition."""
    listed = by_edition(records, registry)
    if len(listed) > 1:
        raise UsageError(
            f"A Jekyll page holds one edition, and these papers are of {len(listed)}. Choose one: --edition {listed[0].edition.id}"
        )
    for edition, papers in listed:
        yield _front_matter(edition)
        stars = any(record["equal_contribution"] for record in papers)
        yield render("jekyll", papers=[_shown(record, edition) for record in papers], stars=stars).replace("{", _BRACE)


def _shown(record: Record, edition: Edition) -> dict[str, Any]:
    byline = write_byline(record["authors"], record["equal_contribution"])
    return {
        "title": write_status(record["title"]) if record["status"] == WITHDRAWN else record["title"],
        "byline": escape(byline).replace(STAR, _STAR),
        "award": record["award"],
        "presentation": record["presentation"],
        "abstract": record["abstract"] or "",
        "links": list(every_address(record, edition)),
    }


def _front_matter(edition: Edition) -> str:
    name, _, at = edition.name.partition(" at ")
    folder = urlsplit(edition.url).path.rstrip("/")
    values = {
        "layout": "default",
        "title": "Accepted Papers",
        "permalink": f"{folder or f'/{edition.id}'}/{PAGE}" if edition.url else f"/{edition.id}/{PAGE}",
    }
    return ""
