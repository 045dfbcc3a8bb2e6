"""Files of a root: replaced by renaming, so that no reader sees half of one; TOML read with errors that name the file."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

from archive.errors import StoreError

PACKAGE = Path(__file__).parents[1]
"""The installed package: what is bundled lies in it."""
BUNDLED = PACKAGE / "bundled"
"""The catalogue of an installed package; a checkout has none, its own folder is the catalogue."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; :class:`StoreError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise StoreError(f"{path} is not valid TOML: {error}. Correct the file and try again.") from None
    except UnicodeDecodeError:
        raise StoreError(f"{path} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from None


def to_json(data: Any) -> str:
    """Data as the store writes it: UTF-8, two spaces of indent, a final newline."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def file_version(path: Path) -> tuple[int, int]:
    """What changes with a file's content: when it was written, in nanoseconds, and its size in bytes."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def toml_text(text: str) -> str:
    """A text as a TOML basic string, on one line. JSON's strings are TOML's, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_text(path: Path, text: str) -> bool:
    """Replace a file in one step, and only where its content differs; returns whether it did."""
    content = text.encode()
    if path.exists() and path.read_bytes() == content:
        return False
    write_bytes(path, content)
    return True


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file in one step: written beside it, flushed, and renamed over it."""
    import tempfile  # slow to import, and a search writes nothing

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
