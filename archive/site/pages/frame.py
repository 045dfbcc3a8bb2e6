"""What all pages share: address, head, place in the menu."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from archive.site import addresses, metadata
from archive.site.build_options import Settings
from archive.site.contents import Contents
from archive.site.preview_images import Card
from archive.site.theme import Theme
from archive.site.views import NamedLink, PaperView

_NAVIGATION = (
    ("editions", addresses.EDITIONS),
    ("topics", addresses.TOPICS),
    ("trends", addresses.TRENDS),
    ("authors", addresses.AUTHORS),
    ("search", addresses.SEARCH),
)
FEED = "feed.xml"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
_MOVED = "moved.html"
SCRIPT = "static/site.js"
_LONGEST = 200  # characters of a description: search engines show no more
_LONGEST_TITLE = 69  # characters of a page's title, likewise


class NavigationLink(NamedTuple):
    """An entry of the menu: the folder of a page, or an address elsewhere."""

    name: str
    path: str

    def from_page(self, up: str) -> str:
        """The entry's address on a page from which ``up`` leads to the site."""
        return self.path if "://" in self.path or self.path.startswith("mailto:") else f"{up}{self.path}{addresses.INDEX}"


def navigation(contents: Contents, theme: Theme) -> tuple[NavigationLink, ...]:
    """The entries of the menu, with the theme's own; without entries for topics or trends where there are none."""
    left_out = {*([] if contents.topics else [addresses.TOPICS]), *([] if contents.stats.years else [addresses.TRENDS])}
    own = (NavigationLink(name, path) for name, path in theme.navigation)
    return (*(NavigationLink(theme.texts.plain(key), path) for key, path in _NAVIGATION if path not in left_out), *own)


class SitePage(NamedTuple):
    """One page: its folder (or its file, for the 404 page), its template, and its values.
    ``section`` is the entry of the navigation that it belongs to, ``updated`` the day on which its papers
    last changed."""

    path: str
    template: str
    title: str
    description: str
    context: Mapping[str, Any]
    section: str | None = None
    tags: Markup = Markup()
    linked_data: Sequence[Markup] = ()
    feeds: Sequence[NamedLink] = ()
    scripts: Sequence[str] = (SCRIPT,)
    canonical: str | None = None
    updated: str | None = None
    policy: str = POLICY

    @property
    def is_folder(self) -> bool:
        """Whether it is the ``index.html`` of a folder."""
        return not self.path.endswith(".html")

    @property
    def in_sitemap(self) -> bool:
        """Whether it is in the map for search engines: no missing page, and none that only redirects."""
        return self.is_folder and self.template != _MOVED


class Group(NamedTuple):
    """Papers under a heading, or without one; ``anchor`` is the heading's id."""

    name: str | None
    papers: list[PaperView]
    anchor: str = ""


class Frame:
    """Makes the pages of a site: what all of them share is set here.

    Args:
        contents: what the site shows.
        settings: the site's.
        cards: the preview images, by their paths.
    """

    def __init__(self, contents: Contents, settings: Settings, cards: Mapping[str, Card]) -> None:
        self.contents = contents
        self.settings = settings
        self.theme = settings.theme
        self.say = settings.theme.texts.plain
        self.feeds = self.feed(self.say("new_papers", site=self.theme.name), addresses.HOME)
        self.trends = {trend.topic.id: trend for trend in contents.stats.trends if trend.total}
        self.papers_in = {year.year: year.papers for year in contents.stats.years}
        self._cards = cards

    def feed(self, name: str, path: str) -> tuple[NamedLink, ...]:
        """The feed of a page, where the site has feeds."""
        named = name if path == addresses.HOME else f"{self.theme.name}: {name}"
        return (NamedLink(named, f"{path}{FEED}"),) if self.settings.base_url else ()

    def page(
        self,
        path: str,
        template: str,
        title: str,
        description: str,
        *,
        kind: str = "website",
        section: str | None = None,
        trail: Sequence[tuple[str, str]] = (),
        tags: Sequence[metadata.Tag] = (),
        linked_data: Markup | None = None,
        card: str | None = None,
        feeds: Sequence[NamedLink] = (),
        scripts: Sequence[str] = (SCRIPT,),
        updated: str | None = None,
        **context: Any,
    ) -> SitePage:
        """A page.

        Args:
            path: its folder, or its file.
            template: the name of its template.
            title: what it is called; the site's name is added where there is room.
            description: a sentence for search engines.
            kind: Open Graph's.
            section: the entry of the menu that it belongs to; its own path if left out.
            trail: the pages above it, by names and paths.
            tags: its own, besides Open Graph's.
            linked_data: what it is about, in JSON-LD.
            card: the path of its preview image; the site's if left out, or not drawn.
            feeds: the feeds of its papers.
            scripts: those that it loads.
            updated: the day on which its papers last changed.
            context: further values of its template.
        """
        url = self.url(path) if not path.endswith(".html") else None
        preview = self._preview(card)
        return SitePage(
            path=path,
            template=template,
            title=self._titled(title),
            description=description,
            context=context,
            section=path if section is None else section,
            tags=metadata.elements([*tags, *metadata.open_graph(kind, title, description, url, preview, self.theme)]),
            linked_data=list(filter(None, (linked_data, metadata.breadcrumbs(trail, title, self.url)))),
            feeds=feeds,
            scripts=scripts,
            canonical=url,
            updated=updated,
        )

    def _preview(self, card: str | None) -> tuple[str, Card] | None:
        """The address and the texts of a page's preview image, which is the site's where it has none of its own."""
        path = card if card and card in self._cards else addresses.CARD
        url = self.url(path)
        return (url, self._cards[path]) if url and path in self._cards else None

    def _titled(self, title: str) -> str:
        """The title of a page with the site's, in the length that search engines show."""
        site = self.theme.title
        whole = title if title == self.theme.name else f"{title} · {site}"
        return whole if len(whole) <= _LONGEST_TITLE else shortened(title, _LONGEST_TITLE)

    def url(self, path: str) -> str | None:
        """The full address of a path, where the site's own is known."""
        return f"{self.settings.base_url}{path}" if self.settings.base_url else None

    def moved(self, path: str, to: NamedLink, section: str) -> SitePage:
        """A page at an old address, which redirects to another."""
        page = self.page(path, _MOVED, to.name, to.name, section=section, to=to)
        return page._replace(canonical=self.url(to.path))


def by_year(papers: Iterable[PaperView]) -> list[Group]:
    """Papers, newest first, under their years; those of an edition of no known year under its name."""
    groups: dict[str, list[PaperView]] = defaultdict(list)
    for paper in papers:
        groups[str(paper.edition.edition.year or paper.edition.edition.name)].append(paper)
    firsts = {name: some[0].edition.edition for name, some in groups.items()}
    return [Group(name, some, f"y{firsts[name].year or firsts[name].id}") for name, some in groups.items()]


def last(papers: Iterable[PaperView]) -> str | None:
    """The day of the last change of some papers."""
    return max((paper.updated for paper in papers), default=None)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """A text of at most so many characters, cut at a word, with an ellipsis where it is cut."""
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + " …"
