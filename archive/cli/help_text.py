"""Lays out the help of a command for the width of the terminal, with names of the user's archive in its examples.

click lays out help for 50 columns or more, and does not wrap examples and tables. Here, on a narrow terminal, the
description of an option is below the option, and on every terminal, a long example continues on the next line after a
backslash, as in a shell. Help that is longer than the terminal is shown in the pager, like results.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator

import click

from archive.cli.terminal.output import columns

_WIDEST = 80  # columns of help
_NARROW = 60  # columns; in fewer, descriptions are below the options
_BESIDE = 10  # characters; after names that are as short, descriptions are beside them even there
_INDENT = 4
_AS_IT_IS = "\b"  # click's mark for a paragraph that is not wrapped
_WORD = r"""(?:'[^']*'|"[^"]*"|[^\s'"])+"""
_TOGETHER = re.compile(rf"(?:-\S+|\|) (?![-|]){_WORD}|{_WORD}")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


class HelpFormatter(click.HelpFormatter):
    """Lays out help.

    Args:
        renamed: replaces the names in examples (:func:`archive.cli.help_examples.renamer`).
    """

    def __init__(self, renamed: Callable[[str], str] = str) -> None:
        super().__init__(width=max(min(columns(), _WIDEST) - 2, 20))
        self._renamed = renamed

    def write_text(self, text: str) -> None:
        """Write paragraphs. Lines that are too long are wrapped, in examples and tables too; but if standard output is not a
        terminal, commands stay on one line."""
        paragraphs = self._renamed(text).split("\n\n")
        paragraphs = [self._folded(one) if one.lstrip(" ").startswith(_AS_IT_IS) else one for one in paragraphs]
        super().write_text("\n\n".join(paragraphs))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with their descriptions: beside them, or below them if there is little room."""
        rows = [(first, self._renamed(second)) for first, second in rows]
        if self.width < _NARROW and max(len(first) for first, _ in rows) > _BESIDE:
            col_max = _INDENT
        super().write_dl(rows, col_max, col_spacing)

    def _folded(self, paragraph: str) -> str:
        width, on_terminal = self.width - self.current_indent, sys.stdout.isatty()
        return "\n".join(
            line
            for one in paragraph.split("\n")
            for line in (folded(one, width) if on_terminal or not one.lstrip().startswith("mlforsys ") else [one])
        )


def folded(line: str, width: int) -> Iterator[str]:
    """Wrap a line of an example or of a table to ``width`` columns: a command continues after a backslash, and the last
    column of a table moves below the others."""
    indent = " " * (len(line) - len(line.lstrip(" ")) + _INDENT)
    gaps = list(_GAP.finditer(line, len(indent) - _INDENT))
    if len(line) <= width:
        yield line
    elif gaps and (gaps[-1].start() <= width or not line.lstrip().startswith("mlforsys ")):
        yield from folded(line[: gaps[-1].start()], width)
        yield from textwrap.wrap(line[gaps[-1].end() :], width, initial_indent=indent, subsequent_indent=indent)
    elif line.lstrip().startswith("mlforsys "):
        yield from _command(line, indent, width)
    else:
        yield from textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _command(line: str, indent: str, width: int) -> Iterator[str]:
    """Wrap a command; quoted words are not split, and an option stays with its value."""
    room = width - len(indent) - len(" \\")
    together = _TOGETHER.findall(line)
    words = [word for one in together for word in ([one] if len(one) <= room else re.findall(_WORD, one))]
    row = indent[_INDENT:] + words[0]
    for word in words[1:]:
        if len(row) + len(word) + 3 > width and row.strip():
            yield f"{row} \\"
            row = indent + word
        else:
            row += f" {word}"
    yield row
