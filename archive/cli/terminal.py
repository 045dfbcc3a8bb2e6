"""What a person sees: colour, links and width where a terminal has them, plain text elsewhere."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from archive.model.paper import distinction

if TYPE_CHECKING:
    from archive.model.record import Record
    from archive.search.snippets import Piece

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
_WIDEST = 100  # columns; longer lines are hard to read
_STYLES = {"bold": "1", "dim": "2", "hit": "1;33", "warn": "31", "good": "32"}


class Terminal:
    """Standard output as it is: colour only on a terminal that wants it (NO_COLOR), no wrapping elsewhere.
    ``hyperlink`` is ``auto``, ``always`` or ``never``."""

    def __init__(self, hyperlink: str = "auto") -> None:
        self.is_terminal = sys.stdout.isatty()
        self.color = self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.links = hyperlink == "always" or (hyperlink == "auto" and self.color)
        self.width = min(_columns(), _WIDEST) if self.is_terminal else None

    def style(self, text: str, name: str) -> str:
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.color and text else text

    def link(self, url: str) -> str:
        """An address that terminals which can make a link of it; only ever http or https."""
        if not self.links or not url.startswith(("http://", "https://")):
            return url
        return f"\x1b]8;;{url}\x1b\\{url}\x1b]8;;\x1b\\"

    def paragraph(self, text: str, indent: str = "", first: str | None = None) -> str:
        """Wrapped to the terminal's width; one line elsewhere."""
        first = indent if first is None else first
        if self.width is None:
            return first + text
        import textwrap

        return textwrap.fill(
            text, self.width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )

    def pieces(self, pieces: Iterable[Piece], indent: str = "", base: str | None = None) -> str:
        """A marked text, wrapped as :meth:`paragraph`. Styles are laid on after wrapping, word by word."""
        marked: list[tuple[str, bool]] = [(visible(piece.text), piece.hit) for piece in pieces]
        plain = "".join(text for text, _ in marked)
        hits = [hit for text, hit in marked for _ in text]
        out, at = [], 0
        for line in self.paragraph(plain, indent).split("\n"):
            body = line[len(indent) :]
            start = plain.index(body, at) if body else at
            at = start + len(body)
            out.append(indent + "".join(self._runs(body, hits[start:at], base)))
        return "\n".join(out)

    def _runs(self, text: str, hits: list[bool], base: str | None) -> Iterable[str]:
        start = 0
        for i in range(1, len(text) + 1):
            if i == len(text) or hits[i] != hits[start]:
                run, name = text[start:i], "hit" if hits[start] else base
                yield self.style(run, name) if name else run
                start = i


def visible(text: str) -> str:
    """Text with control characters shown, not sent: a title cannot move the cursor."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text) if _CONTROL.search(text) else text


def json_text(shape: object, indent: int | None = 2) -> str:
    """JSON as commands print it. Control characters are escaped, those too that JSON need not escape."""
    text = json.dumps(shape, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def where(record: Record) -> str:
    """``NeurIPS 2019``, with what else a reader must know of a paper."""
    place = f"{record['venue']} {record['year']}" if record["venue"] else record["edition"]
    more = [record["award"], distinction(record["presentation"]), record["status"]]
    return visible(" · ".join([place, *filter(None, more)]))


def byline(record: Record, most: int | None = None) -> str:
    """Names with stars for equal contribution; beyond ``most`` they are counted."""
    names = [name + ("*" if name in record["equal_contribution"] else "") for name in record["authors"]]
    if most is not None and len(names) > most:
        names = [*names[: most - 1], f"and {len(names) - most + 1} more"]
    return visible(", ".join(names))


def topics(record: Record) -> str:
    """The ids of a paper's topics; a question mark where one is only suggested."""
    return visible(", ".join([*record["topics"], *(f"{topic}?" for topic in record.get("suggested_topics", ()))]))


def best_link(record: Record) -> str | None:
    """Where to read the paper: its PDF, else arXiv, else its page."""
    arxiv = f"https://arxiv.org/abs/{record['arxiv_id']}" if record["arxiv_id"] else None
    return record["pdf_url"] or arxiv or record["page_url"]


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns
