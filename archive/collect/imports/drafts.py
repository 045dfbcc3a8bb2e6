"""From what a reader found to an entry, or to the reason why it cannot come in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.collect.imports.markup import plain, unknown_commands
from archive.collect.titles import trim_entries
from archive.model.byline_marks import mark_raised
from archive.model.encoding import mend
from archive.model.name_parts import family_names
from archive.model.names import COMMA, STYLES, Byline, NotNames, are_family_first, read_byline, read_name
from archive.model.paper import PRESENTATIONS, WITHDRAWN, Entry, FamilyNames, Link
from archive.model.text import squeeze
from archive.model.urls import ARXIV, ARXIV_ID, DOI, is_address, pasted_ids

_LONGEST_TITLE = 500  # characters
_FIVE_DIGITS_SINCE = 1501  # arXiv, "Understanding the arXiv identifier": year and month
_ADDRESS_ALONE = re.compile(r"(?:^|(?<=[,;\s]))[<(\[]?\s*(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\s*[>)\]]?(?=\s*(?:[,;]|$))")
_MISSING = "--allow-missing-authors imports the paper without them"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ANONYMOUS = re.compile(r"anonymous(?: authors?)?\.?", re.IGNORECASE)
_LOST = "\ufffd"
_HASHES = re.compile(r"#{3,}|#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}[ -](?:{_MONTHS})[a-z]*(?:[ -]\d{{2,4}})?|(?:{_MONTHS})[a-z]*[ -]\d{{2,4}}",
    re.IGNORECASE,
)


class Author(NamedTuple):
    """One author as a file tells it: in parts, or ``whole`` in ``family``, divided by nobody. ``unnamed`` is by
    what alone a file without a name knows an author, such as an e-mail address."""

    given: str
    family: str
    suffix: str = ""
    whole: bool = False
    unnamed: str = ""


class BylineReading(NamedTuple):
    """How the user says that authors are to be read: the ``style`` of bylines, one of
    :data:`archive.model.names.STYLES`, and whether authors without a name may be left out."""

    style: str = COMMA
    allow_missing: bool = False


BY_RULE = BylineReading()


@dataclass(frozen=True, slots=True)
class Draft:
    """One paper as a file tells it, before anything of it is believed.

    ``where`` is how a person finds it there. ``authors`` are a text that names all of them, or a list of names.
    ``style`` is how a text names authors, where the format says so.
    ``columns`` are the file's own names of what is called otherwise here. ``decision`` are the file's own words, ``accepted``
    what the format itself says plainly; both are None where it cannot say. ``passed`` is why this is no
    candidate at all, ``unreadable`` why it could not be read. ``source_url`` is where the paper
    stands, if not on the edition's own pages. What is ``exact`` was written by this program and is not
    to be cleaned; what is ``tex`` is TeX throughout.
    """

    where: str
    title: str = ""
    authors: str | Sequence[str | Author] = ()
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
        """How a person finds a cell: ``column Author Names``."""
        return f"column {self.columns[name]}" if name in self.columns else f"its {name}"


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


def make_row(draft: Draft, reading: BylineReading = BY_RULE) -> Row:
    """Clean and check one draft; what a spreadsheet did to it is mended where that is certain, and
    refused where something was lost."""
    if draft.unreadable:
        return Row(draft, problem=draft.unreadable)
    remarks: list[str] = []
    try:
        title = _title(draft, remarks)
        byline = _authors(draft, reading, remarks)
    except NoPaper as problem:
        return Row(draft, problem=str(problem), remarks=remarks)
    entry = Entry(
        title=title,
        authors=byline.names,
        family_names=_stated(draft, byline),
        equal_contribution=byline.equal or tuple(name for name in draft.equal_contribution if name in byline.names),
        award=squeeze(draft.award) or None,
        presentation=draft.presentation if draft.presentation in PRESENTATIONS else None,
        status=WITHDRAWN if draft.status == WITHDRAWN else None,
        abstract=_abstract(draft, remarks),
        links=tuple(Link(label, url) for label, url in draft.links if label and is_address(url)),
        pdf_url=_address(draft.pdf_url, "PDF", remarks),
        page_url=_address(draft.page_url, "page", remarks),
        openreview_id=_openreview_id(draft.openreview_id, remarks),
        arxiv_id=_arxiv_id(draft.arxiv_id, remarks),
        doi=_doi(draft.doi, remarks),
    )
    return Row(draft, _with_page(entry), remarks=remarks)


def make_rows(drafts: Iterable[Draft], reading: BylineReading = BY_RULE) -> tuple[list[Row], list[str]]:
    """The rows of a file, each as :func:`make_row` makes it, without what all titles together show to be no part of
    them; and sentences of what was cut. What this program wrote itself stays as it is."""
    rows = [make_row(draft, reading) for draft in drafts]
    cleaned = [row.entry for row in rows if row.entry and not row.draft.exact]
    entries, cut = trim_entries(cleaned)
    trimmed = iter(entries)
    return [dataclasses.replace(row, entry=next(trimmed)) if row.entry and not row.draft.exact else row for row in rows], cut


def _with_page(entry: Entry) -> Entry:
    """The entry with a page, where an id names one and it has no address: nothing falls back to the workshop's own page."""
    if entry.page_url or entry.pdf_url or entry.openreview_id:
        return entry
    page = ARXIV + entry.arxiv_id if entry.arxiv_id else DOI + entry.doi if entry.doi else None
    return dataclasses.replace(entry, page_url=page)


