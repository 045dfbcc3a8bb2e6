"""What the pages say: papers, editions, topics and people as templates show them, ready made."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.catalogue import Item
from archive.models import Edition, Link
from archive.people import Person, Settled, name_key, people
from archive.record import Record
from archive.registry import is_address
from archive.site import addresses
from archive.stats import Stats, count
from archive.taxonomy import Taxonomy, Topic

_RELATED = 4


class Reference(NamedTuple):
    """Something to link to: a name, and the path of its page."""

    name: str
    path: str


class Byline(NamedTuple):
    """An author as the paper prints the name; ``path`` is the person's page."""

    name: str
    path: str
    starred: bool


class Near(NamedTuple):
    """A related paper, and why."""

    paper: PaperView
    reasons: str


@dataclass(slots=True, eq=False)
class PaperView:
    """A paper. ``marks`` are what a reader must know of it at once; ``near`` is filled when all papers are there."""

    item: Item
    record: Record
    edition: EditionView
    authors: tuple[Byline, ...]
    topics: tuple[Reference, ...]
    suggested: tuple[str, ...]
    marks: tuple[str, ...]
    links: tuple[Link, ...]
    published: str | None
    near: tuple[Near, ...] = ()
    previous: PaperView | None = None
    next: PaperView | None = None

    @property
    def id(self) -> str:
        return self.item.paper.id

    @property
    def title(self) -> str:
        return self.item.paper.title

    @property
    def path(self) -> str:
        return addresses.paper(self.id)

    @property
    def updated(self) -> str:
        """The day on which what the pages say of it last changed."""
        return max((source.retrieved for source in self.item.paper.sources), default=self.published or "1970-01-01")


@dataclass(slots=True, eq=False)
class EditionView:
    edition: Edition
    papers: list[PaperView] = field(default_factory=list)

    @property
    def path(self) -> str:
        return addresses.edition(self.edition.id)

    @property
    def by_topic_path(self) -> str:
        return addresses.edition_by_topic(self.edition.id)

    @property
    def counted(self) -> int:
        return sum(not paper.item.paper.withdrawn for paper in self.papers)

    @property
    def withdrawn(self) -> int:
        return len(self.papers) - self.counted

    @property
    def when_and_where(self) -> str:
        parts = (day(self.edition.date) or str(self.edition.year or ""), self.edition.location)
        return ", ".join(part for part in parts if part)


@dataclass(slots=True, eq=False)
class TopicView:
    """A topic with all papers of it and of its narrower topics."""

    topic: Topic
    depth: int
    papers: list[PaperView]
    broader: Reference | None
    narrower: tuple[Reference, ...]

    @property
    def path(self) -> str:
        return addresses.topic(self.topic.id)


@dataclass(slots=True, eq=False)
class AuthorView:
    """Somebody; ``also`` are the other names that papers print."""

    person: Person
    slug: str
    papers: list[PaperView]
    also: tuple[str, ...]

    @property
    def path(self) -> str:
        return addresses.author(self.slug)


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the pages show; editions newest first, papers in the order of their pages."""

    papers: list[PaperView]
    editions: list[EditionView]
    topics: list[TopicView]
    authors: list[AuthorView]
    years: list[tuple[int, list[EditionView]]]
    stats: Stats
    taxonomy: Taxonomy


def gather(items: Sequence[Item], taxonomy: Taxonomy, settled: Settled, with_abstracts: bool) -> Contents:
    """The contents of a site of some papers. Without abstracts nothing on it is made from one."""
    everybody = people(items, settled)
    came = {item.paper.id: number for number, item in enumerate(items)}
    slugs = addresses.slugs(sorted(everybody, key=lambda person: (came[person.items[0].paper.id], name_key(person.name))))
    pages = {
        name_key(name): addresses.author(slugs[person]) for person in everybody for name in (person.name, *person.variants)
    }
    editions: dict[str, EditionView] = {}
    views = []
    for item in items:
        edition = editions.setdefault(item.edition.id, EditionView(item.edition))
        view = _paper(item, edition, pages, taxonomy, with_abstracts)
        edition.papers.append(view)
        views.append(view)
    for edition in editions.values():
        for one, other in zip(edition.papers, edition.papers[1:], strict=False):
            one.next, other.previous = other, one
    by_id = {view.id: view for view in views}
    years: dict[int, list[EditionView]] = defaultdict(list)
    for edition in editions.values():
        if edition.edition.year:
            years[edition.edition.year].append(edition)
    return Contents(
        papers=views,
        editions=list(reversed(editions.values())),
        topics=_topics(views, taxonomy),
        authors=[_author(person, slugs[person], by_id) for person in sorted(everybody, key=lambda p: name_key(p.name))],
        years=sorted(years.items(), reverse=True),
        stats=count(items, everybody, taxonomy),
        taxonomy=taxonomy,
    )


def find_near(contents: Contents) -> Iterable[PaperView]:
    """Give each paper those most like it, one at a time; withdrawn ones have none."""
    from archive.search.engine import SearchIndex
    from archive.search.related import Neighbourhood
    from archive.search.writing import write_index

    by_id = {view.id: view for view in contents.papers}
    index = SearchIndex(write_index((view.record for view in contents.papers), contents.taxonomy, {}))
    neighbourhood = Neighbourhood(index, contents.taxonomy)
    for view in contents.papers:
        if not view.item.paper.withdrawn:
            found = neighbourhood.of(view.record, _RELATED)
            view.near = tuple(Near(by_id[like.record["id"]], "; ".join(like.reasons)) for like in found)
        yield view


def day(date: datetime.date | None) -> str | None:
    """``14 December 2019``, whatever the machine's language."""
    months = "January February March April May June July August September October November December".split()
    return f"{date.day} {months[date.month - 1]} {date.year}" if date else None


