"""Checks values from JSON or TOML against a table of rules, and reports all problems.

Our own, not msgspec: ``check`` lists all problems of a paper at once where msgspec stops at the first, and a
search would import it (0.7 MB, 80 ms of start-up). Nothing here knows of papers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.model.text import quote


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value should be: ``fits`` checks it, ``should`` completes the sentence ``should be …``.

    ``shows`` adds the value itself, if that is short enough to help.
    """

    fits: Callable[[Any], bool]
    should: str
    shows: bool = True

    def problem(self, name: str, value: Any) -> str | None:
        """A sentence without its full stop, or None if the value is right."""
        if self.fits(value):
            return None
        return f"{name} should be {self.should}" + (f", not {quote(value)}" if self.shows else "")


_HALF = re.compile("[\ud800-\udfff]")
_NO_LINE = re.compile("[\n\r\x85\u2028\u2029\ud800-\udfff]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def _is_filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _HALF.search(value)


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and (value.isprintable() or not _NO_LINE.search(value))


TEXT = Rule(_is_filled, "text")
LINE = Rule(_is_line, "text on one line")
TEXTS = Rule(
    lambda value: isinstance(value, list) and all(map(_is_line, value)),
    "a list of texts, each on one line",
    shows=False,
)


def _is_empty_or_line(value: Any) -> bool:
    return isinstance(value, str) and (value.isprintable() or not _NO_LINE.search(value))


def kind(wanted: type, should: str, *, shows: bool = True) -> Rule:
    """A value of exactly this type: true is not a number, and a time is not a date."""
    return Rule(lambda value: type(value) is wanted, should, shows)


def one_of(values: Iterable[str]) -> Rule:
    """One of several texts."""
    choices = tuple(values)
    return Rule(lambda value: value in choices, f"one of {', '.join(choices)}")


def matching(pattern: Callable[[str], Any], should: str) -> Rule:
    """A text that a pattern (``re.compile(…).fullmatch``) takes."""
    return Rule(lambda value: isinstance(value, str) and bool(pattern(value)), should)


def objects(*keys: str) -> Rule:
    """A list of objects with exactly these keys, each a text."""
    names = frozenset(keys)
    return Rule(
        lambda value: (
            isinstance(value, list)
            and all(isinstance(v, dict) and v.keys() == names and all(map(_is_empty_or_line, v.values())) for v in value)
        ),
        f"a list of objects with {' and '.join(keys)}",
        shows=False,
    )


def unseen_problem(name: str, value: Any) -> str | None:
    """Why a value may not be stored: it contains invisible characters that control a terminal or reverse the text.

    Marks that scripts need between their letters (U+200C to U+200F) are none of them.

    Args:
        name: the field, as the sentence names it.
        value: a text, or lists and objects of texts.

    Returns:
        A sentence without its full stop; None if the value contains none.
    """
    if isinstance(value, str):
        found = unseen_character(value)
        return f"{name} holds {found}; take it out" if found else None
    if isinstance(value, list | tuple):
        inside: Iterable[Any] = value
    elif isinstance(value, Mapping):
        inside = (*value, *value.values())
    else:
        return None
    for one in inside:
        if problem := unseen_problem(name, one):
            return problem
    return None


def unseen_character(text: str) -> str | None:
    """What the first invisible character of a text that may not be stored is: ``U+001B, a control character``; None if there
    is none."""
    found = None if text.isprintable() else _UNSEEN.search(text)
    return f"U+{ord(found[0]):04X}, a {_effect(found[0])}" if found else None


def _effect(character: str) -> str:
    return "character that reverses the direction of text" if character > "\u2000" else "control character"


def problems(
    item: Any, rules: Mapping[str, Rule], required: Iterable[str] = (), *, what: str = "an object", key: str = "field"
) -> Iterator[str]:
    """What is wrong with a table, each a sentence without its full stop: unknown and missing keys, then values
    in the order of ``rules``, and characters that no text may hold. ``required`` are keys that must be there; ``what`` and
    ``key`` are the words for the table and its keys."""
    if not isinstance(item, dict):
        yield f"it should be {what}"
        return
    if unknown := item.keys() - rules.keys():
        yield f"unknown {key} {quote(sorted(unknown)[0])}; known ones are {', '.join(sorted(rules))}"
    for name in required:
        if name not in item:
            yield f"{name} is missing"
    for name, rule in rules.items():
        if name in item and (problem := rule.problem(name, item[name]) or unseen_problem(name, item[name])):
            yield problem
