"""Which pages there are, and what each hands its template."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from markupsafe import Markup

from archive.catalogue.stats import FALLING, RISING, Trend
from archive.catalogue.taxonomy import KINDS
from archive.export.chart import describe, share_of
from archive.model.text import fold
from archive.site import addresses, charts, machines, script, sharded
from archive.site.contents import Contents
from archive.site.exports import OF_MANY, OF_ONE, Citation
from archive.site.own_pages import OwnPage
from archive.site.pictures import Picture
from archive.site.settings import Settings
from archive.site.theme import Theme
from archive.site.views import AuthorView, EditionView, NamedLink, PaperView, TopicView

_NAVIGATION = (
    ("editions", addresses.EDITIONS),
    ("topics", addresses.TOPICS),
    ("trends", addresses.TRENDS),
    ("authors", addresses.AUTHORS),
    ("search", addresses.SEARCH),
)
FEED = "feed.xml"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
_MOVED = "moved.html"
SCRIPT = "static/site.js"
_LONGEST = 200  # characters of a description: search engines show no more
_LONGEST_TITLE = 69  # characters of a page's title, likewise
_NEWEST = 10  # papers of the newest edition that the home page shows
_AWARDED = 12  # papers with an award, likewise
_EXAMPLES = 3  # searches to try


class NavigationLink(NamedTuple):
    """An entry of the menu: the folder of a page, or an address elsewhere."""

    name: str
    path: str

    def from_page(self, up: str) -> str:
        """The entry's address on a page from which ``up`` leads to the site."""
        return self.path if "://" in self.path or self.path.startswith("mailto:") else f"{up}{self.path}{addresses.INDEX}"

    def current(self, path: str) -> str:
        """What ``aria-current`` says on a page of this entry: whether it is the page itself."""
        return "page" if path == self.path else "true"


def navigation(contents: Contents, theme: Theme) -> tuple[NavigationLink, ...]:
    """The entries of the menu, and the theme's own; an archive without topics, or years, has none for them."""
    left_out = {*([] if contents.topics else [addresses.TOPICS]), *([] if contents.stats.years else [addresses.TRENDS])}
    own = (NavigationLink(name, path) for name, path in theme.navigation)
    return (*(NavigationLink(theme.texts.plain(key), path) for key, path in _NAVIGATION if path not in left_out), *own)


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
    linked_data: Sequence[Markup] = ()
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
    """Papers under a heading, or without one; ``anchor`` is the heading's id."""

    name: str | None
    papers: list[PaperView]
    anchor: str = ""


class Letter(NamedTuple):
    """The people whose family names begin with one letter."""

    name: str
    anchor: str
    authors: list[AuthorView]


class Kind(NamedTuple):
    """Topics of one kind, as a tree."""

    name: str
    topics: list[TopicView]


class TrendRow(NamedTuple):
    """How one topic moved: a line of the table, and a chart."""

    name: str
    path: str
    numbers: list[int]
    share: str
    chart: charts.Chart | None


class TrendGroup(NamedTuple):
    """Topics that moved the same way."""

    id: str
    name: str
    trends: list[TrendRow]


