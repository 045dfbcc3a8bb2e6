"""Digests of the files of papers and abstracts as the program wrote them, to detect changes by anything else.

They are in ``.mlforsys/digests.json`` of the root, written together with the files, and compared only by
``mlforsys check``. A file without a digest, as after cloning a repository, is unknown, not damaged.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from archive.errors import StoreError
from archive.store.file_names import DIGESTS
from archive.store.files import json_files, read_file

_KEPT = ("scraped", "scraped/abstracts")
_LONGEST_GIT = 10.0  # seconds


def is_kept(name: str) -> bool:
    """Whether a file, by its path within the root, has a digest."""
    return name.endswith(".json") and name.rpartition("/")[0] in _KEPT


def updated(folder: Path, contents: Mapping[str, bytes]) -> bytes:
    """The file of digests with those of some contents, by path within the root."""
    digests = _load(folder) | {name: _digest(content) for name, content in contents.items()}
    return json.dumps(digests, indent=1, sort_keys=True).encode()


def changed(folder: Path) -> Iterator[str]:
    """The files that something other than this program changed, by path within the root, except files that equal their
    version in git's last commit."""
    known = _load(folder)
    for name, content in _contents(folder):
        if name in known and _digest(content) != known[name] and not _is_committed(folder, name, content):
            yield name


def current(folder: Path) -> bytes:
    """The file of digests of all files as they are now."""
    return updated(folder, dict(_contents(folder)))


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The readable files that have digests; others are reported when the store reads them."""
    for name in _KEPT:
        try:
            paths = json_files(folder / name)
        except StoreError:
            continue
        for path in paths:
            try:
                yield f"{name}/{path.name}", read_file(path)
            except (OSError, StoreError):
                continue


def _load(folder: Path) -> dict[str, str]:
    try:
        data = json.loads(read_file(folder / DIGESTS))
        return {str(name): str(digest) for name, digest in data.items()}
    except (OSError, ValueError, AttributeError, RecursionError, StoreError):
        return {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_committed(folder: Path, name: str, content: bytes) -> bool:
    """Whether a file is as in git's last commit: a change that was pulled is known."""
    try:
        asked = subprocess.run(  # noqa: S603, a fixed command
            ["git", "-C", str(folder), "rev-parse", "--verify", "--quiet", f"HEAD:./{name}"],  # noqa: S607, the user's git
            capture_output=True,
            timeout=_LONGEST_GIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    blob = b"blob %d\0" % len(content) + content
    return asked.stdout.decode("ascii", "replace").strip() in (
        hashlib.sha1(blob, usedforsecurity=False).hexdigest(),
        hashlib.sha256(blob).hexdigest(),
    )
