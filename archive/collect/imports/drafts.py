"""What a reader finds about a paper, unchecked, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.model.names import COMMA
from archive.model.paper import Entry
from archive.model.text import squeeze


class Author(NamedTuple):
    """One author as a file states it: in parts, or the undivided name in ``family`` with ``whole``. ``unnamed`` is by
    what alone a file without a name knows an author, such as an e-mail address."""

    given: str
    family: str
    suffix: str = ""
    whole: bool = False
    unnamed: str = ""


class BylineReading(NamedTuple):
    """How the user says that authors are to be read: the ``style`` of bylines, one of
    :data:`archive.model.names.BYLINE_STYLES`, and whether authors without a name may be left out."""

    style: str = COMMA
    allow_missing: bool = False


BY_RULE = BylineReading()


@dataclass(frozen=True, slots=True)
class Draft:
    """One paper as a file states it, unchecked.

    ``where`` is how a person finds it there. ``authors`` are a text that names all of them, or a list of names.
    ``style`` is how a text names authors, if the format says so.
    ``columns`` are the file's own names of what is called otherwise here. ``decision`` are the file's own words, ``accepted``
    what the format itself says clearly; both are None if it cannot say. ``skipped`` is why this is no
    candidate at all, ``unreadable`` why it could not be read. ``source_url`` is the page of the
    paper, if it is not one of the edition's own. What is ``exact`` was written by this program and is not
    to be cleaned; what is ``tex`` is TeX throughout.
    """

    where: str
    title: str = ""
    authors: str | Sequence[str | Author] = ()
    decision: str | None = None
    accepted: bool | None = None
    skipped: str | None = None
    unreadable: str | None = None
    abstract: str = ""
    award: str = ""
    presentation: str = ""
    status: str = ""
    pdf_url: str = ""
    page_url: str = ""
    links: Sequence[tuple[str, str]] = ()
    openreview_id: str = ""
    arxiv_id: str = ""
    doi: str = ""
    equal_contribution: Sequence[str] = ()
    family_names: Sequence[tuple[str, str]] = ()
    id: str = ""
    topics: Sequence[str] = ()
    summary: str = ""
    abstract_source: str = ""
    abstract_doubtful: str = ""
    source_url: str = ""
    style: str = ""
    exact: bool = False
    tex: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """Where a cell is, for people: ``column Author Names``."""
        return f"column {self.columns[name]}" if name in self.columns else f"its {name}"


class FileReading(NamedTuple):
    """What a reader finds in files.

    Attributes:
        drafts: each paper in the files' order, accepted or not. They are made one after another, as they are asked for.
        notes: sentences that a person should read.
        sheets: the names of the sheets that were read, if the files are tables.
    """

    drafts: Iterable[Draft]
    notes: Sequence[str] = ()
    sheets: Sequence[str] = ()


class Remark(NamedTuple):
    """A note about a row: the end of a ``sentence`` that begins with the row. If many rows have a remark of one ``kind``, only
    one is printed, with their number."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A draft and the entry that came of it, with what to say of it; without an entry, ``problem``
    says why."""

    draft: Draft
    entry: Entry | None = None
    problem: str = ""
    remarks: Sequence[Remark] = field(default=())

    @property
    def title(self) -> str:
        """The title as it was cleaned, or as the file has it."""
        return self.entry.title if self.entry else squeeze(self.draft.title)


class NoPaper(ValueError):
    """Why a draft cannot be a paper: the end of a sentence."""
