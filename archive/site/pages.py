"""Which pages there are, and what each hands its template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from archive.export.chart import describe, share_of, size
from archive.model.text import fold
from archive.site import addresses, machines, sharded
from archive.site.contents import Contents
from archive.site.exports import OF_MANY, OF_ONE, Citation
from archive.site.settings import Settings
from archive.site.views import AuthorView, EditionView, NamedLink, PaperView, TopicView

_NAVIGATION = (
    NamedLink("Editions", addresses.EDITIONS),
    NamedLink("Topics", addresses.TOPICS),
    NamedLink("Authors", addresses.AUTHORS),
    NamedLink("Search", addresses.SEARCH),
)
FEED = "feed.xml"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
_MOVED = "moved.html"
SCRIPT = "static/site.js"
_LONGEST = 200  # characters of a description: search engines show no more


def navigation(contents: Contents) -> tuple[NamedLink, ...]:
    """The entries of the menu; an archive without topics has none for them."""
    return tuple(entry for entry in _NAVIGATION if contents.topics or entry.path != addresses.TOPICS)


class SitePage(NamedTuple):
    """One page: its folder (or its file, for the one that is no folder), its template, and what it says.
    ``section`` is the entry of the navigation that it belongs to, ``updated`` the day on which its papers
    last changed."""

    path: str
    template: str
    title: str
    description: str
    context: Mapping[str, Any]
    section: str | None = None
    tags: Sequence[machines.Tag] = ()
    linked_data: str = ""
    feeds: Sequence[NamedLink] = ()
    scripts: Sequence[str] = (SCRIPT,)
    canonical: str | None = None
    updated: str | None = None
    policy: str = _POLICY

    @property
    def is_folder(self) -> bool:
        """Whether it is the ``index.html`` of a folder."""
        return not self.path.endswith(".html")

    @property
    def is_mapped(self) -> bool:
        """Whether search engines are told of it: no missing page, and none that only leads to another."""
        return self.is_folder and self.template != _MOVED


class Group(NamedTuple):
    """Papers under a heading, or without one."""

    name: str | None
    papers: list[PaperView]


class Letter(NamedTuple):
    """The people whose family names begin with one letter."""

    name: str
    anchor: str
    authors: list[AuthorView]


class TableRow(NamedTuple):
    """A line of the table of topics by year."""

    name: str
    path: str
    numbers: list[int]
    share: str


class PageBuilder:
    """All pages of a site, in a fixed order."""

    def __init__(self, contents: Contents, settings: Settings) -> None:
        self._contents = contents
        self._settings = settings
        self._theme = settings.theme
        self._feeds = (NamedLink(f"{self._theme.name}: new papers", FEED),) if settings.base_url else ()

    def all_but_papers(self) -> Iterator[SitePage]:
        """Every page of the site but those of single papers."""
        contents = self._contents
        yield self._home()
        yield self._page(addresses.EDITIONS, "editions.html", "Editions", "All editions of the workshop.")
        for edition in contents.editions:
            yield from self._edition(edition)
        if contents.topics:
            yield self._page(addresses.TOPICS, "topics.html", "Topics", "The topics of the papers, with their counts.")
        for topic in contents.topics:
            yield self._topic(topic)
        yield self._authors()
        for author in contents.authors:
            yield self._author(author)
            yield from self._former(author)
        yield self._years()
        for year, editions in contents.years:
            description = f"The accepted papers of {year}: {', '.join(view.edition.name for view in editions)}."
            papers = [paper for view in editions for paper in view.papers]
            yield self._page(
                addresses.year(year), "year.html", str(year), description, updated=last(papers), year=year, editions=editions
            )
        yield self._search()
        yield self._page(
            addresses.ABOUT,
            "about.html",
            "About",
            "How this archive is made, and how to correct it.",
            feed=self._feeds,
            exports=OF_MANY,
        )
        yield self._page("404.html", "404.html", "There is no such page", "There is no such page.")

    def paper(self, view: PaperView, cites: Iterable[Citation], has_pdf: bool) -> SitePage:
        """A paper's page. ``has_pdf``: a copy of its PDF lies beside it."""
        url = self._url(view.path)
        pdf = addresses.pdf(view.id) if has_pdf else None
        pdf_url = f"{url}{pdf}" if url and pdf else None
        description = shortened(view.record["summary"] or f"{view.title}. {view.edition.edition.name}.")
        links = (replace(view.links[0], url=pdf), *view.links[1:]) if pdf else view.links
        return self._page(
            view.path,
            "paper.html",
            view.title,
            description,
            section=addresses.EDITIONS,
            kind="article",
            tags=machines.paper_tags(view, pdf_url),
            linked_data=machines.paper_article(view, url, pdf_url),
            updated=view.updated,
            paper=view,
            cites=tuple(cites),
            exports=OF_ONE,
            links=links,
            report=self._report(view),
            filters=sharded.filters_of(view, self._contents.taxonomy) if self._settings.sharded else (),
        )

    def _home(self) -> SitePage:
        contents, theme, url = self._contents, self._theme, self._url(addresses.HOME)
        return self._page(
            addresses.HOME,
            "home.html",
            theme.name,
            theme.tagline,
            linked_data=machines.archive_site(url, theme),
            feeds=self._feeds,
            updated=last(contents.papers),
            exports=OF_MANY,
            counted=sum(edition.counted for edition in contents.editions),
            chart=describe(contents.stats),
            chart_size=size(contents.stats),
        )

    def _search(self) -> SitePage:
        page = self._page(
            addresses.SEARCH,
            "search.html",
            "Search",
            f"Search the papers by title, author{', topic' if self._contents.topics else ''} or what they do.",
            scripts=(SCRIPT, "search/archive.js", "static/words.js", "static/plain.js", "static/facets.js", "static/search.js"),
            abstracts=self._settings.abstracts,
            sharded=self._settings.sharded,
        )
        if not self._settings.sharded:
            return page
        scripts = (SCRIPT, "search/archive.js", "static/words.js", "static/sharded.js", "static/search.js")
        return page._replace(scripts=scripts, policy=_POLICY.replace("script-src 'self'", sharded.POLICY))

    def _edition(self, view: EditionView) -> Iterator[SitePage]:
        edition = view.edition
        named = ", ".join(part for part in (edition.name, view.when_and_where) if part)
        description = shortened(f"The accepted papers of {named}: {view.counted}.")
        orders: tuple[NamedLink, ...] = (NamedLink("In the page’s order", view.path), NamedLink("By topic", view.by_topic_path))
        pages = [(view.path, [Group(None, view.papers)]), (view.by_topic_path, self._by_topic(view.papers))]
        if not self._contents.topics:
            orders, pages = (), pages[:1]
        for path, groups in pages:
            yield self._page(
                path,
                "edition.html",
                edition.name if path == view.path else f"{edition.name}, by topic",
                description,
                section=addresses.EDITIONS,
                linked_data=machines.edition_event(view, self._url(view.path)),
                updated=last(view.papers),
                exports=OF_MANY,
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

    def _topic(self, view: TopicView) -> SitePage:
        feed = (NamedLink(f"{self._theme.name}: {view.topic.name}", f"{view.path}{FEED}"),) if self._feeds else ()
        by_year: dict[str, list[PaperView]] = defaultdict(list)
        for paper in reversed(view.papers):
            by_year[str(paper.edition.edition.year or paper.edition.edition.name)].append(paper)
        return self._page(
            view.path,
            "topic.html",
            view.topic.name,
            shortened(view.topic.text),
            section=addresses.TOPICS,
            feeds=feed,
            updated=last(view.papers),
            view=view,
            feed=feed,
            groups=[Group(year, papers) for year, papers in by_year.items()],
        )

    def _authors(self) -> SitePage:
        letters: dict[str, list[AuthorView]] = defaultdict(list)
        for author in self._contents.authors:
            first = fold(author.person.family)[:1].upper()
            letters[first if first.isascii() and first.isalpha() else "Other"].append(author)
        groups = [
            Letter(name, f"letter-{name.lower()}", letters[name]) for name in sorted(letters, key=lambda n: (n == "Other", n))
        ]
        return self._page(addresses.AUTHORS, "authors.html", "Authors", "All authors, by family name.", groups=groups)

    def _author(self, view: AuthorView) -> SitePage:
        description = f"The papers of {view.person.name} in {self._theme.name}."
        updated = last(view.papers)
        return self._page(
            view.path, "author.html", view.person.name, description, section=addresses.AUTHORS, updated=updated, view=view
        )

    def _former(self, view: AuthorView) -> Iterator[SitePage]:
        """What leads from the addresses of a person's other names to the person's page."""
        for path in view.former:
            page = self._page(path, _MOVED, view.person.name, view.person.name, section=addresses.AUTHORS, view=view)
            yield page._replace(canonical=self._url(view.path))

    def _years(self) -> SitePage:
        stats = self._contents.stats
        rows = [
            TableRow(
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
            addresses.YEARS,
            "years.html",
            "Trends in the field",
            shortened(described),
            updated=last(self._contents.papers),
            described=described,
            rows=rows,
        )

    def _page(self, path: str, template: str, title: str, description: str, *, kind: str = "website", **more: Any) -> SitePage:
        """A page; what is no part of :class:`Page` is for its template."""
        url = self._url(path) if not path.endswith(".html") else None
        own = {name: more.pop(name) for name in ("section", "linked_data", "feeds", "scripts", "updated") if name in more}
        return SitePage(
            path=path,
            template=template,
            title=title if title == self._theme.name else f"{title} · {self._theme.short_name or self._theme.name}",
            description=description,
            context=more,
            canonical=url,
            tags=[*more.pop("tags", ()), *machines.open_graph(kind, title, description, url, self._image, self._theme.name)],
            **{"section": path, **own},
        )

    @property
    def _image(self) -> str | None:
        """The logo, where it is a picture that all programs can show."""
        logo = self._theme.logo
        return self._url(f"static/{logo}") if logo and not logo.lower().endswith(".svg") else None

    def _url(self, path: str) -> str | None:
        return f"{self._settings.base_url}{path}" if self._settings.base_url else None

    def _report(self, view: PaperView) -> str:
        if self._theme.report:
            return self._theme.report.replace("{id}", view.id)
        return f"{addresses.up(view.path)}about/index.html?paper={view.id}#corrections"


def last(papers: Iterable[PaperView]) -> str | None:
    """The day on which one of some papers last changed."""
    return max((paper.updated for paper in papers), default=None)


def shortened(text: str) -> str:
    """A text cut at a word, with an ellipsis where it was."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
