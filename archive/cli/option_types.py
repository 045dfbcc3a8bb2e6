"""Parsers for the values of options. Typer calls them with the text; they raise :class:`UsageError` if it is invalid."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence

from archive.errors import UsageError
from archive.model.text import did_you_mean, enumerated, title_key

ALL = sys.maxsize
"""The limit of ``--limit all``."""


class Choice:
    """One of several values, regardless of case, blanks and hyphens, except for a minus before the value.

    Args:
        option: its name, for messages.
        values: returns the values. It is called only when the option is used, since some values must be looked up.
    """

    def __init__(self, option: str, values: Callable[[], Sequence[str]]) -> None:
        self._option = option
        self.values = values
        self.__name__ = "choice"

    def __call__(self, text: str) -> str:
        """The value that a text means. Raises :class:`UsageError` if there is none."""
        values = self.values()
        for value in values:
            if text == value or (title_key(text) == title_key(value) and text.startswith("-") == value.startswith("-")):
                return value
        from difflib import get_close_matches

        from archive.cli.did_you_mean import near_value

        near = [value for value in values if title_key(value).startswith(title_key(text))] if title_key(text) else []
        near = near or near_value(text, values) or get_close_matches(text.lower(), values, n=1)
        raise UsageError(f'Invalid {self._option} "{text}": use {enumerated(values)}.{did_you_mean(near)}')


class Bounded:
    """A number between two bounds, both included.

    Args:
        option: its name, for messages.
        kind: ``int`` or ``float``.
        least: the lower bound.
        most: the upper bound, if any.
    """

    def __init__(self, option: str, kind: type[int] | type[float], least: float, most: float | None = None) -> None:
        self._option, self._kind, self._least, self._most = option, kind, least, most
        self.__name__ = kind.__name__

    def __call__(self, text: str | float) -> float:
        """Parse a number. Raises :class:`UsageError` if the text is not a number, or out of bounds."""
        try:
            number: float = self._kind(text)
        except ValueError:
            number = math.nan
        if not self._least <= number <= (math.inf if self._most is None else self._most):
            kind = "a whole number" if self._kind is int else "a number"
            bounds = f"{self._least} or more" if self._most is None else f"from {self._least} to {self._most}"
            raise UsageError(f'Invalid {self._option} "{text}": use {kind}, {bounds}.')
        return number


class Limit(Bounded):
    """The value of ``--limit``: a number, or ``all``, which is :data:`ALL`."""

    def __init__(self) -> None:
        super().__init__("--limit", int, 0)

    def __call__(self, text: str | float) -> float:
        """Parse a limit. Raises :class:`UsageError` if the text is neither a whole number, 0 or more, nor ``all``."""
        if str(text).lower() == "all":
            return ALL
        try:
            return super().__call__(text)
        except UsageError:
            raise UsageError(f'Invalid --limit "{text}": use a whole number, 0 or more, or all.') from None
