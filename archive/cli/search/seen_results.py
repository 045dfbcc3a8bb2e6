"""The papers that earlier runs of a search printed, for ``--since-last``; stored in the user's state folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from archive.errors import ArchiveError, reason_of

if TYPE_CHECKING:
    from archive.store.root import Root


class SeenPapers:
    """The papers that earlier runs of a search printed.

    Args:
        root: the archive's root.
        query: the query, ``--match`` and the filters; with the root, they identify the search.
    """

    def __init__(self, root: Root, query: Sequence[object]) -> None:
        from archive.store.user_dirs import user_state

        self._query = [str(root.folder), *query]
        text = json.dumps(self._query, ensure_ascii=False, default=str)
        name = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
        self._path = user_state() / "seen" / f"{name}.json"
        self._before = self._read()

    def new(self, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` that no earlier run printed."""
        return set(ids) - self._before

    def remember(self, ids: Iterable[str]) -> None:
        """Add ids to those that were printed, and store them.

        Raises:
            ArchiveError: the file cannot be written.
        """
        from archive.store.files import write_bytes
        from archive.store.lock import root_lock

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with root_lock(self._path.parent):
                known = {"asked": self._query, "ids": sorted(self._read().union(self._before, ids))}
                write_bytes(self._path, json.dumps(known, indent=2, default=str).encode())
        except OSError as error:
            raise ArchiveError(
                f"{self._path} cannot be written ({reason_of(error)}); the next run will print these papers again."
            ) from None

    def _read(self) -> set[str]:
        try:
            return set(json.loads(self._path.read_bytes())["ids"])
        except (OSError, ValueError, KeyError, TypeError):
            return set()
