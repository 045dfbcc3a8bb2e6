"""The views that templates show: of a paper, an edition, a topic, a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from archive.catalogue.author_identity import Person
from archive.catalogue.items import Item
from archive.catalogue.taxonomy import Topic
from archive.model.paper import Edition, Link
from archive.model.record import Record
from archive.model.urls import is_address
from archive.site import addresses
from archive.site.translations import Texts

_BYLINE = 150  # letters of authors in a list: a line on a wide screen
_LONG_TITLE = 105  # letters: more do not fit on that line beside the paper's PDF, BibTeX and abstract
_MOST_COAUTHORS, _MOST_TOPICS = 60, 12  # of a person, that a page names
_TOPICS_BESIDE = 3
_OF_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"  # RFC 3986, beside letters and digits


class NamedLink(NamedTuple):
    """A link within the site: a name, and the path of its page."""

    name: str
    path: str


class BylineView(NamedTuple):
    """An author, with the name in the form that the archive knows; ``path`` is the person's page."""

    name: str
    path: str
    starred: bool


class Counted(NamedTuple):
    """A link within the site, with a number."""

    name: str
    path: str
    number: int


class RelatedView(NamedTuple):
    """A related paper, with the names of the topics and authors that it shares; without either, its text is similar."""

    paper: PaperView
    topics: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(slots=True, eq=False)
class PaperView:
    """A paper. ``cited`` is its record with names in the form that the archive knows. ``marks`` are its labels, such as
    awards, its status last; ``copied`` is set when a copy of its PDF is beside its page. Where there is a PDF to link to
    (``has_pdf``), it is the first of the links. ``updated`` is the day of its last change."""

    item: Item
    record: Record
    cited: Record
    edition: EditionView
    authors: tuple[BylineView, ...]
    topics: tuple[NamedLink, ...]
    suggested: tuple[str, ...]
    marks: tuple[str, ...]
    links: tuple[Link, ...]
    published: str | None
    has_pdf: bool
    updated: str
    copied: bool = False
    previous: PaperView | None = None
    next: PaperView | None = None

    @property
    def id(self) -> str:
        """The paper's id."""
        return self.item.paper.id

    @property
    def title(self) -> str:
        """The paper's title."""
        return self.item.paper.title

    @property
    def path(self) -> str:
        """The folder of its page."""
        return addresses.paper(self.id)

    @property
    def pdf(self) -> str | None:
        """The address of its PDF: the copy's path within the site, else the original's URL."""
        if not self.has_pdf:
            return None
        return f"{self.path}{addresses.pdf(self.id)}" if self.copied else self.links[0].url

    def pdf_from(self, up: str) -> str:
        """:attr:`pdf`, as a page links to it from where ``up`` leads to the site."""
        return f"{up}{self.pdf}" if self.copied else self.pdf or ""

    @property
    def withdrawn(self) -> bool:
        """Whether it was withdrawn: then it has no PDF and no citations."""
        return self.item.paper.withdrawn

    @property
    def announced(self) -> str:
        """Its title where its labels are not shown, with a word before it if it was withdrawn: ``Withdrawn: Kites``."""
        return f"{self.marks[-1]}: {self.title}" if self.withdrawn else self.title

    @property
    def is_long(self) -> bool:
        """Whether its title fills a line of a list."""
        return len(self.title) > _LONG_TITLE

    @property
    def first_topics(self) -> tuple[NamedLink, ...]:
        """The topics that a list has room for: three below a long title."""
        return self.topics[:_TOPICS_BESIDE] if self.is_long else self.topics

    @property
    def first_authors(self) -> tuple[BylineView, ...]:
        """The authors that a list has room for: not the last ones of very long bylines."""
        room = _BYLINE
        for number, author in enumerate(self.authors):
            room -= len(author.name) + 2
            if room < 0 and number:
                return self.authors[:number]
        return self.authors

    @property
    def last_authors(self) -> tuple[BylineView, ...]:
        """The authors that only the paper's own page shows."""
        return self.authors[len(self.first_authors) :]

    @property
    def doubt(self) -> str | None:
        """Why the abstract may not be this paper's."""
        return self.item.abstract.doubtful if self.item.abstract else None


