"""The output of an import on a terminal."""

from __future__ import annotations

import pytest

from tests.support.commands import run
from tests.support.copies import run_without_reader
from tests.support.own import own_archive
from tests.support.terminals import Sitting

ROWS = [
    f'"Kites on Rails, Part {number}: Scheduling Wind for Slow Trains","Ada Quill, Bo Zuse {number}x"' for number in range(9)
]
GOOD = [f'"Lanterns under Water and How They Glow, Volume {"I" * number}","Cy Moss, Jane Deo"' for number in range(1, 20)]


@pytest.fixture
def shown(tmp_path):
    """The output of an import on a terminal of 40 columns."""
    folder = own_archive(tmp_path / "own").folder
    (tmp_path / "papers.csv").write_text("\n".join(["title,authors", *ROWS, *GOOD]))
    words = ("--root", str(folder), "import", str(tmp_path / "papers.csv"), "--edition", "kfs2031")
    with Sitting(*words, columns=40, rows=10, environment={"NO_COLOR": "1"}) as sitting:
        code, text = sitting.leaves()
    assert code == 1
    return text.replace("\r", "").split("\n")


def test_the_summary_is_last_and_no_pager_hides_it(shown):
    assert shown[-4:] == [
        "9 refused.",
        "This was a dry run; nothing was written.",
        "To apply it, add --yes.",
        "",
    ]


def test_marks_are_explained_and_no_topics_are_promised(capsys, tmp_path):
    folder = own_archive(tmp_path / "own").folder
    (tmp_path / "papers.csv").write_text("\n".join(["title,authors", ROWS[0], *GOOD]))
    words = ("--root", folder, "import", tmp_path / "papers.csv", "--edition", "kfs2031")
    assert "\nMarks: + added, ! refused, = not in the file.\n" in run(capsys, *words).err
    written = run(capsys, *words, "--yes").err
    assert "Written. `mlforsys search --edition kfs2031` finds them.\n" in written


def test_lines_are_wrapped_between_words_and_indented(shown):
    at = shown.index("+ moss2031lanternsb: Lanterns under")
    assert shown[at + 1 : at + 4] == ["    Water and How They Glow, Volume I", "    [row 11]", "    Cy Moss; Jane Deo"]
    refused = next(number for number, line in enumerate(shown) if line.startswith("! row 2:"))
    assert shown[refused + 1].startswith("    ")


@pytest.mark.parametrize("stream", ["results", "notes"])
def test_papers_are_imported_even_if_nobody_reads_what_is_printed(tmp_path, stream):
    root = own_archive(tmp_path / "own")
    (tmp_path / "papers.csv").write_text("\n".join(["title,authors", *ROWS, *GOOD]))
    asked = ["--root", str(root.folder), "import", str(tmp_path / "papers.csv"), "--edition", "kfs2031", "--yes"]
    before = len(root.store.papers("kfs2031"))
    assert run_without_reader(asked, **{stream: tmp_path / "printed"}) == 1  # rows are refused
    assert len(root.store.papers("kfs2031")) == before + len(GOOD)


def test_a_file_of_another_edition_says_which_it_is(capsys, tmp_path):
    root = own_archive(tmp_path / "own").folder
    run(capsys, "--root", root, "export", "-o", tmp_path / "papers.csv")
    ran = run(capsys, "--root", root, "add", tmp_path / "papers.csv")
    assert (ran.code, ran.out) == (1, "")
    assert "no row belongs to this edition: 2 of kfs2031. Nothing was changed. Give another --edition." in ran.err
