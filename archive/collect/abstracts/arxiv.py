"""arXiv's interface, for papers with a curated arXiv id that no better source has.

One call for all of an edition's papers, three seconds apart as its terms ask
(https://info.arxiv.org/help/api/tou.html). It is asked for version 1: later ones are often the text
of another, longer paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode
from xml.etree import ElementTree

from archive.collect.abstracts import SourceContext, SourceResult
from archive.collect.abstracts.verify import CARRIES, authors_fit, title_fit
from archive.errors import FetchError, NotThere
from archive.model.paper import Absence, Abstract, Edition, Paper
from archive.model.text import squeeze

SOURCE = "arxiv"
API = "https://export.arxiv.org/api/query"
PAUSE = 3.0  # seconds between calls
_ATOM = "{http://www.w3.org/2005/Atom}"
_ID = re.compile(r"arxiv\.org/abs/(.+?)(v\d+)?$")


class ArxivSource:
    """Asks arXiv's interface by id. See :class:`archive.collect.abstracts.AbstractSource`."""

    def __init__(self, context: SourceContext) -> None:
        self._context = context

    def replaces_worse(self) -> bool:
        """No: each question costs a call."""
        return False

    def find(self, edition: Edition, papers: Sequence[Paper]) -> Iterator[SourceResult]:
        """Abstracts of the papers that have an arXiv id."""
        wanted = {paper.arxiv_id: paper for paper in papers if paper.arxiv_id}
        if not wanted:
            return
        query = urlencode({"id_list": ",".join(f"{arxiv_id}v1" for arxiv_id in wanted), "max_results": len(wanted)}, safe=",/")
        try:
            entries = list(_entries(self._context.fetcher.call_api(f"{API}?{query}", pause=PAUSE)))
        except NotThere:  # a mirror without it
            return
        except (FetchError, ElementTree.ParseError, ValueError) as error:
            why = str(error) if isinstance(error, FetchError) else f"{API}: the answer is not an Atom feed. Try again later."
            self._context.note(f"{edition.id}: {len(wanted)} abstracts from arXiv were skipped: {why}")
            return
        if not any(arxiv_id in wanted and text for arxiv_id, _, _, text in entries):
            self._context.note(f"{edition.id}: arXiv has none of {', '.join(wanted)}. Are the curated arXiv ids right?")
        for arxiv_id, title, authors, text in entries:
            if arxiv_id in wanted and text:
                yield self._verified(wanted[arxiv_id], f"https://arxiv.org/abs/{arxiv_id}v1", title, authors, text)

    def _verified(self, paper: Paper, url: str, title: str, authors: str, text: str) -> SourceResult:
        if title_fit(paper.title, title) >= CARRIES:
            return SourceResult(paper.id, Abstract(text, SOURCE, url, self._context.today))
        if authors_fit(paper.authors, authors):
            doubt = "arXiv has it under another title, the authors fit"
            return SourceResult(paper.id, Abstract(text, SOURCE, url, self._context.today, doubt))
        self._context.note(f"{paper.id}: {url} is another paper, {title!r}. Is the curated arXiv id right?")
        return SourceResult(paper.id, Absence("its arXiv id is another paper's", SOURCE, url, self._context.today))


def _entries(feed: str) -> Iterator[tuple[str, str, str, str]]:
    """Bare id, title, authors and abstract of each entry of an Atom feed."""
    root = ElementTree.fromstring(feed)  # noqa: S314, the standard parser loads no external entities
    for entry in root.iter(f"{_ATOM}entry"):
        found = _ID.search(entry.findtext(f"{_ATOM}id", ""))
        if found:
            authors = " ".join(name.text or "" for name in entry.iter(f"{_ATOM}name"))
            yield (
                found[1],
                squeeze(entry.findtext(f"{_ATOM}title", "")),
                authors,
                squeeze(entry.findtext(f"{_ATOM}summary", "")),
            )


make_source = ArxivSource
