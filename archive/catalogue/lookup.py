"""Finds the paper that a user names: by its id or title or the beginning of either, by an OpenReview or arXiv id or a
DOI, or by the address of one of these or of the PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from archive.catalogue.filters import is_person
from archive.catalogue.items import Item, items, removed_items
from archive.errors import ArchiveError
from archive.model.paper import Edition, Paper
from archive.model.text import enumerated, quote, title_key, words
from archive.model.urls import keys_of_paper, pasted_keys
from archive.store.editions import Registry
from archive.store.root import Root

_SHORTEST = 3  # letters from which the beginning of an id or title will do
_SHORTEST_TITLE = 3  # words of a title from which one may be wrong
_NEAR = 75  # of 100: how similar an id or a title must be to be suggested


class Lookup:
    """The papers of an archive by id, title and address.

    Args:
        everything: the papers.
        removed: gives the papers that people removed, which are not found; a message says what became of them.
    """

    def __init__(self, everything: Iterable[Item], removed: Callable[[], Iterable[Item]] = tuple) -> None:
        self.items = {item.paper.id: item for item in everything}
        self._ids: dict[str, str] = {}
        self._titles: dict[str, list[str]] = {}
        self._removed = removed
        for item in self.items.values():
            paper = item.paper
            for key in _keys(paper):
                self._ids.setdefault(key, paper.id)
            self._titles.setdefault(title_key(paper.title), []).append(paper.id)

    def find(self, asked: str) -> Item:
        """The one paper that is meant.

        Raises:
            ArchiveError: no paper is, or several may be. The message says which ones, or how to find the papers of an
                edition or author of that name.
        """
        found = [item.paper.id for item in self.matches(asked)]
        if len(found) == 1:
            return self.items[found[0]]
        asked = asked.strip()
        if found:
            more = f" and {len(found) - 5} more" if len(found) > 5 else ""
            raise ArchiveError(
                f"{quote(asked)} matches {len(found)} papers: {', '.join(found[:5])}{more}. Give an id, or more of the title."
            )
        raise ArchiveError(f"There is no paper {quote(asked)}.{self._hint(asked)}")

    def matches(self, asked: str) -> list[Item]:
        """The papers that may be meant; one if the name is that of one paper."""
        return [self.items[known] for known in self._find(asked.strip())]

    def with_one_wrong_word(self, asked: str) -> Item | None:
        """The one paper whose title differs from a name in one word; None if none does, or several do."""
        wanted = words(asked)
        if len(wanted) < _SHORTEST_TITLE:
            return None
        near = [item for item in self.items.values() if _differ_in_a_word(wanted, words(item.paper.title))]
        return near[0] if len(near) == 1 else None

    def _hint(self, asked: str) -> str:
        """What else the name may be, or which papers have a similar name."""
        if other := self.other_meaning(asked):
            return other
        if asked.isdigit() and len(asked) < _SHORTEST and self.items:
            example = next(iter(self.items))
            return (
                f" Give the id that `mlforsys search` prints below a title, such as {example}. To open result {asked} of a "
                f"search: `mlforsys search WORDS --open {asked}`."
            )
        near = list(self._near(asked))
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        return f"{hint} Use `mlforsys search` to find papers by words."

    def other_meaning(self, asked: str) -> str:
        """A sentence, with a blank before it, on a name that is a removed paper's, an edition's or an author's; empty for
        others."""
        if removed := Lookup(self._removed()).matches(asked):
            return f" {where_removed(removed)}"
        asked = asked.strip(" ,;")
        key = title_key(asked)
        for item in self.items.values():
            if asked == str(item.edition.year):
                return f" It is a year: `mlforsys search --year {asked}` lists its papers."
            if key and key in _names_of(item.edition):
                return f" It is an edition: `mlforsys search --edition {item.edition.id}` lists its papers."
            if any(is_person(asked, name) for name in item.paper.authors):
                name = f'"{asked}"' if " " in asked else asked
                return f" It is an author's name: `mlforsys search --author {name}` lists the papers."
        return ""

    def _find(self, asked: str) -> list[str]:
        paper_id = asked.lower()
        if paper_id in self.items:
            return [paper_id]
        if pasted := next((self._ids[key] for key in pasted_keys(asked) if key in self._ids), None):
            return [pasted]
        if titled := self._titles.get(title_key(asked)):
            return titled
        return self._with_prefix(asked) if len(asked) >= _SHORTEST else []

    def _with_prefix(self, asked: str) -> list[str]:
        """The papers whose id begins so. Without any, those whose title begins so; if only one does, other papers may be
        meant with the same words in their titles, such as ``learned index``, and come after it."""
        paper_id, title = asked.lower(), title_key(asked)
        if begun := [known for known in self.items if known.startswith(paper_id)]:
            return begun
        titled = [known for key, ids in self._titles.items() if title and key.startswith(title) for known in ids]
        return [*titled, *self._with_words(asked, besides=titled)] if len(titled) == 1 else titled

    def _with_words(self, asked: str, besides: Sequence[str]) -> list[str]:
        """The papers with all of these words in their titles, in any form and order; the last word may be unfinished."""
        from archive.model.analysis import split_words, stem

        *whole, last = split_words(asked) or [""]
        wanted = set(map(stem, whole))
        found = []
        for known, item in self.items.items():
            title = split_words(item.paper.title)
            stems = set(map(stem, title))
            if wanted <= stems and (stem(last) in stems or any(word.startswith(last) for word in title)):
                found.append(known)
        return [known for known in found if known not in besides]

    def _near(self, asked: str) -> Iterator[str]:
        from rapidfuzz import process

        names = {known: known for known in self.items} | {title: ids[0] for title, ids in self._titles.items()}
        near = process.extract(title_key(asked) or asked, list(names), limit=3, score_cutoff=_NEAR)
        yield from dict.fromkeys(names[name] for name, _, _ in near)


def open_lookup(root: Root, registry: Registry | None = None) -> Lookup:
    """All papers of a root, for lookup by id, title or address.

    Raises:
        StoreError: the store or the registry is damaged.
    """
    return Lookup(items(root, registry), lambda: removed_items(root, registry))


def where_removed(removed: Sequence[Item], one: str = "It") -> str:
    """Sentences on removed papers, and how to put them back; ``one`` is what to call a single paper."""
    ids = [item.paper.id for item in removed]
    if len(ids) > 1:
        return f"{enumerated(ids, 'and')} were removed by hand. To put one back: `mlforsys curate ID --restore`."
    return f"{one} was removed by hand from {removed[0].edition.id}. To put it back: `mlforsys curate {ids[0]} --restore`."


def _differ_in_a_word(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two titles differ in one word, or one of them has one more."""
    if abs(len(one) - len(other)) > 1 or len(other) < _SHORTEST_TITLE:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
    skipped = (int(len(one) >= len(other)), int(len(other) >= len(one)))
    return one[start + skipped[0] :] == other[start + skipped[1] :]


@lru_cache(maxsize=256)
def _names_of(edition: Edition) -> frozenset[str]:
    """Keys of what people call an edition: its id, its name, its address, and those of its pages."""
    return frozenset(map(title_key, (edition.id, edition.name, edition.url, *(page.url for page in edition.pages))))


def _keys(paper: Paper) -> Iterator[str]:
    ids = {"openreview_id": paper.openreview_id, "arxiv_id": paper.arxiv_id, "doi": paper.doi}
    return keys_of_paper(ids, paper.pdf_url, paper.page_url, (link.url for link in paper.links))
