"""The index as a file: built from the store, kept under ``index/``, opened again, or built anew.

An index is a cache, never the truth: where it is missing, stale, damaged or another user's, it is
built from the store again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import whoosh

from archive.errors import EmptyArchive
from archive.model import analysis
from archive.model.text import fold
from archive.search import seal
from archive.store.root import Root
from archive.version import __version__

if TYPE_CHECKING:
    from archive.search.engine import SearchIndex

FILE = "archive.idx"

Say = Callable[[str], None]
"""Is given one line for a person."""


def build(root: Root, say: Say | None = None) -> SearchIndex:
    """Build the index of a root's store, put it in the place of the old one, and open it."""
    from archive.catalogue.items import items
    from archive.catalogue.people import load_settled
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.search.engine import SearchIndex
    from archive.search.writer import write_index

    stamp = _stamp(root)
    records = [item.record() for item in items(root)]
    if not records:
        raise EmptyArchive(root.folder)
    parts = write_index(records, load_taxonomy(root.folder), load_settled(root.folder).names)
    _keep(root, seal.pack(parts, stamp, key) if (key := seal.user_key()) else None, say)
    return SearchIndex(parts, root.folder)


def open_index(root: Root, say: Say | None = None) -> SearchIndex:
    """The index of a root's store, built first where it is missing, stale, damaged or another
    user's. ``say`` is given one line when that happens."""
    from archive.search.engine import SearchIndex

    parts = _kept(root, say)
    return SearchIndex(parts, root.folder) if parts is not None else build(root, say)


def kept_facts(root: Root, fact: str, start: str) -> list[str]:
    """For completion in a shell: the values of a fact (:attr:`Papers.facts`) that begin so, accents and
    case aside, in order. From the index where a good one is kept, without its engine; else it is built."""
    from archive.search.papers import Papers

    parts = _kept(root, None)
    papers = Papers(parts) if parts is not None else build(root).papers
    values = (fact_of[fact] for fact_of in papers.facts)
    known = {one for value in values for one in (value if isinstance(value, list) else [value])}
    return sorted(value for value in known if value and fold(value).startswith(fold(start)))


def _kept(root: Root, say: Say | None) -> dict[str, memoryview] | None:
    """The parts of the index that is kept, where it is good; else why it is not."""
    if not root.has_papers():
        raise EmptyArchive(root.folder)
    if (key := seal.user_key()) is None:
        return None
    try:
        return seal.unpack((root.index_folder / FILE).read_bytes(), _stamp(root), key)
    except FileNotFoundError:
        reason = "There is no index yet; building it."
        if not root.has_abstracts():
            reason += " Abstracts are not here yet, so it covers titles and summaries: `mlforsys scrape` brings them."
    except (OSError, seal.BrokenSeal) as error:
        why = error.strerror if isinstance(error, OSError) else error
        reason = f"The index cannot be used ({why}); building it anew."
    if say:
        say(reason)
    return None


def _keep(root: Root, content: bytes | None, say: Say | None) -> None:
    from archive.store.files import write_bytes

    if content is None:
        if say:
            say("Your state folder cannot be written; the index is not kept, each search builds it anew.")
        return
    try:
        write_bytes(root.index_folder / FILE, content)
    except OSError as error:
        if say:
            say(f"{root.index_folder} cannot be written ({error.strerror}); the index is not kept, so each search builds it.")


def _stamp(root: Root) -> str:
    """What an index must have been made from: papers, registry, and everything that makes words of them."""
    versions = (__version__, analysis.VERSION, whoosh.__version_str__)
    return "/".join([*versions, root.fingerprint()])
