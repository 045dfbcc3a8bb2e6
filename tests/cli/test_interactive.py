"""Search as you type, before a real pseudo-terminal; and what it asks and finds, without one."""

from __future__ import annotations

import base64
import signal
import statistics
import time

import pytest

from archive.catalogue.filters import Filters
from archive.cli.session import Session
from archive.search.index import open_index
from tests.support.archives import write_archive
from tests.support.commands import run
from tests.support.terminals import Sitting

DOWN, ESC, CTRL_B, CTRL_C, CTRL_N, CTRL_Y = "\x1b[B", "\x1b", "\x02", "\x03", "\x0e", "\x19"
BACK = "\x1b[?1049l"


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_archive(tmp_path / "archive")
    monkeypatch.setenv("MLFORSYS_ROOT", str(root.folder))
    open_index(root)
    return root


@pytest.fixture
def session(root):
    return Session(open_index(root), Filters(), "")


# -- on a terminal


def test_results_renew_with_each_word_and_the_terminal_is_given_back(root):
    with Sitting("search", "-i") as sitting:
        sitting.sees("7 papers")
        sitting.type("lantern glow")  # of what is drawn, only what changed is sent
        sitting.type(CTRL_Y)
        sitting.sees("altinbuken2024lantern was copied")
        sitting.type(ESC)
        code, drawn = sitting.leaves()
    assert code == 0
    assert BACK in drawn


def test_arrows_move_and_enter_shows_the_paper(root):
    with Sitting("search", "-i", "kites") as sitting:
        sitting.sees("3 papers")
        sitting.type(DOWN)
        sitting.type(CTRL_Y)
        first = sitting.sees("was copied to the clipboard")
        sitting.type("\r")
        code, drawn = sitting.leaves()
    assert code == 0
    shown = drawn.split(BACK)[1]
    assert "Source: https://kites.example/list.html" in shown
    assert "kites" in first


def test_ids_and_bibtex_go_to_the_terminals_clipboard(root):
    with Sitting("search", "-i", "moss") as sitting:
        sitting.sees("1 paper")
        sitting.type(CTRL_Y)
        sitting.sees("moss2031index was copied")
        sitting.type(CTRL_B)
        deadline = time.monotonic() + 10
        while "\x1b]52;c;" not in sitting.raw and time.monotonic() < deadline:
            sitting._read()
        copied = sitting.raw.split("\x1b]52;c;")[1].split("\x07")[0]
        sitting.type(CTRL_C)
        assert sitting.leaves()[0] == 0
    assert base64.b64decode(copied).decode().startswith("@inproceedings{moss2031index,")


def test_it_lives_in_a_small_terminal_and_follows_its_size(root):
    with Sitting("search", "-i", "kites", rows=8, columns=30) as sitting:
        sitting.sees("3 papers")
        sitting.resize(40, 120)
        assert "Kites that dive after lanterns" in sitting.sees("ten thousand strings")
        sitting.resize(4, 10)
        sitting.type(ESC)
        assert sitting.leaves()[0] == 0


def test_without_colour_nothing_is_coloured(root):
    with Sitting("search", "-i", "kites", environment={"NO_COLOR": "1"}) as sitting:
        deadline = time.monotonic() + 10
        while "Esc quit" not in sitting.raw and time.monotonic() < deadline:
            sitting._read()
        assert "\x1b[0;33" not in sitting.raw
        assert ";33m" not in sitting.raw
        assert ";90m" not in sitting.raw
        sitting.type(ESC)
        assert sitting.leaves()[0] == 0


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_gives_the_terminal_back(root, name):
    number = getattr(signal, name)
    with Sitting("search", "-i", "kites") as sitting:
        sitting.sees("3 papers")
        sitting.signal(number)
        code, drawn = sitting.leaves()
    assert code == (0 if name == "SIGINT" else 128 + number)
    assert BACK in drawn


def test_a_long_abstract_is_read_on(root):
    with Sitting("search", "-i", "deep kites", rows=12, columns=40) as sitting:
        assert "ten thousand strings" not in sitting.sees("^N more")
        sitting.type(CTRL_N * 2)
        sitting.sees("ten thousand strings")
        sitting.type(ESC)
        assert sitting.leaves()[0] == 0


def test_without_a_terminal_it_says_what_to_do(root, capsys):
    ran = run(capsys, "search", "-i", "kites")
    assert ran.code == 2
    assert "needs a terminal" in ran.err


@pytest.mark.parametrize(
    ("text", "columns", "cut"),
    [
        ("kites", 5, "kites"),
        ("kites!", 5, "kite…"),
        ("基于强化", 8, "基于强化"),
        ("基于强化学", 8, "基于强…"),
        ("x" * 9000, 3, "xx…"),
    ],
)
def test_titles_are_cut_by_the_columns_they_take(text, columns, cut):
    from archive.cli.interactive import _cut

    assert _cut(text, columns) == cut


# -- at the session


def test_the_last_word_may_be_unfinished(session):
    session.search("deep kit")
    assert [hit.record["id"] for hit in session.hits if not hit.partial] == ["quill2031deep"]
    assert session.wanted.holds("kites")
    session.search("deep kit ")
    assert session.answer.plan.clauses[-1].alternatives == ()


def test_a_word_that_may_go_on_is_first_itself(session):
    for text in ("quill 2024", "quill2024kites", "weigh snow"):
        session.search(text)
        assert session.answer.total == 1, text
    session.search("lantern glo")
    assert session.hits[0].record["id"] == "altinbuken2024lantern"


@pytest.mark.parametrize("text", ["", " ", '"', "-", "kites -", "title:", "a OR", "(", "year:", "C+", "*", "~~", "RL"])
def test_whatever_is_half_typed_has_an_answer(session, text):
    session.search(text)
    assert session.status()


def test_the_cursor_stays_on_the_results(session):
    session.search("kites")
    session.move(-1)
    assert session.cursor == 0
    session.move(99)
    assert session.cursor == len(session.hits) - 1
    session.search("zzzzzz")
    session.move(1)
    assert (session.cursor, session.hit) == (0, None)


def test_reading_on_ends_where_the_text_does_and_begins_again(session):
    session.scroll(5, lines=12)
    session.scroll(5, lines=12)
    assert session.line == 10
    session.scroll(5, lines=12)
    assert session.line == 0
    session.scroll(5, lines=12)
    session.move(1)
    assert session.line == 0


def test_narrowing_goes_to_a_topic_then_to_the_edition_and_widening_back(session):
    session.search("kites")
    total = session.answer.total
    session.narrow()
    assert 0 < session.answer.total < total
    assert session.narrowed == ["caching"]
    while not session.message:
        session.narrow()
    assert "Nothing narrows this further." in session.status()
    session.widen()
    assert session.answer.total == total
    assert session.narrowed == []


def test_each_key_is_answered_in_time(session):
    text = "how are learned kites tied to slow trains on rails in windy weather with glass ropes"
    took = []
    for end in range(1, len(text)):
        began = time.perf_counter()
        session.search(text[:end])
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.03