class PageBuilder:
    """All pages of a site, in a fixed order."""

    def __init__(self, contents: Contents, settings: Settings, own: Sequence[OwnPage] = (), cards: Container[str] = ()) -> None:
        self._contents = contents
        self._settings = settings
        self._own = own
        self._cards = cards
        self._theme = settings.theme
        self._say = settings.theme.texts.plain
        self._feeds = self._feed(self._say("new_papers", site=self._theme.name), addresses.HOME)
        self._trends = {trend.topic.id: trend for trend in contents.stats.trends if trend.total}
        self._papers_in = {year.year: year.papers for year in contents.stats.years}

    def all_but_papers(self) -> Iterator[SitePage]:
        """Every page of the site but those of single papers."""
        contents = self._contents
        yield self._home()
        yield self._page(addresses.EDITIONS, "editions.html", self._say("editions"), self._say("about_editions"))
        for edition in contents.editions:
            yield from self._edition(edition)
        if contents.topics:
            yield self._page(
                addresses.TOPICS, "topics.html", self._say("topics"), self._say("about_topics"), kinds=self._kinds()
            )
        for topic in contents.topics:
            yield self._topic(topic)
        yield self._authors()
        for author in contents.authors:
            yield self._author(author)
            yield from self._former(author)
        yield from self._trends_pages()
        for year, editions in contents.years:
            yield self._year(year, editions)
        yield self._search()
        yield self._page(
            addresses.ABOUT,
            "about.html",
            self._say("about"),
            self._say("about_about"),
            feed=self._feeds,
            exports=OF_MANY,
            abstracts=self._settings.abstracts,
        )
        for page in self._own:
            yield self._page(page.path, "own.html", page.title, page.description, content=page.content)
        yield self._page("404.html", "404.html", self._say("missing"), self._say("missing"))

    def paper(self, view: PaperView, cites: Iterable[Citation], thumbnail: Picture | None = None) -> SitePage:
        """A paper's page, with its references and, where there is one, a picture of its first page."""
        url = self._url(view.path)
        pdf = addresses.pdf(view.id) if view.copied else None
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
            trail=[(self._say("editions"), addresses.EDITIONS), (view.edition.edition.name, view.edition.path)],
            card=view.edition.card,
            updated=view.updated,
            paper=view,
            cites=tuple(cites),
            exports=[export for export in OF_ONE if not (view.withdrawn and export.is_citation)],
            links=links,
            thumbnail=thumbnail,
            report=self._report(view),
            filters=sharded.filters_of(view, self._contents.taxonomy) if self._settings.sharded else (),
        )

    def _home(self) -> SitePage:
        contents, theme, url = self._contents, self._theme, self._url(addresses.HOME)
        newest = contents.editions[0] if contents.editions else None
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
            newest=newest,
            newest_papers=_first(newest.papers) if newest else [],
            awarded=[paper for edition in contents.editions for paper in edition.awarded][:_AWARDED],
            kinds=self._kinds(),
            examples=theme.examples or self._examples(),
        )

    def _examples(self) -> tuple[str, ...]:
        """Searches that find something: the topics of most papers, one of each kind, and the person with most papers."""
        topics = sorted(self._contents.topics, key=lambda view: -len(view.papers))
        told = [next((view.topic.name for view in topics if view.topic.kind == kind), None) for kind in KINDS]
        people = sorted(self._contents.authors, key=lambda author: -len(author.papers))[:1]
        return tuple(dict.fromkeys([*filter(None, told), *(author.person.name for author in people)]))[:_EXAMPLES]

    def _kinds(self) -> list[Kind]:
        kinds = [Kind(self._say(kind), [view for view in self._contents.topics if view.topic.kind == kind]) for kind in KINDS]
        return [kind for kind in kinds if kind.topics]

    def _search(self) -> SitePage:
        page = self._page(
            addresses.SEARCH,
            "search.html",
            self._say("search"),
            self._say("about_search"),
            scripts=(SCRIPT, *(sharded.SCRIPTS if self._settings.sharded else script.SCRIPTS)),
            abstracts=self._settings.abstracts,
            sharded=self._settings.sharded,
        )
        if not self._settings.sharded:
            return page
        return page._replace(policy=_POLICY.replace("script-src 'self'", sharded.POLICY))

    def _edition(self, view: EditionView) -> Iterator[SitePage]:
        edition = view.edition
        named = ", ".join(part for part in (edition.name, view.when_and_where) if part)
        description = shortened(self._say("about_edition", n=view.counted, edition=named))
        orders: tuple[NamedLink, ...] = (
            NamedLink(self._say("page_order"), view.path),
            NamedLink(self._say("by_topic"), view.by_topic_path),
        )
        pages = [(view.path, [Group(None, view.papers)]), (view.by_topic_path, self._by_topic(view.papers))]
        if not self._contents.topics:
            orders, pages = (), pages[:1]
        for path, groups in pages:
            is_first = path == view.path
            yield self._page(
                path,
                "edition.html",
                edition.name if is_first else self._say("edition_by_topic", edition=edition.name),
                description,
                section=addresses.EDITIONS,
                linked_data=machines.edition_event(view, self._url(view.path)),
                trail=[(self._say("editions"), addresses.EDITIONS), *([] if is_first else [(edition.name, view.path)])],
                card=view.card,
                feeds=(feed := self._feed(edition.name, view.path)),
                updated=last(view.papers),
                exports=OF_MANY,
                view=view,
                feed=feed,
                here=path,
                orders=orders,
                groups=groups,
            )

    def _by_topic(self, papers: Iterable[PaperView]) -> list[Group]:
        """By the most telling topic of each paper, topics in the order of the taxonomy."""
        by_topic: dict[str, list[PaperView]] = defaultdict(list)
        for paper in papers:
            by_topic[paper.topics[0].name if paper.topics else self._say("without_topic")].append(paper)
        order = [topic.topic.name for topic in self._contents.topics]
        names = sorted(by_topic, key=lambda name: order.index(name) if name in order else len(order))
        return [Group(name, by_topic[name]) for name in names]

    def _topic(self, view: TopicView) -> SitePage:
        feed = self._feed(view.topic.name, view.path)
        trend = self._trends.get(view.topic.id)
        return self._page(
            view.path,
            "topic.html",
            view.topic.name,
            shortened(view.topic.text),
            section=addresses.TOPICS,
            linked_data=machines.collection(view.topic.name, view.topic.text, self._url(view.path), view.papers),
            trail=[
                (self._say("topics"), addresses.TOPICS),
                *([(view.broader.name, view.broader.path)] if view.broader else []),
            ],
            feeds=feed,
            updated=last(view.papers),
            view=view,
            feed=feed,
            chart=self._share_chart(trend) if trend and len(trend.papers) > 1 else None,
            groups=_by_year(reversed(view.papers)),
        )

    def _authors(self) -> SitePage:
        letters: dict[str, list[AuthorView]] = defaultdict(list)
        other = self._say("other_letters")
        for author in self._contents.authors:
            first = fold(author.person.family)[:1].upper()
            letters[first if first.isascii() and first.isalpha() else other].append(author)
        names = sorted(letters, key=lambda n: (n == other, n))
        groups = [Letter(name, f"letter-{name.lower()}" if name != other else "letter-other", letters[name]) for name in names]
        return self._page(addresses.AUTHORS, "authors.html", self._say("authors"), self._say("about_authors"), groups=groups)

    def _author(self, view: AuthorView) -> SitePage:
        name = view.person.name
        feed = self._feed(name, view.path)
        return self._page(
            view.path,
            "author.html",
            name,
            self._say("about_author", n=len(view.papers), name=name, site=self._theme.name),
            section=addresses.AUTHORS,
            linked_data=machines.person(view, self._url(view.path)),
            trail=[(self._say("authors"), addresses.AUTHORS)],
            feeds=feed,
            updated=last(view.papers),
            view=view,
            feed=feed,
            chart=self._years_of(view) if len(view.papers) > 1 else None,
            groups=_by_year(view.papers),
        )

    def _years_of(self, view: AuthorView) -> charts.Chart | None:
        """An author's papers by year, in all years of the archive."""
        numbers = Counter(paper.edition.edition.year for paper in view.papers)
        points = []
        for year in self._papers_in:
            number = numbers[year]
            told = self._say("papers_told", n=number, year=year)
            path = f"{view.path}{addresses.INDEX}#y{year}" if number else None
            points.append(charts.Point(year, number, str(number), told, path))
        return charts.columns(points)

    def _former(self, view: AuthorView) -> Iterator[SitePage]:
        """What leads from the addresses of a person's other names to the person's page."""
        for path in view.former:
            yield self._moved(path, NamedLink(view.person.name, view.path), addresses.AUTHORS)

    def _moved(self, path: str, to: NamedLink, section: str) -> SitePage:
        page = self._page(path, _MOVED, to.name, to.name, section=section, to=to)
        return page._replace(canonical=self._url(to.path))

    def _year(self, year: int, editions: Sequence[EditionView]) -> SitePage:
        return self._page(
            addresses.year(year),
            "year.html",
            str(year),
            shortened(self._say("about_year", year=year, editions=", ".join(view.edition.name for view in editions))),
            section=addresses.EDITIONS,
            trail=[(self._say("editions"), addresses.EDITIONS)],
            updated=last(paper for view in editions for paper in view.papers),
            year=year,
            editions=editions,
        )

    def _trends_pages(self) -> Iterator[SitePage]:
        """What moved; the years had a page of their own, whose address stays."""
        stats = self._contents.stats
        rows = {topic: self._trend_row(trend) for topic, trend in self._trends.items()}
        moved = [
            TrendGroup(key, self._say(key), [rows[id] for id, trend in self._trends.items() if trend.direction == direction])
            for key, direction in (("rising", RISING), ("falling", FALLING), ("steady", None))
        ]
        all_papers = [
            charts.Point(
                year.year,
                year.papers,
                str(year.papers),
                self._say("papers_told", n=year.papers, year=year.year),
                f"{addresses.year(year.year)}{addresses.INDEX}",
            )
            for year in stats.years
        ]
        described = describe(stats)
        yield self._page(
            addresses.TRENDS,
            "trends.html",
            self._say("trends"),
            shortened(described),
            updated=last(self._contents.papers),
            counted=sum(year.papers for year in stats.years),
            first=stats.years[0].year if stats.years else None,
            last=stats.years[-1].year if stats.years else None,
            all_papers=charts.columns(all_papers),
            groups=[group for group in moved if group.trends],
            rows=list(rows.values()),
        )
        yield self._moved(addresses.YEARS, NamedLink(self._say("trends"), addresses.TRENDS), addresses.TRENDS)

    def _trend_row(self, trend: Trend) -> TrendRow:
        early, late = (None if share is None else f"{share:.0%}" for share in (trend.early, trend.late))
        share = self._say("share_alone", late=late) if early is None else self._say("share_moved", early=early, late=late)
        direction = self._say(trend.direction) if trend.direction else None
        path = addresses.topic(trend.topic.id)
        short = ", ".join(part for part in (share_of(trend), direction and direction.lower()) if part)
        return TrendRow(trend.topic.name, path, list(trend.papers.values()), short, self._share_chart(trend))._replace(
            share=share if trend.direction else short
        )

    def _share_chart(self, trend: Trend) -> charts.Chart | None:
        """A topic's share of each year's papers."""
        points = []
        for year, number in trend.papers.items():
            share = number / self._papers_in[year]
            told = self._say("share_told", n=number, year=year, all=self._papers_in[year], share=f"{share:.0%}")
            path = f"{addresses.topic(trend.topic.id)}{addresses.INDEX}#y{year}" if number else None
            points.append(charts.Point(year, share, f"{100 * share:.0f}", told, path))
        return charts.columns(points)

    def _feed(self, name: str, path: str) -> tuple[NamedLink, ...]:
        """The feed of a page, where the site has feeds."""
        named = name if path == addresses.HOME else f"{self._theme.name}: {name}"
        return (NamedLink(named, f"{path}{FEED}"),) if self._settings.base_url else ()

    def _page(self, path: str, template: str, title: str, description: str, *, kind: str = "website", **more: Any) -> SitePage:
        """A page; what is no part of :class:`SitePage` is for its template. ``trail`` are the pages above it."""
        url = self._url(path) if not path.endswith(".html") else None
        own = {name: more.pop(name) for name in ("section", "feeds", "scripts", "updated") if name in more}
        things = [more.pop("linked_data", None), machines.breadcrumbs(more.pop("trail", ()), title, self._url)]
        card = next((self._url(card) for card in (more.pop("card", None), addresses.CARD) if card in self._cards), None)
        return SitePage(
            path=path,
            template=template,
            title=self._titled(title),
            description=description,
            context=more,
            canonical=url,
            tags=[*more.pop("tags", ()), *machines.open_graph(kind, title, description, url, card, self._theme)],
            linked_data=[thing for thing in things if thing],
            **{"section": path, **own},
        )

    def _titled(self, title: str) -> str:
        """The title of a page with the site's, as far as search engines show it."""
        site = self._theme.title
        whole = title if title == self._theme.name else f"{title} · {site}"
        return whole if len(whole) <= _LONGEST_TITLE else shortened(title, _LONGEST_TITLE)

    def _url(self, path: str) -> str | None:
        return f"{self._settings.base_url}{path}" if self._settings.base_url else None

    def _report(self, view: PaperView) -> str:
        if self._theme.report:
            return self._theme.report.replace("{id}", view.id)
        return f"{addresses.up(view.path)}about/index.html?paper={view.id}#corrections"


def _first(papers: Sequence[PaperView]) -> list[PaperView]:
    """The papers of an edition that are shown where there is no room for all: those with awards, then the first."""
    standing = [paper for paper in papers if not paper.withdrawn]
    return sorted(standing, key=lambda paper: not paper.item.paper.award)[:_NEWEST]


def _by_year(papers: Iterable[PaperView]) -> list[Group]:
    """Papers, newest first, under their years; those of an edition of no known year under its name."""
    groups: dict[str, list[PaperView]] = defaultdict(list)
    for paper in papers:
        groups[str(paper.edition.edition.year or paper.edition.edition.name)].append(paper)
    firsts = {name: some[0].edition.edition for name, some in groups.items()}
    return [Group(name, some, f"y{firsts[name].year or firsts[name].id}") for name, some in groups.items()]


def last(papers: Iterable[PaperView]) -> str | None:
    """The day on which one of some papers last changed."""
    return max((paper.updated for paper in papers), default=None)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """A text of at most so many characters, cut at a word, with an ellipsis where it was."""
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + " …"
