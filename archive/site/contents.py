"""The contents of all pages: papers, editions, topics and people, joined."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.catalogue.author_identity import Person, people
from archive.catalogue.items import Item
from archive.catalogue.known_names import KnownNames
from archive.catalogue.stats import Stats, compute_stats
from archive.catalogue.taxonomy import Taxonomy
from archive.errors import ArchiveError
from archive.model.name_parts import name_key
from archive.model.paper import Link
from archive.model.paper_links import id_links
from archive.model.presentation_type import distinction
from archive.model.urls import is_address
from archive.site import addresses
from archive.site.translations import Texts, load_texts
from archive.site.views import (
    AuthorView,
    BylineView,
    EditionView,
    NamedLink,
    PaperView,
    RelatedView,
    TopicView,
    followable,
)
from archive.store.people import KnownPeople

_RELATED = 4
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_PATH = 200  # letters: names of files have at most 255 bytes, and BibTeX files end in .bib


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the pages show; editions are newest first, papers in page order."""

    papers: list[PaperView]
    editions: list[EditionView]
    topics: list[TopicView]
    authors: list[AuthorView]
    years: list[tuple[int, list[EditionView]]]
    stats: Stats
    taxonomy: Taxonomy

    @property
    def has_summaries(self) -> bool:
        """Whether some paper has a summary."""
        return any(view.record["summary"] for view in self.papers)


def gather(
    items: Sequence[Item], taxonomy: Taxonomy, known_people: KnownPeople, with_abstracts: bool, texts: Texts | None = None
) -> Contents:
    """The contents of a site of some papers, in English where no texts are given. Without abstracts nothing on it is derived
    from them. Raises :class:`ArchiveError` where a name is too long for an address."""
    texts = texts or load_texts()[0]
    if not with_abstracts:
        items = [replace(item, abstract=None) for item in items]
    everybody = people(items, known_people)
    _refuse_endless_names(everybody)
    pages = _pages_by_name(everybody)
    editions = {item.edition.id: EditionView(item.edition, texts) for item in items}
    names = KnownNames(known_people, lambda: (name for item in items for name in item.paper.authors))
    papers = [_paper(item, editions[item.edition.id], pages, taxonomy, texts, names) for item in items]
    _put_into_editions(papers)
    return Contents(
        papers=papers,
        editions=list(reversed(editions.values())),
        topics=_topics(papers, taxonomy),
        authors=_authors(everybody, papers),
        years=_by_year(editions.values()),
        stats=compute_stats(items, everybody, taxonomy),
        taxonomy=taxonomy,
    )


def _pages_by_name(everybody: Iterable[Person]) -> dict[str, str]:
    """The folders of people's pages by the keys of all their names."""
    return {name_key(name): _author_path(person.name) for person in everybody for name in (person.name, *person.variants)}


def _put_into_editions(papers: Iterable[PaperView]) -> None:
    """Append papers to their editions, each with the previous and the next one there."""
    for paper in papers:
        others = paper.edition.papers
        if others:
            paper.previous, others[-1].next = others[-1], paper
        others.append(paper)


def _by_year(editions: Iterable[EditionView]) -> list[tuple[int, list[EditionView]]]:
    """Editions by year, the newest year first, without those of no known year."""
    years: dict[int, list[EditionView]] = defaultdict(list)
    for edition in editions:
        if edition.edition.year:
            years[edition.edition.year].append(edition)
    return sorted(years.items(), reverse=True)


class RelatedFinder:
    """Finds papers' related ones; withdrawn ones have none.

    Args:
        contents: all papers.
    """

    def __init__(self, contents: Contents) -> None:
        from archive.search.all_neighbours import AllNeighbours

        self._papers = contents.papers
        self._neighbours = AllNeighbours([view.record for view in contents.papers], contents.taxonomy, _RELATED)

    def of(self, number: int) -> tuple[RelatedView, ...]:
        """The related papers of that of a number."""
        return tuple(_related(self._papers[number], self._papers[near]) for near in self._neighbours.of(number))


