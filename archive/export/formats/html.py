"""HTML: a section per edition, to be put into a page of any site (UTF-8), without style or script.

For a site's own style it has classes (``accepted-papers``, ``title``, ``authors``, ``mark``, ``withdrawn``,
``summary``, ``abstract``, ``links``), and the archive's ids of editions and papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archive.catalogue.known_names import known_names
from archive.export.listing import addresses, by_edition, marks
from archive.export.render import render
from archive.model.paper import WITHDRAWN, Edition
from archive.model.record import Record
from archive.store.editions import Registry

ABSTRACTS_ON_REQUEST = True


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    """A list of papers under the name of each edition."""
    for listed in by_edition(map(known_names(registry.folder).in_record, records), registry):
        shown = [_shown(record, listed.edition) for record in listed.records]
        yield render("html", edition=listed.edition, facts=listed.facts, papers=shown)


def _shown(record: Record, edition: Edition) -> dict[str, Any]:
    return {
        "id": record["id"],
        "withdrawn": record["status"] == WITHDRAWN,
        "title": record["title"],
        "authors": [(name, name in record["equal_contribution"]) for name in record["authors"]],
        "marks": marks(record),
        "summary": record["summary"],
        "abstract": record["abstract"],
        "links": addresses(record, edition),
    }
