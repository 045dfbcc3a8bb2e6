"""Files that would take too much memory or time are refused quickly, in a sentence, and nothing is written."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from archive.collect.imports import file_content, limits, pipeline
from archive.collect.imports.limits import LARGEST, MOST_AUTHORS, MOST_COSTLY_VALUES, MOST_PAPERS, MOST_VALUES
from archive.collect.imports.markup import plain
from tests.support import PROJECT
from tests.support.commands import run
from tests.support.sandbox import Sandbox

PAPER = {"title": "Kites on Rails", "authors": ["Ada Quill", "Bo Zuse"]}


def packed(files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["title", "authors"])
    book.active.append(["Kites on Rails", "Ada Quill"])
    book.save(out)
    return out.getvalue()


def endless(*_args, **_options):
    while True:
        pass


@pytest.fixture
def give(capsys, tmp_path):
    """Import a file with these bytes. The store must not change."""
    sandbox = Sandbox(tmp_path)

    def give(name: str, content: str | bytes):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        ran = run(capsys, "import", path, "--edition", "kites2031", "--yes", "--root", sandbox.root.folder)
        assert not sandbox.root.store.papers("kites2031") or ran.code == 0
        return ran

    return give


@pytest.fixture(params=[100, pytest.param(1, marks=pytest.mark.slow)], ids=["a hundredth", "as it is"])
def scale(request, monkeypatch) -> int:
    """By how much the bounds are smaller than they are."""
    monkeypatch.setattr(limits, "MOST_VALUES", MOST_VALUES // request.param)
    monkeypatch.setattr(limits, "MOST_COSTLY_VALUES", MOST_COSTLY_VALUES // request.param)
    return request.param


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", lambda most: "[" + "[]," * (most // 2 + 1) + "[]]"),
        ("a.csv", lambda most: "title,authors\n" + "a,b\n" * (most // 2 + 1)),
        ("a.ris", lambda most: "TY  - CONF\n" + "AU  - Quill\n" * (most + 1)),
        ("a.xls", lambda most: '<x xmlns="urn:schemas-microsoft-com:office:spreadsheet">' + "<a/>" * (most + 1) + "</x>"),
    ],
    ids=["JSON", "CSV", "RIS", "XML"],
)
def test_values_are_counted_before_they_are_parsed(give, scale, name, content):
    most = 3_000_000 // scale
    ran = give(name, content(most))
    assert ran.code == 2
    assert f"it has more than {most:,} values, too many for a list of papers. Is it the right file?" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", lambda most: "- title: Kites\n- [" + "a," * (most + 1) + "a]\n"),
        ("a.bib", lambda most: "@misc{a, title = {Kites}}\n" * (most * 2 // 5)),
        ("a.json", lambda most: "[" + "7," * (most + 1) + "]"),  # no JSON for a comma too many, but YAML
    ],
    ids=["YAML", "BibTeX", "JSON as YAML"],
)
def test_values_that_become_large_objects_are_counted(give, scale, name, content):
    most = 1_000_000 // scale
    ran = give(name, content(most))
    assert ran.code == 2
    assert f"it has more than {most:,} values" in ran.err


def test_all_files_of_an_export_count_together(give, monkeypatch):
    files = {"a.csv": "title,authors\nKites,Ada Quill\n", "b.csv": "title,authors\nMoss,Cy Moss\n"}
    monkeypatch.setattr(limits, "MOST_VALUES", 7)
    ran = give("export.zip", packed(files))
    assert ran.code == 2
    assert "export.zip, b.csv: it has more than 7 values" in ran.err


def test_a_folder_of_too_many_or_too_large_files_is_refused_whole(capsys, tmp_path, monkeypatch):
    (tmp_path / "export").mkdir()
    for number in range(3):
        (tmp_path / "export" / f"{number}.csv").write_text("title,authors\nKites,Ada Quill\n")
    root = Sandbox(tmp_path).root.folder
    asked = ("import", tmp_path / "export", "--edition", "kites2031", "--root", root)
    for bound, sentence in (("MOST_FILES", "the folder has 3 files"), ("LARGEST_UNPACKED", "its files have more than 2 bytes")):
        with monkeypatch.context() as patch:
            patch.setattr(file_content, bound, 2)
            ran = run(capsys, *asked)
        assert ran.code == 2
        assert sentence in ran.err


def test_yaml_with_exponential_aliases_is_refused(give, scale):
    lines = ["- a: &a [{title: Kites, authors: Ada Quill}]"]
    for before, after in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"- {after}: &{after} [{', '.join([f'*{before}'] * 10)}]")
    ran = give("laughs.yaml", "\n".join(lines) + "\n")
    assert ran.code == 2
    assert f"it has more than {1_000_000 // scale:,} values" in ran.err


@pytest.mark.parametrize(
    ("part", "before", "many"),
    [
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>" * 300_001),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"<row/>" * 3_000_001),
    ],
)
def test_the_tags_of_a_workbook_are_counted(give, part, before, many):
    with zipfile.ZipFile(io.BytesIO(workbook())) as sound:
        content = {name: sound.read(name) for name in sound.namelist()}
    content[part] = content[part].replace(before, many + before)
    ran = give("bomb.xlsx", packed(content))
    assert ran.code == 2
    assert "cells, texts or styles, too many for a list of papers" in ran.err


def test_the_papers_of_a_file_are_counted(give, monkeypatch):
    monkeypatch.setattr(limits, "MOST_PAPERS", 3)
    papers = [PAPER | {"title": f"Kites on Rail {word}"} for word in ("One", "Two", "Three", "Four")]
    ran = give("four.json", json.dumps(papers))
    assert ran.code == 2
    assert "it has more than 3 papers" in ran.err
    assert give("three.json", json.dumps(papers[:3])).code == 0


def test_a_paper_may_have_as_many_authors_as_the_largest_experiments(give):
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"Ada Quill{a}{b}{c}" for a in letters for b in letters for c in letters]
    row = json.dumps([PAPER | {"authors": names[: MOST_AUTHORS + 1]}])
    ran = give("many.json", row)
    assert ran.code == 1
    assert "it has 10,001 authors, where at most 10,000 can be read" in ran.err + ran.out
    assert give("cern.json", json.dumps([PAPER | {"authors": names[:5154]}])).code == 0


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("title", "its title has 140,001 characters; it seems to be something else"),
        ("author", "an author has 140,001 characters"),
        ("abstract", "has an abstract of 140,001 characters, which was left out"),
    ],
)
def test_texts_too_long_for_their_fields_are_not_read(give, field, sentence):
    """TeX of that length would take a minute and half a gigabyte."""
    fields = {"title": "Kites on Rails", "author": "Ada Quill"} | {field: "a" + "$x$ {\\o}" * 17_500}
    ran = give("long.bib", "@misc{a,\n" + "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items()) + "}\n")
    assert sentence in ran.out + ran.err
    assert ran.code == (0 if field == "abstract" else 1)


def test_a_file_that_takes_too_long_is_given_up(give, monkeypatch):
    monkeypatch.setattr(pipeline, "LONGEST", 0.05)
    monkeypatch.setattr("archive.collect.imports.entries._title", endless)
    ran = give("slow.json", json.dumps([PAPER]))
    assert ran.code == 1
    assert "slow.json: reading it takes longer than 0.05 s, and it was not read." in ran.err


@pytest.mark.parametrize("what", ["pylatexenc.latex2text.LatexNodes2Text.latex_to_text", "bibtexparser.parse_string"])
def test_bibtex_that_takes_too_long_in_libraries_is_given_up(give, monkeypatch, what):
    """They are called where other errors are caught."""
    monkeypatch.setattr(pipeline, "LONGEST", 0.05)
    monkeypatch.setattr(what, endless)
    ran = give("slow.bib", "@misc{a, title = {Kites {\\o}n Rails}, author = {Ada Quill}}")
    assert ran.code == 1
    assert "slow.bib: reading it takes longer than 0.05 s" in ran.err


def test_a_workbook_that_takes_too_long_is_given_up(give, monkeypatch):
    monkeypatch.setattr("archive.collect.imports.file_content.LONGEST_OPENING", 0.05)
    monkeypatch.setattr("openpyxl.load_workbook", endless)
    ran = give("slow.xlsx", workbook())
    assert ran.code == 1
    assert "slow.xlsx: reading it takes longer than 0.05 s" in ran.err


@pytest.mark.parametrize(
    "text",
    [
        "We present {Kites} for the great rails of all the systems that there are and were \\emph{before the great kites of "
        "all other rails and systems} -- or not",
        "The price is \\$5 for all of the kites that anybody may fly on the rails of the great well-known systems, it's said",
        "It \\frac a b of the kites \\verb|that anybody may fly on the rails of| the great systems ``of the kites'' "
        "\\thanks{to all of the kites that anybody may fly}",
    ],
)
def test_prose_between_tex_is_read_as_the_library_reads_it(text, monkeypatch):
    """It is put aside, since the library takes 9 µs a letter: abstracts of 10,000 papers took two minutes."""
    fast = plain(text, tex=True)
    monkeypatch.setattr("archive.collect.imports.markup._PROSE", re.compile("(?!)()()"))
    assert plain(text, tex=True) == fast


def test_placeholder_characters_in_a_file_are_ignored(give):
    ran = give("odd.bib", "@misc{a, title = {Kites \\emph{on} \ue1009\ue100 Rails\ue101}, author = {Ada Quill}}")
    assert ran.code == 0, ran.err
    assert "Kites on 9 Rails" in ran.out


WORST = {
    "a.json": lambda: "[" + ",".join(f'{{"a{n}":"b{n}"}}' for n in range(MOST_VALUES // 3 - 9)) + "]",
    "b.json": lambda: "[" + ",".join(f'{{"title":"Axx{n}","authors":"Bob Cxx"}}' for n in range(MOST_PAPERS // SHARE)) + "]",
    "a.xls": lambda: '<x xmlns="urn:schemas-microsoft-com:office:spreadsheet">' + "<a/> " * (MOST_VALUES - 9) + "</x>",
    "a.yaml": lambda: "- [" + "a," * (MOST_COSTLY_VALUES - 9) + "a]",
}
SHARE = 5  # what is made of papers takes minutes: a fifth of them, in a fifth of the memory, with the program itself


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit of memory is Linux's")
@pytest.mark.parametrize(("name", "share"), [("a.json", 1), ("b.json", SHARE), ("a.xls", 1), ("a.yaml", 1)])
def test_the_worst_file_within_the_bounds_takes_no_more_memory_than_is_stated(name, share, tmp_path):
    """In a process that is given so much; each file is as large as it may be. What would take a minute is given up after
    six seconds, when all of it is in memory."""
    text = WORST[name]()
    (tmp_path / name).write_text(text + " " * (LARGEST // share - len(text)))
    code = f"""
import resource, sys
from archive.cli import main
from archive.collect.imports import readers
from archive.collect.imports.limits import MOST_MEMORY
readers.LONGEST_OPENING = 6.0
resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY // {share}, MOST_MEMORY // {share}))
sys.argv = ["mlforsys", "import", {name!r}, "--edition", "kites2031", "--root", sys.argv[1]]
main()
"""
    root = Sandbox(tmp_path).root.folder
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    ran = subprocess.run(
        [sys.executable, "-c", code, str(root)], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode in (0, 1, 2), ran.stderr[-2000:]
    assert not re.search("[Mm]emory|Traceback|unexpected", ran.stderr)
