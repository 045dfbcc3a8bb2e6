"""Abstracts from OpenReview: both versions of its API, refusals, a login, and notes saved in a browser."""

from __future__ import annotations

import json

import pytest

from archive.collect.abstracts import openreview
from archive.errors import FetchError, NotThere, UsageError
from archive.model.paper import Abstract, Paper
from archive.net import http
from archive.net.web import WebFetcher
from tests.support import loopback as loopback_module
from tests.support.commands import run
from tests.support.loopback import answer, redirect, reset
from tests.support.sandbox import (
    DETAILS,
    HEADER,
    ISO_1,
    KITES,
    LAMPS,
    LIST,
    Sandbox,
    collect,
    details_page,
    hold,
    list_page,
    mend,
    table,
    texts,
)

FLY, GLOW, HEAVY = "Kites fly along rails.", "Lanterns glow under water.", "Snow is heavy."
GROUP = "Kites.cc/2031/Workshop/Rails"
NAME, SECRET, TOKEN = "ada.quill@kites.example", "moss-under-the-stairs", "eyJraXRlcyI6InJhaWxzIn0.c25vdw"
FORUM = "https://openreview.net/forum?id="
PAPERS = [
    Paper("quill2031kites", "Kites on Rails", ("Ada Quill", "Bo Zuse"), openreview_id="kItE1"),
    Paper("moss2031lanterns", "Lanterns Underwater", ("Cy Moss",)),
    Paper("frost2031weight", "The Weight of Snow", ("Di Frost",)),
]
CHALLENGE = json.dumps({"name": "ChallengeRequiredError", "message": "Challenge required", "status": 403, "details": {}})
TOO_MANY = json.dumps({"name": "RateLimitError", "message": "Too many requests", "status": 429})


def v2(note_id: str, title: str, abstract: str, **more) -> dict:
    """A note in version 2 of the API."""
    content = {"title": {"value": title}, "abstract": {"value": abstract}, "venueid": {"value": GROUP}}
    return {"id": note_id, "forum": note_id, "version": 2, "content": content, "domain": GROUP, **more}


def v1(note_id: str, title: str, abstract: str, **more) -> dict:
    """A note in version 1."""
    return {"id": note_id, "forum": note_id, "content": {"title": title, "abstract": abstract, "venueid": GROUP}, **more}


def notes(*found: dict) -> str:
    return json.dumps({"notes": list(found), "count": len(found)})


