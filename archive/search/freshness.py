"""Is an index up to date? As in git, its source files are compared by size and times, and by digest if these differ.

A file system records times in ticks, so a file that is changed twice within one tick looks unchanged. The times of a file
that had just been written are therefore not trusted, and the file is compared by its digest.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.store.files import read_file

_TICK = 50_000_000  # nanoseconds that a file system with fine times may record as one time
_COARSE_TICK = 2_000_000_000  # the same for a file system with times in whole seconds

Described = list[list[Any]]
"""For each file: path, size, time of its content, time of its entry (in nanoseconds; 0 if not trusted), digest."""


def describe(paths: Iterable[Path]) -> Described:
    """The state of files, to be compared later.

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
        described: what :func:`describe` returned; it comes from a file, so it may be anything.
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
    import hashlib  # slow to import, and not needed if the times of all files are unchanged

    return hashlib.sha256(read_file(path)).hexdigest()
