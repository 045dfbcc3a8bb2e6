"""``mlforsys check --links``: output, exit codes, and corrections."""

from __future__ import annotations

import tomllib

import pytest

from archive.model.paper import Link, Source
from archive.net import http
from archive.store import curation as curated
from archive.store import validation
from archive.store.root import Root
from tests.support.archives import TABLES, paper
from tests.support.commands import run
from tests.support.loopback import answer, redirect

PDF = answer(b"%PDF-1.7\n...", content_type="application/pdf")
CURATED = """# Ours.
[quill2031deep]
corrections = [
  { field = "title", page = "Deap", right = "Deep Kites", reason = "A slip.", source = "https://x.example/" }, # kept
]
"""


@pytest.fixture(autouse=True)
def hurry(monkeypatch, tmp_path):
    monkeypatch.setattr(http, "PAUSE", 0.0)
    monkeypatch.setattr(http, "BACKOFF", 0.0)
    monkeypatch.setattr(curated, "BUNDLED_CURATION", tmp_path / "none")


@pytest.fixture
def write(tmp_path, loopback):
    """Writes an edition whose page exists, and returns the root."""
    listed = loopback.script("/list.html", answer("<html></html>"))

    def write(*papers):
        root = Root(tmp_path / "root")
        root.folder.mkdir(exist_ok=True)
        (root.folder / "editions.toml").write_text(TABLES.replace("https://kites.example/2031/", listed), encoding="utf-8")
        root.store.write_papers("kites2031", papers)
        return root

    return write


@pytest.fixture
def deep(loopback):
    def deep(url, **more):
        source = Source(loopback.url + "/list.html", "2031-05-02")
        return paper("quill2031deep", "Deep Kites", "Ada Quill", **{"pdf_url": url, "sources": (source,)} | more)

    return deep


def check(capsys, root, *more):
    return run(capsys, "check", "--links", "--timeout", "0.3", "--root", root.folder, *more)


def test_working_links_are_exit_code_0(capsys, write, deep, loopback):
    ran = check(capsys, write(deep(loopback.script("/k.pdf", PDF))))
    assert (ran.code, ran.out) == (0, "")
    assert "2 addresses: 2 there." in ran.err


def test_a_dead_link_is_exit_code_1_with_a_proposal(capsys, write, deep, loopback):
    other = paper("moss2031moss", "Moss", "Cy Moss", pdf_url=loopback.script("/2031/m.pdf", PDF), sources=())
    right = loopback.script("/2031/k.pdf", PDF)
    root = write(deep(loopback.url + "/k.pdf"), other)
    before = root.store.path("kites2031").read_bytes()
    ran = check(capsys, root, "--fix")
    assert ran.code == 1
    assert f"dead: quill2031deep: {loopback.url}/k.pdf: nothing is there (HTTP 404)." in ran.out
    assert f'field = "pdf_url", page = "{loopback.url}/k.pdf", right = "{right}"' in ran.out
    assert root.store.path("kites2031").read_bytes() == before  # proposed, and never taken


def test_json_tells_programs_the_same(capsys, write, deep, loopback):
    ran = check(capsys, write(deep(loopback.script("/k.pdf", answer("<html></html>")))), "--json")
    (found,) = [item for item in ran.json if "url" in item]
    assert ran.code == 1
    assert (found["kind"], found["where"], found["status"]) == ("wrong type", "quill2031deep", 200)
    assert found["places"] == [{"edition": "kites2031", "paper": "quill2031deep", "field": "pdf_url"}]


@pytest.mark.parametrize("status", [403, 429, 503])
def test_refused_requests_are_reported_but_are_not_problems(capsys, write, deep, loopback, status):
    ran = check(capsys, write(deep(loopback.script("/k.pdf", answer(status=status)))))
    assert ran.code == 0
    assert ran.out.startswith("refused: quill2031deep: ")
    assert "dead" not in ran.out + ran.err