class Answering:
    """A fetcher that chooses its answer by a part of the address, and has no pages."""

    def __init__(self, **replies: str | Exception) -> None:
        self.replies, self.asked = replies, []

    def get(self, url: str) -> str:
        raise NotThere(f"{url} is not there.")

    def pdf(self, url: str, *, refresh: bool = False):
        raise NotThere(f"{url} is not there.")

    def call_api(self, url: str, *, token=None, json_body=None, pause=None) -> str:
        self.asked.append(url)
        kind = "group" if "venueid" in url else "note"
        which = f"{'new' if url.startswith('https://api2.') else 'old'}_{kind}"
        reply = self.replies.get(which, self.replies.get("all", notes()))
        if isinstance(reply, Exception):
            raise reply
        return reply


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    """Without a login, and without pauses."""
    for variable in ("OPENREVIEW_USERNAME", "OPENREVIEW_PASSWORD"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(http, "PAUSE", 0.0)
    monkeypatch.setattr(http, "BACKOFF", 0.0)


@pytest.fixture
def sandbox(tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.register(table("kites2031", ("list", LIST), more=f'openreview = "{GROUP}"'))
    sandbox.store.write_papers("kites2031", PAPERS)
    return sandbox


@pytest.fixture
def api(loopback, monkeypatch):
    """A loopback server in place of both APIs, below /new and below /old. It records what is posted."""
    monkeypatch.setattr(openreview, "APIS", (loopback.url + "/new", loopback.url + "/old"))
    return loopback


@pytest.fixture
def elsewhere():
    """A server on another host."""
    server = loopback_module.Loopback()
    yield server
    server.close()


@pytest.fixture
def login(monkeypatch):
    monkeypatch.setenv("OPENREVIEW_USERNAME", NAME)
    monkeypatch.setenv("OPENREVIEW_PASSWORD", SECRET)


def everything(api, behaviour) -> None:
    """All addresses from which notes are requested behave alike."""
    for version in ("new", "old"):
        api.script(f"/{version}/notes?content.venueid={GROUP}&limit=1000", behaviour)
        api.script(f"/{version}/notes?id=kItE1", behaviour)


def _take(sandbox, **replies):
    fetcher = Answering(**replies)
    return fetcher, collect(sandbox, "openreview", fetcher=fetcher)


# -- notes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [v2, v1])
def test_an_abstract_is_stored_with_its_source_address_and_day(sandbox, shape):
    _take(sandbox, new_group=notes(shape("kItE1", "Kites on Rails", FLY)))
    assert sandbox.abstracts() == {"quill2031kites": Abstract(FLY, "openreview", FORUM + "kItE1", ISO_1)}


def test_a_note_is_found_by_its_id_though_its_title_differs(sandbox):
    _take(sandbox, new_group=notes(v2("kItE1", "Trains That Dream of Wind", FLY)))
    assert texts(sandbox) == {"quill2031kites": FLY}


def test_a_note_of_the_group_is_found_by_its_title(sandbox):
    _take(sandbox, new_group=notes(v2("lAmP1", "Lanterns  underwater!", GLOW)))
    assert sandbox.abstracts() == {"moss2031lanterns": Abstract(GLOW, "openreview", FORUM + "lAmP1", ISO_1)}


def test_papers_with_an_id_are_requested_one_by_one_if_there_is_no_group(sandbox):
    sandbox.register(table("kites2031", ("list", LIST)))
    fetcher, _ = _take(sandbox, new_note=notes(v2("kItE1", "Kites on Rails", FLY)))
    assert fetcher.asked == ["https://api2.openreview.net/notes?id=kItE1"]
    assert texts(sandbox) == {"quill2031kites": FLY}


def test_a_paper_missing_from_the_group_is_requested_by_its_id(sandbox):
    _take(sandbox, new_group=notes(v2("lAmP1", "Lanterns Underwater", GLOW)), new_note=notes(v2("kItE1", "Kites", FLY)))
    assert texts(sandbox) == {"quill2031kites": FLY, "moss2031lanterns": GLOW}


def test_the_older_api_is_used_if_the_newer_has_nothing(sandbox):
    group, note = notes(v1("lAmP1", "Lanterns Underwater", GLOW)), notes(v1("kItE1", "Kites on Rails", FLY))
    _take(sandbox, old_group=group, old_note=note)
    assert texts(sandbox) == {"quill2031kites": FLY, "moss2031lanterns": GLOW}


def test_an_edition_without_openreview_sends_no_request(sandbox):
    sandbox.register(table("kites2031", ("list", LIST)))
    sandbox.store.write_papers("kites2031", PAPERS[1:])
    fetcher, collected = _take(sandbox)
    assert not fetcher.asked
    assert not collected.notes


def test_a_note_of_another_title_and_id_is_not_taken(sandbox):
    _take(sandbox, new_group=notes(v2("gAlE1", "Trains That Dream of Wind", "Trains dream.")))
    assert not sandbox.abstracts()


def test_a_note_of_a_sequel_is_not_taken(sandbox):
    papers = [Paper("gale2031knots", "What Forty Winters of Lanterns Taught Us of Knots, Part 1", ("Flo Gale",))]
    sandbox.store.write_papers("kites2031", papers)
    _take(sandbox, new_group=notes(v2("gAlE2", "What Forty Winters of Lanterns Taught Us of Knots, Part 2", "Knots hold.")))
    assert not sandbox.abstracts()


def test_two_notes_of_one_title_are_not_taken(sandbox):
    _take(
        sandbox, new_group=notes(v2("lAmP1", "Lanterns Underwater", GLOW), v2("lAmP2", "Lanterns Underwater", "Lanterns lie."))
    )
    assert not sandbox.abstracts()


def test_the_id_distinguishes_two_notes_with_one_title(sandbox):
    _take(sandbox, new_group=notes(v2("kItE2", "Kites on Rails", "Kites lie."), v2("kItE1", "Kites on Rails", FLY)))
    assert texts(sandbox) == {"quill2031kites": FLY}


def test_a_review_of_a_paper_is_not_its_abstract(sandbox):
    review = v2("rEvIeW", "A fine kite", "I liked the rails.", forum="kItE1", replyto="kItE1")
    _take(sandbox, new_group=notes(review, v2("kItE1", "Kites on Rails", FLY)))
    assert sandbox.abstracts()["quill2031kites"].text == FLY


def test_a_note_without_an_abstract_gives_none(sandbox):
    _take(sandbox, new_group=notes(v2("kItE1", "Kites on Rails", " ")))
    assert not sandbox.abstracts()


def test_white_space_of_a_typed_abstract_is_folded(sandbox):
    _take(sandbox, new_group=notes(v2("kItE1", "Kites on Rails", " Kites\r\n\r\nfly.\t")))
    assert texts(sandbox) == {"quill2031kites": "Kites fly."}


def test_a_withdrawn_paper_gets_none(sandbox):
    sandbox.edit("quill2031kites", status="withdrawn")
    _take(sandbox, new_group=notes(v2("kItE1", "Kites on Rails", FLY)))
    assert not sandbox.abstracts()


def test_papers_with_an_abstract_from_a_better_source_are_not_requested(sandbox):
    hold(sandbox, "quill2031kites", "page", "Kites fly.")
    sandbox.register(table("kites2031", ("list", LIST)))
    fetcher, _ = _take(sandbox)
    assert not fetcher.asked
    assert texts(sandbox) == {"quill2031kites": "Kites fly."}


# -- answers that are none ---------------------------------------------------------------------

USELESS = {
    "empty": "",
    "garbage": "kites\x00{",
    "html": "<!DOCTYPE html><html><body>One moment, please.</body></html>",
    "cut off": notes(v2("kItE1", "Kites on Rails", FLY))[:-9],
    "too deep": "[" * 100_000,
    "a number of many digits": "7" * 5000,
    "nothing": "null",
    "number": "7",
    "text": '"kites"',
    "no notes": "{}",
    "empty notes": notes(),
    "notes that are none": '{"notes": null}',
    "notes that are a number": '{"notes": 7}',
    "notes of numbers": '{"notes": [7, null, "kite", []]}',
    "no content": '{"notes": [{"id": "kItE1"}]}',
    "content that is a list": '{"notes": [{"id": "kItE1", "content": ["title"]}]}',
    "no title": '{"notes": [{"id": "kItE1", "content": {"abstract": {"value": "Kites."}}}]}',
    "title that is a number": '{"notes": [{"id": "kItE1", "content": {"title": {"value": 7}, "abstract": "Kites."}}]}',
    "title that is nothing": '{"notes": [{"id": "kItE1", "content": {"title": null, "abstract": "Kites."}}]}',
    "abstract that is a list": '{"notes": [{"id": "kItE1", "content": {"title": "Kites on Rails", "abstract": ["Kites."]}}]}',
    "value within value": '{"notes": [{"id": "kItE1", "content": {"title": "Kites on Rails", "abstract": {"value": {}}}}]}',
    "ids that are lists": '{"notes": [{"id": ["a"], "forum": {}, "content": {"title": "Kites", "abstract": "Kites."}}]}',
}


@pytest.mark.parametrize("reply", USELESS.values(), ids=USELESS)
def test_an_invalid_answer_gives_no_abstract_and_no_error(sandbox, reply):
    hold(sandbox, "frost2031weight", "pdf", HEAVY)
    _take(sandbox, all=reply)
    assert texts(sandbox) == {"frost2031weight": HEAVY}


@pytest.mark.parametrize("reply", USELESS.values(), ids=USELESS)
def test_an_invalid_answer_does_not_affect_other_sources(sandbox, reply):
    class Printing(Answering):
        def get(self, url: str) -> str:
            return f"<html><body><header>{HEADER}</header></body></html>"

        def call_api(self, url: str, **more) -> str:
            return super().call_api(url, **more) if "openreview" in url else "<feed/>"

    collected = collect(sandbox, fetcher=Printing(all=reply))
    assert collected.gathered[0].missing["quill2031kites"] is not None


def test_a_lone_surrogate_in_an_abstract_is_not_an_error(sandbox):
    _take(
        sandbox, new_group=r'{"notes": [{"id": "kItE1", "content": {"title": "Kites on Rails", "abstract": "Kites \ud800."}}]}'
    )
    assert set(sandbox.abstracts()) <= {"quill2031kites"}


def test_useless_notes_do_not_affect_others(sandbox):
    odd = [7, {"id": "a"}, {"id": 7, "forum": 8, "content": {"title": 9}}, v2("kItE1", "Kites on Rails", FLY)]
    _take(sandbox, new_group=json.dumps({"notes": odd}))
    assert texts(sandbox) == {"quill2031kites": FLY}


# -- refusals ----------------------------------------------------------------------------------


def _three_editions(sandbox) -> tuple[str, ...]:
    years = (2031, 2032, 2033)
    sandbox.register(*(table(f"kites{y}", ("list", LIST), year=y, more=f'openreview = "{GROUP}"') for y in years))
    for year in years[1:]:
        sandbox.store.write_papers(
            f"kites{year}", [Paper(f"gale{year}wind", "Wind", ("Flo Gale",), openreview_id=f"wInD{year}")]
        )
    return tuple(f"kites{year}" for year in years)


REFUSALS = {
    "challenge": answer(CHALLENGE, status=403, content_type="application/json"),
    "too many": answer(TOO_MANY, status=429, content_type="application/json"),
    "too many, for hours": answer(TOO_MANY, status=429, retry_after="9999"),
    "login": answer(status=401),
    "failure": answer(status=500),
    "broken off": reset,
    "html": answer("<html>One moment, please.</html>"),
}


@pytest.mark.parametrize("behaviour", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_one_note_for_the_whole_run(sandbox, api, behaviour):
    everything(api, behaviour)
    collected = collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2), editions=_three_editions(sandbox))
    (note,) = collected.notes
    assert note.startswith("OpenReview was skipped")
    assert "OPENREVIEW_USERNAME" in note
    assert "--openreview-notes" in note
    assert "\n" not in note


@pytest.mark.parametrize("behaviour", REFUSALS.values(), ids=REFUSALS)
def test_after_a_refusal_no_more_requests_are_sent(sandbox, api, behaviour):
    everything(api, behaviour)
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2), editions=_three_editions(sandbox))
    assert len(set(api.paths())) == 1
    assert len(api.paths()) <= 1 + http.RETRIES


