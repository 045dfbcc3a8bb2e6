"""The pages of editions and of years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive.site import addresses, metadata
from archive.site.exports import OF_MANY
from archive.site.pages.frame import Frame, Group, SitePage, last, shortened
from archive.site.views import EditionView, NamedLink, PaperView


def edition_pages(frame: Frame) -> Iterator[SitePage]:
    """The list of editions, and the pages of each: in its own order, and by topic."""
    yield frame.page(addresses.EDITIONS, "editions.html", frame.say("editions"), frame.say("about_editions"))
    for edition in frame.contents.editions:
        yield from _edition(frame, edition)


def year_pages(frame: Frame) -> Iterator[SitePage]:
    """A page for each year."""
    for year, editions in frame.contents.years:
        yield _year(frame, year, editions)


def _edition(frame: Frame, view: EditionView) -> Iterator[SitePage]:
    edition = view.edition
    named = ", ".join(part for part in (edition.name, view.when_and_where) if part)
    description = shortened(frame.say("about_edition", n=view.counted, edition=named))
    orders: tuple[NamedLink, ...] = (
        NamedLink(frame.say("page_order"), view.path),
        NamedLink(frame.say("by_topic"), view.by_topic_path),
    )
    pages = [(view.path, [Group(None, view.papers)]), (view.by_topic_path, _by_topic(frame, view.papers))]
    if not frame.contents.topics:
        orders, pages = (), pages[:1]
    for path, groups in pages:
        is_first = path == view.path
        yield frame.page(
            path,
            "edition.html",
            edition.name if is_first else frame.say("edition_by_topic", edition=edition.name),
            description,
            section=addresses.EDITIONS,
            linked_data=metadata.edition_event(view, frame.url(view.path)),
            trail=[(frame.say("editions"), addresses.EDITIONS), *([] if is_first else [(edition.name, view.path)])],
            card=view.card,
            feeds=frame.feed(edition.name, view.path),
            updated=last(view.papers),
            exports=OF_MANY,
            view=view,
            here=path,
            orders=orders,
            groups=groups,
        )


def _by_topic(frame: Frame, papers: Iterable[PaperView]) -> list[Group]:
    """Papers by their first topic, topics in the order of the taxonomy."""
    by_topic: dict[str, list[PaperView]] = defaultdict(list)
    for paper in papers:
        by_topic[paper.topics[0].name if paper.topics else frame.say("without_topic")].append(paper)
    order = [topic.topic.name for topic in frame.contents.topics]
    names = sorted(by_topic, key=lambda name: order.index(name) if name in order else len(order))
    return [Group(name, by_topic[name]) for name in names]


def _year(frame: Frame, year: int, editions: Sequence[EditionView]) -> SitePage:
    return frame.page(
        addresses.year(year),
        "year.html",
        str(year),
        shortened(frame.say("about_year", year=year, editions=", ".join(view.edition.name for view in editions))),
        section=addresses.EDITIONS,
        trail=[(frame.say("editions"), addresses.EDITIONS)],
        updated=last(paper for view in editions for paper in view.papers),
        year=year,
        editions=editions,
    )
