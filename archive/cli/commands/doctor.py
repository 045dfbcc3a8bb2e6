"""``mlforsys doctor``."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from archive.cli.app import command
from archive.cli.messages import count, paper_count
from archive.cli.options import CommonOptions, JsonOption
from archive.cli.terminal.output import Terminal, json_data
from archive.errors import ArchiveError
from archive.store.archive_config import report_to
from archive.version import __version__

if TYPE_CHECKING:
    from archive.model.paper import Edition
    from archive.store.root import Root

_LIBRARIES = ("whoosh3", "typer", "requests", "urllib3", "CacheControl", "filelock", "beautifulsoup4", "lxml", "pypdfium2")


def doctor(ctx: typer.Context, common: CommonOptions, as_json: JsonOption = False) -> None:
    """Print versions, paths, and the state of the store and the index.

    Include the output when you report a bug. It contains paths of this machine, and nothing else that is private.
    The command writes nothing and fetches nothing.

    \b
    Examples:
      mlforsys doctor
      mlforsys doctor --root ~/papers
      mlforsys doctor --json
    """
    from archive.cli.missing_editions import sentences

    root = common.find(ctx)
    uncollected = _uncollected(root)
    shape = _versions() | _paths(root, chosen=common.root or ctx.obj) | _store(root)
    shape["not_collected"] = [edition.id for edition in uncollected]
    if as_json:
        json_data(shape)
        return
    terminal = Terminal()
    for line in (
        f"mlforsys {shape['version']}, Python {shape['python']}, {shape['system']}",
        ", ".join(f"{name} {version}" for name, version in shape["libraries"].items()),
        f"Root: {shape['root']} ({shape['root_chosen_by']}{'' if shape['root_writable'] else '; it cannot be written'})",
        f"Cache: {shape['cache_path'] or 'none: no home folder is known'}",
        f"Store: {count(shape['editions_count'], 'edition')}, {paper_count(shape['papers_count'], shape['withdrawn_count'])}, "
        f"{count(shape['abstracts_count'], 'abstract')}",
        *sentences(uncollected),
        f"Index: {shape['index_state']}, {shape['index_bytes']} bytes, in {shape['index_path']}",
        *(f"Problem: {problem}" for problem in shape["problems"]),
        f"To report a bug, send these lines to {report_to()}. `mlforsys check` checks the papers.",
    ):
        terminal.line(line, indent="    ", first="")


app = command(doctor)


def _versions() -> dict[str, Any]:
    return {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def _paths(root: Root, chosen: Path | None) -> dict[str, Any]:
    from archive.store.user_dirs import user_cache

    by = "--root" if chosen else "MLFORSYS_ROOT" if os.environ.get("MLFORSYS_ROOT") else _found_by(root)
    return {
        "root": str(root.folder),
        "root_chosen_by": by,
        "root_writable": not root.read_only and _is_writable(root.folder),
        "index_path": str(root.index_folder),
        "cache_path": _cache(user_cache),
    }


def _found_by(root: Root) -> str:
    if root.read_only:
        return "the package, because your data folder is not writable"
    here = os.path.realpath(".")
    inside = here == str(root.folder) or here.startswith(f"{root.folder}{os.sep}")
    return "the current folder" if inside else "your data folder"


def _is_writable(folder: Path) -> bool:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)


def _cache(find: Any) -> str | None:
    from archive.store.user_dirs import has_home

    return str(find()) if has_home() else None


def _uncollected(root: Root) -> list[Edition]:
    """The registered editions without papers; none if the store cannot be read, which is reported separately."""
    from archive.catalogue.filters import without_papers

    try:
        return without_papers(root)
    except (ArchiveError, OSError):
        return []


def _store(root: Root) -> dict[str, Any]:
    """Counts of the store, the state of the index, and a problem for each file that cannot be read."""
    from archive.search.index import state_of
    from archive.store.editions import load_registry

    counts = {"editions_count": 0, "papers_count": 0, "withdrawn_count": 0, "abstracts_count": 0}
    problems: list[str] = []

    def tried(read: Any, *given: Any) -> Any:
        try:
            return read(*given)
        except (ArchiveError, OSError) as error:
            problems.append(str(error))
            return ()

    tried(load_registry, root.folder)
    for edition in tried(root.store.editions):
        counts["editions_count"] += 1
        stored = tried(root.store.papers, edition)
        counts["withdrawn_count"] += (withdrawn := sum(paper.withdrawn for paper in stored))
        counts["papers_count"] += len(stored) - withdrawn
        counts["abstracts_count"] += len(tried(root.store.abstracts, edition))
    state, size = tried(state_of, root) or ("unknown", 0)
    return {**counts, "index_state": state, "index_bytes": size, "problems": problems}
