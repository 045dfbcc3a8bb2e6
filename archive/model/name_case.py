"""Names printed in capitals or in small letters, ``Ada QUILL``, ``ada quill``, and which form of a name is the usual one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.model.name_parts import is_suffix

_SHORTEST_CAPITALS = 3  # letters; two capitals before the family name may be initials: ``JP Quill``
_DIVIDES = re.compile(r"[\s-]+")
_NO_LETTERS = re.compile(r"[^\w]|\d|_")


def has_odd_case(name: str) -> bool:
    """Whether a word of a name is in capitals, or its first or last one in small letters. Some people write themselves so;
    it only says that another form of the same name is more likely the usual one.
    """
    words = _words(name)
    if not words:
        return False
    first, last = words[0], words[-1]
    return _is_small(first) or _is_small(last) or any(map(_is_in_capitals, words)) or (first != last and _is_upper(last))


def _words(name: str) -> list[str]:
    """The letters of each word of a name, without suffixes such as ``III``."""
    return list(filter(None, (_NO_LETTERS.sub("", part) for part in _DIVIDES.split(name) if not is_suffix(part))))


def _is_small(word: str) -> bool:
    return len(word) > 1 and word.islower()


def _is_upper(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_in_capitals(word: str) -> bool:
    return len(word) >= _SHORTEST_CAPITALS and word.isupper()


def usual_forms(printed: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The usual form of each name, by the key that all its forms share.

    Args:
        printed: a key and a form, each time that it is printed.
    """
    forms: dict[str, dict[str, int]] = {}
    for key, form in printed:
        counted = forms.setdefault(key, {})
        counted[form] = counted.get(form, 0) + 1
    return {key: usual_form(counted) for key, counted in forms.items()}


def usual_form(forms: Mapping[str, int]) -> str:
    """Of the forms of one name, with how often each is printed, the most frequent one without odd case; if all have it,
    the most frequent one. Of equals, the first.
    """
    if len(forms) == 1:  # as nearly all names have
        return next(iter(forms))
    return max(forms, key=lambda form: (not has_odd_case(form), forms[form]))
