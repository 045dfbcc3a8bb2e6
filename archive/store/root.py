"""Where data lives: finding the root, and bringing the bundled catalogue to a user's own folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import StoreError
from archive.store.files import PACKAGE

if TYPE_CHECKING:
    from archive.model.paper import Paper
    from archive.store.papers import Store

_CHECKOUT = PACKAGE.parent
TOPICS = PACKAGE / "topics.toml"
_SUGGESTS = PACKAGE / "catalogue" / "suggest"
DELIVERED = ".catalogue"  # what the last wheel brought, so that a newer one can tell whose change is whose


class Root(NamedTuple):
    """The folder that holds ``scraped/`` and ``index/``; ``read_only`` where it is the package's own catalogue, read
    where it lies because the user's folder cannot be written."""

    folder: Path
    read_only: bool = False

    @property
    def store(self) -> Store:
        from archive.store.papers import Store

        return Store(self.folder)

    @property
    def index_folder(self) -> Path:
        return self.folder / "index"

    def has_papers(self) -> bool:
        return next((self.folder / "scraped").glob("*.json"), None) is not None

    def has_abstracts(self) -> bool:
        return next((self.folder / "scraped" / "abstracts").glob("*.json"), None) is not None

    def sources(self) -> list[Path]:
        """The files that everything which results show is made from: papers, abstracts, registries, topics, people.
        An index is of these files, and a search needs no more of the store than to see whether they changed."""
        scraped = self.folder / "scraped"
        files = (*sorted(scraped.glob("*.json")), *sorted(scraped.glob("abstracts/*.json")), *registry_files(self.folder))
        bundled = (TOPICS, PACKAGE / "people.toml", _SUGGESTS / "cues.toml", _SUGGESTS / "counts.json")
        return [*files, *bundled, *filter(Path.is_file, (self.folder / "people.toml",))]


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
        return Root(folder)
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise StoreError("The current folder is gone. Change to one that exists, or give --root.") from None
    for folder in (here, *here.parents):
        if (folder / "scraped").is_dir():
            return Root(folder)
    folder = _user_folder()
    try:
        deliver_catalogue(folder)
    except OSError:  # a home that cannot be written: what is there is read, or else the package's own catalogue
        if not Root(folder).has_papers():
            return Root(bundled_folder(), read_only=True)
    return Root(folder)


def in_checkout(root: Root) -> bool:
    """Whether the root is the project's own folder: there curation is written to the package itself."""
    return root.folder == _CHECKOUT and (_CHECKOUT / "pyproject.toml").is_file()


def bundled_folder() -> Path:
    """Where the catalogue that came with the package lies: in a wheel beside the code, in a checkout above it."""
    bundled = PACKAGE / "bundled"
    return bundled if bundled.is_dir() else _CHECKOUT


def bundled_catalogue() -> Store:
    """The catalogue that came with the package."""
    return Root(bundled_folder()).store


def deliver_catalogue(folder: Path) -> None:
    """Bring the bundled catalogue to ``folder``, paper by paper: what the user scraped, added or
    changed stays, what they left as it was delivered is renewed. Where nothing is new, this only
    compares files; a folder without ``scraped/`` is filled from the beginning."""
    first = not (folder / "scraped").is_dir()
    for path in sorted((bundled_folder() / "scraped").glob("*.json")):
        content, base = path.read_bytes(), folder / DELIVERED / "scraped" / path.name
        if first or not base.exists() or base.read_bytes() != content:
            _deliver(folder, path.stem, content, base)


def _deliver(folder: Path, edition: str, content: bytes, base: Path) -> None:
    from archive.store.files import write_bytes
    from archive.store.papers import Store

    own, delivered = Store(folder), Store(folder / DELIVERED)
    mine = own.path(edition)
    if not mine.exists() or (base.exists() and mine.read_bytes() == base.read_bytes()):
        write_bytes(mine, content)
    else:
        renewed = bundled_catalogue().papers(edition)
        own.write_papers(edition, _three_way(delivered.papers(edition), own.papers(edition), renewed))
    write_bytes(base, content)


def _three_way(base: list[Paper], ours: list[Paper], theirs: list[Paper]) -> list[Paper]:
    was, mine, new = ({paper.id: paper for paper in papers} for papers in (base, ours, theirs))
    merged = [
        paper if paper.id not in mine or mine[paper.id] == was.get(paper.id) else mine[paper.id]
        for paper in theirs
        if paper.id in mine or paper.id not in was  # what the user took out stays out
    ]
    return merged + [paper for paper in ours if paper.id not in new]


def _user_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("mlforsys", appauthor=False)
