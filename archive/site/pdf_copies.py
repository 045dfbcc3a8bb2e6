"""Copies of the papers' PDFs beside a site's pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive.catalogue.items import Item
from archive.errors import FetchError
from archive.net.fetch import Fetcher
from archive.site import addresses


def copies(fetcher: Fetcher, old: Path | None, say: Callable[[str], None]) -> Callable[[Item], Path | None]:
    """A function that fetches the PDF of a paper that has one, as a file. Where that fails, or the file is not a PDF, it
    reports this and returns the copy in the old site, if there is one: a published address stays."""

    def copy_of(item: Item) -> Path | None:
        paper, url = item.paper, item.paper.pdf_url or ""
        try:
            found = fetcher.pdf(url)
            if _is_pdf(found):
                return found
            problem = f"{url} is not a PDF."
        except FetchError as error:
            problem = str(error)
        kept = old / addresses.paper(paper.id) / addresses.pdf(paper.id) if old else None
        if kept and kept.is_file():
            say(f"{paper.id}: {problem} The copy from the last build is kept.")
            return kept
        say(f"{paper.id}: {problem}")
        return None

    return copy_of


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)
