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

from archive.collect.abstracts import Desk, Finding
from archive.collect.abstracts.verify import CARRIES, authors_fit, title_fit
from archive.errors import FetchError, NotThere
from archive.model.paper import Absence, Abstract, Edition, Paper
from archive.model.text import squeeze

SOURCE = "arxiv"
API = "https://export.arxiv.org/api/query"
PAUSE = 3.0  # seconds between calls
_ATOM = "{http://www.w3.org/2005/Atom}"
_ID = re.compile(r"arxiv\.org/abs/(.+?)(v\d+)?$")


class Source:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def asks_again(self) -> bool:
        return False

    def find(self, edition: Edition, papers: Sequence[Paper]) -> Iterator[Finding]:
        wanted = {paper.arxiv_id: paper for paper in papers if paper.arxiv_id}
        if not wanted:
            return
        query = urlencode({"id_list": ",".join(f"{arxiv_id}v1" for arxiv_id in wanted), "max_results": len(wanted)}, safe=",/")
        try:
            entries = list(_entries(self._desk.fetcher.call_api(f"{API}?{query}", pause=PAUSE)))
        except NotThere:  # a mirror without it
            return
        except (FetchError, ElementTree.ParseError, ValueError) as error:
            why = str(error) if isinstance(error, FetchError) else f"{API}: the answer is no Atom feed. Try again later."
            self._desk.note(f"{edition.id}: arXiv was asked for {len(wanted)} abstracts and passed over: {why}")
            return
        if not any(arxiv_id in wanted and text for arxiv_id, _, _, text in entries):
            self._desk.note(f"{edition.id}: arXiv knows none of {', '.join(wanted)}. Are the curated arXiv ids right?")
        for arxiv_id, title, authors, text in entries:
            if arxiv_id in wanted and text:
                yield self._judged(wanted[arxiv_id], f"https://arxiv.org/abs/{arxiv_id}v1", title, authors, text)

    def _judged(self, paper: Paper, url: str, title: str, authors: str, text: str) -> Finding:
        if title_fit(paper.title, title) >= CARRIES:
            return Finding(paper.id, Abstract(text, SOURCE, url, self._desk.today))
        if authors_fit(paper.authors, authors):
            doubt = "arXiv has it under another title, the authors fit"
            return Finding(paper.id, Abstract(text, SOURCE, url, self._desk.today, doubt))
        self._desk.note(f"{paper.id}: {url} is another paper, {title!r}. Is the curated arXiv id right?")
        return Finding(paper.id, Absence("its arXiv id is another paper's", SOURCE, url, self._desk.today))


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
