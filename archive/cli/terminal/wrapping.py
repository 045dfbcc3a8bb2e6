"""Wraps text to the width of the terminal, between words.

An address or a path that is longer than a line is not broken, since it could then be neither clicked nor copied: it stands
alone, from the first column on, and the terminal shows the rest of it in the next row.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator


def wrapped(text: str, width: int, indent: str = "", first: str | None = None) -> Iterator[tuple[str, str]]:
    """The lines of a text, each as its margin and what follows it.

    Args:
        text: one paragraph.
        width: the most characters in a line.
        indent: the margin of every line.
        first: the margin of the first line, instead of ``indent``; it may be a label.
    """
    first = indent if first is None else first
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
    )
    for number, line in enumerate(lines):
        margin = indent if number else first
        body = line[len(margin) :]
        if len(line) <= width or "/" not in body:
            yield margin, body
            continue
        if margin.strip():
            yield margin.rstrip(), ""
        yield "", body
