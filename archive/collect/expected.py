"""How many papers a page should list: what a person counted, or what the store holds."""

from __future__ import annotations

from collections.abc import Sequence

from archive.collect.matching import align
from archive.errors import ArchiveError
from archive.model.paper import Edition, Entry, Page, Paper


class OtherCount(ArchiveError):
    """A page lists another number of papers than it should."""


def refuse_other_count(
    edition: Edition, page: Page, entries: Sequence[Entry], previous: Sequence[Paper], *, force: bool = False
) -> None:
    """Raise :class:`OtherCount` where a page lists more or fewer papers than its table expects.

    Where a page is read by selectors and its table expects no number, the store is held against it: one that the
    store has not is refused too, for selectors may match more than papers; ``force`` accepts it. Fewer than the
    store holds are refused for every family once all pages are joined (:func:`~archive.collect.reconcile.refuse_shrinking`).
    """
    stored = [paper for paper in previous if not paper.withdrawn]
    if page.expect is not None and len(entries) != page.expect:
        raise OtherCount(
            f"{edition.id}: {page.url} lists {len(entries)} papers, but its table expects {page.expect}; "
            f"{_first_difference(entries, stored, page.expect)} Nothing was changed. If the page is right, "
            f"set expect = {len(entries)} in editions.toml."
        )
    if page.expect is None and page.selectors and stored and not edition.partial and not force:
        new = [entry for entry, match in zip(entries, align(entries, previous), strict=True) if match is None]
        if len(new) > 0 and len(entries) > len(stored):
            raise OtherCount(
                f"{edition.id}: {page.url} lists {len(entries)} papers, the store has {len(stored)}; the first difference "
                f"is {new[0].title!r}, which the store has not. Nothing was changed. If the page is right, set "
                f"expect = {len(entries)} in editions.toml, or run again with --force."
            )


def _first_difference(entries: Sequence[Entry], stored: Sequence[Paper], expected: int) -> str:
    """The first paper by which page and store differ; without a store, the first and the last that the page lists."""
    if stored:
        matches = align(entries, stored)
        new = next((entry.title for entry, match in zip(entries, matches, strict=True) if match is None), None)
        lost = next((paper.title for j, paper in enumerate(stored) if j not in matches), None)
        if len(entries) > expected and new is not None:
            return f"the first difference is {new!r}, which is not in the store."
        if lost is not None:
            return f"the first difference is {lost!r}, which is in the store but not on the page."
        if new is not None:
            return f"the first difference is {new!r}, which is not in the store."
    if not entries:
        return "it lists none."
    if len(entries) > expected:
        return f"the first beyond {expected} is {entries[expected].title!r}, the first of all {entries[0].title!r}."
    return f"the first is {entries[0].title!r}, the last {entries[-1].title!r}."
