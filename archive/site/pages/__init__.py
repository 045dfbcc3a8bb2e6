"""Which pages there are: a module for each kind, in what each hands its template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.site.own_pages import OwnPage
from archive.site.pages.authors import author_pages
from archive.site.pages.editions import edition_pages, year_pages
from archive.site.pages.frame import Frame, SitePage
from archive.site.pages.front import home, other_pages, search
from archive.site.pages.topics import topic_pages, trends_pages


def all_but_papers(frame: Frame, own: Sequence[OwnPage] = ()) -> Iterator[SitePage]:
    """Every page of a site but those of single papers, in a fixed order. ``own`` are those that its people wrote."""
    yield home(frame)
    yield from edition_pages(frame)
    yield from topic_pages(frame)
    yield from author_pages(frame)
    yield from trends_pages(frame)
    yield from year_pages(frame)
    yield search(frame)
    yield from other_pages(frame, own)
