"""Everything that the command line prints goes through here.

Text for people is wrapped, styled and linked as the terminal allows. Control characters in it are shown as escapes, so
that a title cannot move the cursor. Output for programs is UTF-8 whatever the locale. On a terminal, standard output is
held until the command ends, so that a pager can show what is longer than the terminal.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\r(?!\n)")
_BLANKS = str.maketrans("\t\n\r\v\f", "     ")
_WIDEST = 100  # columns; longer lines are hard to read
_NARROW = 60  # columns
_STYLES = {"bold": "1", "dim": "2", "hit": "1;33", "warn": "31", "good": "32"}
_READABLE = "archive.readable"  # the name of the codec error handler


class Styled(NamedTuple):
    """Text with a style (``bold``, ``dim``, ``hit``, ``warn``, ``good``) or a link."""

    text: str
    style: str | None = None
    url: str | None = None


Piece: TypeAlias = str | Styled


def bold(text: str) -> Styled:
    """Text for headings and titles."""
    return Styled(text, "bold")


def dim(text: str) -> Styled:
    """Text of minor importance."""
    return Styled(text, "dim")


def link(url: str) -> Styled:
    """An address that is clickable in terminals that can do so; only http and https are linked."""
    return Styled(url, None, url if url.startswith(("http://", "https://")) else None)


def visible(text: str) -> str:
    """Text with control characters shown as escapes."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text) if _CONTROL.search(text) else text


class Terminal:
    """The properties of standard output: colour only on a terminal and without ``NO_COLOR``, wrapping only on a
    terminal.

    Args:
        hyperlink: ``auto``, ``always`` or ``never``.
        plain: for a file: no colour, no links, no wrapping.
    """

    def __init__(self, hyperlink: str = "auto", *, plain: bool = False) -> None:
        self.is_terminal = sys.stdout.isatty() and not plain
        self.color = self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.links = not plain and (hyperlink == "always" or (hyperlink == "auto" and self.color))
        self.width = min(columns(), _WIDEST) if self.is_terminal else None

    @property
    def is_narrow(self) -> bool:
        """Whether long lines that are there to be copied are wrapped too, since they would be hard to read."""
        return self.width is not None and self.width < _NARROW

    def text(self, *pieces: Piece, indent: str = "", first: str | None = None, wrap: bool = True) -> str:
        """One paragraph with its final newline, wrapped to the terminal's width; styles are applied after wrapping.

        Args:
            pieces: the text.
            indent: before every line.
            first: before the first line, instead of ``indent``.
            wrap: False leaves the line as long as it is.
        """
        first = indent if first is None else first
        parts = [piece if isinstance(piece, Styled) else Styled(piece) for piece in pieces]
        parts = [part._replace(text=visible(part.text).translate(_BLANKS)) for part in parts]
        lines = self._lines("".join(part.text for part in parts), indent, first, wrap)
        if self.color or self.links:
            lines = list(self._with_styles(lines, parts, indent, first))
        return "\n".join(lines) + "\n"

    def _with_styles(self, lines: Sequence[str], parts: Sequence[Styled], indent: str, first: str) -> Iterator[str]:
        """The wrapped lines of a text with the styles of its parts; wrapping has only taken blanks away."""
        plain = "".join(part.text for part in parts)
        owners = [part for part in parts for _ in part.text]
        at = 0
        for number, line in enumerate(lines):
            margin = indent if number else first
            body = line[len(margin) :]
            start = plain.index(body, at) if body else at
            at = start + len(body)
            yield margin + "".join(self._runs(body, owners[start:at]))

    def line(self, *pieces: Piece, indent: str = "", first: str | None = None, wrap: bool = True) -> None:
        """Print one paragraph, as :meth:`text` makes it."""
        write(self.text(*pieces, indent=indent, first=first, wrap=wrap))

    def _lines(self, text: str, indent: str, first: str, wrap: bool) -> Sequence[str]:
        if self.width is None or not wrap or len(first) + len(text) <= self.width:
            return [first + text]
        import textwrap

        return textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
            expand_tabs=False,
        )

    def _runs(self, text: str, owners: Sequence[Styled]) -> Iterable[str]:
        start = 0
        for i in range(1, len(text) + 1):
            if i == len(text) or owners[i] is not owners[start]:
                yield self._styled(text[start:i], owners[start])
                start = i

    def _styled(self, text: str, owner: Styled) -> str:
        if owner.style and self.color:
            text = f"\x1b[{_STYLES[owner.style]}m{text}\x1b[0m"
        if owner.url and self.links:
            text = f"\x1b]8;;{visible(owner.url)}\x1b\\{text}\x1b]8;;\x1b\\"
        return text


