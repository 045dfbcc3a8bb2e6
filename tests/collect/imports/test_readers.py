"""Every reader of organizers' files against files of our own: each has what must be read out of it beside it.

A case is a file or a folder of files; ``<case>.expected.json`` holds the rows, each with its entry or why
there is none.
"""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from archive.collect.imports import markup
from archive.collect.imports.entries import make_row
from archive.collect.imports.file_content import open_files
from archive.collect.imports.readers import reader, reader_for, reader_names
from archive.model.paper import Edition
from tests.support import TESTS
from tests.support.steps import steps

FILES = TESTS / "samples" / "imports"
CASES = sorted(FILES.glob("*/*.expected.json"))
KITES = Edition("kites2031", "Kites at ACME 2031", "ACME", 2031, "https://kites.example/2031/")
LISTS = ("own", "objects", "author_columns", "table")  # readers of lists that are no system's alone
OF_DRAFT = ("decision", "accepted", "skipped", "id", "topics", "summary", "abstract_source")


def given(case: Path) -> Path:
    name = case.name.removesuffix(".expected.json")
    return next(path for path in sorted(case.parent.iterdir()) if path != case and path.name.split(".")[0] == name)


def as_json(row) -> dict:
    """A row in the shape of the expected files; what is empty is left out."""
    entry = dataclasses.asdict(row.entry) if row.entry else {}
    draft = {key: value for key in OF_DRAFT if (value := getattr(row.draft, key)) not in (None, "", (), [])}
    shown = {
        "where": row.draft.where,
        **entry,
        **draft,
        "problem": row.problem,
        "remarks": [remark.sentence for remark in row.remarks],
    }
    return json.loads(json.dumps({key: value for key, value in shown.items() if value not in (None, "", (), [])}))


def read(path: Path):
    content = open_files([path])
    found = reader_for(content)
    return found, [as_json(make_row(draft)) for draft in found.read(content, KITES).drafts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name.removesuffix('.expected.json')}")
def test_a_file_is_read_as_it_should_be(case):
    expected = json.loads(case.read_text(encoding="utf-8"))
    found, rows = read(given(case))
    assert found is reader(case.parent.name)
    assert rows == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name.removesuffix('.expected.json')}")
def test_files_of_a_system_are_recognized_by_its_reader_alone_so_that_the_order_of_readers_is_of_no_importance(case):
    content = open_files([given(case)])
    of_systems = [name for name in reader_names() if name not in LISTS]
    recognized = [name for name in of_systems if reader(name).recognize(content)]
    assert recognized == ([] if case.parent.name in LISTS else [case.parent.name])


@pytest.mark.parametrize("name", reader_names())
def test_a_reader_leaves_what_it_reads_as_it_is(name):
    case = next(case for case in CASES if case.parent.name == name)
    content, again = open_files([given(case)]), open_files([given(case)])
    list(reader(name).read(content, KITES).drafts)
    assert content == again


def test_every_reader_has_files():
    assert {case.parent.name for case in CASES} == set(reader_names())


def test_no_e_mail_address_is_read():
    for case in CASES:
        assert not re.search(r"\w@\w", case.read_text(encoding="utf-8"))


def test_strings_of_bibtex_that_double_again_and_again_are_not_filled_in(tmp_path):
    path = tmp_path / "papers.bib"
    doubled = "".join(f"@string{{a{number} = a{number - 1} # a{number - 1}}}\n" for number in range(1, 60))
    path.write_text(
        f"@string{{a0 = {{kite}}}}\n{doubled}@inproceedings{{a, title = a59, author = {{Ada Quill}}, year = 2031}}\n"
    )
    assert "which the file does not define" in read(path)[1][0]["problem"]


def test_unclosed_tags_take_no_longer_than_others():
    begun, whole = (steps(lambda text=text: markup.plain(text)) for text in ("<b>" * 3000, "<b>x</b>" * 3000))
    assert begun < 3 * whole
    assert markup.plain("<b>Kites <i>on</i></b> <b>rails") == "Kites on <b>rails"
