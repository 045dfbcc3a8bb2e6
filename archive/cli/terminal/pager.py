"""The pager for output longer than the terminal. As for git and gh, it is ``MLFORSYS_PAGER``, or else ``PAGER``, or else
``less``; ``cat`` or an empty value means none. click starts it, and handles the differences between systems.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import PurePath

LESS = "FRX"  # quit if it fits, keep colours, do not clear the screen; the variable LESS overrides this


def page(text: str) -> None:
    """Show a text in the user's pager, or print it if there is none."""
    command, program = _pager()
    if not program:
        sys.stdout.write(text)
        return
    encoding = sys.stdout.encoding
    text = text.encode(encoding, sys.stdout.errors or "strict").decode(encoding)  # as it would be printed
    import click

    settings = {"LESS": LESS, **({"LESSCHARSET": "utf-8"} if encoding.lower() == "utf-8" else {}), **os.environ}
    is_less = PurePath(program).stem == "less"  # click keeps the colours for less by itself
    before = dict(os.environ)
    os.environ.update(settings, PAGER=command)  # click reads them there
    try:
        click.echo_via_pager(text.removesuffix("\n"), color=None if is_less else True)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _pager() -> tuple[str, str]:
    """The pager's command and program; both empty if there is none."""
    given = os.environ.get("MLFORSYS_PAGER", os.environ.get("PAGER", "less"))
    try:
        words = shlex.split(given)
    except ValueError:
        words = []
    if not words or words == ["cat"] or not (program := shutil.which(words[0])):
        return "", ""
    return given, program
