"""The pages of a site: a module for each kind makes the values of their templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.site.own_pages import OwnPage
from archive.site.pages.authors import author_pages
from archive.site.pages.editions import edition_pages, year_pages
from archive.site.pages.frame import Frame, SitePage
from archive.site.pages.front import home, other_pages, search
from archive.site.pages.topics import topic_pages, trends_pages


def how_many(frame: Frame, own: Sequence[OwnPage] = ()) -> int:
    """How many pages :func:`all_but_papers` makes. Making them twice would cost a tenth of the time, keeping them 300 MB for
    40,000 people."""
    contents = frame.contents
    alone = 8  # home, the lists of editions and of people, trends and the redirect to it, search, about, the missing page
    editions = len(contents.editions) * (2 if contents.topics else 1)
    topics = len(contents.topics) + 1 if contents.topics else 0
    people = sum(1 + len(author.former) for author in contents.authors)
    return alone + editions + topics + people + len(contents.years) + len(own)


def all_but_papers(frame: Frame, own: Sequence[OwnPage] = ()) -> Iterator[SitePage]:
    """All pages of a site except those of single papers, in a fixed order. ``own`` are those that its people wrote."""
    yield home(frame)
    yield from edition_pages(frame)
    yield from topic_pages(frame)
    yield from author_pages(frame)
    yield from trends_pages(frame)
    yield from year_pages(frame)
    yield search(frame)
    yield from other_pages(frame, own)
