"""The general pages: home, search, about, those that the archive's people wrote, and the 404 page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.catalogue.taxonomy import KINDS
from archive.site import addresses, metadata, pagefind_index, search_data
from archive.site.exports import OF_MANY
from archive.site.own_pages import OwnPage
from archive.site.pages.frame import POLICY, SCRIPT, Frame, SitePage, last
from archive.site.pages.topics import kinds
from archive.site.views import PaperView

_NEWEST = 10  # papers of the newest edition that the home page shows
_AWARDED = 12  # papers with an award, likewise
_EXAMPLES = 3  # searches to try


def home(frame: Frame) -> SitePage:
    """The page at the site's top."""
    contents, theme, url = frame.contents, frame.theme, frame.url(addresses.HOME)
    newest = contents.editions[0] if contents.editions else None
    return frame.page(
        addresses.HOME,
        "home.html",
        theme.name,
        theme.tagline,
        linked_data=metadata.archive_site(url, theme),
        feeds=frame.feeds,
        updated=last(contents.papers),
        exports=OF_MANY,
        counted=sum(edition.counted for edition in contents.editions),
        newest=newest,
        newest_papers=_first(newest.papers) if newest else [],
        awarded=[paper for edition in contents.editions for paper in edition.awarded][:_AWARDED],
        kinds=kinds(frame),
        examples=theme.examples or _examples(frame),
    )


def _examples(frame: Frame) -> tuple[str, ...]:
    """Searches that find something: the topics of most papers, one of each kind, and the person with most papers."""
    topics = sorted(frame.contents.topics, key=lambda view: -len(view.papers))
    names = [next((view.topic.name for view in topics if view.topic.kind == kind), None) for kind in KINDS]
    people = sorted(frame.contents.authors, key=lambda author: -len(author.papers))[:1]
    return tuple(dict.fromkeys([*filter(None, names), *(author.person.name for author in people)]))[:_EXAMPLES]


def search(frame: Frame) -> SitePage:
    """The search page, with the scripts of the chosen engine."""
    page = frame.page(
        addresses.SEARCH,
        "search.html",
        frame.say("search"),
        frame.say("about_search"),
        scripts=(SCRIPT, *(pagefind_index.SCRIPTS if frame.settings.sharded else search_data.SCRIPTS)),
        abstracts=frame.settings.abstracts,
        sharded=frame.settings.sharded,
    )
    if not frame.settings.sharded:
        return page
    return page._replace(policy=POLICY.replace("script-src 'self'", pagefind_index.POLICY))


def other_pages(frame: Frame, own: Sequence[OwnPage]) -> Iterator[SitePage]:
    """The about page, the pages that the archive's people wrote, and the 404 page."""
    yield frame.page(
        addresses.ABOUT,
        "about.html",
        frame.say("about"),
        frame.say("about_about"),
        feeds=frame.feeds,
        exports=OF_MANY,
        abstracts=frame.settings.abstracts,
    )
    for page in own:
        yield frame.page(page.path, "own.html", page.title, page.description, content=page.content)
    yield frame.page("404.html", "404.html", frame.say("missing"), frame.say("missing"))


def _first(papers: Sequence[PaperView]) -> list[PaperView]:
    """The first papers of an edition, those with awards before others."""
    standing = [paper for paper in papers if not paper.withdrawn]
    return sorted(standing, key=lambda paper: not paper.item.paper.award)[:_NEWEST]
