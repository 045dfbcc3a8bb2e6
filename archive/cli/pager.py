"""A pager for results that are longer than the terminal, after the habits of git and gh: ``MLFORSYS_PAGER``, else
``PAGER``, else ``less``; ``cat`` or nothing means none. click starts it, and knows the ways of each system."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import PurePath

LESS = "FRX"  # leave where all fits, keep colours, do not clear the screen; unless the user said otherwise


def page(text: str) -> None:
    """Show a text in the user's pager; print it where there is none."""
    command, program = _pager()
    if not program:
        sys.stdout.write(text)
        return
    encoding = sys.stdout.encoding
    text = text.encode(encoding, sys.stdout.errors or "strict").decode(encoding)  # as it would be printed
    import click

    settings = {"LESS": LESS, **({"LESSCHARSET": "utf-8"} if encoding.lower() == "utf-8" else {}), **os.environ}
    is_less = PurePath(program).stem == "less"  # which click asks whether it shows colours
    before = dict(os.environ)
    os.environ.update(settings, PAGER=command)  # whence click takes them
    try:
        click.echo_via_pager(text.removesuffix("\n"), color=None if is_less else True)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _pager() -> tuple[str, str]:
    """The command that pages and its program; both empty where none does, or there is no such program."""
    given = os.environ.get("MLFORSYS_PAGER", os.environ.get("PAGER", "less"))
    try:
        words = shlex.split(given)
    except ValueError:
        words = []
    if not words or words == ["cat"] or not (program := shutil.which(words[0])):
        return "", ""
    return given, program