def test_after_a_challenge_no_more_requests_are_sent(sandbox, api):
    everything(api, REFUSALS["challenge"])
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2), editions=_three_editions(sandbox))
    assert len(api.paths()) == 1


def test_a_refusal_removes_no_abstract_and_the_next_source_continues(sandbox):
    hold(sandbox, "moss2031lanterns", "openreview", GLOW)
    fetcher = Answering(all=FetchError("https://api2.openreview.net/notes: nothing answers there."))
    collected = collect(sandbox, fetcher=fetcher)
    assert texts(sandbox) == {"moss2031lanterns": GLOW}
    assert collected.gathered[0].missing["quill2031kites"].source == "pdf"


def test_without_a_login_none_is_tried(sandbox, api):
    everything(api, answer(notes(v2("kItE1", "Kites on Rails", FLY))))
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2))
    assert texts(sandbox) == {"quill2031kites": FLY}
    assert not [path for path in api.paths() if "login" in path]
    assert not [asked for asked in api.asked if "authorization" in asked.headers]


# -- a login -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lone", ["OPENREVIEW_USERNAME", "OPENREVIEW_PASSWORD"])
def test_an_incomplete_login_is_not_used(sandbox, api, monkeypatch, lone):
    monkeypatch.setenv(lone, SECRET)
    everything(api, answer(notes(v2("kItE1", "Kites on Rails", FLY))))
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2))
    assert not api.posted


