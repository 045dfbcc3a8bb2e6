"""Jekyll: the accepted-papers page of one edition in the form of the workshop's own site, with its front matter.

The page is of the family *details*, and a scrape of it gives the papers back: title, names and their stars,
award, presentation, withdrawal, PDF, landing page, further links, OpenReview and arXiv ids, and the abstract
if the records have it. A page cannot represent:

- ids, topics, summaries and stated family names, which are the archive's own; a DOI comes back as a link;
- names that :func:`~archive.model.names.write_byline` cannot write, and a paper without names that is not
  withdrawn: the family treats it as a damaged page;
- a title that itself begins or ends with ``[Retracted]`` or ``(withdrawn)``, or is only this word;
- an id in an address that is not the record's, and a PDF's address that is an OpenReview or arXiv page;
- a landing page that is one of the edition's own: a scrape takes the page that it reads;
- an address that is not http or https, and a further link without a label;
- white space, invisible and control characters beyond what :func:`~archive.model.text.squeeze` leaves.

It can be saved as ``accepted_papers.html`` or ``.md``. Jekyll runs Liquid over both, so the page contains no
braces; Markdown does not change HTML. The front matter has the keys that the bundled archive's workshop uses on
its own site. Its layout prints ``site_description`` in the header, by which a scrape recognizes the edition. The
layout does not escape these values, so they are written as HTML.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from archive.errors import UsageError
from archive.export.listing import Listed, by_edition, further_links, places
from archive.export.render import render
from archive.model.months import MONTHS, SHORT_MONTHS
from archive.model.names import STAR, write_byline
from archive.model.paper import WITHDRAWN, Edition
from archive.model.record import Record
from archive.model.text import squeeze
from archive.model.titles import with_retraction_mark
from archive.store.editions import Registry

ABSTRACTS_ON_REQUEST = True
ENDING = "html"
PAGE = "accepted_papers.html"
_STAR = Markup('<span title="Equal contribution" class="equal_contribution">*</span>')
_BRACE = "&#123;"


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    """The page.

    Raises:
        UsageError: the papers are of more than one edition.
    """
    for edition, papers in one_edition(records, registry):
        yield _front_matter(edition)
        shown = [_shown(record, edition) for record in papers]
        stars = any(record["equal_contribution"] for record in papers)
        yield render("jekyll", papers=shown, stars=stars).replace("{", _BRACE)


def one_edition(records: Iterable[Record], registry: Registry) -> list[Listed]:
    """The edition of the papers, in a list of one; an empty list without papers."""
    listed = by_edition(records, registry)
    if len(listed) > 1:
        raise UsageError(
            f"A Jekyll page or data file holds one edition, but these papers are of {len(listed)}. "
            f"Choose one, such as --edition {listed[-1].edition.id}."
        )
    return listed


def title(record: Record) -> str:
    """A paper's title, marked if it is retracted, as the workshop's pages mark it."""
    return with_retraction_mark(record["title"]) if record["status"] == WITHDRAWN else str(record["title"])


def _shown(record: Record, edition: Edition) -> dict[str, Any]:
    return {
        "title": title(record),
        "byline": escape(write_byline(record["authors"], record["equal_contribution"])).replace(STAR, _STAR),
        "award": record["award"],
        "presentation": record["presentation"],
        "abstract": record["abstract"] or "",
        "places": places(record, edition),
        "further": further_links(record),
    }


def _front_matter(edition: Edition) -> str:
    """YAML, with texts quoted as in JSON. A page at the site's root has no ``workshop_name``, since the site's own
    settings give it to pages there.
    """
    folder = urlsplit(edition.url).path.strip("/")
    values = {
        "layout": "default",
        "title": "Accepted Papers",
        "permalink": "/".join(("", folder, PAGE)) if folder else f"/{PAGE}",
        "workshop_name": edition.id,
        "site_title": edition.name.partition(" at ")[0],
        "site_description": ", ".join(part for part in (_stated(edition), _day(edition), edition.location) if part),
        "mini_site_description": ", ".join(part for part in (_stated(edition, short=True), _day(edition, short=True)) if part),
    }
    lines = (
        f"{key}: {json.dumps(html.escape(squeeze(value), quote=False), ensure_ascii=False)}\n"
        for key, value in values.items()
        if folder or key != "workshop_name"
    )
    return f"---\n{''.join(lines)}---\n"


def _stated(edition: Edition, short: bool = False) -> str:
    """``Workshop on Kites at ACME 2031``, in which a scrape finds venue and year."""
    at = f"at {edition.venue} {edition.year}"
    name = edition.name if at in edition.name or not edition.venue else f"{edition.name} {at}"
    return "Workshop on " + (name.replace(str(edition.year), f"'{edition.year % 100:02}") if short and edition.year else name)


def _day(edition: Edition, short: bool = False) -> str | None:
    """``December 16``, or ``Dec 16``."""
    names = SHORT_MONTHS if short else MONTHS
    return f"{names[edition.date.month - 1]} {edition.date.day}" if edition.date else None
