"""The help of a command as the terminal has room for it, with names of the archive at hand in its examples.

click lays help out for 50 columns and more, and leaves examples and tables as they are. Here a narrow terminal has what
an option does below the option, and on a terminal a long example goes on after a backslash, as a shell reads it.
Where the terminal is too short for it, it is shown in the pager, as results are.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator

import click

from archive.cli.terminal.output import columns

_WIDEST = 80  # columns of help
_NARROW = 60  # columns under which what an option does stands below it
_BESIDE = 10  # characters of what has its explanation beside it even there
_INDENT = 4
_AS_IT_IS = "\b"  # click's mark for a paragraph whose lines stay
_WORD = r"""(?:'[^']*'|"[^"]*"|[^\s'"])+"""
_TOGETHER = re.compile(rf"(?:-\S+|\|) (?![-|]){_WORD}|{_WORD}")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


class HelpFormatter(click.HelpFormatter):
    """Lays out help.

    Args:
        renamed: gives a text with the names of the archive at hand.
    """

    def __init__(self, renamed: Callable[[str], str] = str) -> None:
        super().__init__(width=max(min(columns(), _WIDEST) - 2, 20))
        self._renamed = renamed

    def write_text(self, text: str) -> None:
        """Write paragraphs; lines that stay as they are are folded too where they are too long. In a pipe a command stays
        on one line."""
        paragraphs = self._renamed(text).split("\n\n")
        paragraphs = [self._folded(one) if one.lstrip(" ").startswith(_AS_IT_IS) else one for one in paragraphs]
        super().write_text("\n\n".join(paragraphs))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with what they do: beside them, or below where there is little room."""
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
    """The lines that a line of examples or of a table becomes where it is longer than ``width``: a command goes on after a
    backslash, a last column goes below the others."""
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
    """A command on several lines; quoted words stay whole, and an option stays with its value."""
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
