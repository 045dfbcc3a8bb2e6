"""Files for the whole archive: feeds, the chart, the sitemap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from archive.export.topic_chart import draw
from archive.site import addresses
from archive.site.contents import Contents
from archive.site.exports import OF_MANY, File
from archive.site.pages.frame import FEED, Frame, last
from archive.site.pages.topics import chart_labels
from archive.site.rendering import Renderer
from archive.site.views import PaperView

_ENTRIES = 50  # of a feed, the newest; and all of the newest edition, which is added on one day
_MOST_ADDRESSES = 50_000  # of one sitemap (sitemaps.org, protocol)


def of_archive(frame: Frame, renderer: Renderer) -> Iterator[File]:
    """The files of the whole archive, and feeds."""
    contents, settings = frame.contents, frame.settings
    yield File("field.svg", draw(contents.stats, settings.theme.name, chart_labels(frame)))
    yield File(".nojekyll", "")
    llms = renderer.render("llms.txt", settings=settings, exports=OF_MANY, base=settings.base_url or "")
    yield File("llms.txt", _plain(llms))
    robots = "User-agent: *\nAllow: /\n"
    if settings.base_url:
        yield from _feeds(contents, settings.base_url, settings.theme.name, renderer)
        yield File("opensearch.xml", renderer.render("opensearch.xml", base=settings.base_url))
        robots += f"Sitemap: {settings.base_url}sitemap.xml\n"
    yield File("robots.txt", robots)


def _plain(rendered: str) -> str:
    """A rendered template as plain text, without its escapes."""
    return Markup(rendered).unescape()  # noqa: S704, it is unescaped here


def sitemaps(pages: Sequence[tuple[str, str | None]], base_url: str, renderer: Renderer) -> Iterator[File]:
    """The sitemap of all pages by path, each with the day of its last change where that is known; more pages than
    a sitemap may have go into several, with an index of these."""
    parts = [pages[at : at + _MOST_ADDRESSES] for at in range(0, len(pages), _MOST_ADDRESSES)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)] if len(parts) > 1 else ["sitemap.xml"]
    for name, part in zip(names, parts, strict=True):
        yield File(name, renderer.render("sitemap.xml", base=base_url, pages=part))
    if len(parts) > 1:
        yield File("sitemap.xml", renderer.render("sitemaps.xml", base=base_url, names=names))


def _feeds(contents: Contents, base_url: str, name: str, renderer: Renderer) -> Iterator[File]:
    """The feeds of the site and of every edition, topic and author; a paper's entry is the same in all of them."""
    if not contents.papers:
        return
    entries = {paper.id: renderer.markup("feed_entry.xml", base=base_url, paper=paper) for paper in contents.papers}
    most = max(_ENTRIES, len(contents.editions[0].papers))
    for feed in _all_feeds(contents, name):
        papers = feed.papers[:most]
        text = renderer.render(
            FEED,
            base=base_url,
            path=feed.path,
            page=feed.page,
            title=feed.title,
            updated=last(papers),
            entries=[entries[paper.id] for paper in papers],
        )
        yield File(feed.path, text)


class _Feed(NamedTuple):
    """A feed: the folder of the page that it belongs to, its title, and the page's papers, newest first."""

    page: str
    title: str
    papers: Sequence[PaperView]

    @property
    def path(self) -> str:
        """The feed's file."""
        return f"{self.page}{FEED}"


def _all_feeds(contents: Contents, name: str) -> Iterator[_Feed]:
    """The feeds of a site of that name."""
    yield _Feed(addresses.HOME, name, [paper for edition in contents.editions for paper in edition.papers])
    for edition in contents.editions:
        yield _Feed(edition.path, f"{name}: {edition.edition.name}", edition.papers)
    for topic in contents.topics:
        yield _Feed(topic.path, f"{name}: {topic.topic.name}", topic.papers[::-1])
    for author in contents.authors:
        yield _Feed(author.path, f"{name}: {author.person.name}", author.papers)
