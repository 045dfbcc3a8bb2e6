"""Builds a new site beside the old one, which it replaces when it is complete.

A folder with nothing but our site and single files of others (``CNAME``, ``.nojekyll``), which are taken along, is replaced
atomically. Where it is a mount, the working directory, or has folders of others (``.git``), its entries are exchanged one
by one, which takes some milliseconds. What a killed build left is finished or removed by the next one.
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
from typing import NamedTuple

from archive.errors import ArchiveError, UsageError, reason_of
from archive.store.files import write_bytes

MARK = ".mlforsys-site"
"""The file that lists what the builder put into a site's folder: only that is ever replaced."""

_JOURNAL = "journal.json"
_LOCK = "lock"
_OLDEST = 86_400.0  # seconds after which a work folder without a lock is abandoned
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def refuse_foreign_files(out: Path) -> None:
    """Finish or remove what a killed build left, and refuse a folder with anything but a site of ours.

    Hidden files and ``CNAME``, which hosts need, are allowed. Raises :class:`UsageError` for a folder of something else.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. Name a folder for the site.")
    _recover(Path(os.path.realpath(out)))
    strange = [path for path in out.iterdir() if not path.name.startswith(".") and path.name != "CNAME"] if out.is_dir() else []
    if strange and not (out / MARK).is_file():
        raise UsageError(f"{out} has files but no site made by this program. Name a new or empty folder.")


@contextlib.contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """A folder for the new site. Its content replaces the old site at ``out`` where the block succeeds; otherwise
    the old site is unchanged.

    Raises :class:`UsageError` where ``out`` has other files, :class:`ArchiveError` where it cannot be written.
    """
    refuse_foreign_files(out)
    place = Path(os.path.realpath(out))
    work = None
    try:
        with _existing(place), _work_folder(place) as work:
            yield work / "new"
            _exchange(place, work)
    except OSError as error:
        raise ArchiveError(f"{out} could not be written: {_reason(error, work)}. The old site was not changed.") from None


@contextlib.contextmanager
def _existing(place: Path) -> Iterator[None]:
    """Make a folder where it is missing; one that stays empty is removed again."""
    is_new = not place.exists()
    try:
        place.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        if is_new:
            with contextlib.suppress(OSError):  # not empty: the site is there
                place.rmdir()


@contextlib.contextmanager
def _work_folder(place: Path) -> Iterator[Path]:
    """A locked folder with empty folders ``new`` and ``old``, removed at the end: beside a site that can be exchanged as a
    whole, else inside it."""
    from filelock import FileLock

    whole = _may_be_exchanged(place)
    work = Path(tempfile.mkdtemp(dir=place.parent if whole else place, prefix=_prefix(place, whole)))
    try:
        with FileLock(work / _LOCK).acquire(timeout=0):
            try:
                (work / "new").mkdir()
                (work / "old").mkdir()
                yield work
            finally:
                _remove(work)  # before the lock is released, which deletes it with some versions
    finally:
        shutil.rmtree(work, ignore_errors=True)  # a file that is open stays on Windows


def _remove(work: Path) -> None:
    """Remove a work folder as far as possible, its lock last: what a process killed here leaves is known as abandoned."""
    with contextlib.suppress(OSError):
        (work / _JOURNAL).unlink(missing_ok=True)
        for name in ("new", "old"):
            shutil.rmtree(work / name, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)


def _reason(error: OSError, work: Path | None) -> str:
    """What the system says, and of which file, unless that is in the work folder, which is gone by then."""
    what, file = reason_of(error), error.filename
    return f"{what} ({file})" if file and work and not str(file).startswith(str(work)) else what


def _exchange(place: Path, work: Path) -> None:
    """Put the new site in the place of the old one: as a whole where that is still possible, else entry by entry."""
    if work.parent != place and _may_be_exchanged(place):
        _exchange_folders(place, work)
    else:
        _exchange_entries(place, work)


def _prefix(place: Path, whole: bool) -> str:
    return f".{place.name}{MARK}-" if whole else f"{MARK}-"


def _may_be_exchanged(place: Path) -> bool:
    """Whether a folder has nothing but our site and single files, and may be renamed."""
    here = os.path.realpath(".") + os.sep
    return (
        all(entry.is_file(follow_symlinks=False) for entry in _foreign(place))
        and not os.path.ismount(place)
        and not here.startswith(f"{place}{os.sep}")
        and os.access(place.parent, os.W_OK | os.X_OK)
    )


def _foreign(place: Path) -> list[os.DirEntry[str]]:
    """The entries of a site's folder that are not ours."""
    ours = {*_ours(place), MARK}
    with os.scandir(place) as entries:
        return [entry for entry in entries if entry.name not in ours]


def _exchange_folders(place: Path, work: Path) -> None:
    """Put the new folder in the place of the old one, with its mode, owner and the files of others."""
    new = work / "new"
    foreign = [entry.name for entry in _foreign(place)]
    _refuse_taken(place, [name for name in foreign if os.path.lexists(new / name)])
    _write_mark(new)
    for name in foreign:
        _take_along(place / name, new / name)
    _copy_access(place.stat(), new)
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


