"""What a scrape would change of stored papers that pages seldom change: told, so that a broken page is not believed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from archive.errors import ArchiveError
from archive.model.paper import Edition, Paper
from archive.model.text import share_authors, title_identity, words
from archive.model.title_check import stray
from archive.model.titles import ornament

_SELDOM_MORE = ("links", "equal_contribution")
_KEPT = (
    "equal_contribution",
    "award",
    "presentation",
    "links",
    "openreview_id",
    "arxiv_id",
    "doi",
    "status",
)  # none or less is
_SHOWN = 3


class OtherAuthors(ArchiveError):
    """A page gives a stored paper wholly other authors."""


def refuse_other_authors(edition: Edition, before: Sequence[Paper], after: Sequence[Paper]) -> None:
    """Raise :class:`OtherAuthors` where a stored paper, known by title and PDF, would get a byline of wholly other people."""
    old = {paper.id: paper for paper in before}
    for paper in after:
        was = old.get(paper.id)
        if was is None or not was.authors or not paper.authors or share_authors(paper.authors, was.authors):
            continue
        if title_identity(was.title) == title_identity(paper.title) and was.pdf_url == paper.pdf_url:
            raise OtherAuthors(
                f"{edition.id}: {paper.title!r} would be by {'; '.join(paper.authors[:_SHOWN])}, but the store has "
                f"{'; '.join(was.authors[:_SHOWN])}. Nothing was changed. If the page is right, run again with --force."
            )


def losses(before: Sequence[Paper], after: Sequence[Paper]) -> Iterator[str]:
    """Sentences on what a person should compare with the page.

    That are papers new to an edition, and stored papers whose title loses or gains words, whose authors become others, or whose
    PDF, award, link, id or mark of equal contribution is gone. A corrected word or a moved PDF needs no sentence.
    """
    old = {paper.id: paper for paper in before}
    if not old:
        return
    pdfs = {paper.pdf_url for paper in before if paper.pdf_url}
    for paper in after:
        was = old.get(paper.id)
        if was is None:
            names = "; ".join(paper.authors[:_SHOWN]) or "nobody"
            yield f"? {paper.id}: {paper.title!r} by {names} is new to this edition; make sure that it is a paper."
        elif fields := [*_other(was, paper, pdfs)]:
            yield f"? {paper.id}: {' and '.join(fields)}; compare with the page."


def _other(was: Paper, now: Paper, pdfs: Collection[str]) -> Iterator[str]:
    if _is_cut_or_padded(was.title, now.title):
        yield "title is another"
    elif was.title != now.title and (strange := ornament(now.title) or stray(now.title)):
        yield f"title {strange}"
    if was.authors and was.authors != now.authors:
        yield "authors are others"
    if was.pdf_url and (not now.pdf_url or (now.pdf_url != was.pdf_url and now.pdf_url in pdfs)):
        yield "pdf_url is another paper's" if now.pdf_url else "pdf_url is gone"
    for name in _KEPT:
        ours, theirs = getattr(was, name), getattr(now, name)
        lost = any(one not in theirs for one in ours) if isinstance(ours, tuple) else bool(ours) and ours != theirs
        added = name in _SELDOM_MORE and len(theirs) > len(ours)
        if lost or added:
            yield f"{name} {'changed' if theirs else 'is gone'}"


def _is_cut_or_padded(was: str, now: str) -> bool:
    """Whether a title is not another spelling of what it was: words were added or lost, or most are others."""
    ours, theirs = words(was), words(now)
    common = len(set(ours) & set(theirs))
    return ours != theirs and (common == min(len(set(ours)), len(set(theirs))) or 2 * common < len(set(ours)))
