"""Search as you type: on a real pseudo-terminal, and its logic without one."""

from __future__ import annotations

import base64
import signal
import time

import pytest

from tests.support.commands import run
from tests.support.terminals import Sitting

DOWN, ESC, CTRL_B, CTRL_C, CTRL_N, CTRL_Y = "\x1b[B", "\x1b", "\x02", "\x03", "\x0e", "\x19"
BACK = "\x1b[?1049l"


# -- on a terminal


def test_results_update_with_each_word_and_the_terminal_is_restored(root):
    with Sitting("search", "-i") as sitting:
        sitting.sees("7 papers")
        sitting.type("lantern glow")  # of what is drawn, only what changed is sent
        sitting.type(CTRL_Y)
        sitting.sees("altinbuken2024lantern was sent")
        sitting.type(ESC)
        code, drawn = sitting.leaves()
    assert code == 0
    assert BACK in drawn


@pytest.mark.slow
def test_arrows_move_and_enter_shows_the_paper(root):
    with Sitting("search", "-i", "kites") as sitting:
        sitting.sees("3 papers")
        sitting.type(DOWN)
        sitting.type(CTRL_Y)
        first = sitting.sees("was sent to the clipboard")
        sitting.type("\r")
        code, drawn = sitting.leaves()
    assert code == 0
    shown = drawn.split(BACK)[1]
    assert "Source: https://kites.example/list.html" in shown
    assert "kites" in first


@pytest.mark.slow
def test_enter_on_an_empty_line_stays(root):
    with Sitting("search", "-i") as sitting:
        sitting.sees("7 papers")
        sitting.type("\r")
        sitting.sees("choose")
        sitting.type(DOWN)
        sitting.type("\r")
        code, drawn = sitting.leaves()
    assert code == 0
    assert "Source: " in drawn.split(BACK)[1]


@pytest.mark.slow
def test_ids_and_bibtex_go_to_the_terminals_clipboard(root):
    with Sitting("search", "-i", "moss") as sitting:
        sitting.sees("1 paper")
        sitting.type(CTRL_Y)
        sitting.sees("moss2031index was sent")
        sitting.type(CTRL_B)
        deadline = time.monotonic() + 10
        while "\x1b]52;c;" not in sitting.raw and time.monotonic() < deadline:
            sitting._read()
        copied = sitting.raw.split("\x1b]52;c;")[1].split("\x07")[0]
        sitting.type(CTRL_C)
        assert sitting.leaves()[0] == 130
    assert base64.b64decode(copied).decode().startswith("@inproceedings{moss2031index,")


@pytest.mark.slow
def test_it_works_in_a_small_terminal_and_follows_its_size(root):
    with Sitting("search", "-i", "kites", rows=8, columns=30) as sitting:
        sitting.sees("3 papers")
        sitting.resize(40, 120)
        assert "Kites that dive after lanterns" in sitting.sees("ten thousand strings")
        sitting.resize(4, 10)
        sitting.type(ESC)
        assert sitting.leaves()[0] == 0


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_restores_the_terminal(root, name):
    number = getattr(signal, name)
    with Sitting("search", "-i", "kites") as sitting:
        sitting.sees("3 papers")
        sitting.signal(number)
        code, drawn = sitting.leaves()
    assert code == 128 + number
    assert BACK in drawn


@pytest.mark.slow
def test_a_long_abstract_can_be_scrolled(root):
    with Sitting("search", "-i", "deep kites", rows=12, columns=40) as sitting:
        assert "ten thousand strings" not in sitting.sees("^N more")
        sitting.type(CTRL_N * 2)
        sitting.sees("ten thousand strings")
        sitting.type(ESC)
        assert sitting.leaves()[0] == 0


def test_ctrl_c_is_130_and_a_long_correction_is_shown_whole(root):
    with Sitting("search", "-i", "lanternz umbrelas", columns=40) as sitting:
        sitting.sees("lanterns")
        sitting.type(CTRL_C)
        code, drawn = sitting.leaves()
    assert code == 130
    assert BACK in drawn
    assert "Traceback" not in drawn


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
    from archive.cli.search.interactive import _cut

    assert _cut(text, columns) == cut
