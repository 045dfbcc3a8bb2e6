"""Writes a site's files under a folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from archive.errors import ArchiveError
from archive.model.text import quote


class Writer:
    """Writes files under a folder.

    Args:
        folder: must be there; folders in it are made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, path: str, content: bytes | Path) -> None:
        """Write a file, or copy one.

        Args:
            path: relative to the site.
            content: bytes, or the file to copy.

        Raises:
            ArchiveError: the path leads out of the site.
            OSError: the file cannot be written or copied.
        """
        place = self._place(path)
        if isinstance(content, Path):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copyfile(content, place)
        else:
            _write(place, content, "wb")

    def append(self, path: str, content: bytes) -> None:
        """Write to the end of a file, which is made where it is missing; otherwise as :meth:`write`."""
        _write(self._place(path), content, "ab")

    def _place(self, path: str) -> str:
        if path.startswith("/") or ".." in path.split("/") or "\0" in path:
            raise ArchiveError(f"{quote(path)} leads out of the site. It was not written.")
        return os.path.join(self._folder, path)


def _write(place: str, content: bytes, mode: str) -> None:
    try:
        file = open(place, mode)  # noqa: SIM115, closed below
    except FileNotFoundError:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        file = open(place, mode)  # noqa: SIM115
    with file:
        file.write(content)
