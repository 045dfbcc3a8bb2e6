"""Changes to stored papers that pages rarely make. They are reported, because the page may be broken. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from archive.errors import ArchiveError
from archive.model.fields import OPTIONAL_TEXTS
from archive.model.paper import Edition, Paper
from archive.model.text import quote, share_authors, title_identity, words
from archive.model.title_check import stray
from archive.model.titles import ornament

_SELDOM_MORE = ("links", "equal_contribution")
"""Fields to which pages seldom add something."""
_KEPT = ("equal_contribution", "links", *(name for name in OPTIONAL_TEXTS if name not in ("pdf_url", "page_url")))
"""Fields of which pages seldom lose something; files and pages move often."""
_SHOWN = 3


class OtherAuthors(ArchiveError):
    """A page gives a stored paper entirely different authors."""


def refuse_other_authors(edition: Edition, before: Sequence[Paper], after: Sequence[Paper]) -> None:
    """Raise :class:`OtherAuthors` if a stored paper, known by title and PDF, would get entirely different authors."""
    old = {paper.id: paper for paper in before}
    for paper in after:
        was = old.get(paper.id)
        if was is None or not was.authors or not paper.authors or share_authors(paper.authors, was.authors):
            continue
        if title_identity(was.title) == title_identity(paper.title) and was.pdf_url == paper.pdf_url:
            raise OtherAuthors(
                f"{edition.id}: {quote(paper.title)} would be by {'; '.join(paper.authors[:_SHOWN])}, but the store has "
                f"{'; '.join(was.authors[:_SHOWN])}. Nothing was changed. If the page is right, run again with --force."
            )


def unusual_changes(before: Sequence[Paper], after: Sequence[Paper]) -> Iterator[str]:
    """Sentences on what a person should compare with the page: papers new to an edition, and stored papers whose title
    loses or gains words, whose authors become others, or whose PDF, award, link, id or mark of equal contribution is gone.
    A corrected word or a moved PDF needs no sentence.
    """
    old = {paper.id: paper for paper in before}
    if not old:
        return
    pdfs = {paper.pdf_url for paper in before if paper.pdf_url}
    for paper in after:
        was = old.get(paper.id)
        if was is None:
            names = "; ".join(paper.authors[:_SHOWN]) or "nobody"
            yield f"? {paper.id}: {quote(paper.title)} by {names} is new to this edition; make sure that it is a paper."
        elif fields := [*_other(was, paper, pdfs)]:
            yield f"? {paper.id}: {' and '.join(fields)}; compare with the page."


def _other(was: Paper, now: Paper, pdfs: Collection[str]) -> Iterator[str]:
    """What is lost or replaced, field by field."""
    if title := _other_title(was.title, now.title):
        yield title
    if was.authors and was.authors != now.authors:
        yield "authors are others"
    if pdf := _other_pdf(was.pdf_url, now.pdf_url, pdfs):
        yield pdf
    for name in _KEPT:
        before, after = getattr(was, name), getattr(now, name)
        if _is_less(before, after) or (name in _SELDOM_MORE and len(after) > len(before)):
            yield f"{name} {'changed' if after else 'is gone'}"


def _other_title(was: str, now: str) -> str | None:
    if _is_cut_or_padded(was, now):
        return "title is another"
    strange = was != now and (ornament(now) or stray(now))
    return f"title {strange}" if strange else None


def _other_pdf(was: str | None, now: str | None, pdfs: Collection[str]) -> str | None:
    if was and not now:
        return "pdf_url is gone"
    return "pdf_url is another paper's" if was and now != was and now in pdfs else None


def _is_less(before: Any, after: Any) -> bool:
    """Whether something of a field is gone: a part of a list, or a value, which another one may have replaced."""
    if isinstance(before, tuple):
        return any(one not in after for one in before)
    return bool(before) and before != after


def _is_cut_or_padded(was: str, now: str) -> bool:
    """Whether a title is not another spelling of what it was: words were added or lost, or most are others."""
    ours, theirs = words(was), words(now)
    common = len(set(ours) & set(theirs))
    return ours != theirs and (common == min(len(set(ours)), len(set(theirs))) or 2 * common < len(set(ours)))
