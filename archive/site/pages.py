"""Which pages there are, and what each hands its template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from archive.chart import describe, share_of, size
from archive.folding import fold
from archive.site import addresses, machines
from archive.site.contents import AuthorView, Contents, EditionView, PaperView, Reference, TopicView
from archive.site.settings import Settings

NAVIGATION = (
    Reference("Editions", addresses.EDITIONS),
    Reference("Topics", addresses.TOPICS),
    Reference("Authors", addresses.AUTHORS),
    Reference("Search", addresses.SEARCH),
)
FEED = "feed.xml"
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
_LONGEST = 200  # characters of a description: search engines show no more


class Page(NamedTuple):
    """One page: its folder (or its file, for the one that is no folder), its template, and what it says.
    ``section`` is the entry of the navigation that it belongs to."""

    path: str
    template: str
    title: str
    description: str
    context: Mapping[str, Any]
    section: str | None = None
    tags: Sequence[machines.Tag] = ()
    linked_data: str = ""
    feeds: Sequence[Reference] = ()
    scripts: Sequence[str] = ()
    canonical: str | None = None
    policy: str = _POLICY


class Group(NamedTuple):
    name: str | None
    papers: list[PaperView]


class Letter(NamedTuple):
    name: str
    anchor: str
    authors: list[AuthorView]


class Row(NamedTuple):
    """A line of the table of topics by year."""

    name: str
    path: str
    numbers: list[int]
    share: str


class Citation(NamedTuple):
    name: str
    text: str


class Pages:
    """All pages of a site, in a fixed order."""

    def __init__(self, contents: Contents, settings: Settings) -> None:
        self._contents = contents
        self._settings = settings
        self._theme = settings.theme
        self._feeds = (Reference(f"{self._theme.name}: new papers", FEED),) if settings.base_url else ()

    def all_but_papers(self) -> Iterator[Page]:
        contents = self._contents
        yield self._home()
        yield self._page(addresses.EDITIONS, "editions.html", "Editions", "All editions of the workshop.")
        for edition in contents.editions:
            yield from self._edition(edition)
        yield self._page(addresses.TOPICS, "topics.html", "Topics", "The topics that the papers are on, with their counts.")
        for topic in contents.topics:
            yield self._topic(topic)
        yield self._authors()
        for author in contents.authors:
            yield self._author(author)
        yield self._years()
        for year, editions in contents.years:
            description = f"The accepted papers of {year}: {', '.join(view.edition.name for view in editions)}."
            yield self._page(addresses.year(year), "year.html", str(year), description, year=year, editions=editions)
        yield self._page(
            addresses.SEARCH,
            "search.html",
            "Search",
            "Search the papers by title, author, topic or what they do.",
            scripts=("search/archive.js", "static/search.js"),
            abstracts=self._settings.abstracts,
        )
        yield self._page(
            addresses.ABOUT, "about.html", "About", "How this archive is made, and how to correct it.", feed=self._feeds
        )
        yield self._page("404.html", "404.html", "There is no such page", "There is no such page.")

    def paper(self, view: PaperView, cites: Iterable[Citation], pdf: str | None) -> Page:
        """A paper's page. ``pdf`` is the name of the copy of its PDF that lies beside the page."""
        url = self._url(view.path)
        pdf_url = f"{url}{pdf}" if url and pdf else None
        description = shortened(view.record["summary"] or f"{view.title}. {view.edition.edition.name}.")
        links = [link._replace(url=pdf) if link.label == "PDF" and pdf else link for link in map(Anchor.of, view.links)]
        return self._page(
            view.path,
            "paper.html",
            view.title,
            description,
            section=addresses.EDITIONS,
            tags=[
                *machines.paper_tags(view, pdf_url),
                *machines.open_graph("article", view.title, description, url, self._theme),
            ],
            linked_data=machines.paper_article(view, url, pdf_url),
            scripts=("static/site.js",),
            paper=view,
            cites=tuple(cites),
            links=links,
            report=self._report(view),
        )

    def _home(self) -> Page:
        contents, theme = self._contents, self._theme
        url = self._url(addresses.HOME)
        return self._page(
            addresses.HOME,
            "home.html",
            theme.name,
            theme.tagline,
            tags=machines.open_graph("website", theme.name, theme.tagline, url, theme),
            linked_data=machines.archive_site(contents, url, theme),
            feeds=self._feeds,
            counted=sum(edition.counted for edition in contents.editions),
            chart=describe(contents.stats),
            chart_size=size(contents.stats),
        )

    def _edition(self, view: EditionView) -> Iterator[Page]:
        edition = view.edition
        description = shortened(f"The {view.counted} accepted papers of {edition.name}, {view.when_and_where}.")
        orders = (Reference("In the page’s order", view.path), Reference("By topic", view.by_topic_path))
        for path, groups in ((view.path, [Group(None, view.papers)]), (view.by_topic_path, self._by_topic(view.papers))):
            yield self._page(
                path,
                "edition.html",
                edition.name if path == view.path else f"{edition.name}, by topic",
                description,
                section=addresses.EDITIONS,
                tags=machines.open_graph("website", edition.name, description, self._url(path), self._theme),
                linked_data=machines.edition_event(view, self._url(view.path)),
                view=view,
                here=path,
                orders=orders,
                groups=groups,
            )

    def _by_topic(self, papers: Iterable[PaperView]) -> list[Group]:
        """By the most telling topic of each paper, topics in the order of the taxonomy."""
        by_topic: dict[str, list[PaperView]] = defaultdict(list)
        for paper in papers:
            by_topic[paper.topics[0].name if paper.topics else "Without a topic"].append(paper)
        order = [topic.topic.name for topic in self._contents.topics]
        names = sorted(by_topic, key=lambda name: order.index(name) if name in order else len(order))
        return [Group(name, by_topic[name]) for name in names]

    def _topic(self, view: TopicView) -> Page:
        feed = (Reference(f"{self._theme.name}: {view.topic.name}", f"{view.path}{FEED}"),) if self._feeds else ()
        by_year: dict[str, list[PaperView]] = defaultdict(list)
        for paper in reversed(view.papers):
            by_year[str(paper.edition.edition.year or paper.edition.edition.name)].append(paper)
        return self._page(
            view.path,
            "topic.html",
            view.topic.name,
            shortened(view.topic.description),
            section=addresses.TOPICS,
            feeds=feed,
            view=view,
            feed=feed,
            groups=[Group(year, papers) for year, papers in by_year.items()],
        )

    def _authors(self) -> Page:
        letters: dict[str, list[AuthorView]] = defaultdict(list)
        for author in self._contents.authors:
            first = fold(author.person.name)[:1].upper()
            letters[first if first.isascii() and first.isalpha() else "Other"].append(author)
        groups = [
            Letter(name, f"letter-{name.lower()}", letters[name]) for name in sorted(letters, key=lambda n: (n == "Other", n))
        ]
        return self._page(addresses.AUTHORS, "authors.html", "Authors", "Everybody who wrote a paper, by name.", groups=groups)

    def _author(self, view: AuthorView) -> Page:
        description = f"The papers of {view.person.name} in {self._theme.name}."
        return self._page(view.path, "author.html", view.person.name, description, section=addresses.AUTHORS, view=view)

    def _years(self) -> Page:
        stats = self._contents.stats
        rows = [
            Row(
                t.topic.name,
                addresses.topic(t.topic.id),
                list(t.papers.values()),
                f"{share_of(t)}{f', {t.direction}' if t.direction else ''}",
            )
            for t in stats.trends
            if t.total
        ]
        described = describe(stats)
        return self._page(
            addresses.YEARS, "years.html", "How the field moved", shortened(described), described=described, rows=rows
        )

    def _page(self, path: str, template: str, title: str, description: str, *, section: str | None = None, **more: Any) -> Page:
        own = {name: more.pop(name) for name in ("tags", "linked_data", "feeds", "scripts") if name in more}
        return Page(
            path,
            template,
            title if title == self._theme.name else f"{title} · {self._theme.name}",
            description,
            more,
            section if section is not None else path,
            canonical=self._url(path) if not path.endswith(".html") else None,
            **own,
        )

    def _url(self, path: str) -> str | None:
        return f"{self._settings.base_url}{path}" if self._settings.base_url else None

    def _report(self, view: PaperView) -> str:
        if self._theme.report:
            return self._theme.report.replace("{id}", view.id)
        return f"{addresses.up(view.path)}about/index.html?paper={view.id}#corrections"


class Anchor(NamedTuple):
    """A link as the page shows it."""

    label: str
    url: str

    @classmethod
    def of(cls, link: Any) -> Anchor:
        return cls(link.label, link.url)


def shortened(text: str) -> str:
    """A text cut at a word, with an ellipsis where it was."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
