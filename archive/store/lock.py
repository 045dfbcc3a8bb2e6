"""One writer at a time in a root: a lock of the operating system, which is released when its process ends.

Readers never wait: every file is replaced atomically. The lock and its holder are in the folder ``.mlforsys`` of the
root, which git ignores.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.errors import StoreError
from archive.store.file_names import STATE
from archive.store.files import inside, write_bytes

PATIENCE = 1.0  # seconds of waiting that are not reported
LONGEST = 600.0  # seconds of waiting; writing takes seconds, because nothing is fetched under the lock
_LONGEST_COMMAND = 80  # characters of a command that a message shows

Say = Callable[[str], None]
_say: list[Say] = []


def report_waiting(say: Say) -> None:
    """From now on, call ``say`` with a sentence whenever this process waits for another that writes."""
    _say[:] = [say]


def state_folder(folder: Path) -> Path:
    """The folder of a root for locks and other state of the program; created if it is missing.

    Raises :class:`StoreError` if it is a link out of the root, OSError if it cannot be created.
    """
    state = inside(folder, folder / STATE)
    if not state.is_dir():
        state.mkdir(parents=True, exist_ok=True)
        write_bytes(state / ".gitignore", b"*\n")
    return state


@contextlib.contextmanager
def root_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a root; a wait is reported with the process that holds it. It is not reentrant.

    Raises :class:`StoreError` if another process holds it too long, OSError if the root cannot be written.
    """
    from filelock import FileLock, Timeout

    state = state_folder(folder)
    lock = FileLock(state / "lock")
    try:
        lock.acquire(timeout=PATIENCE)
    except NotImplementedError:  # some network file systems
        raise StoreError(
            f"{folder}: its file system does not support locks. Nothing was changed. Move the archive to another file system."
        ) from None
    except Timeout:
        for say in _say:
            say(f"Waiting for {_holder(state)}, which is writing to {folder}.")
        try:
            lock.acquire(timeout=LONGEST)
        except Timeout:
            raise StoreError(
                f"{folder}: {_holder(state)} has been writing for {LONGEST / 60:g} minutes. Nothing was changed. End that "
                "process, or try again later."
            ) from None
    try:
        with contextlib.suppress(OSError):  # only for messages
            write_bytes(state / "holder", json.dumps({"pid": os.getpid(), "command": sys.argv[1:]}).encode())
        yield
    finally:
        with contextlib.suppress(OSError):
            (state / "holder").unlink()
        lock.release()


def _holder(folder: Path) -> str:
    """The process that holds the lock, as far as it is known."""
    try:
        holder = json.loads((folder / "holder").read_bytes())
        words = " ".join(["mlforsys", *map(str, holder["command"])])
        shown = words if len(words) <= _LONGEST_COMMAND else f"{words[:_LONGEST_COMMAND]}…"
        return f"`{shown}` (process {int(holder['pid'])})"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "another process"
