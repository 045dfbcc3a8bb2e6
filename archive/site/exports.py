"""The papers for other programs: files of ``archive/export`` beside the pages, and what the cite box shows.

Abstracts are data and not for citations: only what a program asks for as data has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archive.export.formats import export_format
from archive.model.record import Record
from archive.site.views import EditionView, PaperView
from archive.store.editions import Registry


class Export(NamedTuple):
    """A file that is written: its ending, the export format that writes it, and what readers call it."""

    ending: str
    format: str
    label: str
    is_citation: bool = False


BIBTEX, RIS = Export("bib", "bibtex", "BibTeX", True), Export("ris", "ris", "RIS", True)
CSL = Export("csl.json", "csl-json", "CSL-JSON", True)
OF_MANY = (BIBTEX, RIS, CSL, Export("csv", "csv", "CSV"), Export("json", "json", "JSON"))
OF_ONE = (BIBTEX, RIS, Export("json", "jsonl", "JSON"))  # a line of JSON Lines is one object


class File(NamedTuple):
    """A file of the site: its path in it, and its content."""

    path: str
    text: str


class Citation(NamedTuple):
    """A part of the cite box."""

    name: str
    text: str


def beside_paper(view: PaperView, registry: Registry) -> list[File]:
    """A paper's citations and its facts, ``<id>.bib``, ``.ris`` and ``.json``."""
    return _files(f"{view.path}{view.id}", OF_ONE, [view.record], registry)


def beside_edition(view: EditionView, registry: Registry) -> list[File]:
    """An edition's papers in each format of many."""
    return _files(f"{view.path}{view.edition.id}", OF_MANY, [paper.record for paper in view.papers], registry)


def of_everything(papers: Iterable[PaperView], registry: Registry) -> list[File]:
    """All papers in each format of many."""
    return _files("papers", OF_MANY, [paper.record for paper in papers], registry)


def citations(view: PaperView, beside: Sequence[File]) -> list[Citation]:
    """What the page's box shows, of the files beside it."""
    written = [Citation(e.label, file.text.strip()) for e, file in zip(OF_ONE, beside, strict=True) if e.is_citation]
    return [*written, Citation("Plain text", plain(view))]


def plain(view: PaperView) -> str:
    """A reference that reads well anywhere."""
    edition = view.edition.edition
    where = (edition.name, edition.location, view.edition.when)
    sentences = (", ".join(view.item.paper.authors), view.title, ", ".join(part for part in where if part))
    closed = (text if text.endswith((".", "?", "!")) else f"{text}." for text in sentences if text)
    return " ".join([*closed, view.record["pdf_url"] or view.record["page_url"] or ""]).strip()


def _files(path: str, exports: Iterable[Export], records: Sequence[Record], registry: Registry) -> list[File]:
    bare = [record | {"abstract": None, "abstract_source": None} for record in records]
    return [
        File(
            f"{path}.{export.ending}",
            "".join(export_format(export.format).write(bare if export.is_citation else records, registry)),
        )
        for export in exports
    ]
