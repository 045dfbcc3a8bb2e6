"""The index as a file under ``index/``: opened, or built from the store when it is missing, damaged or out of date.

The index is a cache; the store is the truth.
"""

from __future__ import annotations

import mmap
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import whoosh

from archive.catalogue.sources import sources
from archive.errors import EmptyArchive, reason_of
from archive.model import analysis
from archive.search.freshness import are_unchanged
from archive.search.snapshot import DamagedSnapshot, Snapshot
from archive.store.root import Root
from archive.version import __version__

if TYPE_CHECKING:
    from archive.search.engine import SearchIndex

FILE = "archive.idx"

Say = Callable[[str], None]
"""Takes one sentence for the user."""


def build(root: Root, say: Say | None = None) -> SearchIndex:
    """Build the index of a root's store, replace the old one, and open it.

    Args:
        root: the archive's root.
        say: is given a sentence if the index cannot be written.

    Raises:
        EmptyArchive: the store has no papers.
        StoreError: the store cannot be read.
    """
    from archive.search.engine import SearchIndex

    return SearchIndex(Snapshot(_build(root, say)), root.folder)


def open_index(root: Root, say: Say | None = None) -> SearchIndex:
    """The index of a root's store, built first if it is missing or unusable.

    Args:
        root: the archive's root.
        say: is given a sentence when it is built, with the reason.

    Raises:
        EmptyArchive: the store has no papers.
        StoreError: the store cannot be read.
    """
    if not root.has_papers():
        raise EmptyArchive(root.folder)
    try:
        return _kept(root, say)
    except _Unusable as error:
        reason = str(error)
    except FileNotFoundError:
        reason = "There is no search index yet; building it."
        if not root.has_abstracts():
            reason += " It covers titles and summaries; `mlforsys scrape` adds the abstracts."
    except (OSError, DamagedSnapshot) as error:
        why = reason_of(error) if isinstance(error, OSError) else error.what
        reason = f"The search index cannot be used ({why}); rebuilding it."
    if say:
        say(reason)
    return build(root, say)


def state_of(root: Root) -> tuple[str, int]:
    """The state of the stored index (``none``, ``current``, ``outdated`` or ``damaged``) and its size in bytes. Nothing
    is built.
    """
    try:
        size = (root.index_folder / FILE).stat().st_size
        _kept(root, None)
    except FileNotFoundError:
        return "none", 0
    except _Unusable:
        return "outdated", size
    except (OSError, DamagedSnapshot):
        return "damaged", 0
    return "current", size


class _Unusable(Exception):
    """The index cannot be used; the message is a sentence that says why."""


def _kept(root: Root, say: Say | None) -> SearchIndex:
    """The index in the file, if it is of these papers and this version.

    Raises:
        _Unusable: it is not.
        OSError: it cannot be read.
        DamagedSnapshot: it is damaged.
    """
    from archive.search.engine import SearchIndex

    def repair() -> bytes:
        if say:
            say("The search index is damaged; rebuilding it.")
        return _build(root, say)

    snapshot = Snapshot(_map(root.index_folder / FILE), repair)
    if snapshot.made_from.get("versions") != _versions():
        raise _Unusable("Another version built the search index; rebuilding it.")
    if not are_unchanged(sources(root), snapshot.made_from.get("sources")):
        raise _Unusable("Papers changed; rebuilding the search index.")
    return SearchIndex(snapshot, root.folder)


def _map(path: Path) -> mmap.mmap:
    """A map of a file; :class:`DamagedSnapshot` if it is not a regular file, or is empty."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise DamagedSnapshot("it is not a file")
        return mmap.mmap(handle, 0, access=mmap.ACCESS_READ)
    except ValueError:
        raise DamagedSnapshot("it is empty") from None
    finally:
        os.close(handle)


def _build(root: Root, say: Say | None) -> bytes:
    """The snapshot of a root's store, after writing it to its file if that is possible."""
    from archive.catalogue.items import items
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.errors import StoreError
    from archive.search.freshness import describe
    from archive.search.writer import build_snapshot
    from archive.store.files import inside, remove_leftovers, write_bytes
    from archive.store.people import load_known_people

    made_from = {"versions": _versions(), "sources": describe(sources(root))}
    records = (item.record() for item in items(root))
    content = build_snapshot(records, load_taxonomy(root.folder), load_known_people(root.folder).names, made_from)
    if not Snapshot(content).count("lengths"):
        raise EmptyArchive(root.folder)
    try:
        write_bytes(inside(root.folder, root.index_folder / FILE), content)
        remove_leftovers(root.index_folder)
    except (OSError, StoreError) as error:
        why = reason_of(error) if isinstance(error, OSError) else str(error)
        if say:
            say(f"{root.index_folder} is not writable ({why}), so every search rebuilds the index.")
    return content


def _versions() -> list[str]:
    """The versions of everything that decides what an index contains."""
    return [__version__, analysis.VERSION, str(whoosh.__version_str__)]
