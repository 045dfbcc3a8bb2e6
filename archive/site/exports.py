"""The papers for other programs: files of ``archive/export`` beside the pages, and what the cite box shows.

Abstracts are data and not for citations: only what a program asks for as data has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from archive.catalogue.taxonomy import Taxonomy
from archive.export.formats import export_format
from archive.model.record import Record
from archive.site.references import references
from archive.site.views import AuthorView, EditionView, PaperView
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
    """A part of the cite box: its id, what readers call it, and the text."""

    id: str
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


def citations(view: PaperView, beside: Sequence[File], registry: Registry, taxonomy: Taxonomy) -> list[Citation]:
    """What the page's box shows: BibTeX and RIS of the files beside it, and references. A withdrawn paper has none."""
    if view.withdrawn:
        return []
    written = {export.label: file.text.strip() for export, file in zip(OF_ONE, beside, strict=True) if export.is_citation}
    shown = {"BibTeX": written.pop("BibTeX"), **references(view, registry, taxonomy), **written}
    return [Citation(name.lower(), name, text) for name, text in shown.items()]


def bibliography(view: AuthorView, bibtex: Mapping[str, str]) -> File:
    """The BibTeX of an author's papers, of the texts of each by id, without withdrawn ones."""
    texts = (bibtex[paper.id] for paper in view.papers if not paper.withdrawn)
    return File(f"{view.path}{view.slug}.{BIBTEX.ending}", "\n".join(texts))


def _files(path: str, exports: Iterable[Export], records: Sequence[Record], registry: Registry) -> list[File]:
    bare = [record | {"abstract": None, "abstract_source": None} for record in records]
    return [
        File(
            f"{path}.{export.ending}",
            "".join(export_format(export.format).write(bare if export.is_citation else records, registry)),
        )
        for export in exports
    ]
