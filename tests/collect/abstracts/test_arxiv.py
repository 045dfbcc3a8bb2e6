"""Abstracts from the arXiv API, which is used last, and once per edition. Its answers are written by hand."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.collect.abstracts import arxiv
from archive.errors import FetchError, NotThere
from archive.model.paper import Abstract, Paper
from archive.net import http
from archive.net.web import WebFetcher
from tests.support.loopback import answer, reset
from tests.support.sandbox import DETAILS, ISO_1, KITES, LIST, Sandbox, collect, details_page, hold, table, texts

FLY, GLOW = "Kites fly along rails when nobody looks.", "Lanterns glow under water until the moss grows."
PAPERS = [
    Paper("quill2031kites", "Kites on Rails", ("Ada Quill", "Bo Zuse"), arxiv_id="3105.00001"),
    Paper("moss2031lanterns", "Lanterns Underwater", ("Cy Moss",), arxiv_id="3105.00002"),
    Paper("frost2031weight", "The Weight of Snow", ("Di Frost",)),
]


def entry(arxiv_id: str, title: str, names: str, abstract: str) -> str:
    authors = "".join(f"<author><name>{name}</name></author>" for name in names.split(", "))
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}</id><updated>2031-05-01T00:00:00Z</updated><title>{title}</title>"
        f'<summary>  {abstract}\n</summary>{authors}<link href="http://arxiv.org/abs/{arxiv_id}" rel="alternate"/></entry>'
    )


def feed(*entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>arXiv Query</title><id>http://arxiv.org/api/kites</id>{''.join(entries)}</feed>"
    )


KITES_ENTRY = entry("3105.00001v1", "Kites on\n  Rails", "Ada Quill, Bo Zuse", FLY)
LAMPS_ENTRY = entry("3105.00002v1", "Lanterns Underwater", "Cy Moss", GLOW)


class Answering:
    """A fetcher that gives the same answer to every call, and has no pages."""

    def __init__(self, reply: str | Exception) -> None:
        self.reply, self.asked = reply, []

    def get(self, url: str) -> str:
        raise NotThere(f"{url} is not there.")

    def pdf(self, url: str, *, refresh: bool = False):
        raise NotThere(f"{url} is not there.")

    def call_api(self, url: str, *, token=None, json_body=None, pause=None) -> str:
        self.asked.append((url, pause))
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply

    def ids(self) -> list[str]:
        """The ids that each call asked for."""
        return [parse_qs(urlsplit(url).query)["id_list"][0] for url, _ in self.asked]


@pytest.fixture
def sandbox(tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.store.write_papers("kites2031", PAPERS)
    return sandbox


def _take(sandbox, *entries):
    fetcher = Answering(feed(*entries))
    return fetcher, collect(sandbox, "arxiv", fetcher=fetcher)


# -- what is asked -----------------------------------------------------------------------------


def test_one_call_asks_for_the_first_versions_of_an_editions_papers(sandbox):
    fetcher, _ = _take(sandbox, KITES_ENTRY, LAMPS_ENTRY)
    assert fetcher.ids() == ["3105.00001v1,3105.00002v1"]
    assert fetcher.asked[0][0].startswith("https://export.arxiv.org/api/query?")


def test_there_is_a_pause_of_three_seconds(sandbox):
    fetcher, _ = _take(sandbox)
    assert [pause for _, pause in fetcher.asked] == [3.0]


def test_the_call_asks_for_as_many_results_as_there_are_papers(sandbox):
    sandbox.store.write_papers("kites2031", [Paper(f"moss2031m{i}", f"Moss {i}", arxiv_id=f"3105.1{i:04}") for i in range(30)])
    fetcher, _ = _take(sandbox)
    assert int(parse_qs(urlsplit(fetcher.asked[0][0]).query)["max_results"][0]) >= 30


def test_the_calls_of_two_editions_are_three_seconds_apart(sandbox, loopback, monkeypatch):
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(http, "PAUSE", 0.0)
    monkeypatch.setattr(arxiv, "API", loopback.url + "/api/query")
    asked = "/api/query?id_list={}&max_results={}"
    loopback.script(asked.format("3105.00001v1,3105.00002v1", 2), answer(feed(KITES_ENTRY)))
    loopback.script(asked.format("3205.00001v1", 1), answer(feed()))
    sandbox.register(table("kites2031", ("list", LIST)), table("kites2032", ("list", LIST), year=2032))
    sandbox.store.write_papers("kites2032", [Paper("rime2032ice", "Ice", ("Ed Rime",), arxiv_id="3205.00001")])
    collect(sandbox, "arxiv", fetcher=WebFetcher(), editions=("kites2031", "kites2032"))
    assert texts(sandbox) == {"quill2031kites": FLY}
    assert len(loopback.paths()) == 2
    assert [nap for nap in slept if 2.5 < nap <= 3.0]


def test_an_edition_without_arxiv_ids_sends_no_request(sandbox):
    sandbox.store.write_papers("kites2031", [PAPERS[2]])
    fetcher, collected = _take(sandbox)
    assert not fetcher.asked
    assert not collected.notes


def test_a_paper_with_an_abstract_is_not_requested(sandbox):
    hold(sandbox, "quill2031kites", "pdf", "Kites fly.")
    fetcher, _ = _take(sandbox, LAMPS_ENTRY)
    assert fetcher.ids() == ["3105.00002v1"]
    assert texts(sandbox) == {"quill2031kites": "Kites fly.", "moss2031lanterns": GLOW}


def test_a_paper_found_by_a_better_source_is_not_requested(sandbox):
    class Page(Answering):
        def get(self, url: str) -> str:
            return details_page(KITES._replace(abstract="Kites fly."))

    sandbox.register(table("kites2031", ("details", DETAILS)))
    fetcher = Page(feed(LAMPS_ENTRY))
    collect(sandbox, fetcher=fetcher)
    assert fetcher.ids() == ["3105.00002v1"]
    assert {i: abstract.source for i, abstract in sandbox.abstracts().items()} == {
        "quill2031kites": "page",
        "moss2031lanterns": "arxiv",
    }


def test_a_withdrawn_paper_is_not_requested(sandbox):
    sandbox.edit("quill2031kites", status="withdrawn")
    fetcher, _ = _take(sandbox, KITES_ENTRY)
    assert fetcher.ids() == ["3105.00002v1"]
    assert not sandbox.abstracts()


def test_a_second_run_asks_for_nothing_and_touches_nothing(sandbox):
    _take(sandbox, KITES_ENTRY, LAMPS_ENTRY)
    before = sandbox.state()
    fetcher, _ = _take(sandbox, KITES_ENTRY, LAMPS_ENTRY)
    assert not fetcher.asked
    assert sandbox.state() == before


# -- what is taken -----------------------------------------------------------------------------


def test_an_abstract_is_stored_with_its_source_address_and_day(sandbox):
    _take(sandbox, KITES_ENTRY)
    assert sandbox.abstracts() == {"quill2031kites": Abstract(FLY, "arxiv", "https://arxiv.org/abs/3105.00001v1", ISO_1)}


def test_the_order_of_entries_is_arxivs_own(sandbox):
    _take(sandbox, LAMPS_ENTRY, KITES_ENTRY)
    assert texts(sandbox) == {"quill2031kites": FLY, "moss2031lanterns": GLOW}


def test_an_old_identifier_with_a_slash_is_found(sandbox):
    sandbox.edit("quill2031kites", arxiv_id="cs.KI/0105001")
    fetcher, _ = _take(sandbox, entry("cs.KI/0105001v1", "Kites on Rails", "Ada Quill", FLY))
    assert fetcher.ids() == ["cs.KI/0105001v1,3105.00002v1"]
    assert texts(sandbox) == {"quill2031kites": FLY}


def test_another_title_with_fitting_authors_is_doubtful(sandbox):
    _take(sandbox, entry("3105.00001v1", "Trains That Dream of Wind", "Bo Zuse, Ada Quill", FLY))
    kites = sandbox.abstracts()["quill2031kites"]
    assert kites.text == FLY
    assert "title" in kites.doubtful


def test_another_title_with_other_authors_is_only_noted(sandbox):
    _, collected = _take(sandbox, entry("3105.00001v1", "Trains That Dream of Wind", "Flo Gale, Gus Breeze", FLY))
    assert not sandbox.abstracts()
    (note,) = collected.notes
    assert "quill2031kites" in note
    assert "Trains That Dream of Wind" in note
    assert collected.gathered[0].missing["quill2031kites"].source == "arxiv"


def test_one_wrong_identifier_does_not_affect_other_papers(sandbox):
    _take(sandbox, entry("3105.00001v1", "Trains That Dream of Wind", "Flo Gale", "Trains dream."), LAMPS_ENTRY)
    assert texts(sandbox) == {"moss2031lanterns": GLOW}


def test_an_entry_that_was_not_requested_is_ignored(sandbox):
    _take(sandbox, entry("3105.00009v1", "The Weight of Snow", "Di Frost", "Snow is heavy."))
    assert not sandbox.abstracts()


def test_an_entry_without_an_abstract_is_ignored(sandbox):
    _take(sandbox, entry("3105.00001v1", "Kites on Rails", "Ada Quill", ""))
    assert not sandbox.abstracts()


# -- answers that are none ---------------------------------------------------------------------

ERROR_ENTRY = (
    "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_kites</id><title>Error</title>"
    "<summary>incorrect id format for kites</summary><author><name>arXiv api core</name></author></entry>"
)
USELESS = {
    "the server failed": FetchError("https://export.arxiv.org/api/query: the server failed (HTTP 500). Try again later."),
    "empty": "",
    "garbage": "\x00kites",
    "html": "<!DOCTYPE html><html><body><p>Rate exceeded.<br></body></html>",
    "cut off": feed(KITES_ENTRY)[:-60],
    "a declaration of entities": '<!DOCTYPE a [<!ENTITY k "kite"><!ENTITY l "&k;&k;">]><feed>&m;</feed>',
    "another document": "<kites/>",
    "json": '{"entries": []}',
    "empty feed": feed(),
    "an error as an entry": feed(ERROR_ENTRY),
}


@pytest.mark.parametrize("reply", USELESS.values(), ids=USELESS)
def test_an_invalid_answer_causes_only_a_note(sandbox, reply):
    hold(sandbox, "frost2031weight", "pdf", "Snow is heavy.")
    collected = collect(sandbox, "arxiv", fetcher=Answering(reply))
    assert texts(sandbox) == {"frost2031weight": "Snow is heavy."}
    (note,) = collected.notes
    assert note.startswith("kites2031: ")
    assert "\n" not in note


PARTIAL = {
    "no title": "<entry><id>http://arxiv.org/abs/3105.00001v1</id><summary>Kites.</summary></entry>",
    "no summary": "<entry><id>http://arxiv.org/abs/3105.00001v1</id><title>Kites on Rails</title></entry>",
    "no id": "<entry><title>Kites on Rails</title><summary>Kites.</summary></entry>",
    "nothing": "<entry/>",
    "nameless authors": "<entry><id>http://arxiv.org/abs/3105.00001v1</id><title/><summary>Kites.</summary>"
    "<author><name/></author><author/></entry>",
}


@pytest.mark.parametrize("odd", PARTIAL.values(), ids=PARTIAL)
def test_an_incomplete_entry_does_not_affect_other_papers(sandbox, odd):
    _take(sandbox, odd, LAMPS_ENTRY)
    assert texts(sandbox) == {"moss2031lanterns": GLOW}


@pytest.mark.parametrize("behaviour", [answer(status=500), answer(status=429), answer(status=403), reset])
def test_a_failing_server_causes_only_a_note(sandbox, loopback, monkeypatch, behaviour):
    monkeypatch.setattr(http, "PAUSE", 0.0)
    monkeypatch.setattr(http, "BACKOFF", 0.0)
    monkeypatch.setattr(arxiv, "API", loopback.script("/api/query", behaviour))
    loopback.script("/api/query?id_list=3105.00001v1,3105.00002v1&max_results=2", behaviour)
    collected = collect(sandbox, "arxiv", fetcher=WebFetcher(timeout=2))
    assert not sandbox.abstracts()
    assert len(collected.notes) == 1
