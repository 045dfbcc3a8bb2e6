"""The first selectors of a candidate: the pieces of its papers as they are, or with the pattern that most of them have."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import Tag

from archive.collect.html.bylines import read_names
from archive.collect.html.css import WHOLE
from archive.collect.html.page import text_of
from archive.collect.propose.candidates import Candidate, common_parent
from archive.collect.propose.patterns import AUTHORS_PATTERNS, FREQUENT, ONE_PIECE, TITLE_PATTERNS, share, usual
from archive.model.names import COMMA, FAMILY_FIRST, NAME_AFFILIATION, NotNames
from archive.model.paper import Selectors

SAMPLE = 16  # papers by which pieces are judged


@dataclass(frozen=True, slots=True)
class TextPiece:
    """What may be a title or a byline: its selector, how much it reads like one, and its texts in some papers."""

    selector: str
    score: float
    texts: tuple[str, ...]
    lines: tuple[str, ...] = ()  # the same with the page's line breaks, of a whole paper alone


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A candidate and the pieces of its papers that may be title and authors."""

    candidate: Candidate
    score: float
    titles: Sequence[TextPiece]
    authors: Sequence[TextPiece]
    drops: Sequence[tuple[str, ...]]


def first_selectors(scored: ScoredCandidate, title: TextPiece, authors: TextPiece) -> Iterator[Selectors]:
    """Selectors of one candidate: the pieces as they are, or with the pattern that most of their texts have."""
    candidate = scored.candidate
    selectors = Selectors(
        candidate.paper, title.selector, within=candidate.within, until=candidate.until, authors=authors.selector
    )
    pattern = usual(AUTHORS_PATTERNS, authors.texts)
    selectors = dataclasses.replace(selectors, authors_pattern=pattern, names=_style(authors, pattern))
    labelled = usual(TITLE_PATTERNS, title.texts)
    if title.selector == authors.selector:
        for title_pattern, authors_pattern in ONE_PIECE:
            if min(share(title_pattern, title.lines), share(authors_pattern, authors.lines)) >= FREQUENT:
                yield dataclasses.replace(selectors, title_pattern=title_pattern, authors_pattern=authors_pattern)
    elif labelled or title.selector != WHOLE or candidate.until is None:
        selectors = dataclasses.replace(selectors, title_pattern=labelled)
        yield selectors
        for drop in scored.drops:
            yield dataclasses.replace(selectors, drop=drop, names=COMMA)


def drops_of(candidate: Candidate) -> list[tuple[str, ...]]:
    """What may have to be dropped from the papers of a candidate: each a tuple of elements' names."""
    return _to_drop(_places(candidate))


def _places(candidate: Candidate) -> Sequence[Tag]:
    """The places of a candidate's papers: its elements, or what contains a run."""
    around = common_parent(candidate.members) if candidate.until else None
    return [around] if around is not None else candidate.members[:SAMPLE]


def _to_drop(members: Sequence[Tag]) -> list[tuple[str, ...]]:
    """Footnote marks in raised letters, without which names cannot be read, and affiliations in markup of their own."""
    marks = [text_of(tag) for member in members for tag in member.find_all("sup")]
    raised = ("sup",) if marks and all(re.fullmatch(r"[\d\s,a-h†‡§¶#]{0,8}", mark) for mark in marks) else ()
    names = {tag.name for member in members for tag in member.find_all(["em", "i", "small"])}
    return list(dict.fromkeys(filter(None, [raised, *((name, *raised) for name in sorted(names))])))


def _style(piece: TextPiece, pattern: str | None) -> str:
    """The style in which most bylines can be read; the rule, if several can, and of whole papers."""
    if piece.selector == WHOLE:
        return COMMA
    bylines = [found[1] for text in piece.texts if text and (found := re.search(pattern or "(.+)", text))]

    def readable(style: str) -> int:
        return sum(_is_readable(text, style) for text in bylines)

    return max((COMMA, FAMILY_FIRST, NAME_AFFILIATION), key=readable)


def _is_readable(text: str, style: str) -> bool:
    try:
        return bool(read_names(text, style)[0].names)
    except NotNames:
        return False