def _title(draft: Draft, remarks: list[str]) -> str:
    title = squeeze(_mended(draft.title, remarks))
    if not title:
        raise NoPaper("it has no title")
    if damage := damage_of(title):
        raise NoPaper(f"its title is {title[:40]!r}: {damage}")
    if not draft.exact:
        if unknown := unknown_commands(title):
            remarks.append(f"has {', '.join(unknown)} in its title, an unknown TeX command; it was kept as it is")
        title = plain(title, tex=draft.tex)
    if _LOST in title:
        raise NoPaper(f"its title has lost letters: {title!r}")
    if len(title) > _LONGEST_TITLE:
        raise NoPaper(f"its title has {len(title):,} characters; it seems to be something else")
    if not any(c.isalpha() for c in title):
        raise NoPaper(f"its title is {title[:40]!r}, which has no letter")
    return title


def _stated(draft: Draft, byline: Byline) -> FamilyNames:
    """The family names that the file states, those of our own exports among them."""
    told = dict(byline.family_names) | {name: family for name, family in draft.family_names if name in byline.names}
    return family_names(told.items())


def _authors(draft: Draft, reading: BylineReading, remarks: list[str]) -> Byline:
    if isinstance(draft.authors, str):
        found = _byline(draft, draft.authors, reading, remarks)
    else:
        found = _listed(draft, draft.authors, reading, remarks)
    names = found.names
    if not names and draft.status != WITHDRAWN:
        raise NoPaper("it has no authors")
    if lost := next((name for name in names if _LOST in name or "?" in name), None):
        raise NoPaper(f"an author is {lost!r}: it has lost a letter")
    if twice := next((name for name in names if names.count(name) > 1), None):
        remarks.append(f"names {twice} more than once: are they two people?")
    return found if _says_equal(found) else found._replace(equal=())


def _says_equal(found: Byline) -> bool:
    return bool(found.legend)


def _byline(draft: Draft, cell: str, reading: BylineReading, remarks: list[str]) -> Byline:
    """What a cell says of authors, by the style that the user named, else by the rule."""
    text = plain(mark_raised(_mended(cell, remarks)), tex=draft.tex, lines=True)
    _must_be_told(text)
    style = reading.style if reading.style != COMMA else draft.style or COMMA
    if reading.allow_missing:
        text = _ADDRESS_ALONE.sub("", text).strip(" ,;")
    elif _ADDRESS_ALONE.search(text):
        raise NoPaper(f"in {draft.column('authors')}, an author has only an e-mail address; {_MISSING}")
    try:
        return read_byline(text, style)
    except NotNames as error:
        raise NoPaper(f"{draft.column('authors')} has {error}{_otherwise(text, style)}") from None


def _otherwise(text: str, style: str) -> str:
    """What other styles would make of a byline that the rule refuses, with the option that asks for it."""
    ways: dict[tuple[str, ...], str] = {}
    for other in STYLES:
        try:
            names = read_byline(text, other).names if other != style else ()
        except NotNames:
            continue
        if names:
            ways.setdefault(names, other)
    told = [f'--names "{other}" would read {_few(names)}' for names, other in ways.items()]
    return "; ".join(["", *told]) if told else ""


