"""Curation: what people add to the data of pages, in one TOML file per edition, by paper id.

A table has any of::

    [kipf2019sosd]
    arxiv_id = "1911.13014"             # with `reason` and `source`
    openreview_id = "…"                 # likewise
    doi = "10.1145/…"                   # likewise
    topics = ["databases"]
    summary = "One sentence of ours."
    corrections = [{ field = "title", page = "what it says", right = "what is right",
                     reason = "why", source = "how we know" }]

or describes a whole paper that no page lists: then it has a ``title``, ``authors``, and ``sources``,
a list of ``{ url, retrieved }``. A correction of ``authors`` names one author, one of ``links`` one address.

A paper that does not belong to the edition has ``removed``, by which scrapes and imports recognize it and leave it out::

    [quill2031zebras.removed]
    title = "Zebras by Mistake"
    authors = ["Ada Quill"]             # and whatever else the store had of it
    after = "moss2031yaks"              # the paper before it in its edition; "" for none; may be left out
    reason = "It was not accepted."     # may be left out
"""

from __future__ import annotations

import dataclasses
import datetime
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import StoreError
from archive.model.field_forms import form_problem
from archive.model.fields import OPTIONAL_TEXTS
from archive.model.paper import Entry, Link, Paper, Source
from archive.model.text import quote
from archive.store import validation
from archive.store.file_names import BUNDLED_CURATION
from archive.store.files import parse_toml, read_toml
from archive.store.papers import paper_from_json, problems_of
from archive.store.root import uses_bundled

