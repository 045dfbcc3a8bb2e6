"""Search for sites of very many papers: Pagefind's indexes, of which a browser loads only what a query needs.

One script with all papers (:mod:`archive.site.search_data`) has 7.6 MB for 10,000 of them, 2.9 gzip; with
Pagefind the page first loads 0.2 MB. It comes with the extra ``pagefind`` (MIT, 10 MB: a program), its page needs
``wasm-unsafe-eval`` and a server, since browsers load no modules from disk, and two builds differ in bytes.

Pagefind reads a small file for each paper instead of the paper's page: that takes three quarters of the time, and need not
wait for the pages. It holds all papers of an index in memory, 0.15 MB each, so every few thousand have an index of
their own. The browser asks all indexes.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from archive.catalogue.taxonomy import Taxonomy
from archive.errors import ArchiveError
from archive.site import addresses
from archive.site.contents import Contents
from archive.site.rendering import Renderer, fit
from archive.site.search_constants import rules
from archive.site.search_results import NAME, Result, display_names, results, script
from archive.site.views import PaperView
from archive.site.writer import Writer

EXTRA = 'pip install "mlforsys-archive[pagefind]"'
SCRIPTS = (f"search/{NAME}", *(f"static/{name}.js" for name in ("words", "query", "excerpt", "sharded", "search")))
FOLDER = f"{addresses.SEARCH}pagefind/"
POLICY = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"
_FIRST_SIGN = 0x2800
_BETWEEN = "\u28ff"  # between a summary, an abstract and what follows; no byte of UTF-8 is written so
_OF_AN_INDEX = 2500  # papers: they take 0.4 GB of memory
_NOT_NEEDED = ("pagefind-*ui.*", "pagefind-highlight.js")  # its own interfaces; ours is in static/
_OF_THE_FIRST = ("*.js", "wasm.*")  # what the other indexes need not have


def is_installed() -> bool:
    """Whether Pagefind is installed."""
    return importlib.util.find_spec("pagefind") is not None


def folders(papers: int) -> list[str]:
    """The folders of the indexes of so many papers; the first one also has Pagefind's script."""
    return [FOLDER, *(f"{FOLDER}{first // _OF_AN_INDEX}/" for first in range(_OF_AN_INDEX, papers, _OF_AN_INDEX))]


def names(contents: Contents) -> str:
    """The script of the page: the names of editions and topics, the folders of the indexes, how results are written there,
    and the rules."""
    known = display_names(contents)
    return script(
        {
            "editions": list(known["edition"].items()),
            "topics": list(known["topic"].items()),
            "indexes": folders(len(contents.papers)),
            "firstSign": _FIRST_SIGN,
            "between": _BETWEEN,
            "rules": rules(),
        }
    )


def write_indexes(site: Path, contents: Contents, renderer: Renderer) -> None:
    """Index the papers, as the template ``pagefind.html`` shows them, and write the indexes beside the search page.

    Args:
        site: the site's folder.
        contents: all papers.
        renderer: the site's.

    Raises:
        ArchiveError: Pagefind is missing or fails.
    """
    if not is_installed():
        raise ArchiveError(f"Pagefind is not installed: {EXTRA}")
    shown = results(contents, display_names(contents))
    for number, folder in enumerate(folders(len(contents.papers))):
        papers = contents.papers[number * _OF_AN_INDEX :][:_OF_AN_INDEX]
        with tempfile.TemporaryDirectory(prefix="mlforsys-pagefind-") as records:
            writer = Writer(Path(records))
            for view, result in zip(papers, shown, strict=False):
                filters = filters_of(view, contents.taxonomy)
                text = renderer.render("pagefind.html", paper=view, filters=filters, result=in_signs(result), between=_BETWEEN)
                writer.write(f"{view.id}.html", fit(text))
            _write_index(Path(records), site / folder, len(papers))
        for pattern in (*_NOT_NEEDED, *(_OF_THE_FIRST if number else ())):
            for path in (site / folder).glob(pattern):
                path.unlink()


def filters_of(view: PaperView, taxonomy: Taxonomy) -> Sequence[str]:
    """A paper's filters, as Pagefind reads them from attributes: year, edition, topics with the broader ones, award, PDF.
    Authors would be too many for a browser to load."""
    edition = view.edition.edition
    topics = [f"topic:{topic}" for topic in taxonomy.with_broader(view.item.paper.topics)]
    facts = {"award": view.record["award"], "pdf": "yes" if view.has_pdf else None}
    more = [f"{name}:{fact}" for name, fact in facts.items() if fact]
    return [*([f"year:{edition.year}"] if edition.year else []), f"edition:{edition.id}", *topics, *more]


def in_signs(result: Result) -> str:
    """A result as JSON, of which each byte is a Braille pattern: Pagefind searches all that it gives back with a result, but
    in these finds no words. The summary and the abstract are left out, since they are in what is searched."""
    short = {name: value for name, value in result.items() if name not in ("summary", "abstract")}
    return "".join(chr(_FIRST_SIGN + byte) for byte in json.dumps(short, ensure_ascii=False).encode())


def _write_index(records: Path, folder: Path, expected: int) -> None:
    try:
        papers = asyncio.run(_indexed(records, folder))
    except (OSError, RuntimeError, AssertionError) as error:
        raise ArchiveError(f"Pagefind could not index the site: {error or type(error).__name__}. Try --search plain.") from None
    if papers != expected:
        raise ArchiveError(f"Pagefind indexed {papers} of {expected} papers. Try --search plain.")


async def _indexed(records: Path, folder: Path) -> int:
    from pagefind.index import IndexConfig, PagefindIndex

    config = IndexConfig(output_path=str(folder), keep_index_url=True, force_language="en", include_characters="+#")
    async with PagefindIndex(config=config) as index:
        found = await index.add_directory(str(records), glob="*.html")
        return int(found["page_count"])
