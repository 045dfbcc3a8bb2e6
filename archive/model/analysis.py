"""Text to index terms: words are folded, split as people write them, brought to American spelling, and stemmed
(Porter2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from whoosh.lang.porter2 import stem as _porter2

from archive.model.abbreviations import LONG
from archive.model.text import APOSTROPHES, fold, without_apostrophes

VERSION = "7"
"""Increase it with every change of this module or of what ``search.writer`` indexes; older indexes are rebuilt."""

# C++ (C++17 is two words), C#, F#; F*, A*; .NET; words with apostrophes inside; emoji. Everything else separates words.
WORD = re.compile(
    rf"[A-Za-z]\+\+(?![^\W\d])|[A-Za-z]#(?!\w)|[A-Z]\*(?![\w*])|(?<![\w.])\.(?:NET|Net|net)(?!\w)|[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*|[\u2600-\u27bf\U0001f300-\U0001faff]"
)
FIRST_KANA = "\u3040"
NUMBERED = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])|(?<=[a-z])(?=v\d)")  # where letters and a number meet
POSSESSIVE = re.compile(f"[{APOSTROPHES}]s$")

# Stop words: a query need not find them.
STOP_WORDS = frozenset(
    "a about above after again against al all also although always am among an and any anything are around as at be because "
    "been before being below between both but by can cannot could did do does doing done down during each either else "
    "especially et etc even ever every few for from further had has have having he hence her here how however i id if im in "
    "instead into is it its just least less like made make makes many may me might more most much must my neither no nor "
    "not now of off often on one only or other others otherwise ought our out over own per perhaps quite rather same "
    "several shall she should since so some such than that the their them then there these they this those though through "
    "thus to together too toward towards under until up upon us use used using various very via want was way we well were "
    "what whatever when where whether which while who whom whose why will with within without would yet you your".split()
)

# Words that frame a request ("I am interested in articles on …"). They are ignored in queries that are sentences;
# in texts and in queries of keywords they are words like others.
FRAME_WORDS = frozenset(
    "anybody anyone article articles aspects author authors best better concern concerned concerning concerns deal "
    "dealing deals describe describes describing description descriptions discuss discusses discussing discussion "
    "discussions exist existing exists find finding give given gives good help helping helps interest interested know "
    "known let list literature look looking paper papers particular particularly please possible possibly publication "
    "publications regarding relate related relating relevant see show somebody someone something subject tell topic "
    "topics tried tries try trying wanted way ways work worked working works written".split()
)

# Names of what is searched, ignored at the end of a query ("sosd paper").
PAPERS = frozenset("article articles paper papers publication publications pdf pdfs".split())

# British endings and their American ones. They are applied to texts and queries alike, so a word that only looks British
# ("promise") still matches itself.
AMERICAN = {
    **{f"{vowel}s{end}": f"{vowel}z{end}" for vowel in "iy" for end in "e ed es er ers ing ings able ation ations".split()},
    **{f"our{end}": f"or{end}" for end in ("", *"s ed ing al able ite ites hood hoods".split())},
    **{f"{start}re{end}": f"{start}er{us}" for start in ("cent", "fib") for end, us in (("", ""), ("s", "s"), ("d", "ed"))},
    **{f"{start}ence{end}": f"{start}ense{end}" for start in ("def", "lic", "off") for end in ("", "s")},
    **{f"{start}ement{end}": f"{start}ment{end}" for start in ("judg", "ledg") for end in ("", "s")},
    **{f"{start}{end}": f"{us}{end}" for start, us in (("logue", "log"), ("programme", "program")) for end in ("", "s")},
    "artefact": "artifact",
    "artefacts": "artifacts",
    "learnt": "learned",
}
_LONGEST, _SHORTEST = max(map(len, AMERICAN)), min(map(len, AMERICAN))
WHOLE_ENDING = 5  # letters from which an ending may be a word of its own
BEFORE_ENDING = 3  # letters that must precede an ending shorter than a word: "hour" does not become "hor"


class Word(NamedTuple):
    """A word of a text: its folded form, and where it starts and ends in the text."""

    text: str
    start: int
    end: int


def split(text: str) -> Iterator[Word]:
    """The folded words of a text, not stemmed, with their places."""
    for found in WORD.finditer(text):
        word = found[0]
        if not (word.isascii() and word.isalnum()):
            word = without_apostrophes(POSSESSIVE.sub("", word))
        if len(word) == 1 or word.isascii() or max(word) < FIRST_KANA:
            yield Word(fold(word), found.start(), found.end())
        else:
            for piece in signs().finditer(found[0]):
                yield Word(fold(piece[0]), found.start() + piece.start(), found.start() + piece.end())


def split_words(text: str) -> list[str]:
    """The words of :func:`split` without their places, in a third of the time."""
    return list(chain.from_iterable(map(_pieces, WORD.findall(text))))


@lru_cache(maxsize=16_384)
def _pieces(written: str) -> tuple[str, ...]:
    if written.isascii() and written.isalnum():  # nearly all words, without the work of the others
        return (written.lower(),)
    return tuple(word.text for word in split(written))


def split_numbers(word: str) -> list[list[str]]:
    """Ways to split a folded word of letters and digits, the longest pieces first: ``cifar10`` into *cifar 10*;
    ``tpuv3`` into *tpuv 3*, *tpu v3* and *tpu v 3*.
    """
    places = [found.start() for found in NUMBERED.finditer(word)]
    cuts = [[place] for place in places] + ([places] if len(places) > 1 else [])
    return [[word[start:end] for start, end in pairwise([0, *cut, len(word)])] for cut in cuts]


def joins_numbers(first: str, second: str) -> bool:
    """Whether two folded words may be written as one: *cifar 10*, *tpu v3*, *3 d*."""
    return len(first) in {piece.start() for piece in NUMBERED.finditer(first + second)}


@cache
def signs() -> re.Pattern[str]:
    """Matches single Han and kana characters, since no blanks separate their words: several typed together are searched
    as a phrase. Compiled on demand, as that takes a tenth of a search's time.
    """
    alone = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    return re.compile(rf"[{alone}]|[^\W{alone}]+")


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The Porter2 stem of a folded word in American spelling; words with digits or signs are not stemmed."""
    if word.endswith("s") and word[:-1] in LONG:
        return stem(word[:-1])  # GPUs, LLMs: Porter2 would keep the s
    return str(_porter2(american(word))) if word.isalpha() else word


def american(word: str) -> str:
    """The American spelling of a folded word."""
    for length in range(min(_LONGEST, len(word)), _SHORTEST - 1, -1):
        ending = AMERICAN.get(word[-length:])
        if ending is not None and (length >= WHOLE_ENDING or len(word) >= length + BEFORE_ENDING):
            return word[:-length] + ending
    return word


def key(text: str) -> str:
    """A name in a form that is the same for all its spellings: the stems of its content words, in order."""
    return key_of(split_words(text))


def key_of(pieces: Iterable[str]) -> str:
    """The :func:`key` of a name that is split into words."""
    return " ".join(stem(piece) for piece in pieces if piece not in STOP_WORDS)
