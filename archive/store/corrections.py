"""Changes of one paper as curation: the corrections that they need, and the corrected paper.

A correction has the page's value and the right one, so changing a value back to the page's removes the correction.
Pure: nothing is read or written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.errors import UsageError
from archive.model.field_forms import address_problem, form_problem
from archive.model.paper import Paper
from archive.model.text import quote
from archive.store.curation import CORRECTABLE, Correction, Curated, move_links, rename_authors

TEXT_FIELDS = tuple(name for name in CORRECTABLE if name not in ("authors", "links"))
"""The fields that hold one text; a correction of ``authors`` names one author, one of ``links`` one address."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wanted values of a paper. None, and fields that are not named, leave a value as it is; ``links`` are new
    addresses by the old ones. ``reason`` is why the page is wrong, ``source`` how we know."""

    topics: tuple[str, ...] | None = None
    summary: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    authors: Sequence[str] | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    source: str = ""

    @property
    def is_grounded(self) -> bool:
        """Whether it has a reason and a source."""
        return bool(self.reason.strip() and self.source.strip())


@dataclass(frozen=True, slots=True)
class Revision:
    """What to write: ``paper`` to the store; to curation ``topics`` and ``summary`` if they change, and
    ``corrections``, all that the paper then has."""

    paper: Paper
    topics: tuple[str, ...] | None = None
    summary: str | None = None
    corrections: tuple[Correction, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed."""
        return self.topics is None and self.summary is None and self.corrections is None


def revise(paper: Paper, curated: Curated, wanted: Wanted) -> Revision:
    """The revision that gives a paper its wanted values.

    Raises :class:`UsageError` with a line for each value that is not possible.
    """
    if problems := list(_problems(paper, wanted)):
        raise UsageError("\n".join(problems))
    before = {(one.field, one.page): one for one in curated.corrections}
    corrections = _corrections(before, _changes(paper, curated, wanted), wanted)
    if set(corrections.values()) - set(before.values()) and not wanted.is_grounded:
        raise UsageError(
            "A correction needs a reason (--reason, why the page or file is wrong) and a source (--source, how you know)."
        )
    summary = " ".join(wanted.summary.split()) if wanted.summary is not None else None
    return Revision(
        paper=_as_wanted(paper, wanted, summary),
        topics=None if wanted.topics == paper.topics else wanted.topics,
        summary=None if summary == (paper.summary or "") else summary,
        corrections=None if corrections == before else tuple(corrections.values()),
    )


_Places = dict[tuple[str, str], Correction]  # corrections by the field, and by what the page says there


def _corrections(before: _Places, changes: Iterable[tuple[str, str, str]], wanted: Wanted) -> _Places:
    """The corrections after some changes: a value that is the page's again needs none."""
    corrections = dict(before)
    for name, page, right in changes:
        if page == right:
            corrections.pop((name, page), None)
        else:
            corrections[name, page] = Correction(name, page, right, wanted.reason.strip(), wanted.source.strip())
    return corrections


def _changes(paper: Paper, curated: Curated, wanted: Wanted) -> Iterator[tuple[str, str, str]]:
    """For each value that changes: its field, the page's value, and the wanted one."""
    for name, value in wanted.fields.items():
        current = getattr(paper, name) or ""
        if value != current:
            corrected = next((one.page for one in curated.corrections if one.field == name), None)
            yield name, corrected if corrected is not None else "" if name in curated.added else current, value
    authors = zip(paper.authors, wanted.authors if wanted.authors is not None else paper.authors, strict=True)
    yield from _changes_within("authors", authors, curated)
    yield from _changes_within("links", wanted.links.items(), curated)


def _changes_within(name: str, pairs: Iterable[tuple[str, str]], curated: Curated) -> Iterator[tuple[str, str, str]]:
    """The changes of a field that holds several values, from pairs of old and new ones."""
    said = {one.right: one.page for one in curated.corrections if one.field == name}
    for old, new in pairs:
        if old != new:
            yield name, said.get(old, old), new


def _problems(paper: Paper, wanted: Wanted) -> Iterator[str]:
    """Why a paper cannot have the wanted values, a sentence each."""
    if paper.withdrawn and (wanted.topics or wanted.summary):
        yield f"{paper.id} is withdrawn, and withdrawn papers have neither topics nor a summary."
    for name, value in wanted.fields.items():
        if value != (getattr(paper, name, None) or "") and (problem := _field_problem(name, value)):
            yield problem
    if wanted.authors is not None:
        yield from _author_problems(paper, wanted.authors)
    yield from _link_problems(paper, wanted.links)


def _link_problems(paper: Paper, links: Mapping[str, str]) -> Iterator[str]:
    known = {link.url for link in paper.links}
    for old, new in links.items():
        if old not in known:
            yield f"{paper.id} has no link to {old}." + (f" Its links: {', '.join(sorted(known))}." if known else "")
        elif problem := address_problem(new):
            yield f"{problem}."


def _field_problem(name: str, value: str) -> str | None:
    if name not in TEXT_FIELDS:
        if name == "status":
            return "status cannot be corrected. To withdraw an imported paper, import its row with status withdrawn."
        return f"{quote(name)} cannot be corrected. Fields that can be: {', '.join(CORRECTABLE)}."
    if not value.strip():
        return f"A correction cannot leave {name} empty. Give the correct value."
    problem = form_problem(name, value)
    return f"{name}: {problem}." if problem else None


def _author_problems(paper: Paper, authors: Sequence[str]) -> Iterator[str]:
    if len(authors) != len(paper.authors):
        yield (
            f"authors: {paper.id} has {len(paper.authors)} of them, but {len(authors)} are given. A correction changes "
            "names; it cannot add or remove authors."
        )
        return
    for old, new in zip(paper.authors, authors, strict=True):
        if not new.strip():
            yield f"authors: give the correct spelling of {quote(old)}."
        elif old != new and new in paper.authors:
            yield f"authors: {quote(new)} is already an author. A correction changes names, not their order."


def _as_wanted(paper: Paper, wanted: Wanted, summary: str | None) -> Paper:
    if wanted.authors is not None:
        paper = rename_authors(paper, dict(zip(paper.authors, wanted.authors, strict=True)))
    paper = move_links(paper, wanted.links)
    values = _given_texts(paper, wanted.fields)
    if wanted.topics is not None:
        values["topics"] = wanted.topics
    if summary is not None:
        values["summary"] = summary or None
    return dataclasses.replace(paper, **values)


def _given_texts(paper: Paper, fields: Mapping[str, str]) -> dict[str, Any]:
    """Fields with their new texts; an empty one only if it removes a text."""
    texts = {name: value.strip() for name, value in fields.items()}
    return {name: text for name, text in texts.items() if text or getattr(paper, name)}