def test_a_login_is_sent_as_json_and_its_token_as_bearer(sandbox, api, login):
    api.script("/new/login", answer(json.dumps({"token": TOKEN, "user": {"id": NAME}})))
    everything(api, answer(notes(v2("kItE1", "Kites on Rails", FLY))))
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2))
    assert [json.loads(body) for body in api.posted] == [{"id": NAME, "password": SECRET}]
    assert [(asked.path, asked.headers.get("authorization")) for asked in api.asked] == [
        ("/new/login", None),
        (f"/new/notes?content.venueid={GROUP}&limit=1000", f"Bearer {TOKEN}"),
    ]
    assert texts(sandbox) == {"quill2031kites": FLY}


def test_one_login_is_enough_for_several_editions(sandbox, api, login):
    api.script("/new/login", answer(json.dumps({"token": TOKEN})))
    api.script("/old/login", answer(json.dumps({"token": TOKEN})))
    everything(api, answer(notes(v2("kItE1", "Kites on Rails", FLY))))
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2), editions=_three_editions(sandbox))
    assert api.paths().count("/new/login") == 1
    assert api.paths().count("/old/login") <= 1


@pytest.mark.parametrize("status", [302, 307, 308])
def test_a_login_is_not_sent_to_another_host_after_a_redirect(sandbox, api, elsewhere, login, status):
    everything(api, answer(notes()))
    api.script("/new/login", redirect(elsewhere.script("/login", answer(json.dumps({"token": TOKEN}))), status))
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2))
    assert not elsewhere.posted


