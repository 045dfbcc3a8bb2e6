"""Bugs reported for other programs, tried on this one; ``docs/names.md`` has the table."""

from __future__ import annotations

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.collect.imports.entries import make_row
from archive.collect.imports.readers import reader_for
from archive.export.bibliographic_data import make_reference
from archive.export.cite import cite
from archive.export.formats import bibtex
from archive.model.names import NotNames, read_byline
from archive.store.editions import Registry
from tests.collect.imports.test_file_content import write
from tests.collect.imports.test_readers import KITES
from tests.support.archives import paper

REGISTRY = Registry({KITES.id: KITES}, None)


def entry_of(tmp_path, fields: str, name: str = "x.bib"):
    """The row of one BibTeX entry."""
    from archive.collect.imports.file_content import open_files

    content = open_files([write(tmp_path / name, f"@misc{{x, title = {{Kites}}, year = 2031, {fields}}}\n")])
    (row,) = map(make_row, reader_for(content).read(content, KITES).drafts)
    return row


@pytest.mark.parametrize(
    ("report", "author", "names", "families"),
    [
        ("bibtexparser#423", "aa bb, CC", ["CC aa bb"], {"CC aa bb": "aa bb"}),
        ("biblatex#236", "Drummond de Andrade, Carlos", ["Carlos Drummond de Andrade"], "Drummond de Andrade"),
        ("citation.js#66", "Rossana de Leo", ["Rossana de Leo"], {}),
        ("citation.js#66", "De Leo, Rossana", ["Rossana De Leo"], "De Leo"),
        ("better-bibtex#565", "{Ortega y Gasset}, Jos{\\'e}", ["José Ortega y Gasset"], "Ortega y Gasset"),
        ("better-bibtex#565", "{da Gama}, Vasco", ["Vasco da Gama"], {}),
        ("JabRef#318", 'J{\\"o}rg Lenhard and Kolb, Stefan', ["Jörg Lenhard", "Stefan Kolb"], {}),
        ("JabRef#10031", "{Company Name, LLC}", ["Company Name, LLC"], {}),
        (
            "JabRef#4508",
            "{Organization for Cooperation and Development}",
            ["Organization for Cooperation and Development"],
            "all",
        ),
        ("JabRef#4590", "{Robert Koch Institut}", ["Robert Koch Institut"], "all"),
        ("JabRef#12959", "{The PGF/TikZ Team}", ["The PGF/TikZ Team"], {}),
        ("Docear4Word#51", "{Barnes and Noble, Inc.}", ["Barnes and Noble, Inc."], {}),
        ("citr#35", "{de Lijster}, Jasmijn M. and Utens, E.M.W.J.", ["Jasmijn M. de Lijster", "E.M.W.J. Utens"], {}),
        (
            "bibtexparser#441",
            "{Delgado de Molina}, A. and Vign{\\'e}, M.",
            ["A. Delgado de Molina", "M. Vigné"],
            "Delgado de Molina",
        ),
        ("bibtexparser#475", "Doe, John A and Doe, Jane", ["John A Doe", "Jane Doe"], {}),
        ("bibtexparser#479", "Kharlamov, Yu A and Zhiltsov, A P", ["Yu A Kharlamov", "A P Zhiltsov"], {}),
        ("bibtexparser#421", "Peyton Jones, Simon", ["Simon Peyton Jones"], "Peyton Jones"),
        ("scipion#355", "Borland, L. and van Heel, M.", ["L. Borland", "M. van Heel"], {}),
        ("Tire-a-part#98", "Lepetit, Alexandre", ["Alexandre Lepetit"], {}),
        ("bibtexparser#232", "Adri{\\`{a}} Mart{\\'{\\i}}n Mor", ["Adrià Martín Mor"], {}),
        ("bibtexparser#285", "Arango-Serna, Mart{\\'\\i}n Dar{\\'\\i}o", ["Martín Darío Arango-Serna"], {}),
        ("latex-decode#10", "K{\\'{a}}ssio M. G. Lima", ["Kássio M. G. Lima"], {}),
        ("biber#405", "H{\\`a}n Th{\\'{\\^e}} Th{\\`a}nh", ["Hàn Thế Thành"], {}),
        ("biber#336", "Fran{\\c{c}}ois{-}Xavier Standaert", ["François-Xavier Standaert"], {}),
        ("TW-Refnotes#31", "S. {Mohammad Nejad} and S.F. Seyedpour", ["S. Mohammad Nejad", "S.F. Seyedpour"], "Mohammad Nejad"),
        ("acl-anthology#2360", "Jimeno Yepes, Antonio", ["Antonio Jimeno Yepes"], "Jimeno Yepes"),
        ("acl-anthology#2148", "Le Roux, Joseph", ["Joseph Le Roux"], "Le Roux"),
        ("acl-anthology#3919", "Sean von Bayern", ["Sean von Bayern"], {}),
        ("bibtex-ruby#11", "Van den Bout, D. E.", ["D. E. Van den Bout"], {}),
        ("better-bibtex#2744", "Costa, Jr., P. T. and McCrae, R. R.", ["P. T. Costa Jr.", "R. R. McCrae"], {}),
    ],
)
def test_names_of_bibtex(tmp_path, report, author, names, families):
    entry = entry_of(tmp_path, f"author = {{{author}}}").entry
    assert list(entry.authors) == names, report
    if families == "all":
        families = {names[0]: names[0]}
    assert dict(entry.family_names) == ({names[0]: families} if isinstance(families, str) else families), report


