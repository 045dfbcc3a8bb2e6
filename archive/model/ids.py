"""Paper ids: ``kipf2019sosd``.

The rule, fixed since the first id was given (contract: once given, an id never changes):

1. The first author's family name, lower-case particles included (``Alexander van Renen`` gives
   ``vanrenen``), then the year, then the first significant word of the title.
2. A word ends at white space, a slash, a colon or a dash; hyphens and apostrophes inside it vanish
   (``K-means`` gives ``kmeans``). A word is significant when it is not in :data:`INSIGNIFICANT`,
   that is: no article, preposition, conjunction, pronoun, auxiliary or question word, and has more
   than one letter. Where no word is significant, the first one serves.
3. Everything is transliterated to ASCII letters and digits, lower case.
4. Without authors the edition's id stands for name and year.
5. A clash gets ``b``, ``c``, … ``z``, ``ba``, … in listing order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from archive.model.name_parts import family_of

INSIGNIFICANT = frozenset(
    # articles, conjunctions, prepositions
    "a an the and or nor but as if of on in into onto to toward towards for from with without within "
    "by at over under via using through between among across against about beyond per than versus vs "
    # pronouns, auxiliaries, question words
    "it its we our you your they their this that these those is are be was were do does did can could "
    "should would will may might must has have not no how what when where which who whom whose why whether".split()
)
_WORD_ENDS = re.compile(r"[\s/:\u2013\u2014\u2015]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


class IdMaker:
    """Makes the ids of new papers.

    Args:
        taken: ids that new ones must differ from. Those that are made are added to it; none may be removed.
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._variants: dict[str, Iterator[str]] = {}  # by stem, from the first that was not tried yet

    def make(
        self,
        authors: Sequence[str],
        year: int,
        title: str,
        edition: str,
        families: Mapping[str, str] | None = None,
    ) -> str:
        """The id of a new paper, such as ``quill2031kites``, or ``quill2031kitesb`` if that is taken.

        Args:
            edition: the id of the edition, in place of the first author if there is none.
            families: stated family names, by author.
        """
        head = plain(family_of(authors[0], families or {})) + str(year) if authors else ""
        if not authors or head == str(year):
            head = edition
        stem = head + _first_significant(title)
        variants = self._variants.setdefault(stem, _variants(stem))
        made = next(variant for variant in variants if variant not in self._taken)
        self._taken.add(made)
        return made


def plain(text: str) -> str:
    """The text in lower-case ASCII letters and digits: ``Łukasz`` gives ``lukasz``."""
    if not text.isascii():
        from anyascii import anyascii  # 0.3 MB of tables, needed only if an id is made

        text = str(anyascii(text))
    return _NOT_PLAIN.sub("", text.lower())


def _first_significant(title: str) -> str:
    words = [w for w in (plain(part) for part in _WORD_ENDS.split(title)) if w]
    return next((w for w in words if len(w) > 1 and w not in INSIGNIFICANT), words[0] if words else "")


def _variants(stem: str) -> Iterator[str]:
    yield stem
    for n in count(1):
        suffix = ""
        while n:
            n, letter = divmod(n, 26)
            suffix = chr(ord("a") + letter) + suffix
        yield stem + suffix
