"""The pages of a site: a module for each kind makes the values of their templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.site.own_pages import OwnPage
from archive.site.pages.authors import author_list
from archive.site.pages.editions import edition_pages, year_pages
from archive.site.pages.frame import Frame, SitePage
from archive.site.pages.front import home, other_pages, search
from archive.site.pages.topics import topic_pages, trends_pages


def lists_and_others(frame: Frame, own: Sequence[OwnPage] = ()) -> Iterator[SitePage]:
    """All pages of a site except those of single papers and people, in a fixed order. ``own`` are those that its people
    wrote."""
    yield home(frame)
    yield from edition_pages(frame)
    yield from topic_pages(frame)
    yield author_list(frame)
    yield from trends_pages(frame)
    yield from year_pages(frame)
    yield search(frame)
    yield from other_pages(frame, own)