def _few(names: Sequence[str]) -> str:
    return " | ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _listed(draft: Draft, authors: Sequence[str | Author], reading: BylineReading, remarks: list[str]) -> Byline:
    """The authors of a list, each a name of its own."""
    _must_be_told(" ".join(filter(None, (one if isinstance(one, str) else " ".join(one[:2]) for one in authors[:1]))))
    names: list[str] = []
    stated: list[tuple[str, str]] = []
    compound = are_family_first([one for one in authors if isinstance(one, str) and squeeze(one)])
    for number, one in enumerate(authors, start=1):
        author = one if isinstance(one, Author) else Author("", one, whole=True)
        if not squeeze("".join(author[:3])):
            if author.unnamed and not reading.allow_missing:
                raise NoPaper(f"author {number} has only {author.unnamed}; {_MISSING}")
            continue
        found = _one(draft, author, reading, number, remarks, compound)
        names += found.names
        stated += found.family_names
    return Byline(tuple(names), family_names=tuple(dict(stated).items()))


def _one(draft: Draft, author: Author, reading: BylineReading, number: int, remarks: list[str], compound: bool) -> Byline:
    given, family, suffix = (mark_raised(_mended(part, remarks)) for part in author[:3])
    if damage := damage_of(squeeze(f"{given} {family}")):
        raise NoPaper(f"an author is {squeeze(f'{given} {family}')[:40]!r}: {damage}")
    if draft.exact:
        return Byline((squeeze(f"{given} {family} {suffix}"),))
    if _ADDRESS_ALONE.fullmatch(squeeze(f"{given} {family}")):
        if reading.allow_missing:
            return Byline(())
        raise NoPaper(f"author {number} has only an e-mail address; {_MISSING}")
    try:
        if author.whole:
            whole = family if _is_braced(family) else plain(family, tex=draft.tex, lines=True)
            return read_name(whole, compound=compound)
        given, family, suffix = (plain(part, tex=draft.tex) for part in (given, family, suffix))
        return read_name(" ".join(filter(None, (given, family, suffix))), family)
    except NotNames as error:
        raise NoPaper(f"author {number} is {error}") from None


def _is_braced(name: str) -> bool:
    return bool(re.fullmatch(r"\{[^{}]*\}", name.strip()))


def _must_be_told(text: str) -> None:
    """Raise where the whole says that the authors are hidden, or is what a spreadsheet made of it."""
    text = squeeze(text)
    if _ANONYMOUS.fullmatch(text):
        raise NoPaper("its authors are hidden (Anonymous); export it with names")
    if damage := damage_of(text):
        raise NoPaper(f"an author is {text[:40]!r}: {damage}")


def damage_of(text: str) -> str:
    """What a spreadsheet made of a cell, if it plainly did."""
    if _HASHES.fullmatch(text):
        return "a spreadsheet error replaced the value"
    if _DATE.fullmatch(text):
        return "a spreadsheet converted it to a date"
    return "a spreadsheet converted it to a number" if _SCIENTIFIC.fullmatch(text) else ""


def _mended(text: str, remarks: list[str]) -> str:
    mended = _printed(mend(text))
    if mended != _printed(text):
        remarks.append(f"{squeeze(text)[:60]!r} was encoded twice and was corrected to {squeeze(mended)[:60]!r}")
    return mended


def _printed(text: str) -> str:
    """Without control characters, which nobody sees."""
    return _CONTROL.sub("", text)


def _abstract(draft: Draft, remarks: list[str]) -> str | None:
    text = _printed(mend(draft.abstract))
    if draft.exact:
        return text or None
    if damage_of(squeeze(text)):
        remarks.append(f"has {squeeze(text)!r} as its abstract, which was left out")
        return None
    if _LOST in text:
        remarks.append("lost letters in its abstract (�)")
    return plain(text, tex=draft.tex) or None


def _address(text: str, what: str, remarks: list[str]) -> str | None:
    if text and not is_address(text):
        remarks.append(f"has {text[:60]!r} as the address of its {what}, which is not valid and was left out")
        return None
    return text or None


def _openreview_id(text: str, remarks: list[str]) -> str | None:
    if text and (damage := damage_of(text)):
        remarks.append(f"has {text!r} as its OpenReview id ({damage}), which was left out")
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
        remarks.append(f"has {text!r} as its arXiv id{lost}; it was left out")
        return None
    return text


def _doi(text: str, remarks: list[str]) -> str | None:
    """A bare DOI in lower case."""
    doi = pasted_ids(text).get("doi") if text else None
    if text and not doi:
        remarks.append(f"has {text[:60]!r} as its DOI, which is not valid and was left out")
    return doi
