"""From what a reader found to an entry, or to the reason why it cannot come in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.collect.imports.decoding import mend
from archive.collect.imports.markup import plain
from archive.model.names import NotNames, read_byline
from archive.model.paper import PRESENTATIONS, WITHDRAWN, Entry, Link
from archive.model.text import squeeze
from archive.model.urls import ARXIV_ID, is_address

_LONGEST_TITLE = 500  # characters
_FIVE_DIGITS_SINCE = 1501  # arXiv, "Understanding the arXiv identifier": year and month
_EMAIL = re.compile(r"[<(\[]?\s*(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\s*[>)\]]?")
_FOOTNOTE = re.compile(r"(?<=\w)\s*(?:[\d¹²³⁰-⁹]+(?:\s*,\s*[\d¹²³⁰-⁹]+)*)$|\s*[#‖⋆★✉]+$")
_RAISED = re.compile(r"(?<=[^\W\d_])[\d¹²³⁰-⁹]+(?:,[\d¹²³⁰-⁹]+)*(?=\s*(?:[,;]|$|and\b|&))")  # Ada Quill1,2, Bo Zuse2
_AROUND = " ,;*†‡§¶∗＊"
_SCRIPT = re.compile(r"\\?textsuperscript\{[^{}]*\}|\$\s*\^[^$]*\$|\^\{[^{}]*\}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HIDDEN = re.compile(r"anonymous(?: authors?)?\.?", re.IGNORECASE)
_LOST = "\ufffd"
_HASHES = re.compile(r"#{3,}|#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}[ -](?:{_MONTHS})[a-z]*(?:[ -]\d{{2,4}})?|(?:{_MONTHS})[a-z]*[ -]\d{{2,4}}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One paper as a file tells it, before anything of it is believed.

    ``where`` is how a person finds it there. ``decision`` are the file's own words, ``accepted`` what
    the format itself says plainly; both are None where it cannot say. ``passed`` is why this is no
    candidate at all, ``unreadable`` why it could not be read. ``source_url`` is where the paper
    stands, if not on the edition's own pages. What is ``exact`` was written by this program and is not
    to be cleaned; what is ``tex`` is TeX throughout.
    """

    where: str
    title: str = ""
    authors: Sequence[str] = ()
    decision: str | None = None
    accepted: bool | None = None
    passed: str | None = None
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
    equal_contribution: Sequence[str] = ()
    id: str = ""
    topics: Sequence[str] = ()
    summary: str = ""
    abstract_source: str = ""
    abstract_doubtful: str = ""
    source_url: str = ""
    exact: bool = False
    tex: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A draft and the entry that came of it, with what to say of it; without an entry, ``problem``
    says why."""

    draft: Draft
    entry: Entry | None = None
    problem: str = ""
    remarks: Sequence[str] = field(default=())

    @property
    def title(self) -> str:
        return self.entry.title if self.entry else squeeze(self.draft.title)


class NoPaper(ValueError):
    """Why a draft cannot be a paper: the end of a sentence."""


def make_row(draft: Draft) -> Row:
    """Clean and check one draft; what a spreadsheet did to it is mended where that is certain, and
    refused where something was lost."""
    if draft.unreadable:
        return Row(draft, problem=draft.unreadable)
    remarks: list[str] = []
    try:
        title = _title(draft, remarks)
        authors = _authors(draft, remarks)
    except NoPaper as problem:
        return Row(draft, problem=str(problem), remarks=remarks)
    entry = Entry(
        title=title,
        authors=authors,
        equal_contribution=tuple(name for name in draft.equal_contribution if name in authors),
        award=squeeze(draft.award) or None,
        presentation=draft.presentation if draft.presentation in PRESENTATIONS else None,
        status=WITHDRAWN if draft.status == WITHDRAWN else None,
        abstract=_abstract(draft, remarks),
        links=tuple(Link(label, url) for label, url in draft.links if label and is_address(url)),
        pdf_url=_address(draft.pdf_url, "PDF", remarks),
        page_url=_address(draft.page_url, "page", remarks),
        openreview_id=_openreview_id(draft.openreview_id, remarks),
        arxiv_id=_arxiv_id(draft.arxiv_id, remarks),
    )
    return Row(draft, entry, remarks=remarks)


def _title(draft: Draft, remarks: list[str]) -> str:
    title = squeeze(_mended(draft.title, remarks))
    if not title:
        raise NoPaper("it has no title")
    if damage := damage_of(title):
        raise NoPaper(f"its title is {title[:40]!r}: {damage}")
    if not draft.exact:
        title = plain(title, tex=draft.tex)
    if _LOST in title:
        raise NoPaper(f"letters of its title are lost: {title!r}")
    if len(title) > _LONGEST_TITLE:
        raise NoPaper(f"its title has {len(title):,} characters; it seems to be something else")
    if not any(c.isalpha() for c in title):
        raise NoPaper(f"its title is {title[:40]!r}, which has no letter")
    return title


def _authors(draft: Draft, remarks: list[str]) -> tuple[str, ...]:
    names = tuple(name for text in draft.authors if (name := squeeze(_mended(text, remarks))))
    if names and all(_HIDDEN.fullmatch(name) for name in names):
        raise NoPaper("its authors are hidden (Anonymous); export it with names")
    for name in names:
        if damage := damage_of(name):
            raise NoPaper(f"an author is {name[:40]!r}: {damage}")
    if not draft.exact:
        names = tuple(name for text in names if (name := read_name(text, tex=draft.tex)))
    if not names and draft.status != WITHDRAWN:
        raise NoPaper("it names no authors")
    if lost := next((name for name in names if _LOST in name or "?" in name), None):
        raise NoPaper(f"an author is {lost!r}: a letter is lost")
    if twice := next((name for name in names if names.count(name) > 1), None):
        remarks.append(f"names {twice} more than once: are they two people?")
    return names


def read_name(text: str, *, tex: bool = False) -> str:
    """One person's name as a byline prints it: ``van Loon, Mia`` turned round; footnote marks, titles,
    degrees, affiliations and e-mail addresses taken out. Empty where nothing else was there. Raises
    :class:`NoPaper` where it is none."""
    name = _EMAIL.sub(" ", plain(_SCRIPT.sub("", text), tex=tex))
    name = _FOOTNOTE.sub("", name.strip(_AROUND)).strip(_AROUND)
    if "," not in name:  # ``Li, Xiaozhou (Steve)`` ends in a nickname
        name = without_affiliation(name).strip(_AROUND)
    if not name:
        return ""
    try:
        names, _ = read_byline(name)
    except NotNames:
        raise NoPaper(f"{squeeze(text)[:60]!r} stands where an author should") from None
    if len(names) == 2 and "," in name:
        return f"{names[1]} {names[0]}"
    if len(names) != 1:
        raise NoPaper(f"{squeeze(text)[:60]!r} stands where one author should")
    return names[0]


def without_affiliation(name: str) -> str:
    """``Ada Quill`` of ``Ada Quill (Kite (North) Lab)``; a nickname within a name stays."""
    depth = 0
    for i in range(len(name) - 1, -1, -1) if name.endswith(")") else ():
        depth += (name[i] == ")") - (name[i] == "(")
        if depth == 0:
            return name[:i].rstrip() or name
    return name


def read_names(text: str) -> list[str]:
    """The names of a byline, ``A. Byron, C. Hopper and D. Knuth``, each as it stands there."""
    bare = _RAISED.sub("", _EMAIL.sub(" ", plain(text)))
    try:
        return list(read_byline(bare)[0])
    except NotNames:
        return [bare]  # read again by itself, it gives the reason


def damage_of(text: str) -> str:
    """What a spreadsheet made of a cell, if it plainly did."""
    if _HASHES.fullmatch(text):
        return "a spreadsheet lost what stood there"
    if _DATE.fullmatch(text):
        return "a spreadsheet took it for a date"
    return "a spreadsheet took it for a number" if _SCIENTIFIC.fullmatch(text) else ""


def _mended(text: str, remarks: list[str]) -> str:
    mended = _printed(mend(text))
    if mended != _printed(text):
        remarks.append(f"{squeeze(text)[:60]!r} was encoded twice and was mended: {squeeze(mended)[:60]!r}")
    return mended


def _printed(text: str) -> str:
    """Without control characters, which nobody sees."""
    return _CONTROL.sub("", text)


def _abstract(draft: Draft, remarks: list[str]) -> str | None:
    text = _printed(mend(draft.abstract))
    if draft.exact:
        return text or None
    if damage_of(squeeze(text)):
        remarks.append(f"has {squeeze(text)!r} for an abstract, which was left out")
        return None
    if _LOST in text:
        remarks.append("lost letters of its abstract (�)")
    return (plain(text, tex=True) if draft.tex else squeeze(text)) or None


def _address(text: str, what: str, remarks: list[str]) -> str | None:
    if text and not is_address(text):
        remarks.append(f"has {text[:60]!r} for the address of its {what}, which is none and was left out")
        return None
    return text or None


def _openreview_id(text: str, remarks: list[str]) -> str | None:
    if text and (damage := damage_of(text)):
        remarks.append(f"has {text!r} for an OpenReview id ({damage}), which was left out")
        return None
    return text or None


def _arxiv_id(text: str, remarks: list[str]) -> str | None:
    """A bare arXiv id. A spreadsheet takes ``2303.01230`` for a number and drops its zeros."""
    if not text:
        return None
    month, _, number = text.partition(".")
    short = month.isdecimal() and int(month) >= _FIVE_DIGITS_SINCE and len(number) < 5
    if short or not ARXIV_ID.fullmatch(text):
        lost = ": a spreadsheet dropped a zero" if re.fullmatch(r"\d{3,4}\.\d{1,5}", text) else ""
        remarks.append(f"has {text!r} for an arXiv id{lost}; it was left out")
        return None
    return text
