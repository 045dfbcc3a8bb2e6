"""Search for sites of very many papers: Pagefind's index, of which a browser loads only what a query needs.

One script with all papers (:mod:`archive.site.search_data`) has 7.6 MB for 10,000 of them, 2.9 gzip; with
Pagefind the page first loads 0.2 MB. It comes with the extra ``pagefind`` (MIT, 10 MB: a program), its page needs
``wasm-unsafe-eval`` and a server, since browsers load no modules from disk, and two builds differ in bytes.
"""

from __future__ import annotations

import asyncio
import importlib.util
from pathlib import Path

from archive.catalogue.taxonomy import Taxonomy
from archive.errors import ArchiveError
from archive.site import addresses
from archive.site.views import PaperView

EXTRA = 'pip install "mlforsys-archive[pagefind]"'
SCRIPTS = ("search/archive.js", "static/words.js", "static/sharded.js", "static/search.js")
FOLDER = f"{addresses.SEARCH}pagefind"
POLICY = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"
_NOT_NEEDED = ("pagefind-*ui.*", "pagefind-highlight.js")  # its own interfaces; ours is in static/


def is_installed() -> bool:
    """Whether Pagefind is installed."""
    return importlib.util.find_spec("pagefind") is not None


def write_index(folder: Path) -> None:
    """Index the papers' pages of a site, the parts that their template marks with ``data-pagefind-…``, and
    write the index beside the search page.

    Raises :class:`ArchiveError` where Pagefind is missing or fails.
    """
    if not is_installed():
        raise ArchiveError(f"Pagefind is not installed: {EXTRA}")
    try:
        papers = asyncio.run(_indexed(folder))
    except (OSError, RuntimeError, AssertionError, FileNotFoundError) as error:
        raise ArchiveError(f"Pagefind could not index the site: {error or type(error).__name__}. Try --search plain.") from None
    if not papers:
        raise ArchiveError("Pagefind found no paper to index. Does the theme's paper.html mark data-pagefind-body?")
    for pattern in _NOT_NEEDED:
        for path in (folder / FOLDER).glob(pattern):
            path.unlink()


def filters_of(view: PaperView, taxonomy: Taxonomy) -> list[str]:
    """A paper's filters, as Pagefind reads them from attributes: year, edition, topics with the broader ones, award, PDF.
    Authors would be too many for a browser to load."""
    edition = view.edition.edition
    topics = [f"topic:{topic}" for topic in taxonomy.with_broader(view.item.paper.topics)]
    facts = {"award": view.record["award"], "pdf": "yes" if view.has_pdf else None}
    more = [f"{name}:{fact}" for name, fact in facts.items() if fact]
    return [*([f"year:{edition.year}"] if edition.year else []), f"edition:{edition.id}", *topics, *more]


async def _indexed(folder: Path) -> int:
    from pagefind.index import IndexConfig, PagefindIndex

    config = IndexConfig(output_path=str(folder / FOLDER), keep_index_url=True, force_language="en", include_characters="+#")
    async with PagefindIndex(config=config) as index:
        found = await index.add_directory(str(folder), glob=f"{addresses.paper('*')}{addresses.INDEX}")
        return int(found["page_count"])