@dataclass(slots=True, eq=False)
class EditionView:
    """An edition and its papers; ``texts`` are the site's."""

    edition: Edition
    texts: Texts
    papers: list[PaperView] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The folder of its page."""
        return addresses.edition(self.edition.id)

    @property
    def by_topic_path(self) -> str:
        """The folder of the page of its papers by topic."""
        return addresses.edition_by_topic(self.edition.id)

    @property
    def counted(self) -> int:
        """The number of papers without withdrawn ones."""
        return sum(not paper.item.paper.withdrawn for paper in self.papers)

    @property
    def withdrawn(self) -> int:
        """The number of withdrawn papers."""
        return len(self.papers) - self.counted

    @property
    def when(self) -> str:
        """Its day, else its year."""
        return self.texts.day(self.edition.date) if self.edition.date else str(self.edition.year or "")

    @property
    def when_and_where(self) -> str:
        """Its day and place, as far as they are known."""
        return ", ".join(part for part in (self.when, self.edition.location) if part)

    @property
    def awarded(self) -> list[PaperView]:
        """Its papers with an award."""
        return [paper for paper in self.papers if paper.item.paper.award and not paper.withdrawn]

    @property
    def card(self) -> str:
        """Its preview image, which other sites show beside a link."""
        return f"{self.path}card.png"

    @property
    def links(self) -> list[Link]:
        """Links to the edition elsewhere: its own page, the pages that list its papers, its group on OpenReview. Labels are
        keys of the site's texts."""
        edition, kinds = self.edition, {"schedule": "its_programme"}
        return list(
            followable(
                ("its_page", edition.url),
                *((kinds.get(page.family, "its_list"), page.url) for page in edition.pages),
                ("its_openreview", f"https://openreview.net/group?id={edition.openreview}" if edition.openreview else None),
            )
        )


@dataclass(slots=True, eq=False)
class TopicView:
    """A topic with all papers of it and of its narrower topics."""

    topic: Topic
    depth: int
    papers: list[PaperView]
    broader: NamedLink | None
    narrower: tuple[NamedLink, ...]

    @property
    def path(self) -> str:
        """The folder of its page."""
        return addresses.topic(self.topic.id)

    @property
    def bibliography(self) -> str:
        """The BibTeX file of its papers, which is empty where all are withdrawn."""
        return f"{self.path}{self.topic.id}.bib"

    @property
    def may_be_cited(self) -> bool:
        """Whether some of its papers were not withdrawn."""
        return _may_be_cited(self.papers)


@dataclass(slots=True, eq=False)
class AuthorView:
    """A person; ``also`` are the other names that papers print, ``former`` the addresses of these names
    before ``people.toml`` joined them."""

    person: Person
    papers: list[PaperView]
    also: tuple[str, ...]
    path: str
    former: tuple[str, ...]

    @property
    def coauthors(self) -> tuple[Counted, ...]:
        """The coauthors, those of most papers first."""
        return _counted((other for paper in self.papers for other in paper.authors if other.path != self.path), _MOST_COAUTHORS)

    @property
    def topics(self) -> tuple[Counted, ...]:
        """The topics of the papers, those of most papers first."""
        return _counted((topic for paper in self.papers for topic in paper.topics), _MOST_TOPICS)

    @property
    def bibliography(self) -> str:
        """The BibTeX file of the papers, which is empty where all are withdrawn; of one paper, the paper's own."""
        return f"{self.path}{self.slug}.bib" if len(self.papers) > 1 else f"{self.papers[0].path}{self.papers[0].id}.bib"

    @property
    def may_be_cited(self) -> bool:
        """Whether some of the papers were not withdrawn."""
        return _may_be_cited(self.papers)

    @property
    def slug(self) -> str:
        """The last part of the address, which also names its files."""
        return addresses.last_of(self.path)

    @property
    def active(self) -> str:
        """``2019–2023``: the first and the last year of the papers."""
        return span(self.person.years)


def _may_be_cited(papers: Iterable[PaperView]) -> bool:
    return not all(paper.withdrawn for paper in papers)


def span(years: Sequence[int]) -> str:
    """The first and the last of some years: ``2019–2023``, ``2019`` of one, nothing of none."""
    return "–".join(map(str, dict.fromkeys((years[0], years[-1])))) if years else ""


def _counted(named: Iterable[NamedLink | BylineView], most: int) -> tuple[Counted, ...]:
    """The links with their counts, most frequent first; counted by path, since a name may have two spellings."""
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for one in named:
        names.setdefault(one.path, one.name)
        counts[one.path] = counts.get(one.path, 0) + 1
    return tuple(
        Counted(names[path], path, counts[path]) for path in sorted(counts, key=counts.__getitem__, reverse=True)[:most]
    )


def followable(*known: tuple[str, str | None]) -> Iterator[Link]:
    """Links of labels and addresses: each address once, only web addresses, with invalid characters
    escaped."""
    seen: set[str] = set()
    for label, url in known:
        if url and is_address(url) and url not in seen:
            seen.add(url)
            yield Link(label.strip() or "Link", quote(url, safe=_OF_ADDRESSES))
