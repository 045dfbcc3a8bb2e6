"""Exports of the papers: files in the formats of ``archive/export`` beside the pages, and the content of the cite box.

A paper is in its own files, its edition's and the archive's. So its text in each format is made once, and the files are
joined from these. Abstracts are data, not part of citations: only the data formats have them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from archive.catalogue.taxonomy import Taxonomy
from archive.export.bibliographic_data import Reference, make_reference
from archive.export.formats import bibtex, csl_json, csv, ris
from archive.model.record import without_abstract
from archive.site.references import references
from archive.site.views import AuthorView, PaperView, TopicView
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
CSL = Export("csl.json", "CSL-JSON", "[\n", ",\n", "\n]\n", is_citation=True)
CSV, JSON = Export("csv", "CSV", csv.csv_line(csv.COLUMNS)), Export("json", "JSON", "[\n", ",\n", "\n]\n")
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
    """A paper's bibliographic data and its texts in all formats."""

    reference: Reference
    by_extension: Texts


def paper_texts(view: PaperView, registry: Registry, taxonomy: Taxonomy) -> PaperTexts:
    """A paper's texts, made once for all files.

    Args:
        view: the paper.
        registry: names its edition.
        taxonomy: names its topics.
    """
    bare = without_abstract(view.cited)
    reference = make_reference(bare, registry.get(bare["edition"]), taxonomy)
    texts = {
        BIBTEX.extension: bibtex.entry(reference),
        RIS.extension: ris.entry(reference),
        CSL.extension: _encode(csl_json.item(reference)),
        CSV.extension: csv.entry(view.record),
        JSON.extension: _encode(view.record),
    }
    return PaperTexts(reference, texts)


_encode = json.JSONEncoder(ensure_ascii=False).encode  # a paper a line: with indents it would take five times as long


def beside_paper(view: PaperView, texts: PaperTexts) -> list[File]:
    """A paper's citations and its record, ``<id>.bib``, ``.ris`` and ``.json``."""
    known = ((export.extension, texts.by_extension[export.extension]) for export in OF_ONE)
    return [File(f"{view.path}{view.id}.{extension}", text.rstrip("\n") + "\n") for extension, text in known]


def citations(view: PaperView, texts: PaperTexts, registry: Registry) -> list[Citation]:
    """The content of the cite box: BibTeX, RIS and formatted references. A withdrawn paper has none."""
    if view.withdrawn:
        return []
    bib, ris = (texts.by_extension[export.extension].strip() for export in (BIBTEX, RIS))
    shown = {BIBTEX.label: bib, **references(view, texts.reference, registry), RIS.label: ris}
    return [Citation(name.lower(), name, text) for name, text in shown.items()]


class Together:
    """The files of several papers: of each edition and of all, in each format of many, and of each topic and author in
    BibTeX. They are written while the papers come, so that no more than an edition's texts are kept.

    Args:
        append: writes to the end of a file of the site.
    """

    def __init__(self, append: Callable[[File], None]) -> None:
        self._append = append
        self._everything = _ExportFile("papers", append)
        self._waiting: list[Texts] = []
        self._by_edition: dict[str, list[Texts]] = defaultdict(list)
        self._bibtex: dict[str, str] = {}

    def add(self, view: PaperView, texts: Texts) -> None:
        """Add the next paper, in the order of the site."""
        edition = view.edition
        some = self._by_edition[edition.edition.id]
        some.append(texts)
        self._waiting.append(texts)
        self._bibtex[view.id] = texts[BIBTEX.extension]
        if len(some) == len(edition.papers):
            file = _ExportFile(f"{edition.path}{edition.edition.id}", self._append)
            file.add(self._by_edition.pop(edition.edition.id))
            file.end()
            self._everything.add(self._waiting)
            self._waiting = []

    def end(self, views: Iterable[AuthorView | TopicView]) -> None:
        """Write the ends, and the BibTeX of topics and of authors with several papers, without withdrawn ones."""
        self._everything.end()
        for view in views:
            if view.bibliography.startswith(view.path):  # an author's may be the only paper's own
                standing = (self._bibtex[paper.id] for paper in view.papers if not paper.withdrawn)
                self._append(File(view.bibliography, "\n".join(standing)))


class _ExportFile:
    """A file of several papers in each format; a JSON list of none is ``[]``."""

    def __init__(self, path: str, append: Callable[[File], None]) -> None:
        self._path = path
        self._append = append
        self._has_papers = False

    def add(self, texts: Sequence[Texts]) -> None:
        for export in OF_MANY:
            begin = export.between if self._has_papers else export.begin
            text = export.between.join([one[export.extension] for one in texts])
            self._append(File(f"{self._path}.{export.extension}", f"{begin}{text}"))
        self._has_papers = True

    def end(self) -> None:
        for export in OF_MANY:
            none = "[]\n" if export.end else export.begin
            self._append(File(f"{self._path}.{export.extension}", export.end if self._has_papers else none))