def _copy_access(before: os.stat_result, new: Path) -> None:
    """Give a folder the mode and, as far as permitted, the owner that the old one had."""
    if hasattr(os, "chown") and (os.geteuid() == 0 or new.stat().st_gid != before.st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(new, before.st_uid, before.st_gid)
    os.chmod(new, before.st_mode & 0o7777)


def _take_along(file: Path, to: Path) -> None:
    """Put a file of others into the new site too: the same file, or a copy where the system has no links."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copy2(file, to)


def _exchange_names(one: Path, other: Path) -> bool:
    """Exchange two names atomically, where the system can: Linux, on most file systems."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    return rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0  # type: ignore[no-any-return]


class _Journal(NamedTuple):
    """The names of the entries that leave a site's folder for the work folder's ``old``, and of those that then come from
    its ``new``."""

    goes: list[str]
    comes: list[str]

    def write(self, work: Path) -> None:
        """Write it into the work folder, whole or not at all."""
        write_bytes(work / _JOURNAL, json.dumps(self._asdict()).encode())

    def moves(self, out: Path, work: Path) -> list[tuple[Path, Path]]:
        """The renames, in order: from where, to where."""
        leaving = [(out / name, work / "old" / name) for name in self.goes]
        return leaving + [(work / "new" / name, out / name) for name in self.comes]


def _exchange_entries(out: Path, work: Path) -> None:
    """Put the new entries in the place of those that were ours; undone where it fails half-way."""
    new = work / "new"
    goes = [name for name in (*_ours(out), MARK) if os.path.lexists(out / name)]
    _refuse_taken(out, sorted(set(os.listdir(new)) - set(goes)))
    journal = _Journal(goes, [*_write_mark(new), MARK])
    journal.write(work)
    try:
        _rename_all(journal.moves(out, work))
    finally:
        (work / _JOURNAL).unlink(missing_ok=True)


def _refuse_taken(out: Path, names: list[str]) -> None:
    """Raise :class:`ArchiveError` where an entry of one of these names is there, which is not ours."""
    for name in names:
        if os.path.lexists(out / name):
            raise ArchiveError(
                f"{out / name} was not made by this program, and the site needs that name. Move it away and build again."
            )


def _write_mark(new: Path) -> list[str]:
    """Note in a new site what it consists of; returns the names."""
    names = sorted(os.listdir(new))
    (new / MARK).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    return names


def _rename_all(moves: list[tuple[Path, Path]]) -> None:
    """Rename one after the other; undone where one fails."""
    try:
        for here, there in moves:
            os.replace(here, there)
    except BaseException:
        for here, there in reversed(moves):
            if os.path.lexists(there) and not os.path.lexists(here):
                os.replace(there, here)
        raise


def _recover(place: Path) -> None:
    """Finish or remove what killed builds left beside and in a folder; running builds are left alone."""
    beside = _left(place.parent, _prefix(place, True))
    for work in (*beside, *_left(place, _prefix(place, False))):
        with contextlib.suppress(OSError):
            if _is_left(work):
                finish = _finish_entries if work.parent == place else _finish_folders
                finish(place, work)
                _remove(work)


def _left(folder: Path, prefix: str) -> list[Path]:
    """The work folders of builds in a folder."""
    with contextlib.suppress(OSError):
        return [folder / name for name in sorted(os.listdir(folder)) if name.startswith(prefix) and (folder / name).is_dir()]
    return []


def _is_left(work: Path) -> bool:
    """Whether no build uses a work folder any more."""
    from filelock import FileLock, Timeout

    if not (work / _LOCK).exists():
        return time.time() - work.stat().st_mtime > _OLDEST or not any(work.iterdir())
    try:
        with FileLock(work / _LOCK).acquire(timeout=0):
            return True
    except Timeout:
        return False


def _finish_folders(place: Path, work: Path) -> None:
    """Finish an exchange of folders that was killed half-way: the new site, else the old one, becomes the site."""
    for name in ("new", "old"):
        if not place.exists() and (work / name / MARK).is_file():
            os.rename(work / name, place)


def _finish_entries(place: Path, work: Path) -> None:
    """Finish an exchange of entries that was killed half-way."""
    journal = _read_journal(work)
    for name in journal.goes:
        if os.path.lexists(place / name) and not os.path.lexists(work / "old" / name):
            os.replace(place / name, work / "old" / name)
    for name in journal.comes:
        if os.path.lexists(work / "new" / name):
            os.replace(work / "new" / name, place / name)


def _read_journal(work: Path) -> _Journal:
    """The journal of a work folder; an empty one where no exchange of entries had begun."""
    file = work / _JOURNAL
    if not file.is_file():
        return _Journal([], [])
    found = json.loads(file.read_text(encoding="utf-8"))
    return _Journal(list(filter(_is_name, found["goes"])), list(filter(_is_name, found["comes"])))


def _ours(out: Path) -> list[str]:
    mark = out / MARK
    names = mark.read_text(encoding="utf-8", errors="replace").splitlines() if mark.is_file() else []
    return [name for name in names if _is_name(name) and name != MARK]


def _is_name(name: object) -> bool:
    """Whether a value is a valid name of an entry of a folder."""
    return isinstance(name, str) and name not in ("", ".", "..") and not {"/", "\0", os.sep} & set(name)
