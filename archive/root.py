"""Where data lives: finding the root, and bringing the bundled catalogue to a user's own folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import StoreError

if TYPE_CHECKING:
    from archive.models import Paper
    from archive.store import Store

PACKAGE = Path(__file__).parent
_CHECKOUT = PACKAGE.parent
DELIVERED = ".catalogue"  # what the last wheel brought, so that a newer one can tell whose change is whose


class Root(NamedTuple):
    """``folder`` holds the store; ``checkout`` is set where it is the project's own repository."""

    folder: Path
    checkout: bool = False

    @property
    def store(self) -> Store:
        from archive.store import Store

        return Store(self.folder)

    @property
    def index_folder(self) -> Path:
        return self.folder / "index"

    def has_papers(self) -> bool:
        return next((self.folder / "scraped").glob("*.json"), None) is not None

    def fingerprint(self) -> str:
        """A digest of everything that results show: papers, abstracts and registries. A search needs
        no more of the store than this, so it is here, and cheap."""
        scraped = self.folder / "scraped"
        digest = hashlib.sha256()
        for path in (*sorted(scraped.glob("*.json")), *sorted(scraped.glob("abstracts/*.json")), *registry_files(self.folder)):
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()


def registry_files(folder: Path) -> list[Path]:
    """The bundled registry, and the root's own where it has one."""
    return [path for path in (PACKAGE / "editions.toml", folder / "editions.toml") if path.is_file()]


def find_root(option: Path | None = None) -> Root:
    """``--root``, else ``MLFORSYS_ROOT``, else the nearest folder upward that holds ``scraped/``,
    else a folder of the user's own, filled from the bundled catalogue."""
    chosen = option or (Path(given) if (given := os.environ.get("MLFORSYS_ROOT")) else None)
    if chosen is not None:
        folder = chosen.expanduser().absolute()
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder} is a file, not a folder. Give --root a folder.")
        return Root(folder, _is_checkout(folder))
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise StoreError("The current folder is gone. Change to one that exists, or give --root.") from None
    for folder in (here, *here.parents):
        if (folder / "scraped").is_dir():
            return Root(folder, _is_checkout(folder))
    folder = _user_folder()
    deliver_catalogue(folder)
    return Root(folder)


def bundled_catalogue() -> Store:
    """The catalogue that came with the package: in a wheel beside the code, in a checkout above it."""
    from archive.store import Store

    return Store(PACKAGE / "catalogue") if (PACKAGE / "catalogue").is_dir() else Store(_CHECKOUT)


def deliver_catalogue(folder: Path) -> None:
    """Bring the bundled catalogue to ``folder``, paper by paper: what the user scraped, added or
    changed stays, what they left as it was delivered is renewed."""
    from archive.store import Store, write_text

    bundled, own, delivered = bundled_catalogue(), Store(folder), Store(folder / DELIVERED)
    for edition in bundled.editions():
        content = bundled.path(edition).read_bytes()
        base_path = delivered.path(edition)
        if base_path.exists() and base_path.read_bytes() == content:
            continue
        if not own.path(edition).exists() or (base_path.exists() and own.path(edition).read_bytes() == base_path.read_bytes()):
            write_text(own.path(edition), content.decode())
        else:
            own.write_papers(edition, _three_way(delivered.papers(edition), own.papers(edition), bundled.papers(edition)))
        write_text(base_path, content.decode())


def _three_way(base: list[Paper], ours: list[Paper], theirs: list[Paper]) -> list[Paper]:
    was, mine, new = ({paper.id: paper for paper in papers} for papers in (base, ours, theirs))
    merged = [
        paper if paper.id not in mine or mine[paper.id] == was.get(paper.id) else mine[paper.id]
        for paper in theirs
        if paper.id in mine or paper.id not in was  # what the user took out stays out
    ]
    return merged + [paper for paper in ours if paper.id not in new]


def _is_checkout(folder: Path) -> bool:
    return folder == _CHECKOUT and (folder / "pyproject.toml").is_file()


def _user_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("mlforsys", appauthor=False)
