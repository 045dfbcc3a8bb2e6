"""Finds papers by their terms: a word, a phrase, words with a prefix, similar words; in the whole text, in one part of it,
or in names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from archive.model.analysis import stem
from archive.search import ranking, spelling
from archive.search.postings import Postings
from archive.search.query import Term
from archive.search.ranking import ScoredDocs, scored, union
from archive.search.stored_papers import TITLE_COUNTS, Papers

NAME_WEIGHT = 2.0  # times idf: a word that is an author's name is meant as the name
MOST_EXPANDED = 200  # words that a prefix or a fuzzy term stands for


class TermSearch:
    """Scores the papers that contain terms.

    Args:
        papers: the papers of an index.
        postings: their postings.
    """

    def __init__(self, papers: Papers, postings: Postings) -> None:
        self._papers = papers
        self._postings = postings

    def phrase(self, pieces: Sequence[str], field: str | None) -> ScoredDocs:
        """Papers with a phrase, in text or names; ``field`` is that of :class:`~archive.search.query.Term`."""
        return self._in_text_or_names(
            " ".join(pieces),
            field,
            lambda part: self._phrase_frequencies("text", [stem(piece) for piece in pieces], part),
            lambda: self._phrase_frequencies("name", pieces, None),
        )

    def is_contained(self, piece: str, field: str | None) -> bool:
        """Whether some paper contains a word, in text or names; ``field`` is that of :class:`~archive.search.query.Term`."""
        if field in ("title", "abstract"):
            return bool(self._phrase_frequencies("text", [stem(piece)], field))
        in_text = field != "author" and ("text", stem(piece)) in self._postings
        return in_text or (field in (None, "author") and ("name", piece) in self._postings)

    def expanded(self, piece: str, term: Term) -> ScoredDocs:
        """Papers with a word that begins with ``piece`` or is similar to it, by the kind of the term; all such words
        count as one.
        """
        if term.kind in ("prefix", "unfinished"):
            known = self._papers.words_from(piece, MOST_EXPANDED)
        else:
            known = list(islice(spelling.similar_words(self._papers, piece), MOST_EXPANDED))
        stems = dict.fromkeys(stem(word) for word in known)
        return self._in_text_or_names(
            ", ".join(known[:3]) + (" …" if len(known) > 3 else ""),
            term.field,
            lambda part: _merged(self._phrase_frequencies("text", [word], part) for word in stems),
            lambda: _merged(self._phrase_frequencies("name", [word], None) for word in known),
        )

    def _in_text_or_names(
        self,
        what: str,
        field: str | None,
        in_text: Callable[[str | None], Mapping[int, int]],
        in_names: Callable[[], Mapping[int, int]],
    ) -> ScoredDocs:
        """Papers that contain something in the text or as a name; with a field, in one of them.

        Args:
            what: what they contain, for explanations.
            field: ``title`` and ``abstract`` are parts of the text, ``author`` the names, others the whole text.
            in_text: how often each paper contains it in the whole text, or in the part that is given.
            in_names: how often each paper contains it in its names.
        """
        found = []
        if field != "author":
            found.append(scored(what, self._bm25(in_text(field if field in ("title", "abstract") else None))))
        if field in (None, "author"):
            found.append(scored(f"{what} as a name", self._name_scores(in_names())))
        return union(found)

    def _bm25(self, frequencies: Mapping[int, int]) -> ranking.Scores:
        return ranking.bm25(frequencies, self._papers.lengths, self._papers.mean_length)

    def _name_scores(self, frequencies: Mapping[int, int]) -> ranking.Scores:
        return dict.fromkeys(frequencies, NAME_WEIGHT * ranking.idf(len(frequencies), len(self._papers))) if frequencies else {}

    def _phrase_frequencies(self, field: str, terms: Sequence[str], part: str | None) -> Mapping[int, int]:
        """How often terms occur in a row in each paper. Over a whole field, occurrences in titles count as they do in
        frequencies; in one ``part`` (title or abstract), each occurrence counts once.
        """
        if len(terms) == 1 and part is None:
            return self._postings.frequencies(field, terms[0])
        frequencies: dict[int, int] = {}
        first, *others = (self._postings.positions(field, term) for term in terms)
        for number, starts in first.items():
            if all(number in positions for positions in others):
                starts = _followed(starts, [positions[number] for positions in others])
                if starts and (count := self._count(number, starts, field, part)):
                    frequencies[number] = count
        return frequencies

    def _count(self, number: int, starts: Sequence[int], field: str, part: str | None) -> int:
        if field != "text":
            return len(starts)
        layout = self._papers.layout(number)
        if part is not None:
            span = layout.span(part)
            return sum(start in span for start in starts)
        return len(starts) + (TITLE_COUNTS - 1) * sum(start < layout.title for start in starts)


def _followed(starts: Sequence[int], others: Sequence[Sequence[int]]) -> Sequence[int]:
    """Those of the positions that the others continue, each by one."""
    for distance, positions in enumerate(others, start=1):
        there = set(positions)
        starts = [start for start in starts if start + distance in there]
    return starts


def _merged(several: Iterable[Mapping[int, int]]) -> Mapping[int, int]:
    merged: dict[int, int] = {}
    for frequencies in several:
        for number, count in frequencies.items():
            merged[number] = merged.get(number, 0) + count
    return merged
