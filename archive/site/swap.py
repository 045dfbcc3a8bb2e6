"""A new site is made beside the old one, and takes its place when it is complete.

Where the folder holds nothing but our site, folders are exchanged in one step. Where it is a mount, the working
directory, or holds what others put there (``CNAME``, ``.git``), its entries are exchanged one by one, which takes some
milliseconds. What a killed build left is finished or removed by the next one.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from archive.errors import ArchiveError, UsageError

MARK = ".mlforsys-site"
"""Names what the builder put into a site's folder: only that is ever replaced."""

_JOURNAL = "journal.json"
_LOCK = "lock"
_OLDEST = 86_400.0  # seconds after which a work folder without a lock belongs to nobody
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def refuse_strangers(out: Path) -> None:
    """A folder that holds anything but a site of ours is not written to; what a host keeps there is no reason.

    First, what a killed build left is finished or removed. Raises :class:`UsageError` for a folder of something else.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. Name a folder for the site.")
    _recover(Path(os.path.realpath(out)))
    strange = [path for path in out.iterdir() if not path.name.startswith(".") and path.name != "CNAME"] if out.is_dir() else []
    if strange and not (out / MARK).is_file():
        raise UsageError(f"{out} has files but no site made by this program. Name a new or empty folder.")


@contextlib.contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """A folder for the new site. Its content takes the place of ``out``'s old site where the block ends
    well; else the old site stands as it was.

    Raises :class:`UsageError` where ``out`` holds something else, :class:`ArchiveError` where it cannot be written.
    """
    from filelock import FileLock

    refuse_strangers(out)
    place = Path(os.path.realpath(out))
    made = not place.exists()
    work, lock = None, None
    try:
        place.mkdir(parents=True, exist_ok=True)
        whole = _may_be_exchanged(place)
        work = Path(tempfile.mkdtemp(dir=place.parent if whole else place, prefix=_prefix(place, whole)))
        lock = FileLock(work / _LOCK)
        lock.acquire(timeout=0)
        (work / "new").mkdir()
        (work / "old").mkdir()
        yield work / "new"
        if whole and _may_be_exchanged(place):  # still: somebody may have put something there
            _exchange_folders(place, work)
        else:
            _exchange_entries(place, work)
    except OSError as error:
        what = error.strerror or str(error)
        about = f" ({error.filename})" if error.filename and work and not str(error.filename).startswith(str(work)) else ""
        raise ArchiveError(f"{out} could not be written: {what}{about}. The old site was not changed.") from None
    finally:
        if lock:
            lock.release()
        if work:
            shutil.rmtree(work, ignore_errors=True)
        if made:
            with contextlib.suppress(OSError):  # not empty: the site is there
                place.rmdir()


def _prefix(place: Path, whole: bool) -> str:
    return f".{place.name}{MARK}-" if whole else f"{MARK}-"


def _may_be_exchanged(place: Path) -> bool:
    """Whether a folder holds nothing but our site, and may be renamed."""
    names = {*_ours(place), MARK}
    here = os.path.realpath(".") + os.sep
    return (
        all(name in names for name in os.listdir(place))
        and not os.path.ismount(place)
        and not here.startswith(f"{place}{os.sep}")
        and os.access(place.parent, os.W_OK | os.X_OK)
    )


def _exchange_folders(place: Path, work: Path) -> None:
    """Put the new folder in the place of the old one, with its mode and owner."""
    new, before = work / "new", place.stat()
    (new / MARK).write_text("".join(f"{name}\n" for name in sorted(os.listdir(new))), encoding="utf-8")
    if hasattr(os, "chown") and (os.geteuid() == 0 or new.stat().st_gid != before.st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(new, before.st_uid, before.st_gid)
    os.chmod(new, before.st_mode & 0o7777)
    if _exchange_names(new, place):
        return
    (work / "old").rmdir()
    os.rename(place, work / "old")  # a process killed after this leaves no site: the next build finds the new one here
    try:
        os.rename(new, place)
    except BaseException:
        if not place.exists():
            os.rename(work / "old", place)
        raise


def _exchange_names(one: Path, other: Path) -> bool:
    """Exchange two names in one step, where the system can: Linux, on most file systems."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    return rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0  # type: ignore[no-any-return]


def _exchange_entries(out: Path, work: Path) -> None:
    """Put the new entries in the place of those that were ours; undone where it fails half-way."""
    new, old = work / "new", work / "old"
    comes = sorted(os.listdir(new))
    goes = [name for name in _ours(out) if os.path.lexists(out / name)]
    for name in comes:
        if name not in goes and os.path.lexists(out / name):
            raise ArchiveError(
                f"{out / name} was not made by this program, and the site needs that name. Move it away and build again."
            )
    (new / MARK).write_text("".join(f"{name}\n" for name in comes), encoding="utf-8")
    goes += [MARK] if (out / MARK).exists() else []
    (work / _JOURNAL).write_text(json.dumps({"goes": goes, "comes": [*comes, MARK]}), encoding="utf-8")
    moves = [(out / name, old / name) for name in goes] + [(new / name, out / name) for name in (*comes, MARK)]
    try:
        for here, there in moves:
            os.replace(here, there)
    except BaseException:
        for here, there in reversed(moves):
            if os.path.lexists(there) and not os.path.lexists(here):
                os.replace(there, here)
        (work / _JOURNAL).unlink(missing_ok=True)
        raise
    (work / _JOURNAL).unlink(missing_ok=True)


def _recover(place: Path) -> None:
    """Finish or remove what killed builds left beside and in a folder; a build that runs is left alone."""
    beside = _left(place.parent, _prefix(place, True))
    for work in (*beside, *_left(place, _prefix(place, False))):
        with contextlib.suppress(OSError):
            if _is_left(work):
                _finish(place, work, whole=work.parent != place)
                shutil.rmtree(work, ignore_errors=True)


def _left(folder: Path, prefix: str) -> list[Path]:
    """The work folders of builds in a folder."""
    with contextlib.suppress(OSError):
        return [folder / name for name in sorted(os.listdir(folder)) if name.startswith(prefix) and (folder / name).is_dir()]
    return []


def _is_left(work: Path) -> bool:
    """Whether nobody works in a work folder any more."""
    from filelock import FileLock, Timeout

    if not (work / _LOCK).exists():
        return time.time() - work.stat().st_mtime > _OLDEST or not any(work.iterdir())
    try:
        with FileLock(work / _LOCK).acquire(timeout=0):
            return True
    except Timeout:
        return False


def _finish(place: Path, work: Path, *, whole: bool) -> None:
    """What a build that was killed while it exchanged would have done."""
    if whole:
        for name in ("new", "old"):
            if not place.exists() and (work / name / MARK).is_file():
                os.rename(work / name, place)
        return
    if not (work / _JOURNAL).is_file():
        return
    journal = json.loads((work / _JOURNAL).read_text(encoding="utf-8"))
    for name in filter(_is_name, journal["goes"]):
        if os.path.lexists(place / name) and not os.path.lexists(work / "old" / name):
            os.replace(place / name, work / "old" / name)
    for name in filter(_is_name, journal["comes"]):
        if os.path.lexists(work / "new" / name):
            os.replace(work / "new" / name, place / name)


def _ours(out: Path) -> list[str]:
    mark = out / MARK
    names = mark.read_text(encoding="utf-8", errors="replace").splitlines() if mark.is_file() else []
    return [name for name in names if _is_name(name) and name != MARK]


def _is_name(name: object) -> bool:
    """Whether a name is one of an entry of a folder."""
    return isinstance(name, str) and name not in ("", ".", "..") and not {"/", "\0", os.sep} & set(name)
