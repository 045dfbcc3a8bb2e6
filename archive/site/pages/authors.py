"""The pages of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from archive.model.text import fold
from archive.site import addresses, charts, metadata
from archive.site.pages.frame import Frame, SitePage, by_year, last
from archive.site.views import AuthorView, NamedLink


class Letter(NamedTuple):
    """The people whose family names begin with one letter."""

    name: str
    anchor: str
    authors: list[AuthorView]


def author_pages(frame: Frame, view: AuthorView) -> Iterator[SitePage]:
    """The page of a person, and redirects to it from the addresses of other names."""
    yield _author(frame, view)
    for path in view.former:
        yield frame.moved(path, NamedLink(view.person.name, view.path), addresses.AUTHORS)


def author_list(frame: Frame) -> SitePage:
    """The list of all people."""
    letters: dict[str, list[AuthorView]] = defaultdict(list)
    other = frame.say("other_letters")
    for author in frame.contents.authors:
        first = fold(author.person.family)[:1].upper()
        letters[first if first.isascii() and first.isalpha() else other].append(author)
    names = sorted(letters, key=lambda n: (n == other, n))
    groups = [Letter(name, f"letter-{name.lower()}" if name != other else "letter-other", letters[name]) for name in names]
    return frame.page(addresses.AUTHORS, "authors.html", frame.say("authors"), frame.say("about_authors"), groups=groups)


def _author(frame: Frame, view: AuthorView) -> SitePage:
    name = view.person.name
    return frame.page(
        view.path,
        "author.html",
        name,
        frame.say("about_author", n=len(view.papers), name=name, site=frame.theme.name),
        section=addresses.AUTHORS,
        linked_data=metadata.person(view, frame.url(view.path)),
        trail=[(frame.say("authors"), addresses.AUTHORS)],
        feeds=frame.feed(name, view.path),
        updated=last(view.papers),
        view=view,
        topics=view.topics,
        coauthors=view.coauthors,
        chart=_years_of(frame, view) if len(view.papers) > 1 else None,
        groups=by_year(view.papers),
    )


def _years_of(frame: Frame, view: AuthorView) -> charts.Chart | None:
    """An author's papers by year, in all years of the archive."""
    numbers = Counter(paper.edition.edition.year for paper in view.papers)
    points = []
    for year in frame.papers_in:
        number = numbers[year]
        title = frame.say("papers_in_year", n=number, year=year)
        path = f"{view.path}{addresses.INDEX}#y{year}" if number else None
        points.append(charts.Point(year, number, str(number), title, path))
    return charts.bar_chart(points)