def _paper(item: Item, edition: EditionView, pages: Mapping[str, str], taxonomy: Taxonomy, with_abstracts: bool) -> PaperView:
    paper = item.paper
    record = item.record()
    if not with_abstracts:
        record |= {"abstract": None, "abstract_source": None}
        record.pop("abstract_doubtful", None)
    presentation = paper.presentation if paper.presentation != "poster" else None
    return PaperView(
        item=item,
        record=record,
        edition=edition,
        authors=tuple(Byline(name, pages[name_key(name)], name in paper.equal_contribution) for name in paper.authors),
        topics=tuple(Reference(taxonomy[topic].name, addresses.topic(topic)) for topic in paper.topics if topic in taxonomy),
        suggested=tuple(taxonomy.names(record.get("suggested_topics", ()))),
        marks=tuple(
            mark.capitalize() if mark.islower() else mark for mark in (paper.award, presentation, paper.status) if mark
        ),
        links=tuple(_links(item)),
        published=item.edition.date.isoformat() if item.edition.date else None,
    )


def _links(item: Item) -> Iterable[Link]:
    """Where else the paper is, each address once; only what a browser may follow."""
    paper, edition = item.paper, item.edition
    lists = {edition.url, *(page.url for page in edition.pages)}
    known = (
        ("PDF", paper.pdf_url if not paper.withdrawn else None),
        ("OpenReview", f"https://openreview.net/forum?id={paper.openreview_id}" if paper.openreview_id else None),
        ("arXiv", f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else None),
        ("Page", paper.page_url if paper.page_url not in lists else None),
        *((link.label, link.url) for link in paper.links),
    )
    seen: set[str] = set()
    for label, url in known:
        if url and is_address(url) and url not in seen:
            seen.add(url)
            yield Link(label, url)


def _topics(views: Sequence[PaperView], taxonomy: Taxonomy) -> list[TopicView]:
    """Topics that have papers, as a tree."""
    papers: dict[str, list[PaperView]] = defaultdict(list)
    for view in views:
        for topic in taxonomy.with_broader(view.item.paper.topics):
            papers[topic].append(view)

    def reference(topic: str) -> Reference:
        return Reference(taxonomy[topic].name, addresses.topic(topic))

    return [
        TopicView(
            topic=topic,
            depth=depth,
            papers=papers[topic.id],
            broader=reference(topic.broader) if topic.broader else None,
            narrower=tuple(reference(t.id) for t in taxonomy.narrower(topic.id) if t.id in papers),
        )
        for depth, topic in taxonomy.tree()
        if topic.id in papers
    ]


def _author(person: Person, slug: str, by_id: Mapping[str, PaperView]) -> AuthorView:
    also = tuple(name for name in person.variants if name != person.name)
    return AuthorView(person, slug, [by_id[item.paper.id] for item in reversed(person.items)], also)
