"""Writing to a root: under its lock, and several files atomically.

What a block writes is held back until it succeeds, and discarded if it fails::

    with transaction(root) as change:
        papers = store.papers(edition)          # read again: under the lock, this is current
        change.put(store.path(edition), …)

New files are first written beside the old ones, then a journal lists which replace which, then they are renamed. A
process that is killed before the journal has changed nothing; the next writer finishes what one killed later began.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from archive.errors import StoreError
from archive.store import digests
from archive.store.file_names import DELIVERED, DIGESTS, STATE
from archive.store.files import LEFTOVER, in_the_way, inside, prepare, read_file, sync_folder, write_bytes
from archive.store.lock import root_lock, state_folder

_JOURNAL = "journal.json"
_FOLDERS = ("", "scraped", "scraped/abstracts", "scraped/abstracts/ledger", "curation", f"{DELIVERED}/scraped", STATE)
"""The folders that are written only under the lock."""
_own = threading.local()


class Transaction:
    """Files to be written to a root together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = os.path.realpath(folder)
        self._journal = state_folder(folder) / _JOURNAL
        self._waiting: dict[Path, bytes] = {}
        self._emptied: set[Path] = set()

    def put(self, path: Path, content: bytes) -> bool:
        """Write a file of the root when the transaction ends; returns whether its content differs from now.

        Raises :class:`StoreError` if a link leads out of the root, or something other than a file is there.
        """
        place = inside(self._folder, path)
        if found := in_the_way(place):
            raise StoreError(f"{path} is {found}, not a file. Nothing was written. Move it away and try again.")
        if place not in self._waiting and place.exists() and read_file(place) == content:
            return False
        self._waiting[place] = content
        return True

    def remove(self, path: Path) -> None:
        """Delete a file of the root, if it exists, when the transaction ends; a link's file is emptied instead.

        It is first emptied like all that is written: a process that is killed leaves an empty file at most. Raises like
        :meth:`put`.
        """
        if path.exists():
            self.put(path, b"")
            if not path.is_symlink():
                self._emptied.add(inside(self._folder, path))

    def commit(self) -> None:
        """Write everything. Raises OSError naming the file if that fails."""
        moves: list[tuple[Path, Path]] = []
        self._add_digests()
        ready = False
        try:
            for place, content in self._waiting.items():
                moves.append((prepare(place, content), place))
            if len(moves) > 1:
                _sync(moves)  # the journal must not survive without the files that it names
                self._write_journal(moves)
            ready = True
            _move(moves)
        except BaseException as error:
            if ready and not moves[0][0].exists():  # begun renames are finished: now, or else by the next writer
                if isinstance(error, KeyboardInterrupt):
                    _move(moves)
                    self._forget_journal()
            else:  # nothing was replaced yet
                for temporary, _ in moves:
                    temporary.unlink(missing_ok=True)
                self._forget_journal()
            raise
        if len(moves) > 1:
            self._forget_journal()
        self._delete_emptied()

    def recover(self) -> None:
        """Finish the renames of a killed process, and remove its temporary files."""
        if self._journal.exists():
            _move(self._read_journal())
            self._forget_journal()
        for name in _FOLDERS:
            with contextlib.suppress(OSError):
                for entry in os.scandir(self._folder / name):
                    if LEFTOVER.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                        os.unlink(entry.path)

    def _add_digests(self) -> None:
        names = {os.path.relpath(place, self._base).replace(os.sep, "/"): content for place, content in self._waiting.items()}
        if kept := {name: content for name, content in names.items() if digests.is_kept(name)}:
            self.put(self._folder / DIGESTS, digests.updated(self._folder, kept))

    def _delete_emptied(self) -> None:
        for place in self._emptied:
            if not self._waiting.get(place):
                place.unlink(missing_ok=True)

    def _forget_journal(self) -> None:
        self._journal.unlink(missing_ok=True)

    def _write_journal(self, moves: list[tuple[Path, Path]]) -> None:
        names = [[os.path.relpath(path, self._base) for path in move] for move in moves]
        write_bytes(self._journal, json.dumps(names).encode())
        sync_folder(self._journal.parent)

    def _read_journal(self) -> list[tuple[Path, Path]]:
        """The renames in a journal; none if it is damaged or has any other move."""
        base, moves = Path(self._base), []
        with contextlib.suppress(OSError, ValueError, TypeError, RecursionError, StoreError):
            for new, name in json.loads(read_file(self._journal)):
                temporary, place = base / new, inside(self._folder, base / name)
                if temporary.parent != place.parent or not LEFTOVER.fullmatch(temporary.name):
                    return []
                moves.append((temporary, place))
        return moves


@contextlib.contextmanager
def transaction(folder: Path) -> Iterator[Transaction]:
    """The transaction of this thread in a root, which holds the root's lock.

    Inside another one of the same root it is that one, and ends with it. Raises :class:`StoreError` if the lock
    is not available, OSError where something cannot be written.
    """
    running: dict[str, Transaction] = _own.__dict__.setdefault("running", {})
    key = os.path.realpath(folder)
    if key in running:
        yield running[key]
        return
    with root_lock(folder):
        change = Transaction(folder)
        change.recover()
        running[key] = change
        try:
            yield change
            change.commit()
        finally:
            del running[key]


def _move(moves: list[tuple[Path, Path]]) -> None:
    """Do the renames that are not done yet."""
    for temporary, place in moves:
        with contextlib.suppress(FileNotFoundError):
            os.replace(temporary, place)
    _sync(moves)


def _sync(moves: list[tuple[Path, Path]]) -> None:
    for folder in {place.parent for _, place in moves}:
        sync_folder(folder)
