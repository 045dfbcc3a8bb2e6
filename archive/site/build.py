"""The builder: load, enrich, render, write into a fresh folder, swap it in."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from archive.catalogue import Item
from archive.errors import ArchiveError, UsageError
from archive.people import Settled
from archive.registry import Registry
from archive.site import addresses
from archive.site.contents import Contents, PaperView, find_near, gather
from archive.site.files import File, beside_paper, citations, of_archive, sitemap
from archive.site.pages import NAVIGATION, Page, Pages
from archive.site.settings import Settings
from archive.site.writer import Writer
from archive.taxonomy import Taxonomy

MARK = ".mlforsys-site"
"""Names what the builder put into a site's folder: only such a folder is replaced."""

Told = Callable[[str, int, int], None]
"""Is told what is being made, how many pages are done, and of how many."""


def build(
    out: Path,
    items: Sequence[Item],
    registry: Registry,
    settings: Settings,
    *,
    taxonomy: Taxonomy,
    settled: Settled,
    pdfs: Callable[[Item], bytes | None] = lambda item: None,
    told: Told = lambda what, done, total: None,
) -> int:
    """Build the site of some papers at ``out``, and say how many pages it has. ``pdfs`` gives a paper's
    PDF where a copy shall lie beside its page.

    Raises :class:`UsageError` where ``out`` holds something else, :class:`ArchiveError` where a template
    or a file fails; then the old site stands as it was.
    """
    refuse_strangers(out)
    with _fresh_folder(out) as folder, _no_collection():
        contents = gather(items, taxonomy, settled, settings.abstracts)
        with Writer(folder) as writer:
            pages = _Builder(writer, contents, registry, settings).everything(pdfs, told)
        (folder / MARK).write_text("".join(f"{name}\n" for name in sorted({*os.listdir(folder), MARK})), encoding="utf-8")
        _swap_in(folder, out)
    return pages


def refuse_strangers(out: Path) -> None:
    """A folder that holds anything but a site of ours is not replaced."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. Name a folder for the site.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise UsageError(f"{out} holds something that is no site of ours. Name a new or an empty folder.")


class _Builder:
    def __init__(self, writer: Writer, contents: Contents, registry: Registry, settings: Settings) -> None:
        self._writer = writer
        self._contents = contents
        self._registry = registry
        self._settings = settings
        self._pages = Pages(contents, settings)
        self._environment = _environment(settings, contents)
        self._updated: list[tuple[str, str | None]] = []

    def everything(self, pdfs: Callable[[Item], bytes | None], told: Told) -> int:
        try:
            return self._everything(pdfs, told)
        except TemplateError as error:
            place = getattr(error, "filename", None) or getattr(error, "name", None) or "a template"
            line = f", line {number}" if (number := getattr(error, "lineno", None)) else ""
            raise ArchiveError(f"{place}{line}: {error.message}. The old site stands as it was.") from None

    def _everything(self, pdfs: Callable[[Item], bytes | None], told: Told) -> int:
        others = list(self._pages.all_but_papers())
        total = len(others) + len(self._contents.papers)
        done = 0
        for view in find_near(self._contents):
            self._paper(view, pdfs(view.item))
            done += 1
            told("papers", done, total)
        for page in others:
            self._render(page)
            done += 1
            told("lists", done, total)
        for file in of_archive(self._contents, self._settings, self._registry, self._environment):
            self._write(file)
        if self._settings.base_url:
            self._write(sitemap(self._updated, self._settings.base_url, self._environment))
        self._static()
        return total

    def _paper(self, view: PaperView, pdf: bytes | None) -> None:
        files = beside_paper(view, self._registry)
        for file in files:
            self._write(file)
        name = f"{view.id}.pdf" if pdf is not None else None
        if pdf is not None:
            self._writer.write(f"{view.path}{name}", pdf)
        self._render(self._pages.paper(view, citations(files, view), name), view.updated)

    def _render(self, page: Page, updated: str | None = None) -> None:
        is_file = page.path.endswith(".html")
        base = self._settings.base_url
        up = (base or "") if is_file else addresses.up(page.path)  # a missing page is shown at any address
        template = self._environment.get_template(page.template)
        self._write(
            File(page.path if is_file else page.path + addresses.INDEX, template.render(page.context, page=page, up=up))
        )
        if not is_file:
            self._updated.append((page.path, updated))

    def _write(self, file: File) -> None:
        self._writer.write(file.path, file.text.encode())

    def _static(self) -> None:
        """The theme's files; the style sheet ends with the theme's colours and its ``more.css``."""
        files = {name: path.read_bytes() for name, path in self._settings.theme.static_files().items()}
        files["site.css"] = b"\n".join((files["site.css"], self._settings.theme.style().encode(), files.get("more.css", b"")))
        for name, content in files.items():
            self._writer.write(f"static/{name}", content)


def _environment(settings: Settings, contents: Contents) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in settings.theme.template_folders]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    known: dict[str, Any] = {"theme": settings.theme, "contents": contents, "navigation": NAVIGATION}
    environment.globals |= known
    return environment


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Looking for cycles among 10,000 papers again and again takes a tenth of the time, and there are few."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextlib.contextmanager
def _fresh_folder(out: Path) -> Iterator[Path]:
    """A new folder beside ``out``, gone again where building fails."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    except OSError as error:
        raise ArchiveError(f"{out} cannot be written: {error.strerror}. Name a folder elsewhere.") from None
    try:
        folder.chmod(0o755)
        yield folder
    except OSError as error:
        raise ArchiveError(f"{out} could not be written: {error.strerror}. The old site stands as it was.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap_in(folder: Path, out: Path) -> None:
    """Put the new site in the place of the old one; what others put beside the old one (``CNAME``,
    ``.git``) goes along."""
    if not out.is_dir():
        os.replace(folder, out)
        return
    ours = set((out / MARK).read_text(encoding="utf-8").splitlines()) if (out / MARK).is_file() else set()
    old = folder.with_name(f"{folder.name}.old")
    os.replace(out, old)
    try:
        os.replace(folder, out)
    except OSError:
        os.replace(old, out)
        raise
    for path in old.iterdir():
        if path.name not in ours and not (out / path.name).exists():
            os.replace(path, out / path.name)
    shutil.rmtree(old, ignore_errors=True)
