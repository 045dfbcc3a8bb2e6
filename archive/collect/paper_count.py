"""How many papers a page should list: what a person counted, or what the store has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from archive.collect.record_linkage import align
from archive.errors import ArchiveError
from archive.model.paper import Edition, Entry, Page, Paper
from archive.model.text import quote


class OtherCount(ArchiveError):
    """A page lists another number of papers than it should."""


def refuse_other_count(
    edition: Edition, page: Page, entries: Sequence[Entry], previous: Sequence[Paper], *, force: bool = False
) -> None:
    """Raise :class:`OtherCount` if a page lists more or fewer papers than its table expects.

    If a page is read by selectors and its table expects no number, it is compared with the store: a paper that the store
    lacks is refused too, because selectors may match more than papers; ``force`` accepts it. For every family, fewer papers
    than in the store are refused once all pages are joined (:func:`~archive.collect.reconcile.refuse_shrinking`).
    """
    stored = [paper for paper in previous if not paper.withdrawn]
    if page.expect is not None:
        _refuse_other_than_expected(edition, page, entries, stored, page.expect)
    elif page.selectors and stored and not edition.partial and not force:
        _refuse_more_than_stored(edition, page, entries, previous, len(stored))


def _refuse_other_than_expected(
    edition: Edition, page: Page, entries: Sequence[Entry], stored: Sequence[Paper], expected: int
) -> None:
    if len(entries) != expected:
        raise OtherCount(
            f"{edition.id}: {page.url} lists {len(entries)} papers, but its table expects {expected}; "
            f"{_first_difference(entries, stored, expected)} Nothing was changed. If the page is right, "
            f"set expect = {len(entries)} in editions.toml."
        )


def _refuse_more_than_stored(
    edition: Edition, page: Page, entries: Sequence[Entry], previous: Sequence[Paper], stored: int
) -> None:
    """Refuse a longer list than the store's, which has papers that the store lacks, withdrawn ones counted."""
    new = next(_without_match(entries, align(entries, previous)), None)
    if new is not None and len(entries) > stored:
        raise OtherCount(
            f"{edition.id}: {page.url} lists {len(entries)} papers, the store has {stored}; the first difference "
            f"is {quote(new.title)}, which is not in the store. Nothing was changed. If the page is right, set "
            f"expect = {len(entries)} in editions.toml, or run again with --force."
        )


def _without_match(entries: Sequence[Entry], matches: Sequence[int | None]) -> Iterator[Entry]:
    return (entry for entry, match in zip(entries, matches, strict=True) if match is None)


def _first_difference(entries: Sequence[Entry], stored: Sequence[Paper], expected: int) -> str:
    """The first paper by which page and store differ; without a store, the first and the last that the page lists."""
    differences = _differences(entries, stored) if stored else []
    if differences:  # a page with too many papers has a new one, else one is lost
        return f"the first difference is {differences[0 if len(entries) > expected else -1]}."
    if not entries:
        return "it lists none."
    if len(entries) > expected:
        return f"the first beyond {expected} is {quote(entries[expected].title)}, the first of all {quote(entries[0].title)}."
    return f"the first is {quote(entries[0].title)}, the last {quote(entries[-1].title)}."


def _differences(entries: Sequence[Entry], stored: Sequence[Paper]) -> list[str]:
    """The first paper that only the page has, then the first that only the store has, if there are such papers."""
    matches = align(entries, stored)
    new = islice(_without_match(entries, matches), 1)
    lost = islice((paper for j, paper in enumerate(stored) if j not in matches), 1)
    return [
        *(f"{quote(entry.title)}, which is not in the store" for entry in new),
        *(f"{quote(paper.title)}, which is in the store but not on the page" for paper in lost),
    ]
