"""arXiv's interface, for papers with a curated arXiv id that no better source has.

One call for all of an edition's papers, three seconds apart as its terms ask
(https://info.arxiv.org/help/api/tou.html). It is asked for version 1: later ones are often the text
of another, longer paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree

from archive.collect.abstracts import SourceContext, SourceResult
from archive.collect.abstracts.verify import CARRIES, authors_fit, title_fit
from archive.errors import FetchError, NotThere
from archive.model.paper import Absence, Abstract, Edition, Paper
from archive.model.text import quote, squeeze

SOURCE = "arxiv"
API = "https://export.arxiv.org/api/query"
PAUSE = 3.0  # seconds between calls
_ATOM = "{http://www.w3.org/2005/Atom}"
_ID = re.compile(r"arxiv\.org/abs/(.+?)(v\d+)?$")


class _AtomEntry(NamedTuple):
    """arXiv's data on a paper. ``arxiv_id`` has no version; ``authors`` are all names in one text."""

    arxiv_id: str
    title: str
    authors: str
    abstract: str


class ArxivSource:
    """Gets abstracts from arXiv's API by id. See :class:`archive.collect.abstracts.AbstractSource`."""

    def __init__(self, context: SourceContext) -> None:
        self._context = context

    def is_free(self) -> bool:
        """No: each question costs a call."""
        return False

    def find(self, edition: Edition, papers: Sequence[Paper]) -> Iterator[SourceResult]:
        """Abstracts of the papers that have an arXiv id."""
        wanted = {paper.arxiv_id: paper for paper in papers if paper.arxiv_id}
        answer = self._ask(edition, list(wanted)) if wanted else None
        if answer is None:
            return
        found = [entry for entry in answer if entry.arxiv_id in wanted and entry.abstract]
        if not found:
            self._context.note(f"{edition.id}: arXiv has none of {', '.join(wanted)}. Are the curated arXiv ids right?")
        for entry in found:
            yield self._verified(wanted[entry.arxiv_id], entry)

    def _ask(self, edition: Edition, ids: Sequence[str]) -> list[_AtomEntry] | None:
        """arXiv's data on these ids; None if arXiv cannot be reached."""
        query = urlencode({"id_list": ",".join(f"{arxiv_id}v1" for arxiv_id in ids), "max_results": len(ids)}, safe=",/")
        try:
            return list(_entries(self._context.fetcher.call_api(f"{API}?{query}", pause=PAUSE)))
        except NotThere:  # a mirror without it
            return None
        except (FetchError, ElementTree.ParseError, ValueError) as error:
            why = str(error) if isinstance(error, FetchError) else f"{API}: the answer is not an Atom feed. Try again later."
            self._context.note(f"{edition.id}: {len(ids)} abstracts from arXiv were skipped: {why}")
            return None

    def _verified(self, paper: Paper, entry: _AtomEntry) -> SourceResult:
        url = f"https://arxiv.org/abs/{entry.arxiv_id}v1"
        if title_fit(paper.title, entry.title) >= CARRIES:
            return SourceResult(paper.id, Abstract(entry.abstract, SOURCE, url, self._context.today))
        if authors_fit(paper.authors, entry.authors):
            doubt = "arXiv has it under another title, but the authors match"
            return SourceResult(paper.id, Abstract(entry.abstract, SOURCE, url, self._context.today, doubt))
        self._context.note(f"{paper.id}: {url} is another paper, {quote(entry.title)}. Is the curated arXiv id right?")
        return SourceResult(paper.id, Absence("its arXiv id is another paper's", SOURCE, url, self._context.today))


def _entries(feed: str) -> Iterator[_AtomEntry]:
    """The entries of an Atom feed that have an arXiv id."""
    root = ElementTree.fromstring(feed)  # noqa: S314, the standard parser loads no external entities
    for entry in root.iter(f"{_ATOM}entry"):
        found = _ID.search(entry.findtext(f"{_ATOM}id", ""))
        if found:
            yield _AtomEntry(
                found[1],
                squeeze(entry.findtext(f"{_ATOM}title", "")),
                " ".join(name.text or "" for name in entry.iter(f"{_ATOM}name")),
                squeeze(entry.findtext(f"{_ATOM}summary", "")),
            )


make_source = ArxivSource
