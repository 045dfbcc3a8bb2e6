"""From what somebody calls a paper to the paper: its id or title or a beginning of either, an OpenReview or
arXiv id, the address of any of these, or of its PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.catalogue.items import Item
from archive.errors import ArchiveError
from archive.model.text import title_key
from archive.model.urls import read_doi

_SITE = r"(?:https?://)?(?:www\.)?"  # of an address as browsers show it, perhaps without its scheme
_ARXIV = re.compile(
    rf"^(?:arxiv:|{_SITE}arxiv\.org/(?:abs|pdf)/|(?:doi:|{_SITE}(?:dx\.)?doi\.org/)?10\.48550/arxiv\.)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?$",
    re.I,
)
_OPENREVIEW = re.compile(rf"^{_SITE}openreview\.net/(?:forum|pdf)\?id=([\w-]+)", re.I)
_ADDRESS = re.compile(rf"^{_SITE}([\w-]+(?:\.[\w-]+)+/.*?)/*$", re.I)
_SHORTEST = 3  # letters of a beginning
_NEAR = 75  # of 100: how alike an id or a title must be to be suggested


class Lookup:
    """The papers of an archive by all that they are called."""

    def __init__(self, everything: Iterable[Item]) -> None:
        self.items = {item.paper.id: item for item in everything}
        self._ids: dict[str, str] = {}
        self._titles: dict[str, list[str]] = {}
        for item in self.items.values():
            paper = item.paper
            links = (link.url for link in paper.links)
            ids = (paper.openreview_id, _arxiv(paper.arxiv_id or ""), paper.doi)
            names = (*ids, *map(_address, (paper.pdf_url or "", *links)))
            for name in filter(None, names):
                self._ids.setdefault(name, paper.id)
            if paper.page_url and "#" not in paper.page_url and paper.openreview_id:
                self._ids.setdefault(_address(paper.page_url), paper.id)
            self._titles.setdefault(title_key(paper.title), []).append(paper.id)

    def find(self, asked: str) -> Item:
        """The one paper that is called so; else an :class:`ArchiveError` that names those it may be."""
        asked = asked.strip()
        found = self._find(asked)
        if len(found) == 1:
            return self.items[found[0]]
        if found:
            more = f" and {len(found) - 5} more" if len(found) > 5 else ""
            raise ArchiveError(f"{asked!r} may be {len(found)} papers: {', '.join(found[:5])}{more}. Write more of it.")
        near = list(self._near(asked))
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise ArchiveError(f"There is no paper {asked!r}.{hint} `mlforsys search` finds papers by their words.")

    def _find(self, asked: str) -> list[str]:
        paper_id = asked.lower()
        if paper_id in self.items:
            return [paper_id]
        openreview = _OPENREVIEW.match(asked)
        for name in (openreview[1] if openreview else asked, _arxiv(asked), read_doi(asked), _address(asked)):
            if name and name in self._ids:
                return [self._ids[name]]
        if titled := self._titles.get(title_key(asked)):
            return titled
        if len(asked) < _SHORTEST:
            return []
        if begun := [known for known in self.items if known.startswith(paper_id)]:
            return begun
        title = title_key(asked)
        return [known for key, ids in self._titles.items() if title and key.startswith(title) for known in ids]

    def _near(self, asked: str) -> Iterator[str]:
        from rapidfuzz import process

        names = {known: known for known in self.items} | {title: ids[0] for title, ids in self._titles.items()}
        near = process.extract(title_key(asked) or asked, list(names), limit=3, score_cutoff=_NEAR)
        yield from dict.fromkeys(names[name] for name, _, _ in near)


def _arxiv(text: str) -> str:
    found = _ARXIV.match(text)
    return f"arxiv:{found[1].lower()}" if found else ""


def _address(url: str) -> str:
    """An address without what does not tell it from another."""
    found = _ADDRESS.match(url)
    return found[1] if found else ""
