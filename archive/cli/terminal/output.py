"""Everything that the command line prints goes through here.

Text for people is wrapped, styled and linked as the terminal allows. Control characters in it are shown as escapes, so
that a title cannot move the cursor. Output for programs is UTF-8 in every locale. On a terminal, standard output is
buffered until the command ends, so that a pager can show what is longer than the terminal.
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
_Line: TypeAlias = tuple[str, str]  # its margin, and what follows it


def bold(text: str) -> Styled:
    """Text for headings and titles."""
    return Styled(text, "bold")


def dim(text: str) -> Styled:
    """Text of minor importance."""
    return Styled(text, "dim")


def link(url: str) -> Styled:
    """An address that is clickable in terminals that can do so; only http and https are linked."""
    return Styled(url, None, url if url.startswith(("http://", "https://")) else None)


def escape_controls(text: str) -> str:
    """Text with control characters shown as escapes."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text) if _CONTROL.search(text) else text


class Terminal:
    """The properties of standard output: colour only on a terminal and without ``NO_COLOR``, wrapping only on a
    terminal.

    Args:
        hyperlink: ``auto``, ``always`` or ``never``.
        plain: use no colour, links or wrapping, as for a file.
    """

    def __init__(self, hyperlink: str = "auto", *, plain: bool = False) -> None:
        self.is_terminal = sys.stdout.isatty() and not plain
        self.color = self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.links = not plain and (hyperlink == "always" or (hyperlink == "auto" and self.color))
        self.width = min(columns(), _WIDEST) if self.is_terminal else None

    @property
    def is_narrow(self) -> bool:
        """Whether it is so narrow that even lines to be copied should be wrapped."""
        return self.width is not None and self.width < _NARROW

    def text(self, *pieces: Piece, indent: str = "", first: str | None = None, wrap: bool = True) -> str:
        """One paragraph with its final newline, wrapped to the terminal's width; styles are applied after wrapping.

        Args:
            pieces: the text.
            indent: is put before every line.
            first: is put before the first line, instead of ``indent``.
            wrap: wrap lines at all.
        """
        first = indent if first is None else first
        parts = [piece if isinstance(piece, Styled) else Styled(piece) for piece in pieces]
        parts = [part._replace(text=escape_controls(part.text).translate(_BLANKS)) for part in parts]
        lines = self._lines("".join(part.text for part in parts), indent, first, wrap)
        if self.color or self.links:
            lines = list(self._with_styles(lines, parts))
        return "\n".join(margin + body for margin, body in lines) + "\n"

    def _with_styles(self, lines: Sequence[_Line], parts: Sequence[Styled]) -> Iterator[_Line]:
        """Style the lines of a wrapped text as its parts. Wrapping has only removed blanks."""
        plain = "".join(part.text for part in parts)
        owners = [part for part in parts for _ in part.text]
        at = 0
        for margin, body in lines:
            start = plain.index(body, at) if body else at
            at = start + len(body)
            yield margin, "".join(self._runs(body, owners[start:at]))

    def line(self, *pieces: Piece, indent: str = "", first: str | None = None, wrap: bool = True) -> None:
        """Print the paragraph that :meth:`text` returns."""
        write(self.text(*pieces, indent=indent, first=first, wrap=wrap))

    def _lines(self, text: str, indent: str, first: str, wrap: bool) -> Sequence[_Line]:
        if self.width is None or not wrap or len(first) + len(text) <= self.width:
            return [(first, text)]
        from archive.cli.terminal.wrapping import wrapped

        return list(wrapped(text, self.width, indent, first))

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
            text = f"\x1b]8;;{escape_controls(owner.url)}\x1b\\{text}\x1b]8;;\x1b\\"
        return text


class _PendingOutput:
    """The output of a run that is not shown yet."""

    def __init__(self, buffer: list[str] | None = None) -> None:
        self.buffer = buffer  # standard output so far; None if that is not a terminal
        self.notes: list[str] = []  # to be shown after the buffer
        self.above: list[str] = []  # notes shown before anything was in the buffer
        self.pager = True


_output = _PendingOutput()


def start() -> None:
    """Begin a run."""
    global _output  # there is only one standard output
    _output = _PendingOutput([] if sys.stdout.isatty() else None)
    for stream in (sys.stdout, sys.stderr):
        _degrade(stream)


def forbid_pager() -> None:
    """Print long output without a pager."""
    _output.pager = False


def print_when_done() -> None:
    """Print nothing on standard output before the command has ended, and then without a pager, so that a command that changes
    the archive does so even if the reader of its output, such as ``head``, leaves early."""
    forbid_pager()
    if _output.buffer is None:
        _output.buffer = []


def write(text: str) -> None:
    """Print text whose only control characters are our own."""
    if _output.buffer is None:
        sys.stdout.write(text)
    else:
        _output.buffer.append(text)


def flush() -> None:
    """Show the buffer now, before the command asks the user something."""
    buffer, _output.buffer = _output.buffer, None
    sys.stdout.write("".join(buffer or ()))
    sys.stdout.flush()
    _print_notes()


def finish() -> None:
    """End the run: show the buffer, in a pager if it is longer than the terminal, and then the notes. What the reader of
    standard output does not read, since it has gone, is no failure."""
    buffer, _output.buffer = _output.buffer, None
    text = "".join(buffer or ())
    try:
        if text and _output.pager and _is_long(text):
            from archive.cli.terminal.pager import page

            page(text)
            _output.notes = _output.above + _output.notes  # the pager may have scrolled them away
        elif text:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()
    _print_notes()


def note(text: str) -> None:
    """Print a message for the user on standard error, below the results if there were any."""
    if _output.buffer:
        _output.notes.append(text)
    else:
        if _output.buffer is not None:
            _output.above.append(text)
        _print_note("\n".join(fitting(line) for line in escape_controls(text).split("\n")))


def _print_note(text: str) -> None:
    """Print on standard error. If that is not possible, this and all further notes are lost; the work goes on."""
    try:
        print(text, file=sys.stderr)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def fitting(line: str) -> str:
    """Wrap a line to the width of the terminal, if standard error is one. A command that continues on the next line is not
    wrapped, so that it can be copied."""
    if not sys.stderr.isatty() or len(line) < (width := min(columns(), _WIDEST)) or line.endswith(" &&"):
        return line
    from archive.cli.terminal.wrapping import wrapped

    text = line.lstrip(" ")
    return "\n".join(margin + body for margin, body in wrapped(text, width, line[: len(line) - len(text)]))


def data(pieces: Iterable[str]) -> None:
    """Print output for programs, in UTF-8 in every locale. Control characters are escaped only on a terminal."""
    if sys.stdout.isatty():
        for piece in pieces:
            write(escape_controls(piece))
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
    """Discard further output, since the reader of standard output, such as ``head``, has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def leave_if_full() -> None:
    """Discard output that cannot be written, so that Python does not try again when it ends."""
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
    """Make a stream print similar letters for those that its encoding lacks."""
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