def test_a_token_is_not_sent_to_another_host(sandbox, api, elsewhere, login):
    everything(api, redirect(elsewhere.script("/notes", answer(notes()))))
    api.script("/new/login", answer(json.dumps({"token": TOKEN})))
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2))
    assert not [asked for asked in elsewhere.asked if "authorization" in asked.headers]


def test_a_refused_login_is_one_note(sandbox, api, login):
    api.script("/new/login", answer(json.dumps({"name": "Error", "message": "Invalid username or password"}), status=400))
    collected = collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2), editions=_three_editions(sandbox))
    (note,) = collected.notes
    assert "login" in note
    assert api.paths() == ["/new/login"]


ECHO = json.dumps({"message": f"{NAME} {SECRET} {TOKEN}", "details": {"id": NAME, "password": SECRET}})
GOOD = answer(json.dumps({"token": TOKEN, "user": {"id": NAME}}))
LOGINS = {
    "taken": (GOOD, answer(notes(v2("kItE1", "Kites on Rails", FLY)))),
    "refused": (answer(ECHO, status=400), answer()),
    "challenged": (answer(ECHO, status=403), answer()),
    "not there": (answer(ECHO, status=404), answer(ECHO, status=404)),
    "failing": (answer(ECHO, status=500), answer()),
    "broken off": (reset, reset),
    "no json": (answer(f"<html>{NAME} {SECRET}</html>"), answer()),
    "list": (answer(json.dumps([NAME, SECRET])), answer(notes())),
    "token that is a number": (answer('{"token": 7}'), answer(notes())),
    "token of two lines": (answer(json.dumps({"token": f"{TOKEN}\n{TOKEN}"})), answer(notes())),
    "token of other letters": (answer(json.dumps({"token": f"{TOKEN}é雪"})), answer(notes())),
    "sent elsewhere": (redirect(f"http://snow.example/?{SECRET}", 307), answer()),
    "token refused": (GOOD, answer(ECHO, status=401)),
    "token forbidden": (GOOD, answer(ECHO, status=403)),
    "notes failing": (GOOD, answer(ECHO, status=500)),
    "notes broken off": (GOOD, reset),
    "notes that echo": (GOOD, answer(ECHO)),
}