def _related(view: PaperView, other: PaperView) -> RelatedView:
    topics, people = ({named.path for named in shared} for shared in (view.topics, view.authors))
    return RelatedView(
        other,
        tuple(topic.name for topic in other.topics if topic.path in topics),
        tuple(author.name for author in other.authors if author.path in people),
    )


def _paper(
    item: Item, edition: EditionView, pages: Mapping[str, str], taxonomy: Taxonomy, texts: Texts, names: KnownNames
) -> PaperView:
    paper = item.paper
    record = item.record()
    cited = names.in_record(record)
    starred = cited["equal_contribution"]
    known = (distinction(paper.presentation), paper.status)
    published = item.edition.date.isoformat() if item.edition.date else None
    marks = (paper.award, *(texts.plain(f"mark_{mark}") for mark in known if mark))
    return PaperView(
        item=item,
        record=record,
        cited=cited,
        edition=edition,
        authors=tuple(BylineView(name, pages[name_key(name)], name in starred) for name in cited["authors"]),
        topics=tuple(NamedLink(taxonomy[topic].name, addresses.topic(topic)) for topic in paper.topics if topic in taxonomy),
        suggested=tuple(taxonomy.names(record.get("suggested_topics", ()))),
        marks=tuple(filter(None, marks)),
        links=tuple(_elsewhere(item)),
        published=published,
        has_pdf=paper.pdf_url is not None and is_address(paper.pdf_url) and not paper.withdrawn,
        updated=_updated(item, published),
    )


def _updated(item: Item, published: str | None) -> str:
    days = [source.retrieved for source in item.paper.sources]
    if item.abstract:
        days.append(item.abstract.retrieved)
    return max(filter(_DAY.fullmatch, days), default=published or "1970-01-01")


def _elsewhere(item: Item) -> Iterator[Link]:
    """Links to the paper elsewhere."""
    paper, edition = item.paper, item.edition
    lists = {edition.url, *(page.url for page in edition.pages)}
    return followable(
        ("PDF", paper.pdf_url if not paper.withdrawn else None),
        *id_links(item.record()),
        ("Page", paper.page_url if paper.page_url not in lists else None),
        *((link.label, link.url) for link in paper.links),
    )


def _topics(views: Sequence[PaperView], taxonomy: Taxonomy) -> list[TopicView]:
    """Topics that have papers, as a tree."""
    papers: dict[str, list[PaperView]] = defaultdict(list)
    for view in views:
        for topic in taxonomy.with_broader(view.item.paper.topics):
            papers[topic].append(view)

    def reference(topic: str) -> NamedLink:
        return NamedLink(taxonomy[topic].name, addresses.topic(topic))

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


def _authors(everybody: Iterable[Person], papers: Iterable[PaperView]) -> list[AuthorView]:
    """The views of people, by family name."""
    by_id = {paper.id: paper for paper in papers}
    return [_author(person, by_id) for person in sorted(everybody, key=_by_family_name)]


def _author(person: Person, by_id: Mapping[str, PaperView]) -> AuthorView:
    path = _author_path(person.name)
    papers = [by_id[item.paper.id] for item in reversed(person.items)]
    return AuthorView(
        person=person,
        papers=papers,
        also=tuple(name for name in person.variants if name != person.name),
        path=path,
        former=tuple(sorted({_author_path(name) for name in person.variants} - {path})),
    )


def _refuse_endless_names(everybody: Iterable[Person]) -> None:
    """Raise :class:`ArchiveError` where a name is longer than file systems allow for a page's address."""
    for person in everybody:
        if len(_author_path(person.name)) > _LONGEST_PATH:
            paper = person.items[0].paper.id
            raise ArchiveError(
                f"{paper}: an author's name has {len(person.name)} letters, which is too long for the address of a page: "
                f"{person.name[:40]}… If it is several names, correct them: `mlforsys curate {paper}`."
            )


def _author_path(name: str) -> str:
    return addresses.author(addresses.slug(name_key(name)))


def _by_family_name(person: Person) -> tuple[str, str]:
    return name_key(person.family), name_key(person.name)
