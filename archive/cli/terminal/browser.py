"""Opens papers in the browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from archive.cli.terminal import output
from archive.errors import ArchiveError
from archive.model.paper_links import best_address

if TYPE_CHECKING:
    from archive.model.record import Record


def open_record(record: Record, *, page: bool = False) -> None:
    """Open a paper's PDF or page; see :func:`open_records`."""
    open_records([record], page=page)


def open_records(records: Iterable[Record], *, page: bool = False) -> None:
    """Open the PDF or page of papers, whichever they have, with a note for each; without a browser, print the addresses.

    Args:
        records: the papers.
        page: prefer the landing page to the PDF.

    Raises:
        ArchiveError: a paper has neither. The papers before it were opened.
    """
    printed = False
    for record in records:
        link = _address(record, page=page)
        if open_address(link):
            output.note(f"Opened {link}")
            continue
        if not printed:
            printed = True
            output.note("No browser could be started. Open the address yourself:")
        output.data([f"{link}\n"])


def _address(record: Record, *, page: bool) -> str:
    """The address to open for a paper, with a note if it is not the preferred one.

    Raises:
        ArchiveError: it has none.
    """
    wanted = record["page_url"] if page else record["pdf_url"]
    link = wanted or best_address(record)
    if link is None or not link.startswith(("http://", "https://")):
        raise ArchiveError(f"{record['id']} has no PDF and no page to open.")
    if not wanted:
        output.note(f"{record['id']} has no {'page' if page else 'PDF'}; using {link}")
    return link


def open_address(link: str) -> bool:
    """Open an address in a graphical browser, or in the one that ``BROWSER`` names. Returns whether there was one."""
    import webbrowser

    windows = sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return (windows or "BROWSER" in os.environ) and webbrowser.open(link)
