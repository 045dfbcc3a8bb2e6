"""Files of a root: replaced atomically by renaming; TOML read with errors that name the file.

Writing to a root goes through :mod:`archive.store.transaction`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import time
import tomllib
from pathlib import Path
from typing import Any

from archive.errors import StoreError, reason_of

LEFTOVER = re.compile(r"\..+\.(?:json|toml|md|idx|db|pdf)\.[a-z0-9_]{8}|\..+\.tmp-[a-z0-9_]{8}")
"""Names of temporary files of this and earlier versions: what a killed process leaves."""

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
_DATE_KEY = re.compile(r"(?:date|retrieved)\s*=")
_LONGEST_SHOWN = 80  # characters of a line that an error quotes


def read_file(path: Path) -> bytes:
    """The content of a file; never blocks, not even on a FIFO.

    Raises :class:`StoreError` if it is not a file, OSError if it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise StoreError(f"{path} is {in_the_way(path) or 'something else'}, not a file. Move it away and try again.")
    with os.fdopen(handle, "rb") as file:
        try:
            return file.read()
        except OSError as error:
            raise _naming(error, path) from None


def json_files(folder: Path) -> list[Path]:
    """The ``.json`` files of a folder by name, without hidden ones, such as ``._x.json``.

    Raises :class:`StoreError` if the folder exists and cannot be read.
    """
    try:
        names = os.listdir(folder)
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not folder.is_symlink():
            return []
        raise StoreError(f"{folder} cannot be read: {reason_of(error)}. Check the folder and its permissions.") from None
    return [folder / name for name in sorted(names) if name.endswith(".json") and not name.startswith(".")]


def in_the_way(path: Path) -> str | None:
    """What is in the place of a file, such as ``a folder``; None if a file or nothing is."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return None
    return None if stat.S_ISREG(mode) else "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"


def inside(folder: Path, path: Path) -> Path:
    """The real path of a path in a root, with symbolic links followed.

    Raises :class:`StoreError` if it is outside the root.
    """
    place, base = os.path.realpath(path), os.path.realpath(folder)
    if place != base and not place.startswith(base.rstrip(os.sep) + os.sep):
        raise StoreError(
            f"{path} links to {place}, outside {folder}. Nothing was written. Replace the link by a file or folder."
        )
    return Path(place)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; :class:`StoreError` if it cannot be read."""
    try:
        return parse_toml(path, read_file(path).decode())
    except UnicodeDecodeError:
        raise StoreError(f"{path} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {reason_of(error)}.") from None


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The tables of a text in TOML; ``path`` is what errors name. Raises :class:`StoreError` if it is invalid."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StoreError(f"{path} is not valid TOML: {error}{_line_of(error, text)}. Correct the file and try again.") from None
    except RecursionError:
        raise StoreError(f"{path} is nested too deeply. Correct the file and try again.") from None
    except ValueError:  # what Python says of it is about Python's settings
        raise StoreError(f"{path} contains a number with thousands of digits. Correct the file and try again.") from None


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> str:
    """The line that an error is about, and how a date is written if it has one; empty if the error names none."""
    found, lines = _AT_LINE.search(str(error)), text.split("\n")
    line = lines[int(found[1]) - 1].strip() if found and int(found[1]) <= len(lines) else ""
    if not 0 < len(line) <= _LONGEST_SHOWN:
        return ""
    return f": {line}" + (". A date is written like 2031-05-01, without quotes" if _DATE_KEY.match(line) else "")


def to_json(data: Any) -> str:
    """Data as the store writes it: UTF-8, two spaces of indent, a final newline."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def file_version(path: Path) -> tuple[int, int]:
    """A file's modification time in nanoseconds and its size in bytes, which change with its content."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def toml_text(text: str) -> str:
    """A text as a TOML basic string, on one line. JSON's strings are TOML's, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_text(path: Path, text: str) -> bool:
    """Replace a file atomically, only if its content differs; returns whether it did."""
    content = text.encode()
    if path.exists() and read_file(path) == content:
        return False
    write_bytes(path, content)
    return True


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file atomically: written beside it, flushed, and renamed over it. Mode and owner stay; if the
    path is a symbolic link, its target is replaced.

    Raises OSError naming the file.
    """
    place = Path(os.path.realpath(path))
    temporary = prepare(place, content)
    try:
        os.replace(temporary, place)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        raise _naming(error, path) from None


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, if the system can, so that renames survive a loss of power."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # some file systems cannot do this for folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_leftovers(folder: Path, older: float = 3600.0) -> None:
    """Remove temporary files that killed processes left in a folder that has no lock: those older than ``older`` seconds."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if LEFTOVER.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < time.time() - older:
                os.unlink(entry.path)


def prepare(place: Path, content: bytes) -> Path:
    """Write the temporary file that is to replace another, with its mode and owner; returns its path.

    Raises OSError naming ``place``.
    """
    import tempfile  # slow to import, and a search writes nothing

    temporary = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:200]}.tmp-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _as_before(Path(temporary), place)
    except BaseException as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise _naming(error, place) from None
    return Path(temporary)


def _as_before(temporary: Path, place: Path) -> None:
    """Give a new file the mode and owner of the one that it replaces."""
    try:
        before = place.stat()
    except FileNotFoundError:
        os.chmod(temporary, 0o644 & ~_umask())
        return
    now = temporary.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with contextlib.suppress(PermissionError):  # only root may give files away; the writer's own is better than none
            os.chown(temporary, before.st_uid, before.st_gid)
    os.chmod(temporary, stat.S_IMODE(before.st_mode))


def _naming(error: BaseException, path: Path) -> BaseException:
    """An OSError as one of this file, not of the temporary file beside it; any other error unchanged."""
    if isinstance(error, OSError) and error.errno is not None:
        return OSError(error.errno, error.strerror, str(path))
    return error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