class _Output:
    """What a run has printed but not shown yet."""

    def __init__(self, held: list[str] | None = None) -> None:
        self.held = held  # standard output so far, on a terminal; else None
        self.notes: list[str] = []  # to be shown below what is held
        self.above: list[str] = []  # shown before anything was held
        self.pager = True


_output = _Output()


def start() -> None:
    """Begin a run."""
    global _output  # one standard output, one state
    _output = _Output([] if sys.stdout.isatty() else None)
    for stream in (sys.stdout, sys.stderr):
        _degrade(stream)


def forbid_pager() -> None:
    """Print long output without a pager."""
    _output.pager = False


def write(text: str) -> None:
    """Print text that has no control characters but ours."""
    if _output.held is None:
        sys.stdout.write(text)
    else:
        _output.held.append(text)


def show() -> None:
    """Show now what is held, since the command goes on to ask the user."""
    held, _output.held = _output.held, None
    sys.stdout.write("".join(held or ()))
    sys.stdout.flush()
    _print_notes()


def finish() -> None:
    """End the run: show what is held, through a pager if it is longer than the terminal."""
    held, _output.held = _output.held, None
    text = "".join(held or ())
    if text and _output.pager and _is_long(text):
        from archive.cli.terminal.pager import page

        page(text)
        _output.notes = _output.above + _output.notes  # the pager has scrolled them away
    elif text:
        sys.stdout.write(text)
    sys.stdout.flush()
    _print_notes()


def note(text: str) -> None:
    """Print a message for the user on standard error, below the results if there were any."""
    if _output.held:
        _output.notes.append(text)
    else:
        if _output.held is not None:
            _output.above.append(text)
        print("\n".join(_fitting(line) for line in visible(text).split("\n")), file=sys.stderr)


def _fitting(line: str) -> str:
    """A line wrapped to the width of the terminal that shows notes; commands in it are wrapped between words too, but not one
    that goes on in the next line, which is there to be copied."""
    if not sys.stderr.isatty() or len(line) < (width := min(columns(), _WIDEST)) or line.endswith(" &&"):
        return line
    import textwrap

    indent = line[: len(line) - len(line.lstrip(" "))]
    return "\n".join(textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))


def data(pieces: Iterable[str]) -> None:
    """Print output for programs: UTF-8 whatever the locale; control characters are escaped only on a terminal."""
    if sys.stdout.isatty():
        for piece in pieces:
            write(visible(piece))
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    for piece in pieces:
        write(piece)


def json_data(shape: object, indent: int | None = 2) -> None:
    """Print an object as JSON; ``indent`` None prints one line."""
    data([json_text(shape, indent)])


def json_text(shape: object, indent: int | None = 2) -> str:
    """JSON as commands print it, with all control characters escaped."""
    text = json.dumps(shape, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def columns() -> int:
    """The terminal's width in characters."""
    import shutil

    return shutil.get_terminal_size().columns


def discard_output() -> None:
    """Discard further output: the reader of standard output, such as ``head``, has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def leave_if_full() -> None:
    """Give up on what standard output does not take any more, lest Python tries once more when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        discard_output()


def _print_notes() -> None:
    notes, _output.notes = _output.notes, []
    for text in notes:
        note(text)


def _is_long(text: str) -> bool:
    """Whether the text has more lines than the terminal."""
    import shutil

    escapes = re.compile(r"\x1b(?:\[[0-9;]*m|\]8;;.*?\x1b\\)")
    size = shutil.get_terminal_size()
    lines = 0
    for line in text.splitlines():
        lines += 1 + max(0, len(escapes.sub("", line)) - 1) // size.columns
        if lines >= size.lines:
            return True
    return False


def _degrade(stream: object) -> None:
    """Print similar letters for those that the stream's encoding lacks."""
    import codecs

    codecs.register_error(_READABLE, _readable)
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=_READABLE)


def _readable(error: UnicodeError) -> tuple[str, int]:
    """A codec error handler: similar letters for those that an encoding lacks, ``i`` for ``ı``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from anyascii import anyascii

    text = error.object[error.start : error.end]
    plain = "".join("..." if letter == "…" else anyascii(letter) or f"\\u{ord(letter):04x}" for letter in text)
    return plain, error.end
