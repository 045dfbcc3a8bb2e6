"""From a draft to an entry, or to the reason why it is refused."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from archive.collect.imports.damage import LOST, damage_of, repaired, without_controls
from archive.collect.imports.draft_authors import authors_of_draft, stated
from archive.collect.imports.drafts import BY_RULE, BylineReading, Draft, NoPaper, Remark, Row
from archive.collect.imports.limits import LONGEST_TEXT
from archive.collect.imports.markup import plain, unknown_commands
from archive.collect.imports.relative_addresses import is_relative
from archive.collect.page_limits import require_time
from archive.collect.titles import trim_entries
from archive.model.encoding import mend
from archive.model.paper import WITHDRAWN, Entry, Link
from archive.model.paper_links import ARXIV, DOI
from archive.model.presentation_type import PRESENTATIONS
from archive.model.text import quote, squeeze
from archive.model.urls import ARXIV_ID, is_address, pasted_ids

_LONGEST_TITLE = 500  # characters
_FIVE_DIGITS_SINCE = 1501  # arXiv, "Understanding the arXiv identifier": year and month


def make_row(draft: Draft, reading: BylineReading = BY_RULE) -> Row:
    """Clean and check one draft; damage by a spreadsheet is corrected if that is certain, and
    refused where something was lost."""
    require_time()
    if draft.unreadable:
        return Row(draft, problem=draft.unreadable)
    remarks: list[Remark] = []
    try:
        title = _title(draft, remarks)
        byline = authors_of_draft(draft, reading, remarks)
    except NoPaper as problem:
        return Row(draft, problem=str(problem), remarks=remarks)
    entry = Entry(
        title=title,
        authors=byline.names,
        family_names=stated(draft, byline),
        equal_contribution=byline.equal or _among(byline.names, draft.equal_contribution),
        award=squeeze(draft.award) or None,
        presentation=draft.presentation if draft.presentation in PRESENTATIONS else None,
        status=WITHDRAWN if draft.status == WITHDRAWN else None,
        abstract=_abstract(draft, remarks),
        links=_links(draft, remarks),
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
    entries, cut = trim_entries([None if row.draft.exact else row.entry for row in rows])
    trimmed = [dataclasses.replace(row, entry=entry) if entry else row for row, entry in zip(rows, entries, strict=True)]
    return trimmed, cut


def _among(names: Sequence[str], stated: Sequence[str]) -> tuple[str, ...]:
    """Of the authors of whom a file states something those that the paper has."""
    return tuple(name for name in stated if name in names)


def _links(draft: Draft, remarks: list[Remark]) -> tuple[Link, ...]:
    links = ((label, _address(url, label, remarks)) for label, url in draft.links if label)
    return tuple(Link(label, url) for label, url in links if url)


def _with_page(entry: Entry) -> Entry:
    """The entry with a page, if an id names one and it has no address: nothing falls back to the workshop's own page."""
    if entry.page_url or entry.pdf_url or entry.openreview_id:
        return entry
    page = ARXIV + entry.arxiv_id if entry.arxiv_id else DOI + entry.doi if entry.doi else None
    return dataclasses.replace(entry, page_url=page)


def _title(draft: Draft, remarks: list[Remark]) -> str:
    if len(draft.title) > LONGEST_TEXT:
        raise NoPaper(f"its title has {len(draft.title):,} characters; it seems to be something else")
    title = squeeze(repaired(draft.title, remarks))
    if not title:
        raise NoPaper("it has no title")
    if damage := damage_of(title):
        raise NoPaper(f"its title is {quote(title[:40])}: {damage}")
    if not draft.exact:
        if unknown := unknown_commands(title):
            kept = f"has {', '.join(unknown)} in its title, an unknown TeX command; it was kept as it is"
            remarks.append(Remark("unknown TeX", kept))
        title = plain(title, tex=draft.tex)
    if LOST in title:
        raise NoPaper(f"its title has lost letters: {quote(title)}")
    if len(title) > _LONGEST_TITLE:
        raise NoPaper(f"its title has {len(title):,} characters; it seems to be something else")
    if not any(c.isalpha() for c in title):
        raise NoPaper(f"its title is {quote(title[:40])}, which has no letter")
    return title


def _abstract(draft: Draft, remarks: list[Remark]) -> str | None:
    if len(draft.abstract) > LONGEST_TEXT:
        remarks.append(Remark("long abstract", f"has an abstract of {len(draft.abstract):,} characters, which was left out"))
        return None
    text = without_controls(mend(draft.abstract))
    if draft.exact:
        return text or None
    if damage_of(squeeze(text)):
        remarks.append(Remark("damaged abstract", f"has {quote(squeeze(text))} as its abstract, which was left out"))
        return None
    if LOST in text:
        remarks.append(Remark("lost letters", "lost letters in its abstract (�)"))
    return plain(text, tex=draft.tex) or None


def _address(text: str, what: str, remarks: list[Remark]) -> str | None:
    if is_relative(text):
        sentence = (
            f"has {quote(text[:60])} as the address of its {what}, which is relative and was left out; --base-url URL "
            "joins it to the URL of the page beside it"
        )
        remarks.append(Remark(f"relative address of its {what}", sentence))
        return None
    if text and not is_address(text):
        sentence = f"has {quote(text[:60])} as the address of its {what}, which is not valid and was left out"
        remarks.append(Remark(f"address of its {what}", sentence))
        return None
    return text or None


def _openreview_id(text: str, remarks: list[Remark]) -> str | None:
    if text and (damage := damage_of(text)):
        remarks.append(
            Remark(f"OpenReview id, {damage}", f"has {quote(text)} as its OpenReview id ({damage}), which was left out")
        )
        return None
    return text or None


def _arxiv_id(text: str, remarks: list[Remark]) -> str | None:
    """A bare arXiv id. A spreadsheet takes ``2303.01230`` for a number and drops its zeros."""
    if not text:
        return None
    month, _, number = text.partition(".")
    short = month.isdecimal() and int(month) >= _FIVE_DIGITS_SINCE and len(number) < 5
    if short or not ARXIV_ID.fullmatch(text):
        lost = ": a spreadsheet dropped a zero" if re.fullmatch(r"\d{3,4}\.\d{1,5}", text) else ""
        remarks.append(Remark(f"arXiv id{lost}", f"has {quote(text)} as its arXiv id{lost}; it was left out"))
        return None
    return text


def _doi(text: str, remarks: list[Remark]) -> str | None:
    """A bare DOI in lower case."""
    doi = pasted_ids(text).get("doi") if text else None
    if text and not doi:
        remarks.append(Remark("DOI", f"has {quote(text[:60])} as its DOI, which is not valid and was left out"))
    return doi
