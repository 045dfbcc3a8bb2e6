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
        self._made: set[str] = set()

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
            shutil.copyfile(content, place)
        else:
            with open(place, "wb") as file:
                file.write(content)

    def append(self, path: str, content: bytes) -> None:
        """Write to the end of a file, which is made where it is missing; otherwise as :meth:`write`."""
        with open(self._place(path), "ab") as file:
            file.write(content)

    def _place(self, path: str) -> str:
        """Where a file is written; its folder is made."""
        if path.startswith("/") or ".." in path.split("/") or "\0" in path:
            raise ArchiveError(f"{quote(path)} leads out of the site. It was not written.")
        place = os.path.join(self._folder, path)
        folder = os.path.dirname(place)
        if folder not in self._made:
            _make(folder)
            self._made.add(folder)
        return place


def _make(folder: str) -> None:
    """Make a folder; most are in one that is there, so that is tried first."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
