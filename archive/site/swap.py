"""A new site is made beside the old one, and takes its place when it is complete.

It is the folder's entries that are exchanged and not the folder: that may be a mount, a working directory,
or what a server is serving. What others put there (``CNAME``, ``.git``) is left alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.errors import ArchiveError, UsageError

MARK = ".mlforsys-site"
"""Names what the builder put into a site's folder: only that is ever replaced."""


def refuse_strangers(out: Path) -> None:
    """A folder that holds anything but a site of ours is not written to; what a host keeps there is no reason."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. Name a folder for the site.")
    strange = [path for path in out.iterdir() if not path.name.startswith(".") and path.name != "CNAME"] if out.is_dir() else []
    if strange and not (out / MARK).is_file():
        raise UsageError(f"{out} has files but no site made by this program. Name a new or empty folder.")


@contextlib.contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """A folder for the new site. Its content takes the place of ``out``'s old site where the block ends
    well; else the old site stands as it was.

    Raises :class:`UsageError` where ``out`` holds something else, :class:`ArchiveError` where it cannot be written.
    """
    refuse_strangers(out)
    made = not out.exists()
    work = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=out, prefix=f"{MARK}-"))
        (work / "new").mkdir()
        (work / "old").mkdir()
        yield work / "new"
        _exchange(out, work / "new", work / "old")
    except OSError as error:
        what = error.strerror or str(error)
        about = f" ({error.filename})" if error.filename and work and not str(error.filename).startswith(str(work)) else ""
        raise ArchiveError(f"{out} could not be written: {what}{about}. The old site was not changed.") from None
    finally:
        if work:
            shutil.rmtree(work, ignore_errors=True)
        if made:
            with contextlib.suppress(OSError):  # not empty: the site is there
                out.rmdir()


def _exchange(out: Path, new: Path, old: Path) -> None:
    """Put the new entries in the place of those that were ours; undone where it fails half-way."""
    comes = sorted(os.listdir(new))
    goes = [name for name in _ours(out) if os.path.lexists(out / name)]
    for name in comes:
        if name not in goes and os.path.lexists(out / name):
            raise ArchiveError(
                f"{out / name} was not made by this program, and the site needs that name. Move it away and build again."
            )
    (new / MARK).write_text("".join(f"{name}\n" for name in comes), encoding="utf-8")
    moves = [(out / name, old / name) for name in goes] + [(new / name, out / name) for name in comes]
    if (out / MARK).exists():
        moves.append((out / MARK, old / MARK))
    moves.append((new / MARK, out / MARK))
    try:
        for here, there in moves:
            os.replace(here, there)
    except BaseException:
        for here, there in reversed(moves):
            if os.path.lexists(there) and not os.path.lexists(here):
                os.replace(there, here)
        raise


def _ours(out: Path) -> list[str]:
    mark = out / MARK
    names = mark.read_text(encoding="utf-8", errors="replace").splitlines() if mark.is_file() else []
    return [name for name in names if name not in ("", ".", "..", MARK) and os.sep not in name]