@pytest.mark.parametrize(("login_does", "notes_do"), LOGINS.values(), ids=LOGINS)
def test_name_password_and_token_are_never_printed(
    capsys, caplog, own_folders, tmp_path, sandbox, api, login, login_does, notes_do
):
    url = api.script("/list.html", answer(list_page(KITES._replace(pdf=""), LAMPS._replace(pdf=""))))
    sandbox.register(table("kites2031", ("list", url), more=f'openreview = "{GROUP}"'))
    sandbox.store.write_papers("kites2031", PAPERS[:2])
    api.script("/new/login", login_does)
    api.script("/old/login", login_does)
    everything(api, notes_do)
    ran = run(capsys, "scrape", "kites2031", "--root", sandbox.root.folder, "--timeout", "2")
    assert ran.code == 0
    assert api.posted
    files = [path for folder in (own_folders, tmp_path) for path in folder.rglob("*") if path.is_file()]
    seen = [ran.out, ran.err, caplog.text, *(f"{path} {path.read_bytes().decode('latin-1')}" for path in files)]
    assert not [text for text in seen for word in (NAME, SECRET, TOKEN) if word in text]


# -- notes saved in a browser ------------------------------------------------------------------

KITE, LAMP = v2("kItE1", "Kites on Rails", FLY), v1("lAmP1", "Lanterns Underwater", GLOW)
SAVED = {
    "as the interface answers": {"notes": [KITE, LAMP], "count": 2},
    "a bare list": [KITE, LAMP],
    "among others": [{"id": 7}, LAMP, 8, KITE],
}


def _saved(tmp_path, data) -> object:
    path = tmp_path / "notes.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize("data", SAVED.values(), ids=SAVED)
def test_saved_notes_are_read_without_network_requests(sandbox, tmp_path, data):
    fetcher = Answering(all=AssertionError("asked"))
    collect(sandbox, "openreview", fetcher=fetcher, saved=_saved(tmp_path, data))
    assert texts(sandbox) == {"quill2031kites": FLY, "moss2031lanterns": GLOW}
    assert not fetcher.asked


def test_a_single_saved_note_is_read(sandbox, tmp_path):
    collect(sandbox, "openreview", saved=_saved(tmp_path, KITE))
    assert texts(sandbox) == {"quill2031kites": FLY}


def test_saved_notes_need_no_group_of_the_edition(sandbox, tmp_path):
    sandbox.register(table("kites2031", ("list", LIST)))
    collect(sandbox, "openreview", saved=_saved(tmp_path, [LAMP]))
    assert texts(sandbox) == {"moss2031lanterns": GLOW}


def test_with_saved_notes_a_login_is_not_used(sandbox, api, login, tmp_path):
    collect(sandbox, "openreview", fetcher=WebFetcher(timeout=2), saved=_saved(tmp_path, [LAMP]))
    assert not api.asked


def test_saved_notes_replace_what_came_from_a_pdf(sandbox, tmp_path):
    hold(sandbox, "quill2031kites", "pdf", "Kites fly.")
    collect(sandbox, "openreview", saved=_saved(tmp_path, [KITE]))
    assert sandbox.abstracts()["quill2031kites"] == Abstract(FLY, "openreview", FORUM + "kItE1", ISO_1)


