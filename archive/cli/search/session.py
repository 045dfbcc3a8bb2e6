"""The state of a search as you type: query, results, cursor. It is independent of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive.cli.messages import quoted
from archive.cli.search.results import in_all
from archive.search.query import parse_query
from archive.search.snippets import wanted_words

if TYPE_CHECKING:
    from archive.catalogue.filters import Filters
    from archive.search.engine import Answer, Hit, SearchIndex
    from archive.search.query import Match
    from archive.search.snippets import HighlightTerms

_MOST = 200  # results


class Session:
    """A query, its results, and the one under the cursor.

    Args:
        index: the search index.
        filters: the filters of the command line.
        text: the query.
        match: whether papers must contain all words.
    """

    def __init__(self, index: SearchIndex, filters: Filters, text: str, match: Match = "auto") -> None:
        self._index = index
        self._match = match
        self._first = filters
        self.filters = filters
        self.narrowed: list[str] = []
        self.text = text
        self.cursor = 0
        self.line = 0  # the first visible line of the paper's text
        self.message = ""
        self.answer: Answer
        self.wanted: HighlightTerms
        self.search(text)

    def search(self, text: str) -> None:
        """Search for a new query, whose last word may be unfinished."""
        self.text = text
        self.message = ""
        half = _unfinished(text)
        self.answer = answer = self._index.search(
            parse_query(text), self.filters, limit=_MOST, match=self._match, unfinished=bool(half)
        )
        prefix_terms = {*answer.prefix_terms, half}
        self.wanted = wanted_words(
            answer.query, alternatives=answer.alternatives, prefix_terms=prefix_terms, left_out=answer.plan.left_out
        )
        self.cursor = self.line = 0

    @property
    def hits(self) -> Sequence[Hit]:
        """The results, best first, at most 200."""
        return self.answer.hits

    @property
    def hit(self) -> Hit | None:
        """The result under the cursor."""
        return self.hits[self.cursor] if self.hits else None

    def move(self, by: int) -> None:
        """Move the cursor down ``by`` results (up, if negative), stopping at the ends."""
        self.cursor = max(0, min(self.cursor + by, len(self.hits) - 1))
        self.line = 0

    def tell(self, message: str) -> None:
        """Show a message in the status line until the next search."""
        self.message = message

    def scroll(self, by: int, lines: int) -> None:
        """Scroll the text of the paper by ``by`` of its ``lines`` lines; from its end, return to its beginning."""
        self.line = self.line + by if self.line + by < lines else 0

    def narrow(self) -> None:
        """Filter by the first topic of the paper under the cursor that not all results have, or else by its edition."""
        if self.hit is None:
            return
        record = self.hit.record
        for topic in record["topics"]:
            if 0 < self.answer.facets["topic"].get(topic, 0) < self.answer.total:
                self.filters = self.filters._replace(topics=(*self.filters.topics, frozenset({topic})))
                self.narrowed.append(topic)
                break
        else:
            if self.filters.editions:
                self.message = "Nothing narrows this further."
                return
            self.filters = self.filters._replace(editions=(record["edition"],))
            self.narrowed.append(record["edition"])
        self.search(self.text)

    def widen(self) -> None:
        """Return to the filters of the command line."""
        self.filters, self.narrowed = self._first, []
        self.search(self.text)

    def status(self) -> str:
        """The status line: what the last key did, or how many papers match."""
        within = f" in {' and '.join(self.narrowed)}" if self.narrowed else ""
        partial = sum(hit.partial for hit in self.hits)
        also = f", {partial} more with some of the words" if partial else ""
        if self.answer.corrections and not self.answer.is_full:
            words = quoted([*self.answer.corrections, *self.answer.offers])
            meant = f" · no paper contains {words}; searched for {quoted(self.answer.corrections.values())}"
            meant += f"; did you mean: {self.answer.suggestion}" if self.answer.offers else ""
        else:
            meant = f" · did you mean: {self.answer.suggestion}" if self.answer.suggestion else ""
        return self.message or f"{in_all(self.answer)}{within}{also}{meant}"


def _unfinished(text: str) -> str:
    """The last word of the text if it may be unfinished: nothing follows it, and it is not an abbreviation."""
    last = text.rsplit(maxsplit=1)[-1] if text and not text[-1].isspace() else ""
    return last if len(last) > 1 and last.isalnum() and not last.isupper() else ""
