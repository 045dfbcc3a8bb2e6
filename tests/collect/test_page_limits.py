"""A page that is too large or too deep is refused quickly, in a sentence, without using much memory."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time

import pytest

from archive.collect import page_limits
from archive.collect.html.page import parse_html, text_of
from archive.collect.page_limits import Deadline, TooMuch, refuse_excess, require_time, time_limit
from archive.errors import PageChanged
from tests.support import PROJECT
from tests.support.sandbox import KITES, LIST, P, Sandbox, list_page


@pytest.mark.parametrize("tag", ["b", "div", "span", "table", "x-y"])
def test_the_depth_of_elements_is_limited(tag):
    with pytest.raises(TooMuch, match="nested elements"):
        parse_html(f"<{tag}>" * 100_000 + "</html>")


@pytest.mark.parametrize("tag", ["<br>", "<!---->", "<?a>", "<_></_>", "<:a></:a>", "<.></.>", "<!a>", "</a>", "</>"])
def test_the_number_of_elements_is_limited(tag):
    with pytest.raises(TooMuch, match="more than 60000 tags"):
        parse_html(tag * 60_001)


@pytest.mark.slow
def test_the_number_of_attributes_is_limited():
    with pytest.raises(TooMuch, match="more than 400000 words and attributes"):
        parse_html("<p " + " ".join(f"a{number:x}" for number in range(400_001)) + ">")
    with pytest.raises(TooMuch, match="more than 400000 words and attributes"):
        parse_html("<p title='>' " + "/".join(f"a{number:x}" for number in range(400_001)) + ">")


def test_the_size_of_a_page_is_limited():
    with pytest.raises(TooMuch, match="10 million characters"):
        parse_html("a" * 10_000_001)


WORST = {
    "attributes": '"<p " + " ".join(f"a{number:x}" for number in range(MOST_WORDS - 10)) + ">"',
    "elements with attributes": '("<p a b c d e f>x" * MOST_ELEMENTS)[: MOST_WORDS * 2]',
    "comments": '"<!---->a" * (MOST_ELEMENTS - 10)',
    "elements": '"<br>a" * (MOST_ELEMENTS - 10)',
}


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit of memory is Linux's")
@pytest.mark.parametrize("page", WORST)
def test_the_worst_page_within_the_bounds_takes_no_more_memory_than_is_stated(page):
    """In a process that is given so much; a character outside of Latin makes the text four times as large in memory."""
    code = f"""
import resource
from pathlib import Path
from archive.collect.page_limits import LARGEST, MOST_ELEMENTS, MOST_MEMORY, MOST_WORDS
from archive.collect.html.page import parse_html
page = {WORST[page]}
page += "a" * (LARGEST - len(page) - 10) + "\U0001f600"
parse_html("<p>warm</p>")
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + MOST_MEMORY, used + MOST_MEMORY))
parse_html(page)
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=PROJECT)


@pytest.mark.parametrize(
    ("start", "many"), [("", "<p>a"), ("<ul>", "<li>a"), ("<table>", "<tr><td>a"), ("", "<b>x</b>"), ("", "</b>")]
)
def test_long_pages_with_tags_left_out_are_not_deep(start, many):
    refuse_excess(start + many * 5000)


def test_a_page_that_takes_too_long_is_given_up():
    began = time.monotonic()
    with pytest.raises(TooMuch, match=r"https://kites\.example/: reading it takes longer than 0\.05 s"):
        slow()
    assert time.monotonic() - began < 60


def test_a_page_that_takes_too_long_is_given_up_without_signals_too(monkeypatch):
    """In another thread than the main one, and on Windows."""
    told = []

    def work():
        try:
            with time_limit("https://kites.example/", 0.0):
                while True:
                    text_of(parse_html("<p>Kites</p>"))
        except TooMuch as error:
            told.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert told == ["https://kites.example/: reading it takes longer than 0 s, and it was not read."]


def test_a_limit_inside_another_changes_nothing():
    with time_limit("https://kites.example/", 60.0), time_limit("inner", 0.0):
        require_time()
    require_time()


def slow():
    with time_limit("https://kites.example/", 0.05):
        while True:
            pass


def test_a_scrape_of_such_a_page_changes_nothing(tmp_path, monkeypatch):
    sandbox = Sandbox(tmp_path)
    sandbox.page(LIST, list_page(KITES))
    sandbox.scrape()
    with monkeypatch.context() as patch:
        patch.setattr(page_limits, "LONGEST", 0.0)
        sandbox.refuses(TooMuch, "papers.html: reading it takes longer")
    sandbox.page(LIST, list_page(KITES, P("Kites", "*" * 200_000)))
    sandbox.refuses(PageChanged, "200002 characters, where at most 20000 can be read")
    sandbox.page(LIST, list_page(KITES, P("<b>" * 30_000 + "Kites", "Ada Quill")))
    sandbox.refuses(TooMuch, "nested elements")


def test_an_edition_has_a_bound_of_its_own():
    Deadline("kites2031").require()
    with pytest.raises(TooMuch, match="kites2031: it took longer than"):
        Deadline("kites2031", -1.0).require()


def test_code_that_catches_the_error_is_interrupted_again(monkeypatch):
    monkeypatch.setattr(page_limits, "_AGAIN", 0.05)
    with pytest.raises(TooMuch):
        catching_once()


def catching_once():
    with time_limit("https://kites.example/", 0.05):
        with contextlib.suppress(TooMuch):
            slow()
        slow()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers")
def test_the_timer_of_the_caller_continues():
    signal.setitimer(signal.ITIMER_REAL, 1000)
    try:
        with time_limit("https://kites.example/", 60.0):
            pass
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 900
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