def test_moves_are_written_once_and_keep_other_curation(capsys, write, deep, loopback):
    new, old = loopback.script("/new.pdf", PDF), loopback.script("/old.pdf", redirect("/new.pdf", 301))
    root = write(deep(old, links=(Link("slides", old),)))
    path = root.folder / "curation" / "kites2031.toml"
    path.parent.mkdir()
    path.write_text(CURATED, encoding="utf-8")
    ran = check(capsys, root, "--fix")
    assert ran.code == 0
    assert f"quill2031deep: pdf_url: {old} -> {new}" in ran.err
    text = path.read_text(encoding="utf-8")
    assert text.startswith(CURATED.removesuffix("]\n"))
    corrections = tomllib.loads(text)["quill2031deep"]["corrections"]
    assert [(one["field"], one["page"], one["right"]) for one in corrections[1:]] == [
        ("pdf_url", old, new),
        ("links", old, new),
    ]
    assert all(one["reason"] and one["source"] for one in corrections)
    (stored,) = root.store.papers("kites2031")
    assert (stored.pdf_url, stored.links) == (new, (Link("slides", new),))
    assert check(capsys, root, "--fix").out == ""
    assert path.read_text(encoding="utf-8") == text


def test_a_roots_own_corrections_keep_the_bundled_ones(capsys, write, deep, loopback, tmp_path):
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "kites2031.toml").write_text(CURATED, encoding="utf-8")
    loopback.script("/new.pdf", PDF)
    root = write(deep(loopback.script("/old.pdf", redirect("/new.pdf", 308))))
    check(capsys, root, "--fix")
    kept = curated.load_curation("kites2031", root.folder)["quill2031deep"].corrections
    assert [one.field for one in kept] == ["title", "pdf_url"]


def test_a_temporary_redirect_writes_nothing(capsys, write, deep, loopback):
    loopback.script("/new.pdf", PDF)
    root = write(deep(loopback.script("/old.pdf", redirect("/new.pdf", 302))))
    ran = check(capsys, root, "--fix")
    assert (ran.code, ran.out) == (0, "")
    assert not (root.folder / "curation").exists()


def test_a_second_check_sends_only_necessary_requests(capsys, write, deep, loopback):
    root = write(deep(loopback.script("/k.pdf", PDF)))
    check(capsys, root)
    asked = len(loopback.asked)
    check(capsys, root)
    assert len(loopback.asked) == asked
    check(capsys, root, "--fresh")
    assert len(loopback.asked) > asked


def test_ctrl_c_keeps_what_was_answered(capsys, write, deep, loopback, monkeypatch):
    root = write(deep(loopback.script("/k.pdf", PDF)))
    with monkeypatch.context() as patched:
        patched.setattr("archive.cli.terminal.progress.ProgressBar.show", _interrupt_after(2))
        ran = check(capsys, root)
    assert ran.code not in (0, 2)
    assert "continues from there" in ran.err
    answered = [asked.path for asked in loopback.asked]
    check(capsys, root)
    later = [asked.path for asked in loopback.asked][len(answered) :]
    assert "/list.html" not in later  # the first that was answered


def _interrupt_after(calls):
    seen = []

    def show(self, text, done):
        seen.append(done)
        if len(seen) == calls:
            raise KeyboardInterrupt

    return show


@pytest.mark.parametrize(
    "arguments",
    [["--fresh"], ["--fix"], ["--mirror", "."], ["--links", "--fix", "--mirror", "."]],
)
def test_options_that_make_no_sense_together(capsys, write, arguments):
    assert run(capsys, "check", *arguments, "--root", write().folder).code == 2


def test_a_damaged_edition_is_reported_and_the_others_are_checked(capsys, write, deep, loopback):
    root = write(deep(loopback.script("/k.pdf", PDF)))
    root.store.path("kites2032").write_text("{")
    ran = check(capsys, root)
    assert ran.code == 1
    assert "shape: kites2032.json" in ran.out
    assert "2 there" in ran.err


def test_broken_links_are_in_the_summary_and_control_characters_are_escaped(capsys, write, deep, loopback, monkeypatch):
    monkeypatch.setattr(validation, "unseen_problem", lambda *_: None)  # who shows papers does not depend on the store alone
    ran = check(capsys, write(deep(f"{loopback.url}/k\x9b2J.pdf")))
    assert ran.code == 1
    assert "1 edition checked: 1 broken link." in ran.err
    assert "no problems" not in ran.err
    assert "\x9b" not in ran.out + ran.err
