"""The index as a file: built from the store, kept under ``index/``, opened again, or built anew.

An index is a cache, never the truth: where it is missing, stale, damaged or another user's, it is
built from the store again.
"""

from __future__ import annotations

from collections.abc import Callable

import whoosh

from archive import __version__
from archive.errors import EmptyArchive
from archive.root import Root
from archive.search import analysis, seal
from archive.search.engine import SearchIndex

FILE = "archive.idx"

Say = Callable[[str], None]
"""Is given one line for a person."""


def build(root: Root, say: Say | None = None) -> SearchIndex:
    """Build the index of a root's store, put it in the place of the old one, and open it."""
    from archive.catalogue import items
    from archive.people import load_settled
    from archive.search.writing import write_index
    from archive.taxonomy import load_taxonomy

    stamp = _stamp(root)
    records = [item.record() for item in items(root)]
    if not records:
        raise EmptyArchive(root.folder)
    parts = write_index(records, load_taxonomy(), load_settled(root.folder).names)
    _keep(root, seal.pack(parts, stamp, key) if (key := seal.user_key()) else None, say)
    return SearchIndex(parts)


def open_index(root: Root, say: Say | None = None) -> SearchIndex:
    """The index of a root's store, built first where it is missing, stale, damaged or another
    user's. ``say`` is given one line when that happens."""
    if not root.has_papers():
        raise EmptyArchive(root.folder)
    key = seal.user_key()
    path = root.index_folder / FILE
    if key is not None:
        try:
            parts = seal.unpack(path.read_bytes(), _stamp(root), key)
        except FileNotFoundError:
            reason = "There is no index yet; building it."
            if not root.has_abstracts():
                reason += " Abstracts are not here yet, so it covers titles and summaries: `mlforsys scrape` brings them."
        except (OSError, seal.BrokenSeal) as error:
            why = error.strerror if isinstance(error, OSError) else error
            reason = f"The index cannot be used ({why}); building it anew."
        else:
            return SearchIndex(parts)
        if say:
            say(reason)
    return build(root, say)


def _keep(root: Root, content: bytes | None, say: Say | None) -> None:
    from archive.store import write_bytes

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
