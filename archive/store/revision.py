"""What a person changes of one paper, made into curation: which corrections it takes, and how the paper then reads.

A correction says what the page says and what is right, so a value that a person changes back to the page's own
takes its correction away. Pure.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.errors import UsageError
from archive.model.paper import PRESENTATIONS, Link, Paper
from archive.model.urls import ARXIV_ID, is_address, read_doi
from archive.store.curation import CORRECTABLE, Correction, Curated

TEXT_FIELDS = tuple(name for name in CORRECTABLE if name not in ("authors", "links"))
"""The fields that hold one text; a correction of ``authors`` names one author, one of ``links`` one address."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a paper should read. None, and a field that is not named, stay as they are; ``links`` are new addresses
    by the old ones. ``reason`` and ``source`` say why a page is wrong, and how we know."""

    topics: tuple[str, ...] | None = None
    summary: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    authors: Sequence[str] | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What is to be written: ``paper`` for the store; ``topics`` and ``summary`` where they change, and
    ``corrections``, all that the paper then has, for curation."""

    paper: Paper
    topics: tuple[str, ...] | None = None
    summary: str | None = None
    corrections: tuple[Correction, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed."""
        return self.topics is None and self.summary is None and self.corrections is None


def revise(paper: Paper, curated: Curated, wanted: Wanted) -> Revision:
    """The revision that makes a paper read as somebody wants it.

    Raises :class:`UsageError` with a line for each thing that cannot be.
    """
    corrections = {(one.field, one.page): one for one in curated.corrections}
    before = dict(corrections)
    problems = list(_problems(paper, wanted))
    if not problems:
        for name, page, right in _changes(paper, curated, wanted):
            if page == right:
                corrections.pop((name, page), None)
            else:
                corrections[name, page] = Correction(name, page, right, wanted.reason.strip(), wanted.source.strip())
    changed = corrections != before
    if any(one not in before.values() for one in corrections.values()) and not (
        wanted.reason.strip() and wanted.source.strip()
    ):
        problems.append("A correction needs a reason (why the page is wrong) and a source (how you know).")
    if problems:
        raise UsageError("\n".join(problems))
    summary = " ".join(wanted.summary.split()) if wanted.summary is not None else None
    return Revision(
        paper=_as_wanted(paper, wanted, summary),
        topics=wanted.topics if wanted.topics is not None and wanted.topics != paper.topics else None,
        summary=summary if summary is not None and summary != (paper.summary or "") else None,
        corrections=tuple(corrections.values()) if changed else None,
    )


def _changes(paper: Paper, curated: Curated, wanted: Wanted) -> Iterator[tuple[str, str, str]]:
    """For each value that changes: its field, what the page says there, and what is wanted."""
    for name, value in wanted.fields.items():
        current = getattr(paper, name) or ""
        if value != current:
            corrected = next((one.page for one in curated.corrections if one.field == name), None)
            yield name, corrected if corrected is not None else "" if name in curated.added else current, value
    authors = zip(paper.authors, wanted.authors if wanted.authors is not None else paper.authors, strict=True)
    for name, pairs in (("authors", authors), ("links", wanted.links.items())):
        said = {one.right: one.page for one in curated.corrections if one.field == name}
        for old, new in pairs:
            if old != new:
                yield name, said.get(old, old), new


def _problems(paper: Paper, wanted: Wanted) -> Iterator[str]:
    """Why a paper cannot read as wanted, a sentence each."""
    if paper.withdrawn and (wanted.topics or wanted.summary):
        yield f"{paper.id} is withdrawn, and withdrawn papers have neither topics nor a summary."
    for name, value in wanted.fields.items():
        if value != (getattr(paper, name, None) or "") and (problem := _field_problem(name, value)):
            yield problem
    if wanted.authors is not None:
        yield from _author_problems(paper, wanted.authors)
    known = {link.url for link in paper.links}
    for old, new in wanted.links.items():
        if old not in known:
            yield f"{paper.id} has no link to {old}." + (f" Its links: {', '.join(sorted(known))}." if known else "")
        elif not is_address(new):
            yield f"{new!r} is not an absolute web address."


def _field_problem(name: str, value: str) -> str | None:
    if name not in TEXT_FIELDS:
        return f"{name!r} cannot be corrected. Fields that can be: {', '.join(CORRECTABLE)}."
    if not value.strip():
        return f"A correction cannot leave {name} empty. Give the correct value."
    if name in ("pdf_url", "page_url") and not is_address(value):
        return f"{name}: {value!r} is not an absolute web address."
    if name == "arxiv_id" and not ARXIV_ID.fullmatch(value):
        return f"arxiv_id: {value!r} is not a bare arXiv id, such as 2101.00001."
    if name == "doi" and read_doi(value) != value:
        return f"doi: {value!r} is not a bare DOI in lower case, such as 10.1145/3302424.3303961."
    if name == "presentation" and value not in PRESENTATIONS:
        return f"presentation: {value!r} is not one of {', '.join(PRESENTATIONS)}."
    return None


def _author_problems(paper: Paper, authors: Sequence[str]) -> Iterator[str]:
    if len(authors) != len(paper.authors):
        yield (
            f"authors: {paper.id} has {len(paper.authors)} of them, but {len(authors)} are given. A correction changes "
            "names; it cannot add or remove authors."
        )
        return
    for old, new in zip(paper.authors, authors, strict=True):
        if not new.strip():
            yield f"authors: give the correct spelling of {old!r}."
        elif old != new and new in paper.authors:
            yield f"authors: {new!r} is already an author. A correction changes names, not their order."


def _as_wanted(paper: Paper, wanted: Wanted, summary: str | None) -> Paper:
    values: dict[str, Any] = {name: value.strip() for name, value in wanted.fields.items()}
    values = {name: value for name, value in values.items() if value or getattr(paper, name)}
    if wanted.authors is not None:
        names = dict(zip(paper.authors, wanted.authors, strict=True))
        values["authors"] = tuple(wanted.authors)
        values["equal_contribution"] = tuple(names.get(name, name) for name in paper.equal_contribution)
        values["family_names"] = tuple(pair for pair in paper.family_names if names.get(pair[0]) == pair[0])
    if wanted.links:
        values["links"] = tuple(Link(link.label, wanted.links.get(link.url, link.url)) for link in paper.links)
    if wanted.topics is not None:
        values["topics"] = wanted.topics
    if summary is not None:
        values["summary"] = summary or None
    return dataclasses.replace(paper, **values)