@pytest.mark.parametrize(
    ("report", "byline", "names"),
    [
        ("anystyle#237", "de la Torre, J, Garcia Lorca, F.", ("J de la Torre", "F. Garcia Lorca")),
        ("anystyle#157", "van Wees, Hans", ("Hans van Wees",)),
        ("anystyle#49", "Yang, Q., Mudambi, R., & Meyer, K. E.", ("Q. Yang", "R. Mudambi", "K. E. Meyer")),
        ("jasminum#77", "王伟;李娜", ("王伟", "李娜")),
        ("citation-bot#19", "McKay, J. W., Jr.", ("J. W. McKay Jr.",)),
        ("acl-anthology#3087", "Do June Min", ("Do June Min",)),
    ],
)
def test_bylines(report, byline, names):
    assert read_byline(byline).names == names, report


@pytest.mark.parametrize(
    ("report", "fields", "arxiv_id"),
    [
        ("JabRef#11306", "note = {arXiv: 1503.05173 version: 1}", "1503.05173"),
        ("JabRef#7660", "journal = {arXiv:2002.10248v4 [cs]}, archiveprefix = {arXiv}", "2002.10248"),
        ("JabRef#4407", "eprint = {http://arxiv.org/abs/1810.09995v1}, eprinttype = {arXiv}", "1810.09995"),
        ("JabRef#2427", "eprint = {arXiv:0710.0994}, archiveprefix = {arXiv}", "0710.0994"),
        ("JabRef#1322", 'archivePrefix = "arXiv", eprint = {1501.02805}', "1501.02805"),
        ("JabRef#16033", "doi = {10.48550/arXiv.2601.01241}", "2601.01241"),
        ("doi2bib2#100", "url = {https://doi.org/10.48550/arXiv.2601.01241}", "2601.01241"),
    ],
)
def test_arxiv_ids(tmp_path, report, fields, arxiv_id):
    entry = entry_of(tmp_path, f"author = {{Ada Quill}}, {fields}").entry
    assert entry.arxiv_id == arxiv_id, report
    assert entry.doi is None
    assert entry.page_url, "nothing falls back to the workshop's own page"


def record_of(*authors, title="Kites", **facts):
    from archive.model.record import make_record

    return make_record(paper("quill2031kites", title, *authors, **facts), KITES, None)


@pytest.mark.parametrize(
    ("report", "name", "families", "written"),
    [
        ("better-bibtex#3599", "Xuân Thắng Nguyễn", (), "Nguy{\\~{\\^e}}n, Xu{\\^a}n Th{\\'{\\u a}}ng"),
        ("acl-anthology#4280", "Jan Hajič", (), "Haji{\\v c}, Jan"),
        ("acl-anthology#4280", "Michał Woźniak", (), "Wo{\\'z}niak, Micha{\\l}"),
        ("latexcodec#96", "François Quill", (), "Quill, Fran{\\c c}ois"),
        ("pylatexenc#107", "Martín Quill", (), "Quill, Mart{\\'i}n"),
        ("better-bibtex#407", "Ada Göğüş", (), 'G{\\"o}{\\u g}{\\"u}{\\c s}, Ada'),
        ("bibtexparser#421", "Simon Peyton Jones", (("Simon Peyton Jones", "Peyton Jones"),), "Peyton Jones, Simon"),
        (
            "better-bibtex#565",
            "José Ortega y Gasset",
            (("José Ortega y Gasset", "Ortega y Gasset"),),
            "{Ortega y Gasset}, Jos{\\'e}",
        ),
        ("JabRef#4508", "Cooperation and Company, Inc.", (), "{Cooperation and Company, Inc.}"),
    ],
)
def test_names_in_bibtex(report, name, families, written):
    text = "".join(bibtex.write([record_of(name, family_names=families)], REGISTRY))
    assert f"author = {{{written}}}" in text, report


@pytest.mark.parametrize(
    ("report", "title", "written"),
    [
        ("better-bibtex#113", "Integers Modulo $n$ minus $\\frac n 2$", "Integers Modulo {$n$} minus {$\\frac n 2$}"),
        ("better-bibtex#479", "Kites on $S^1 \\times S^3$", "Kites on {$S^1 \\times S^3$}"),
        ("better-bibtex#1218", "Kites of $R_2$", "Kites of {$R_2$}"),
        ("better-bibtex#888", "A New Method for GPUs", "A New Method for {GPU}s"),
    ],
)
def test_titles_in_bibtex(report, title, written):
    text = "".join(bibtex.write([record_of("Ada Quill", title=title)], REGISTRY))
    assert f"title = {{{written}}}" in text, report


@pytest.mark.parametrize(
    ("report", "name", "printed"),
    [
        ("ruby-cff#134", "Marc-Uwe Quill", "Quill, M.-U."),
        ("papercite#110", "J.-P. Quill", "Quill, J.-P."),
        ("papercite#110", "T.-H. H. Quill", "Quill, T.-H. H."),
        ("pandoc-citeproc#392", "M.R. James", "James, M. R."),
        ("pandoc-citeproc#393", "M.R.C.E.L. James", "James, M. R. C. E. L."),
        ("invenio-rdm-records#764", "Lars Holm Nielsen", "Nielsen, L. H."),
    ],
)
def test_initials(report, name, printed):
    ((_, text),) = cite([record_of(name)], REGISTRY, "apa")
    assert text.startswith(printed), report


def test_references_use_stated_family_names():
    record = record_of("Liliana Vázquez Fernández", family_names=(("Liliana Vázquez Fernández", "Vázquez Fernández"),))
    (name,) = make_reference(record, KITES, load_taxonomy()).authors
    assert (name.given, name.family) == ("Liliana", "Vázquez Fernández"), "healthiar#1563"


@pytest.mark.parametrize("byline", ["Kharlamov Y, Zhiltsov A", "García Lorca, Federico", "Ada Quill et al."])
def test_ambiguous_authors_are_refused(byline):
    with pytest.raises(NotNames):
        read_byline(byline)
