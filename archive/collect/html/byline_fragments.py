"""A byline that a page prints in pieces (text and inline elements), put together without joining two names into one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model.byline_marks import MARKS, OPENING
from archive.model.name_parts import PARTICLES, is_suffix
from archive.model.names import STAR, NotNames
from archive.model.text import quote, squeeze

LONGEST_NAME = 5  # words, without initials, particles and suffixes
_RAISED = re.compile(r"[\d,\s*∗†‡§¶]{1,8}|[a-z](?:\s*,\s*[a-z])*")
_BEGINS = re.compile(r"(?:and|&|with)\b", re.IGNORECASE)
_ENDS = re.compile(r"(?:\b(?:and|by)|&)$", re.IGNORECASE)
_DANGLING = re.compile(r"(?:[,;]|\band|&)$", re.IGNORECASE)
_ABBREVIATED = frozenset("jr sr st ste md mohd moh muh mhd abd th ph chr wm geo jos chas thos alex ma".split())
_STOP = re.compile(r"(?<![.\w])([^\W\d_]{2,})\.(?=\s|$|[^\W\d_]{2})")
_NO_PERSON = re.compile(
    r"\b(?:award|awards|prize|spotlight|posters?|oral presentation|presentations?|keynote|invited|contributed|"
    r"runner[- ]?up|mention|honou?rable|winner|best paper|best student|slides|videos?|pdf|abstract|bibtex|talk|session|"
    r"workshop|authors?|presenters?|remote|in[- ]person|read more|show|new!?|download|icon|copy|withdrawn|"
    r"retracted|best|paper|oral)\b",
    re.IGNORECASE,
)
_ALSO_NAMES = frozenset({"oral", "best", "read"})


class Pieces:
    """The byline so far. Raised marks and stars belong to the name before them."""

    def __init__(self) -> None:
        self._text = ""
        self._in_element = False

    def __str__(self) -> str:
        return squeeze(self._text)

    def add(self, text: str, *, element: str = "") -> None:
        """Add a piece; ``element`` is the name of the element it is in, if any.

        Raises :class:`~archive.model.names.NotNames` if nothing separates it from the piece before and both are words.
        """
        if not text.strip():
            self._text += text
            return
        if element == "sup" and _RAISED.fullmatch(text.strip()):
            self._text += f"<sup>{text.strip()}</sup>"
            return
        before, after = self._text.rstrip(), text.lstrip()
        if (element or self._in_element) and _may_be_one_word(before, after):
            left, right = before[-30:], after[:30]
            raise NotNames(f"nothing separates {quote(left)} from {quote(right)}, which is in a separate element")
        self._text += text
        self._in_element = bool(element)

    def star(self, mark: str) -> None:
        """Add the mark of equal contribution, which must be one sign and follow a name."""
        mark = mark.strip()
        if len(mark) != 1 or mark not in MARKS:
            raise NotNames(f"{quote(mark)} where a star for equal contribution should be one sign")
        before = str(self)
        if not before or before[-1] in ",;." + OPENING + MARKS or _ENDS.search(before):
            raise NotNames(f"a star that follows no name, after {quote(before[-30:])}")
        self._text += STAR

    def must_be_complete(self) -> None:
        """Raise :class:`~archive.model.names.NotNames` if the byline ends in a separator: another name should follow."""
        if _DANGLING.search(str(self)):
            raise NotNames(f"a name should follow {quote(str(self)[-30:])}")


def must_be_people(names: Sequence[str]) -> None:
    """Raise :class:`~archive.model.names.NotNames` if a name of a page's byline contains more than a name.

    More are a middle dot, the end of a sentence, more than five words, and words of awards and presentations; one name
    twice is refused too.
    """
    seen: set[str] = set()
    for name in names:
        if more := _more_than_a_name(name):
            raise NotNames(f"{quote(name)}, {more}")
    for name in names:
        if name.casefold() in seen:
            raise NotNames(f"{quote(name)} twice")
        seen.add(name.casefold())


def _more_than_a_name(name: str) -> str | None:
    """What a text contains beside a name, as the end of a sentence; None if it is a name alone."""
    words = name.split()
    if "·" in name or "•" in name:
        return "which may be several names"
    if any(found[1].lower() not in _ABBREVIATED for found in _STOP.finditer(name)):
        return "in which a sentence ends"
    if sum(map(_counts, words)) > LONGEST_NAME:
        return f"which has {len(words)} words"
    if (found := _NO_PERSON.search(name)) and not (len(words) == 2 and _is_also_a_name(found[0])):
        return f"in which {quote(found[0])} is not part of a name"
    return None


def _is_also_a_name(word: str) -> bool:
    return word.lower() in _ALSO_NAMES and word.istitle()


def _may_be_one_word(before: str, after: str) -> bool:
    """Whether two texts cannot be two names beside each other: letters meet, and neither has a word that joins names."""
    ends_in_word = before.strip(".") != "" and (before[-1].isalnum() or before[-1] == ".")
    return ends_in_word and after[0].isalnum() and not (_BEGINS.match(after) or _ENDS.search(before))


def _counts(word: str) -> bool:
    """Whether a word counts towards the length of a name: ``J. R. de la Quill Jr.`` has one such word."""
    return not (len(word.strip(".")) == 1 or word in PARTICLES or is_suffix(word))
