"""The constants that both searches share, as data for the search page: those of the modules of :mod:`archive.search` and
of the analysis of words (weights, limits, lists, tables, patterns), by their names there."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Any

from archive.catalogue import filters
from archive.model import abbreviations, analysis, text
from archive.search import (
    engine,
    evaluate,
    node_search,
    query,
    query_plan,
    ranking,
    snippets,
    spelling,
    stored_papers,
    term_search,
)

_SHARED = {
    "text": (text, "APOSTROPHES"),
    "abbreviations": (abbreviations, "LONG SHORT"),
    "analysis": (
        analysis,
        "WORD POSSESSIVE NUMBERED FIRST_KANA STOP_WORDS FRAME_WORDS PAPERS AMERICAN WHOLE_ENDING BEFORE_ENDING",
    ),
    "filters": (filters, "YEARS"),
    "query": (query, "TOKEN COMPARED LISTED INITIALS NAME_WITH_STAR EXAMPLES OPERATORS PLAIN MOST_LETTERS MOST_WORDS DEEPEST"),
    "plan": (query_plan, "METADATA_BY_WORD LONGEST_RUN LONGEST_WORD SHORTEST_HALF"),
    "papers": (stored_papers, "TITLE_COUNTS"),
    "spelling": (spelling, "TWO_EDITS_FROM SHORTEST SHORTEST_SURE LONGEST"),
    "ranking": (ranking, "K1 B BELOW BIGRAM_WEIGHT SMOOTHING_SHARE SMOOTHED_PAPERS NEIGHBOURS"),
    "nodes": (node_search, "TOPIC_SCORE LONGEST_PHRASE"),
    "evaluate": (evaluate, "CORRECTION_WEIGHT LONGEST_CORRECTED"),
    "terms": (term_search, "NAME_WEIGHT MOST_EXPANDED"),
    "engine": (engine, "MAX_KEYWORDS"),
    "snippets": (snippets, "LONGEST SENTENCE"),
}
"""By the name that the scripts use for a module: the module, and its constants that they read."""
_UNICODE = {
    "w": r"\p{L}\p{N}_",
    "d": r"\p{Nd}",
    "s": r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}
_ASCII = {"w": "A-Za-z0-9_", "d": "0-9", "s": r"\t-\r "}
_PARTS = re.compile(
    r"\[\^\\W(?P<without>[^\]]*)\]|\[(?P<set>(?:\\.|[^\]\\])*)\]|\\(?P<sign>[wds])|\(\?i:(?P<cased>[^)]*)\)|(?P<group>\(\?P<)"
)
_FAR = re.compile(r"\\U000(?P<sign>[0-9a-f]{5})")
_LETTERS = (range(0x80, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0x1F000))  # the others fold to themselves


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The shared constants by module and name; ``signs``, the pattern of Han and kana; and ``folds``, pairs of a letter and
    what it folds to, where that differs from Unicode's decomposition and lower case."""
    shared = {
        part: {name: _plain(getattr(module, name)) for name in names.split()} for part, (module, names) in _SHARED.items()
    }
    return {**shared, "signs": javascript(analysis.signs()), "folds": list(_folds().items())}


def _plain(value: Any) -> Any:
    """A constant as JSON has it: sets in order, mappings as pairs, patterns as JavaScript's."""
    if isinstance(value, re.Pattern):
        return javascript(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return [[chr(key) if isinstance(key, int) else key, other] for key, other in value.items()]
    return value


def javascript(pattern: re.Pattern[str]) -> str:
    """A Python regular expression in JavaScript's syntax, with the flag ``u``; supports what ours use.

    Args:
        pattern: without backreferences, flags but ``VERBOSE`` and ``ASCII``, or brackets within ``(?i:…)``.
    """
    classes = _ASCII if pattern.flags & re.ASCII else _UNICODE

    def inside(text: str) -> str:
        return re.sub(r"\\([wds])", lambda found: classes[found[1]], text)

    def part(found: re.Match[str]) -> str:
        if found["without"]:
            return f"(?:(?![{inside(found['without'])}])[{classes['w']}])"
        if found["cased"]:
            return f"(?:{re.sub('[a-z]', lambda letter: f'[{letter[0]}{letter[0].upper()}]', found['cased'])})"
        if found["group"]:
            return "(?<"
        return f"[{classes[found['sign']] if found['sign'] else inside(found['set'])}]"

    text = re.sub(r"\s+", "", pattern.pattern) if pattern.flags & re.VERBOSE else pattern.pattern
    return _PARTS.sub(part, _FAR.sub(r"\\u{\g<sign>}", text)).replace(r"\"", '"')


def _folds() -> dict[str, str]:
    """Letters that :func:`~archive.model.text.fold` folds differently from Unicode's decomposition and lower case."""
    letters = [chr(code) for code in chain(*_LETTERS) if chr(code).isalnum()]
    folded, simply = (fold("\n".join(letters)).split("\n") for fold in (text.fold, _simply))  # in one go: there are 20,000
    return {letter: one for letter, one, other in zip(letters, folded, simply, strict=True) if one != other}


def _simply(letters: str) -> str:
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letters).lower())
    return "".join(sign for sign in lower if not unicodedata.category(sign).startswith("M"))