def test_saved_notes_leave_what_a_page_prints(sandbox, tmp_path):
    hold(sandbox, "quill2031kites", "page", "Kites fly.")
    collect(sandbox, "openreview", saved=_saved(tmp_path, [KITE]))
    assert texts(sandbox) == {"quill2031kites": "Kites fly."}


def test_saved_notes_leave_what_a_person_corrected(sandbox, tmp_path):
    collect(sandbox, "openreview", saved=_saved(tmp_path, [KITE]))
    mend(sandbox, "quill2031kites", "Kites fly well.")
    collect(sandbox, "openreview", saved=_saved(tmp_path, [v2("kItE1", "Kites on Rails", "Kites fly higher.")]))
    assert texts(sandbox) == {"quill2031kites": "Kites fly well."}


def test_saved_notes_read_twice_touch_nothing(sandbox, tmp_path):
    path = _saved(tmp_path, [KITE, LAMP])
    collect(sandbox, "openreview", saved=path)
    before = sandbox.state()
    collect(sandbox, "openreview", saved=path, today="2031-06-03")
    assert sandbox.state() == before


UNUSABLE = {
    "empty": "",
    "html": "<!DOCTYPE html><html><body>Kites</body></html>",
    "cut off": json.dumps([KITE])[:-3],
    "too deep": "[" * 100_000,
    "no notes": {"notes": []},
    "nothing": "null",
    "a refusal": CHALLENGE,
    "without titles": [{"id": "kItE1", "content": {"abstract": "Kites."}}],
}


@pytest.mark.parametrize("data", UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_without_notes_is_wrong_usage(sandbox, tmp_path, data):
    path = _saved(tmp_path, data)
    with pytest.raises(UsageError, match=rf"--openreview-notes {path}: .*\."):
        collect(sandbox, "openreview", saved=path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00{", b"<html>"], ids=["missing", "not text", "html"])
def test_an_unusable_file_on_the_command_line_ends_in_a_sentence_and_code_2(capsys, sandbox, tmp_path, content):
    path = tmp_path / "notes.json"
    if content is not None:
        path.write_bytes(content)
    sandbox.page(LIST, list_page(KITES, LAMPS))
    ran = run(
        capsys, "scrape", "kites2031", "--openreview-notes", path, "--abstracts-only", "--mirror", sandbox.mirror,
        "--root", sandbox.root.folder,
    )  # fmt: skip
    assert ran.code == 2
    assert f"--openreview-notes {path}" in ran.err
    assert not sandbox.abstracts()


def test_a_folder_in_place_of_the_file_is_wrong_usage(sandbox, tmp_path):
    with pytest.raises(UsageError, match="--openreview-notes"):
        collect(sandbox, "openreview", saved=tmp_path)


def test_saved_notes_on_the_command_line_are_counted(capsys, sandbox, tmp_path):
    sandbox.store.write_papers("kites2031", PAPERS[:2])
    ran = run(
        capsys, "scrape", "kites2031", "--openreview-notes", _saved(tmp_path, [KITE, LAMP]), "--abstracts-only",
        "--mirror", sandbox.mirror, "--root", sandbox.root.folder,
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, "kites2031: 2 abstracts (openreview 2)\n")


def test_the_order_of_trust_is_the_same_everywhere(sandbox, tmp_path):
    sandbox.register(table("kites2031", ("details", DETAILS)))
    sandbox.page(DETAILS, details_page(KITES._replace(abstract="Kites fly.")))
    collect(sandbox, saved=_saved(tmp_path, [KITE, LAMP]))
    told = {paper_id: abstract.source for paper_id, abstract in sandbox.abstracts().items()}
    assert told == {"quill2031kites": "page", "moss2031lanterns": "openreview"}
