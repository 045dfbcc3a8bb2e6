"""Files in any encoding and dialect, changed by spreadsheets, damaged, or mislabelled."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile

import openpyxl
import pytest

from archive.collect.imports import file_content as content_module
from archive.collect.imports.entries import make_row
from archive.collect.imports.file_content import open_files
from archive.collect.imports.readers import reader_for
from archive.errors import UsageError
from tests.collect.imports.test_readers import FILES, KITES, as_json

EASYCHAIR = FILES / "easychair" / "two-files"


def rows_of(*paths, **options):
    content = open_files(paths, **options)
    return [make_row(draft) for draft in reader_for(content).read(content, KITES).drafts]


def write(path, data: bytes | str):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


# -- spreadsheets ------------------------------------------------------------------------------


def easychair_sheets():
    for name in ("submission", "author"):
        with (EASYCHAIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield [[int(cell) if cell.isdigit() else cell for cell in row] for row in csv.reader(file)]


def test_a_workbook_of_two_sheets_reads_as_the_two_files_do(tmp_path):
    submissions, authors = easychair_sheets()
    path = workbook(tmp_path / "export.xlsx", Summary=[["Kites", 2031]], Submissions=submissions, Authors=authors)
    as_read = [as_json(row) | {"where": ""} for row in rows_of(path)]
    assert as_read == [as_json(row) | {"where": ""} for row in rows_of(EASYCHAIR)]


def test_two_files_are_one_export_in_any_order_or_zipped(tmp_path):
    files = [EASYCHAIR / "author.csv", EASYCHAIR / "submission.csv"]
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for file in files:
            archive.write(file, f"export/{file.name}")
        archive.writestr("__MACOSX/export/._author.csv", b"\0\5\x16\7")
    expected = [as_json(row) for row in rows_of(EASYCHAIR)]
    assert [as_json(row) for row in rows_of(*files)] == expected
    assert [as_json(row) for row in rows_of(tmp_path / "export.zip")] == expected


def test_authors_without_submissions_say_what_is_missing():
    with pytest.raises(UsageError, match="list of submissions"):
        rows_of(EASYCHAIR / "author.csv")


def test_damage_by_excel_is_reported(tmp_path):
    path = workbook(
        tmp_path / "damage.xlsx",
        Papers=[
            ["Paper ID", "Paper Title", "Authors", "Status", "Abstract", None],
            [1.0, datetime.datetime(2031, 3, 1), "Ada Quill", "Accept", None],
            [2, "#NAME?", "Ada Quill", "Accept", None],
            [3, "Kites", "#####", "Accept", None],
            [4, "ZoÃ« and the Kites", "ZoÃ« StraÃŸ", "Accept", "#NAME?"],
            [None, None],
            [5, 1e20, "Ada Quill", "Accept", None],
            [6, "Moss", datetime.date(2031, 5, 24), "Accept", None],
            [7, 2031, "Ada Quill", "Accept", None],
            [8, "A Lost � Letter", "Ada Quill", "Accept", None],
        ],
    )
    content = open_files([path])
    rows = [make_row(draft) for draft in reader_for(content).read(content, KITES).drafts]
    assert [row.problem for row in rows] == [
        'its title is "2031-03-01": a spreadsheet converted it to a date',
        'its title is "#NAME?": a spreadsheet error replaced the value',
        'an author is "#####": a spreadsheet error replaced the value',
        "",
        'its title is "1e+20": a spreadsheet converted it to a number',
        'an author is "2031-05-24": a spreadsheet converted it to a date',
        'its title is "2031", which has no letter',
        'its title has lost letters: "A Lost � Letter"',
    ]
    assert rows[3].entry.title == "Zoë and the Kites"
    assert rows[3].entry.authors == ("Zoë Straß",)
    assert rows[3].entry.abstract is None
    assert len(rows[3].remarks) == 3
    assert content.notes == [f"{path}, sheet Papers: Skipped: 1 empty row."]


def test_empty_rows_and_columns_are_skipped_and_reported(tmp_path):
    path = write(tmp_path / "wide.csv", "title,authors,,\n,,,\nKites,Ada Quill,,\n,,,\n")
    content = open_files([path])
    assert content.notes == [f"{path}: Skipped: 2 empty rows, 2 empty columns."]
    assert [row.title for row in rows_of(path)] == ["Kites"]


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8-sig", ""), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("cp1252", "--encoding")]
)
@pytest.mark.parametrize(("delimiter", "named"), [(",", ""), (";", "semicolons"), ("\t", "tabs")])
def test_encodings_and_delimiters_are_detected_and_reported(tmp_path, encoding, told, delimiter, named):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(
        [["Paper ID", "Paper Title", "Authors", "Status"], ["1", "Snow; ice, \tand “wind”", "Zoë Straß (X)", "Accept"]]
    )
    path = write(tmp_path / "any.csv", out.getvalue().encode(encoding))
    content = open_files([path])
    (row,) = (make_row(draft) for draft in reader_for(content).read(content, KITES).drafts)
    assert (row.entry.title, row.entry.authors) == ("Snow; ice, and “wind”", ("Zoë Straß",))
    notes = " ".join(content.notes)
    assert told in notes
    assert named in notes
    assert bool(notes) == bool(told or named)


def test_the_encoding_that_the_user_gives_is_used(tmp_path):
    path = write(tmp_path / "polish.csv", "title,authors\nKites,Łukasz Żak\n".encode("cp1250"))
    assert rows_of(path, encoding="cp1250")[0].entry.authors == ("Łukasz Żak",)
    with pytest.raises(UsageError, match='no encoding "klingon"'):
        rows_of(path, encoding="klingon")
    with pytest.raises(UsageError, match="is not utf-8"):
        rows_of(path, encoding="utf-8")


def test_a_row_that_ends_early_is_a_row(tmp_path):
    rows = rows_of(write(tmp_path / "short.csv", "title,authors,abstract\nKites,Ada Quill\nMoss\n"))
    assert [row.problem for row in rows] == ["", "it has no authors"]


@pytest.mark.parametrize("row", [20_000, pytest.param(1_048_576, marks=pytest.mark.slow, id="the last there can be")])
def test_a_stray_cell_at_the_end_of_the_sheet_is_ignored(tmp_path, row):
    path = workbook(tmp_path / "stray.xlsx", A=[["title", "authors"], ["Kites", "Ada Quill"]])
    book = openpyxl.load_workbook(path)
    book.active.cell(row, 3).value = " "
    book.save(path)
    assert [row.title for row in rows_of(path)] == ["Kites"]


def test_a_broken_line_of_json_lines_does_not_affect_others(tmp_path):
    lines = ('{"title": "Kites", "authors": ["Ada Quill"]}', '{"title": "Cut', '{"title": "Moss", "authors": ["Cy Moss"]}')
    rows = rows_of(write(tmp_path / "papers.jsonl", "\n".join(lines)))
    assert [(row.title, row.problem) for row in rows] == [
        ("Kites", ""),
        ("", "it is not an object with title and authors"),
        ("Moss", ""),
    ]


# -- what is no list of papers -----------------------------------------------------------------

WRONG = {
    "empty": (b"", "it is empty"),
    "blank": (b"\xef\xbb\xbf \r\n\r\n", "it is empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "login": (b"\n<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web page"),
    "table as xls": (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>", "web page"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old or encrypted Excel"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
    "binary": (bytes(range(256)) * 20, "cannot be read|no text"),
    "prose": (b"Dear chairs,\nplease find the papers attached.\n", "not recognized as a list of papers"),
    "other columns": (b"name,email\nAda,ada@kites.example\n", 'the columns "name", "email"'),
    "other json": (b'{"kites": [1, 2]}', 'an object with "kites"'),
    "cut json": (b'[{"pid": 1, "title": "Kites"', "not valid JSON"),
    "deep json": (b"[" * 100_000, "JSON"),
    "cut yaml": (b"- title: 'Kites\n  authors: [", "not valid YAML"),
    "cut xml": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>', "XML"),
    "open quote": (b'title,authors\nKites,"Ada Quill\nMoss,Cy Moss\n', "quotation mark in line 2 is never closed"),
    "header alone": (b"Paper ID,Paper Title,Authors,Status\n", "has no papers"),
    "cut zip": (b"PK\x03\x04" + bytes(30), "damaged"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_reported_in_a_sentence(capsys, tmp_path, name):
    from tests.support.commands import run
    from tests.support.sandbox import Sandbox

    sandbox = Sandbox(tmp_path)
    data, told = WRONG[name]
    path = write(tmp_path / "papers.csv", data)
    ran = run(capsys, "import", path, "--edition", "kites2031", "--yes", "--root", sandbox.root.folder)
    assert ran.code == 2
    assert str(path) in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert re.search(told, ran.err)
    assert sandbox.state() == {}


def test_a_missing_file_and_an_empty_folder_are_reported_in_a_sentence(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: no such file"):
        open_files([tmp_path / "nowhere.csv"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="the folder has no files"):
        open_files([tmp_path / "empty"])


def test_exports_of_different_kinds_are_not_mixed(tmp_path):
    table = write(tmp_path / "a.csv", "title,authors\nKites,Ada Quill\n")
    data = write(tmp_path / "b.json", json.dumps([{"title": "Kites", "authors": ["Ada Quill"]}]))
    with pytest.raises(UsageError, match="different kinds"):
        open_files([table, data])


def test_a_file_larger_than_any_list_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(content_module, "LARGEST", 100)
    with pytest.raises(UsageError, match="more than 100 bytes"):
        open_files([write(tmp_path / "big.csv", "title,authors\n" + "x" * 200)])


@pytest.mark.slow
@pytest.mark.parametrize("inside", ["xl/worksheets/sheet1.xml", "papers.csv"])
def test_a_zip_bomb_is_not_unpacked(tmp_path, inside):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(inside.replace(".", f"{number}."), bytes(40_000_000))
    with pytest.raises(UsageError, match="would unpack to more than"):
        open_files([tmp_path / "bomb.xlsx"])


def test_entities_that_grow_without_end_are_refused(tmp_path):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    sheet = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>&l11;</Data>'
    closed = "</Cell></Row></Table></Worksheet></Workbook>"
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{lol}]>{sheet}{closed}'
    with pytest.raises(UsageError):
        rows_of(write(tmp_path / "lol.xls", bomb))


def test_ignored_sheets_are_named(capsys, tmp_path):
    from tests.support.commands import run
    from tests.support.sandbox import Sandbox

    sandbox = Sandbox(tmp_path)
    one = write(tmp_path / "one.csv", "title,authors\nKites,Ada Quill\n")
    two = write(tmp_path / "two.csv", "title,authors\nMoss,Cy Moss\n")
    ran = run(capsys, "import", one, two, "--edition", "kites2031", "--root", sandbox.root.folder)
    assert f"Not used: {two}." in ran.err
