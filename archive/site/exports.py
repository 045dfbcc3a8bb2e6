"""Exports of the papers: files in the formats of ``archive/export`` beside the pages, and the content of the cite box.

A paper is in its own files, its edition's and the archive's. So its text in each format is made once, and the files are
joined from these. Abstracts are data, not part of citations: only the data formats have them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from archive.catalogue.taxonomy import Taxonomy
from archive.export.bibliographic_data import Reference, make_reference
from archive.export.formats import bibtex, csl_json, csv, ris
from archive.site.references import references
from archive.site.views import AuthorView, EditionView, PaperView
from archive.store.editions import Registry


class Export(NamedTuple):
    """An export: its file extension and its label; for several papers, what begins the file, separates the papers and
    ends it."""

    extension: str
    label: str
    begin: str = ""
    between: str = ""
    end: str = ""
    is_citation: bool = False


BIBTEX, RIS = Export("bib", "BibTeX", between="\n", is_citation=True), Export("ris", "RIS", between="\n", is_citation=True)
CSL = Export("csl.json", "CSL-JSON", "[\n  ", ",\n  ", "\n]\n", is_citation=True)
CSV, JSON = Export("csv", "CSV", csv.csv_line(csv.COLUMNS)), Export("json", "JSON", "[\n  ", ",\n  ", "\n]\n")
OF_MANY = (BIBTEX, RIS, CSL, CSV, JSON)
OF_ONE = (BIBTEX, RIS, JSON)


class File(NamedTuple):
    """A file of the site: its path in it, and its content."""

    path: str
    text: str


class Citation(NamedTuple):
    """A part of the cite box: its id, its label, and the text."""

    id: str
    name: str
    text: str


Texts = Mapping[str, str]
"""A paper in each format, by file extension, as files of several papers have it."""


class PaperTexts(NamedTuple):
    """A paper's bibliographic data and its texts in all formats; ``line`` is its JSON on one line."""

    reference: Reference
    by_extension: Texts
    line: str


def paper_texts(view: PaperView, registry: Registry, taxonomy: Taxonomy) -> PaperTexts:
    """A paper's texts, made once for all files.

    Args:
        view: the paper.
        registry: names its edition.
        taxonomy: names its topics.
    """
    bare = view.record | {"abstract": None, "abstract_source": None}
    reference = make_reference(bare, registry.get(bare["edition"]), taxonomy)
    texts = {
        BIBTEX.extension: bibtex.entry(reference),
        RIS.extension: ris.entry(reference),
        CSL.extension: _indented(csl_json.item(reference)),
        CSV.extension: csv.entry(view.record),
        JSON.extension: _indented(view.record),
    }
    return PaperTexts(reference, texts, json.dumps(view.record, ensure_ascii=False) + "\n")


def _indented(thing: object) -> str:
    """JSON, indented as an item of a list."""
    return json.dumps(thing, ensure_ascii=False, indent=2).replace("\n", "\n  ")


def beside_paper(view: PaperView, texts: PaperTexts) -> list[File]:
    """A paper's citations and its record, ``<id>.bib``, ``.ris`` and ``.json``."""
    known = texts.by_extension
    pairs = ((BIBTEX, known[BIBTEX.extension]), (RIS, known[RIS.extension]), (JSON, texts.line))
    return [File(f"{view.path}{view.id}.{export.extension}", text) for export, text in pairs]


def beside_edition(view: EditionView, texts: Mapping[str, Texts]) -> list[File]:
    """An edition's papers in each format of many; ``texts`` are those of papers by id."""
    return _files(f"{view.path}{view.edition.id}", [texts[paper.id] for paper in view.papers])


def of_everything(papers: Iterable[PaperView], texts: Mapping[str, Texts]) -> list[File]:
    """All papers in each format of many; ``texts`` are those of papers by id."""
    return _files("papers", [texts[paper.id] for paper in papers])


def citations(view: PaperView, texts: PaperTexts, registry: Registry) -> list[Citation]:
    """The content of the cite box: BibTeX, RIS and formatted references. A withdrawn paper has none."""
    if view.withdrawn:
        return []
    bib, ris = (texts.by_extension[export.extension].strip() for export in (BIBTEX, RIS))
    shown = {BIBTEX.label: bib, **references(view, texts.reference, registry), RIS.label: ris}
    return [Citation(name.lower(), name, text) for name, text in shown.items()]


def bibliography(view: AuthorView, texts: Mapping[str, Texts]) -> File:
    """The BibTeX of an author's papers, without withdrawn ones; ``texts`` are those of papers by id."""
    standing = (texts[paper.id][BIBTEX.extension] for paper in view.papers if not paper.withdrawn)
    return File(f"{view.path}{view.slug}.{BIBTEX.extension}", "\n".join(standing))


def _files(path: str, texts: Sequence[Texts]) -> list[File]:
    return [
        File(f"{path}.{export.extension}", _joined(export, [text[export.extension] for text in texts])) for export in OF_MANY
    ]


def _joined(export: Export, texts: Sequence[str]) -> str:
    """A file of several papers from their texts; a JSON list of none is ``[]``."""
    if not texts and export.end:
        return "[]\n"
    return f"{export.begin}{export.between.join(texts)}{export.end}"
