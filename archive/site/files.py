"""What lies beside the pages: citations and data of papers and editions, feeds, the map of the site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jinja2 import Environment

from archive.chart import draw
from archive.export import export_format
from archive.record import Record
from archive.registry import Registry
from archive.site import script
from archive.site.contents import Contents, PaperView
from archive.site.pages import FEED, Citation
from archive.site.settings import Settings

_EXPORTS = {"bib": "bibtex", "ris": "ris", "csv": "csv", "json": "json"}
_ENTRIES = 50  # of a feed, the newest


class File(NamedTuple):
    path: str
    text: str


def beside_paper(view: PaperView, registry: Registry) -> list[File]:
    """A paper's citations and its facts, ``<id>.bib``, ``.ris`` and ``.json``."""
    texts = {ending: _export(_EXPORTS[ending], [view.record], registry) for ending in ("bib", "ris")}
    texts["json"] = json.dumps(view.record, ensure_ascii=False, indent=2) + "\n"
    return [File(f"{view.path}{view.id}.{ending}", text) for ending, text in texts.items()]


def citations(files: Sequence[File], view: PaperView) -> list[Citation]:
    """What the page's box shows, of the files beside it."""
    text = {file.path.rpartition(".")[2]: file.text.strip() for file in files}
    return [Citation("BibTeX", text["bib"]), Citation("RIS", text["ris"]), Citation("Plain text", plain(view))]


def plain(view: PaperView) -> str:
    """A reference that reads well anywhere."""
    edition = view.edition.edition
    authors = ", ".join(view.item.paper.authors)
    title = view.title if view.title.endswith((".", "?", "!")) else f"{view.title}."
    where = ", ".join(part for part in (edition.name, edition.location, view.edition.when_and_where.split(",")[0]) if part)
    links = [view.record["pdf_url"] or view.record["page_url"] or ""]
    return " ".join(part for part in (f"{authors}." if authors else "", title, f"{where}.", *links) if part)


def of_archive(contents: Contents, settings: Settings, registry: Registry, environment: Environment) -> Iterator[File]:
    """Everything that is about more than one paper."""
    yield from _exports("papers", [view.record for view in contents.papers], registry)
    for edition in contents.editions:
        yield from _exports(f"{edition.path}{edition.edition.id}", [view.record for view in edition.papers], registry)
    yield File("field.svg", draw(contents.stats, settings.theme.name))
    yield File(f"search/{script.NAME}", script.write(contents))
    yield File(".nojekyll", "")
    if settings.base_url:
        yield from _feeds(contents, settings.base_url, settings.theme.name, environment)
        yield File("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {settings.base_url}sitemap.xml\n")
    else:
        yield File("robots.txt", "User-agent: *\nAllow: /\n")


def sitemap(paths: Iterable[tuple[str, str | None]], base_url: str, environment: Environment) -> File:
    """The map of all pages, each with the day on which it last changed where that is known."""
    return File("sitemap.xml", environment.get_template("sitemap.xml").render(base=base_url, paths=paths))


def _exports(path: str, records: list[Record], registry: Registry) -> Iterator[File]:
    for ending, name in _EXPORTS.items():
        yield File(f"{path}.{ending}", _export(name, records, registry))


def _export(name: str, records: list[Record], registry: Registry) -> str:
    """Abstracts are not for citations."""
    if name != "json":
        records = [record | {"abstract": None} for record in records]
    return "".join(export_format(name).write(records, registry))


def _feeds(contents: Contents, base_url: str, name: str, environment: Environment) -> Iterator[File]:
    template = environment.get_template(FEED)
    newest = [paper for edition in contents.editions for paper in edition.papers]
    feeds = [("", name, newest)]
    feeds += [(topic.path, f"{name}: {topic.topic.name}", list(reversed(topic.papers))) for topic in contents.topics]
    for page, title, papers in feeds:
        some = papers[:_ENTRIES]
        updated = max((paper.updated for paper in some), default="1970-01-01")
        text = template.render(base=base_url, path=f"{page}{FEED}", page=page, title=title, updated=updated, papers=some)
        yield File(f"{page}{FEED}", text)
