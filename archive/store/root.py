"""Where data lives: finding the root, and copying the bundled catalogue to a user's own folder."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import StoreError, UsageError
from archive.store.file_names import BUNDLED_CATALOGUE, CHECKOUT, EDITIONS, IDENTITY, PACKAGE
from archive.store.files import json_files

if TYPE_CHECKING:
    from archive.model.paper import Paper
    from archive.store.archive_config import Identity
    from archive.store.papers import Store


class Root(NamedTuple):
    """The folder with ``scraped/`` and ``index/``; ``read_only`` if it is the catalogue in the package, used because
    the user's folder cannot be written."""

    folder: Path
    read_only: bool = False

    @property
    def store(self) -> Store:
        """The papers and abstracts in ``scraped/``."""
        from archive.store.papers import Store

        return Store(self.folder)

    @property
    def identity(self) -> Identity:
        """The archive's identity; read again each time. Raises :class:`StoreError` if ``archive.toml`` is damaged."""
        from archive.store.archive_config import load_identity

        return load_identity(self.folder)

    @property
    def index_folder(self) -> Path:
        """The folder of the full-text index."""
        return self.folder / "index"

    def has_papers(self) -> bool:
        """Whether any edition has been collected."""
        return bool(json_files(self.folder / "scraped"))

    def has_abstracts(self) -> bool:
        """Whether abstracts of any edition are on this machine."""
        return bool(json_files(self.folder / "scraped" / "abstracts"))


def uses_bundled(folder: Path | None) -> bool:
    """Whether the bundled editions, topics, people, curation and papers belong to the archive under ``folder``:
    they do unless it has an ``archive.toml`` of its own that does not ask for them. None is the bundled archive."""
    if folder is None or not os.path.lexists(folder / IDENTITY):
        return True
    from archive.store.archive_config import load_identity

    return load_identity(folder).use_bundled


def data_files(folder: Path | None, name: str) -> list[Path]:
    """The files of that name that apply to the archive under ``folder``: the bundled one, if it belongs to the archive,
    then its own. A later file adds to an earlier one and overrides it."""
    bundled = [PACKAGE / name] if uses_bundled(folder) else []
    return [path for path in (*bundled, *([folder / name] if folder else [])) if os.path.lexists(path)]


def open_root(option: Path | None = None) -> Root:
    """``--root``, else ``MLFORSYS_ROOT``, else the nearest folder upward that has ``scraped/``,
    else a folder of the user's own, filled from the bundled catalogue. Where that folder can be neither made
    nor filled, the bundled catalogue is read from the package.

    Raises :class:`StoreError` if the root is a file or the current folder is gone.
    """
    folder = locate_root(option) or _filled_folder()
    return Root(folder) if folder else _as_it_is()


def find_root(option: Path | None = None) -> Root:
    """The root of :func:`open_root` as it is now; nothing is written. Where the user's own folder was never filled, it is
    the bundled catalogue."""
    folder = locate_root(option)
    return Root(folder) if folder else _as_it_is()


def _filled_folder() -> Path | None:
    """The user's own folder, with all that the bundled catalogue has; None if it can be neither made nor filled."""
    folder = _own_folder()
    if folder:
        from archive.store.delivery import deliver_catalogue

        try:
            deliver_catalogue(folder)
        except OSError:
            return None
    return folder


def _as_it_is() -> Root:
    """The user's own folder if it was filled before, else the bundled catalogue."""
    folder = _own_folder()
    return Root(folder) if folder and _can_be_read(folder) else Root(bundled_folder(), read_only=True)


def _own_folder() -> Path | None:
    """The user's own folder; None without a home."""
    try:
        return user_folder()
    except StoreError:
        return None


def locate_root(option: Path | None = None) -> Path | None:
    """The folder of :func:`open_root` if the user chose it or is inside it; None if it would be the user's
    data folder. Nothing is written.

    Raises :class:`StoreError` as :func:`open_root`, and inside an archive of its own whose ``scraped/`` is missing: another
    archive's papers would be taken for its own.
    """
    chosen = option or (Path(given) if (given := os.environ.get("MLFORSYS_ROOT")) else None)
    if chosen is not None:
        folder = expanded(chosen).absolute()
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder} is a file, not a folder. Give --root a folder.")
        return folder
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise StoreError("The current folder no longer exists. Change to another, or give --root.") from None
    for folder in (here, *here.parents):
        if (folder / "scraped").is_dir():
            return folder
        _refuse_lost_store(folder)
    return None


def _refuse_lost_store(folder: Path) -> None:
    """Raise :class:`StoreError` if a folder without ``scraped/`` is an archive of its own."""
    if folder != PACKAGE and (folder / IDENTITY).is_file() and (folder / EDITIONS).is_file():
        raise StoreError(
            f"{folder} is an archive ({IDENTITY}), but its folder scraped is missing. Restore it from git or a copy, or "
            f"make an empty one: `mkdir {shlex.quote(str(folder / 'scraped'))}`."
        )


def expanded(path: Path) -> Path:
    """A path with ``~`` expanded. Raises :class:`UsageError` if the user's home is unknown."""
    try:
        return path.expanduser()
    except RuntimeError:
        raise UsageError(f"{path}: no home folder is known. Write the whole path.") from None


def in_checkout(root: Root) -> bool:
    """Whether the root is the project's own folder: there curation is written to the package itself."""
    return root.folder == CHECKOUT and (CHECKOUT / "pyproject.toml").is_file()


def bundled_folder() -> Path:
    """The folder of the bundled catalogue: beside the code in a wheel, above it in a checkout."""
    return BUNDLED_CATALOGUE if BUNDLED_CATALOGUE.is_dir() else CHECKOUT


def bundled_catalogue() -> Store:
    """The catalogue that came with the package."""
    return Root(bundled_folder()).store


def bundled_papers(root: Root, edition: str) -> list[Paper]:
    """The bundled papers of an edition, whose ids never change; none for an archive of its own."""
    return bundled_catalogue().papers(edition) if uses_bundled(root.folder) else []


def _can_be_read(folder: Path) -> bool:
    """Whether a folder has papers, among which may be the user's own."""
    try:
        return Root(folder).has_papers()
    except (OSError, StoreError):
        return False


def user_folder() -> Path:
    """The user's own archive, for use without another root."""
    from archive.store.user_dirs import user_data

    return user_data()
