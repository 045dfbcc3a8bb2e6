"""Is an index still that of its files? Told by their size and times, as git tells it, and by a digest where these differ.

A file's times are trusted once they are older than what its file system can tell apart: a file changed twice within
one tick looks the same, so one that had just been written is compared by its digest ever after.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.store.files import read_file

_TICK = 50_000_000  # nanoseconds that a file system with fine times may take for one
_COARSE_TICK = 2_000_000_000  # the same where times are whole seconds

Described = list[list[Any]]
"""Of each file: path, size, time of its content, time of its entry (nanoseconds; 0 where not trusted), digest."""


def describe(paths: Iterable[Path]) -> Described:
    """What to compare some files with later.

    Args:
        paths: the files.

    Raises:
        OSError: one of them cannot be read.
    """
    described: Described = []
    for path in paths:
        state = path.stat()
        age = time.time_ns() - state.st_ctime_ns
        is_settled = age > (_TICK if state.st_ctime_ns % 1_000_000_000 else _COARSE_TICK)
        times = [state.st_mtime_ns, state.st_ctime_ns] if is_settled else [0, 0]
        described.append([str(path), state.st_size, *times, _digest(path)])
    return described


def are_unchanged(paths: Iterable[Path], described: Any) -> bool:
    """Whether these files, and no others, are as :func:`describe` saw them. Their folder may have moved.

    Args:
        paths: the files.
        described: what :func:`describe` returned, or anything that a file claims it did.
    """
    paths = list(paths)
    if not isinstance(described, list) or len(described) != len(paths):
        return False
    return all(_is_unchanged(path, known) for path, known in zip(paths, described, strict=True))


def _is_unchanged(path: Path, known: Any) -> bool:
    try:
        was, size, *times, digest = known
        state = os.stat(path)
        if state.st_size != size or not isinstance(was, str) or Path(was).name != path.name:
            return False
        return bool(was == str(path) and times == [state.st_mtime_ns, state.st_ctime_ns]) or _digest(path) == digest
    except (OSError, ValueError, TypeError):
        return False


def _digest(path: Path) -> str:
    import hashlib  # slow to import, and a search whose files kept their times needs none

    return hashlib.sha256(read_file(path)).hexdigest()