CORRECTABLE = ("title", "authors", *(name for name in OPTIONAL_TEXTS if name != "status"), "links")
ADDED = ("arxiv_id", "openreview_id", "doi")
_KNOWN_PAPER = {"title", "authors", "presentation", "award", "pdf_url", "page_url", "links", "sources"}
_Wrong = Callable[[str], StoreError]
_Text = Callable[[str, Mapping[str, Any]], str]
_OF_REMOVAL = ("after", "reason")  # what a record of a removed paper has besides the paper
_STORED = _KNOWN_PAPER - {"sources"}
_TEXT = validation.kind(str, "a text", shows=False)
_TABLES = validation.kind(list, "a list of tables", shows=False)
_TEXTS = validation.Rule(lambda v: isinstance(v, list) and all(isinstance(t, str) for t in v), "a list of texts", shows=False)
_RULES = {
    **dict.fromkeys((*sorted(_KNOWN_PAPER), *ADDED, "summary", "reason", "source"), _TEXT),
    **dict.fromkeys(("authors", "topics"), _TEXTS),
    **dict.fromkeys(("links", "corrections", "sources"), _TABLES),
    "removed": validation.kind(dict, "a table", shows=False),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A page's mistake: in ``field`` it has ``page`` (empty: nothing) instead of ``right``."""

    field: str
    page: str
    right: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Curated:
    """The curation of one paper; ``known`` is set if no page lists it, ``removed``, the paper as it was, if it
    does not belong to the edition."""

    corrections: tuple[Correction, ...] = ()
    added: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    summary: str | None = None
    known: Entry | None = None
    sources: tuple[Source, ...] = ()
    removed: Paper | None = None


def load_curation(edition: str, folder: Path | None = None, instead: Mapping[Path, str] | None = None) -> dict[str, Curated]:
    """Curation of an edition by paper id; a root's own ``curation/`` adds to the bundled one, unless it is an
    archive of its own, and overrides it key by key. ``instead`` are texts to read in place of files, such as one that is
    about to be written. Raises :class:`StoreError` naming file, paper and key."""
    instead = instead or {}
    tables: dict[str, tuple[Path, dict[str, Any]]] = {}
    for path in _files(edition, folder):
        if path not in instead and not os.path.lexists(path):
            continue
        for paper_id, table in (parse_toml(path, instead[path]) if path in instead else read_toml(path)).items():
            if not isinstance(table, dict):
                raise StoreError(f"{path}: {paper_id} should be a table, like the others.")
            tables[paper_id] = (path, tables.get(paper_id, (path, {}))[1] | table)
    return {paper_id: _curated(path, paper_id, table) for paper_id, (path, table) in tables.items()}


def _files(edition: str, folder: Path | None) -> list[Path]:
    """The files that may hold an edition's curation; a later one overrides those before it."""
    places = [*([BUNDLED_CURATION] if uses_bundled(folder) else []), *([folder / "curation"] if folder else [])]
    return [place / f"{edition}.toml" for place in places]


def _curated(path: Path, paper_id: str, table: dict[str, Any]) -> Curated:
    def wrong(what: str) -> StoreError:
        return StoreError(
            f"{path}: [{paper_id}]: {what}. Correct the file by hand; after that `mlforsys curate` can write it "
            "in the right form."
        )

    def text(key: str, within: Any = table) -> str:
        if not isinstance(within, dict) or not isinstance(value := within.get(key), str):
            raise wrong(f"{key} should be a text")
        return value

    for problem in (*validation.problems(table, _RULES, what="a table", key="key"), *_joint_problems(paper_id, table)):
        raise wrong(problem)
    known = _known(table) if "title" in table else None
    return Curated(
        corrections=tuple(_correction(item, wrong, text) for item in table.get("corrections", ())),
        added={key: table[key] for key in ADDED if key in table and known is None},
        topics=tuple(table.get("topics", ())),
        summary=table.get("summary"),
        known=known,
        sources=tuple(_source(item, wrong, text) for item in table.get("sources", ())),
        removed=_removed(paper_id, table["removed"]) if "removed" in table else None,
    )


def _removed(paper_id: str, table: Mapping[str, Any]) -> Paper:
    return paper_from_json({"id": paper_id, **{key: value for key, value in table.items() if key not in _OF_REMOVAL}})


def removed_papers(curation: Mapping[str, Curated]) -> dict[str, Paper]:
    """The removed papers of an edition by id."""
    return {paper_id: one.removed for paper_id, one in curation.items() if one.removed is not None}


def _known(table: Mapping[str, Any]) -> Entry:
    """A paper that no page lists."""
    facts = {key: table[key] for key in ("title", "presentation", "award", "pdf_url", "page_url", *ADDED) if key in table}
    links = tuple(Link(**link) for link in table.get("links", ()))
    return Entry(authors=tuple(table["authors"]), links=links, **facts)


def _joint_problems(paper_id: str, table: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the keys of a table together."""
    if "removed" in table:
        yield from _removed_problems(paper_id, table["removed"])
    yield from _known_problems(paper_id, table) if "title" in table else _amended_problems(table)


def _removed_problems(paper_id: str, table: Any) -> Iterator[str]:
    removed = dict(table) if isinstance(table, dict) else {}
    of_removal = {key: removed.pop(key) for key in _OF_REMOVAL if key in removed}
    yield from (f"removed: {problem}" for problem in problems_of({**removed, "id": paper_id}))
    yield from filter(None, (_TEXT.problem(f"removed: {key}", value) for key, value in of_removal.items()))


def _known_problems(paper_id: str, table: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a paper that no page lists."""
    if not table.get("authors") or not table.get("sources"):
        yield "a paper known from elsewhere needs authors and sources"
    yield from problems_of({"id": paper_id, **{key: value for key, value in table.items() if key in _STORED}})


def _amended_problems(table: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the keys that add to a paper of a page."""
    if stray := table.keys() & _KNOWN_PAPER:
        yield f"{sorted(stray)[0]} needs a title; to change what a page says, use a correction"
    if any(key in table for key in ADDED) and not {"reason", "source"} <= table.keys():
        yield "an id that is not on the page needs a reason and a source"


def _correction(item: Any, wrong: _Wrong, text: _Text) -> Correction:
    if not isinstance(item, dict) or item.keys() != {"field", "page", "right", "reason", "source"}:
        raise wrong("a correction has field, page, right, reason and source")
    if item["field"] not in CORRECTABLE:
        raise wrong(f"a correction may change {', '.join(CORRECTABLE)}, not {quote(item['field'])}")
    correction = Correction(**{key: text(key, item) for key in item})
    if not correction.right.strip():
        raise wrong(f"a correction cannot leave {correction.field} empty")
    if problem := form_problem(correction.field, correction.right):
        raise wrong(f"{correction.field}: {problem}")
    return correction


def _source(item: Any, wrong: _Wrong, text: _Text) -> Source:
    if not isinstance(item, dict) or item.keys() != {"url", "retrieved"}:
        raise wrong("a source has url and retrieved")
    day = item["retrieved"]
    return Source(text("url", item), day.isoformat() if isinstance(day, datetime.date) else text("retrieved", item))


def apply_correction(paper: Paper, correction: Correction, notes: list[str]) -> Paper:
    """The paper with a correction applied; doubts about it are appended to ``notes``."""
    mend = {"authors": _mend_author, "links": _mend_link}.get(correction.field, _mend_text)
    return mend(paper, correction, notes)


def _mend_author(paper: Paper, correction: Correction, notes: list[str]) -> Paper:
    if not {correction.page, correction.right} & set(paper.authors):
        notes.append(f"{paper.id}: the page no longer has an author {quote(correction.page)}; is the correction still needed?")
    return rename_authors(paper, {correction.page: correction.right})


def _mend_link(paper: Paper, correction: Correction, notes: list[str]) -> Paper:
    if not {correction.page, correction.right} & {link.url for link in paper.links}:
        notes.append(f"{paper.id}: the page no longer has a link to {correction.page}; is the correction still needed?")
    return move_links(paper, {correction.page: correction.right})


def rename_authors(paper: Paper, names: Mapping[str, str]) -> Paper:
    """The paper with its authors under other names.

    Args:
        paper: the paper.
        names: new names by the names of today; others stay.
    """
    return dataclasses.replace(
        paper,
        authors=tuple(names.get(name, name) for name in paper.authors),
        equal_contribution=tuple(names.get(name, name) for name in paper.equal_contribution),
        # The family name that was stated for a misspelled name is not that of the right one.
        family_names=tuple(pair for pair in paper.family_names if names.get(pair[0], pair[0]) == pair[0]),
    )


def move_links(paper: Paper, addresses: Mapping[str, str]) -> Paper:
    """The paper with links to other addresses, by the addresses of today; others stay."""
    links = tuple(dataclasses.replace(link, url=addresses.get(link.url, link.url)) for link in paper.links)
    return dataclasses.replace(paper, links=links)


def _mend_text(paper: Paper, correction: Correction, notes: list[str]) -> Paper:
    says = getattr(paper, correction.field) or ""
    if says not in (correction.page, correction.right):
        notes.append(
            f"{paper.id}: the page now says {quote(says)} as {correction.field}; the curated correction, "
            f"{quote(correction.right)}, was made for {quote(correction.page)} and still applies."
        )
    mended: dict[str, Any] = {correction.field: correction.right}
    return dataclasses.replace(paper, **mended)
