"""The questions of `mlforsys add` on a terminal, and their answers."""

from __future__ import annotations

import tomllib

import pytest

from tests.cli.commands.test_add import page
from tests.support.own import own_archive
from tests.support.terminals import Sitting

URL = "https://kites.example/papers.html"
HEAD = "<h1>Winds and Kites, the Tenth Meeting</h1>"


@pytest.fixture
def root(tmp_path):
    return own_archive(tmp_path / "own").folder


@pytest.fixture
def add(tmp_path, root):
    """Runs `add` on a terminal, with a page that states neither name, venue nor year."""
    folder = tmp_path / "mirror" / "kites.example"
    folder.mkdir(parents=True)
    html = page().replace("<h1>The Kite Workshop at ACME 2031, May 1, 2031</h1>", HEAD).replace("2031", "")
    (folder / "papers.html").write_text(html, encoding="utf-8")

    def add(*options: str, source: str = URL) -> Sitting:
        words = ("--root", str(root), "add", source, "--mirror", str(tmp_path / "mirror"), *options)
        return Sitting(*words, columns=80, rows=100, environment={"NO_COLOR": "1"})

    return add


def test_heading_and_archive_are_suggested_and_the_table_is_shown_before_it_is_written(add, root):
    with add() as sitting:
        sitting.sees("Name of the edition [Winds and Kites, the Tenth Meeting]: ")
        sitting.type("\n")
        sitting.sees("Venue [KfS]: ")
        sitting.type("\n")
        sitting.sees("Year (2031): ")
        sitting.type("2032\n")
        sitting.sees("Id of the edition [kfs2032]: ")
        sitting.type("\n")
        shown = sitting.sees("Write this table to editions.toml? [y/N]: ")
        assert "[kfs2032]" in shown
        assert 'name = "Winds and Kites, the Tenth Meeting"' in shown
        sitting.type("y\n")
        code, said = sitting.leaves()
    assert code == 0
    assert "Written to" in said
    table = tomllib.loads((root / "editions.toml").read_text())["kfs2032"]
    assert (table["venue"], table["year"], table["pages"][0]["expect"]) == ("KfS", 2032, 4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("facts", "question", "wrong", "told", "right"),
    [
        (
            {"name": "K", "venue": "K", "edition": "k2032"},
            "Year",
            "soon",
            'Invalid year "soon": write it with four digits',
            "2032",
        ),
        ({"name": "K", "venue": "K", "edition": "k2032"}, "Year", "32", 'Invalid year "32"', "2032"),
        ({"name": "K", "venue": "K", "year": "2032"}, "Id of", "my kites", 'Invalid id "my kites": use', "kites2032"),
    ],
)
def test_an_invalid_answer_is_asked_again(add, facts, question, wrong, told, right):
    options = [word for key, value in facts.items() for word in (f"--{key}", value)]
    with add(*options) as sitting:
        sitting.sees(question)
        sitting.type(f"{wrong}\n")
        sitting.sees(told)
        sitting.type(f"{right}\n")
        sitting.sees("Write this table")


@pytest.mark.slow
@pytest.mark.parametrize("after", ["Name of the edition", "Write this table"])
def test_an_interrupt_says_that_nothing_was_written(add, root, after):
    facts = ("--name", "K", "--venue", "K", "--year", "2032", "--edition", "k2032") if after.startswith("Write") else ()
    before = (root / "editions.toml").read_text()
    with add(*facts) as sitting:
        sitting.sees(after)
        code, said = sitting.interrupted()
    assert code == 130
    assert "Interrupted; nothing was written." in said
    assert (root / "editions.toml").read_text() == before


def test_an_answer_other_than_yes_or_no_is_refused_and_asked_again(add):
    with add("--name", "K", "--venue", "K", "--year", "2032", "--edition", "k2032") as sitting:
        sitting.sees("Write this table to editions.toml? [y/N]: ")
        sitting.type("maybe\n")
        assert "Error" not in sitting.sees("Answer y or n.\nWrite this table")
        sitting.type("YES\n")
        code, said = sitting.leaves()
    assert code == 0
    assert "mlforsys scrape k2032" in said


@pytest.mark.slow
def test_the_answer_no_writes_nothing(add):
    with add("--name", "K", "--venue", "K", "--year", "2032", "--edition", "k2032") as sitting:
        sitting.sees("Write this table")
        sitting.type("n\n")
        code, said = sitting.leaves()
    assert code == 0
    assert "Nothing was written." in said


@pytest.mark.slow
def test_no_question_is_asked_for_a_saved_page_without_an_address(add, tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_text(page(), encoding="utf-8")
    with add(source=str(saved)) as sitting:
        code, said = sitting.leaves()
    assert code == 0
    assert "Write this table" not in said
    assert "ADDRESS --yes" in said
