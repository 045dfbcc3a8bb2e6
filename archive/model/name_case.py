"""Names printed in capitals or in small letters, ``Ada QUILL``, ``ada quill``, and which form of a name is the usual one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.model.name_parts import is_suffix

_SHORTEST_CAPITALS = 3  # letters; two capitals before the family name may be initials: ``JP Quill``
_DIVIDES = re.compile(r"[\s-]+")
_NO_LETTERS = re.compile(r"[^\w]|\d|_")


def has_odd_case(name: str) -> bool:
    """Whether a word of a name is in capitals, or its first or last one in small letters. Some people write themselves so;
    it only says that another form of the same name is more likely the usual one.
    """
    words = [word for part in _DIVIDES.split(name) if not is_suffix(part) and (word := _NO_LETTERS.sub("", part))]
    if not words:
        return False
    in_small = any(len(word) > 1 and word.islower() for word in (words[0], words[-1]))
    last_in_capitals = len(words) > 1 and len(words[-1]) > 1 and words[-1].isupper()
    return in_small or last_in_capitals or any(len(word) >= _SHORTEST_CAPITALS and word.isupper() for word in words)


def usual_form(forms: Mapping[str, int]) -> str:
    """Of the forms of one name, with how often each is printed, the most frequent one without odd case; where all have it,
    the most frequent one. Of equals, the first.
    """
    return max(forms, key=lambda form: (not has_odd_case(form), forms[form]))
