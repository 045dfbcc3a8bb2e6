"""Abstracts from PDFs: whether a file is the right one, what is reported of others, and that nothing is fetched twice."""

from __future__ import annotations

import io
import textwrap
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from archive.errors import FetchError, NotThere
from archive.model.paper import Abstract, Paper
from archive.net import http
from archive.net.mirror import MirrorFolder, MirrorSite, mirror_path
from archive.net.web import WebFetcher
from tests.support.commands import run
from tests.support.loopback import Loopback, answer, reset
from tests.support.sandbox import (
    DETAILS,
    ISO_1,
    ISO_2,
    LIST,
    P,
    Sandbox,
    collect,
    details_page,
    list_page,
    mend,
    reader,
    table,
    texts,
)

SITE = "https://kites.example/"
PRINTS_NONE = "the paper prints none"
FLOWN = (
    "were flown above moss and above snow for three long winters, and nobody had asked before why so many of them came down. "
    "We counted every knot that was lost before the morning and weighed the fog that it had drunk. "
    "A drop of resin upon each knot keeps two thirds of them in the air until the lanterns go out."
)
ELSEWHERE = ["Flo Gale", "Gus Breeze"]
ADA, CY, DI = ("Ada Quill", "Bo Zuse"), ("Cy Moss", "Dora Fern"), ("Di Frost", "Ed Rime")
KITES = Paper("quill2031kites", "Kites on Rails Above the Moss", ADA, pdf_url=SITE + "kites.pdf")
LAMPS = Paper("moss2031lanterns", "Lanterns Underwater in Spring", CY, pdf_url=SITE + "lamps.pdf")
SNOW = Paper("frost2031weight", "The Weight of Snow on Strings", DI, pdf_url=SITE + "snow.pdf")
MANY = [
    Paper(f"quill2031k{i:02}", f"{word} on Rails Above the Moss", ADA, pdf_url=f"{SITE}k{i:02}.pdf")
    for i, word in enumerate(
        "Kites Lanterns Owls Ladders Baskets Knots Strings Stars Loaves Almanacs Villages Fogs Winters Bells Boats Bees".split()
    )
]
OTHER_TITLE = "What the Owls Made of Our Instruments"


def told(what: str) -> str:
    """A different abstract for each paper."""
    return f"{what} {FLOWN}"


def pdf(*titles: str, names=ADA, abstract: str | None = None, lock: StandardEncryption | None = None) -> bytes:
    """A paper of one page: title, names, the abstract if it has one, and an introduction."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(612, 792), encrypt=lock, invariant=1)
    y = 730.0
    lines = [(title, "Times-Bold", 17, 24) for title in titles] + [(", ".join(names), "Times-Roman", 11, 30)]
    if abstract is not None:
        lines.append(("Abstract", "Times-Bold", 12, 18))
        lines += [(line, "Times-Roman", 10, 12) for line in textwrap.wrap(abstract, 95)]
    lines.append(("", "Times-Roman", 10, 20))
    lines.append(("1 Introduction", "Times-Bold", 12, 18))
    story = "Old almanacs tell of a village where every child tied a knot for every star, and slept. "
    lines += [(line, "Times-Roman", 10, 12) for line in textwrap.wrap(story, 95)]
    for text, font, size, lead in lines:
        canvas.setFont(font, size)
        canvas.drawString(72, y, text)
        y -= lead
    canvas.showPage()
    canvas.save()
    return content.getvalue()


def own(paper: Paper, what: str | None = None) -> bytes:
    """The right file of a paper."""
    return pdf(paper.title, names=paper.authors, abstract=told(what or paper.title))


def picture() -> bytes:
    """A scanned page."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(612, 792), invariant=1)
    canvas.rect(72, 72, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return content.getvalue()


BROKEN = {
    "not a pdf": b"<!DOCTYPE html><p>This kite has flown.",
    "empty": b"",
    "damaged": own(SNOW)[:200],
    "encrypted": pdf(SNOW.title, names=DI, abstract=told("Snow"), lock=StandardEncryption("moss", strength=128)),
    "a picture": picture(),
}


@pytest.fixture
def pool(monkeypatch):
    """The processes that read the PDFs of all tests; commands use them too."""
    monkeypatch.setattr("archive.pdf.pool.Pool", lambda: reader())
    return reader()


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(http, "PAUSE", 0.0)
    monkeypatch.setattr(http, "BACKOFF", 0.0)


@pytest.fixture
def sandbox(tmp_path):
    return Sandbox(tmp_path)


def store(sandbox: Sandbox, *papers: Paper, **files: bytes) -> None:
    """Write papers into the store, and files into the mirror by their names."""
    sandbox.store.write_papers("kites2031", papers)
    for name, content in files.items():
        path = sandbox.mirror / mirror_path(f"{SITE}{name}.pdf")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def at(server: Loopback, paper: Paper, *behaviours) -> Paper:
    """A paper whose file is on a server on this machine."""
    url = server.script(urlsplit(paper.pdf_url).path, *(b if callable(b) else answer(b) for b in behaviours))
    return replace(paper, pdf_url=url)


def asked(server: Loopback) -> list[str]:
    """The PDFs that were requested from a server."""
    return [path for path in server.paths() if path.endswith(".pdf")]


def about(notes: list[str], paper: Paper) -> list[str]:
    return [note for note in notes if note.startswith(f"{paper.id}: ")]


# -- the right file ----------------------------------------------------------------------------


def test_an_abstract_is_stored_with_its_source_address_and_day(sandbox, pool):
    store(sandbox, KITES, kites=own(KITES))
    assert not collect(sandbox, "pdf", pool=pool).notes
    assert sandbox.abstracts() == {KITES.id: Abstract(told(KITES.title), "pdf", KITES.pdf_url, ISO_1)}


def test_each_paper_of_many_gets_its_own(sandbox, pool):
    store(sandbox, *MANY, **{f"k{i:02}": own(paper) for i, paper in enumerate(MANY)})
    (gathered,) = collect(sandbox, "pdf", pool=pool).gathered
    assert texts(sandbox) == {paper.id: told(paper.title) for paper in MANY}
    assert (gathered.found, gathered.stored, gathered.doubtful, gathered.missing) == (16, {"pdf": 16}, 0, {})


def test_a_paper_without_a_link_has_none_and_a_reason(sandbox, pool):
    store(sandbox, replace(KITES, pdf_url=None))
    collected = collect(sandbox, "pdf", pool=pool)
    assert "PDF" in collected.gathered[0].missing[KITES.id].reason
    assert not collected.notes


def test_a_file_of_another_paper_is_reported_and_ignored(sandbox, pool):
    store(sandbox, KITES, LAMPS, kites=own(LAMPS, "The second copy"), lamps=own(LAMPS))
    collected = collect(sandbox, "pdf", pool=pool)
    assert texts(sandbox) == {LAMPS.id: told(LAMPS.title)}
    (note,) = about(collected.notes, KITES)
    assert KITES.pdf_url in note
    assert LAMPS.id in note
    assert LAMPS.id in collected.gathered[0].missing[KITES.id].reason


def test_a_file_of_another_editions_paper_is_named_too(sandbox, pool):
    store(sandbox, KITES, kites=own(LAMPS))
    sandbox.store.write_papers("kites2030", [replace(LAMPS, id="moss2030lanterns")])
    collected = collect(sandbox, "pdf", pool=pool)
    assert not sandbox.abstracts()
    assert any("moss2030lanterns" in note for note in about(collected.notes, KITES))


def test_a_file_of_an_unknown_paper_is_reported_and_ignored(sandbox, pool):
    store(sandbox, KITES, LAMPS, kites=pdf(OTHER_TITLE, names=ELSEWHERE, abstract=told("Owls")), lamps=own(LAMPS))
    collected = collect(sandbox, "pdf", pool=pool)
    assert texts(sandbox) == {LAMPS.id: told(LAMPS.title)}
    assert len(about(collected.notes, KITES)) == 1


def test_another_title_with_fitting_authors_is_doubtful(sandbox, pool):
    store(sandbox, KITES, LAMPS, kites=pdf(OTHER_TITLE, names=ADA, abstract=told("Owls")), lamps=own(LAMPS))
    (gathered,) = collect(sandbox, "pdf", pool=pool).gathered
    kites = sandbox.abstracts()[KITES.id]
    assert kites.text == told("Owls")
    assert "title" in kites.doubtful
    assert gathered.doubtful == 1


def test_fitting_authors_do_not_help_where_the_title_is_another_papers(sandbox, pool):
    twin = replace(LAMPS, authors=ADA)
    store(sandbox, KITES, twin, kites=own(twin, "The second copy"), lamps=own(twin))
    collected = collect(sandbox, "pdf", pool=pool)
    assert texts(sandbox) == {twin.id: told(twin.title)}
    assert any(twin.id in note for note in about(collected.notes, KITES))


def test_a_longer_title_of_another_paper_is_not_the_shorter_one(sandbox, pool):
    sequel = replace(LAMPS, title=f"{KITES.title} and Below Lanterns in Spring")
    store(sandbox, KITES, sequel, kites=own(sequel, "The second copy"), lamps=own(sequel))
    collect(sandbox, "pdf", pool=pool)
    assert texts(sandbox) == {sequel.id: told(sequel.title)}


@pytest.mark.parametrize(
    "title", ["Kites on rails, above the moss!", "KITES ON RAILS ABOVE THE MOSS", "Kites on Rails Above Moss"]
)
def test_a_title_in_another_spelling_is_the_same(sandbox, pool, title):
    store(sandbox, KITES, kites=pdf(title, names=ADA, abstract=told("Kites")))
    collect(sandbox, "pdf", pool=pool)
    assert sandbox.abstracts()[KITES.id] == Abstract(told("Kites"), "pdf", KITES.pdf_url, ISO_1)


def test_a_doubtful_text_says_why(sandbox, pool):
    store(
        sandbox,
        KITES,
        kites=pdf(KITES.title, abstract="Kites fly above the moss because nobody told them of the snow, and so do we"),
    )
    collect(sandbox, "pdf", pool=pool)
    assert sandbox.abstracts()[KITES.id].doubtful


# -- one file for two papers -------------------------------------------------------------------

CARRIED = {
    "the first": (own(KITES), {KITES.id: told(KITES.title)}),
    "the second": (own(LAMPS), {LAMPS.id: told(LAMPS.title)}),
    "both": (pdf(KITES.title, LAMPS.title, names=ADA + CY, abstract=told("Both")), {}),
    "neither": (pdf(OTHER_TITLE, names=ADA + CY, abstract=told("Owls")), {}),
}


@pytest.mark.parametrize(("content", "expected"), CARRIED.values(), ids=CARRIED)
def test_a_file_of_two_papers_belongs_to_the_one_whose_title_it_has(sandbox, pool, content, expected):
    store(sandbox, KITES, replace(LAMPS, pdf_url=KITES.pdf_url), kites=content)
    collect(sandbox, "pdf", pool=pool)
    assert texts(sandbox) == expected


@pytest.mark.parametrize(("content", "expected"), CARRIED.values(), ids=CARRIED)
def test_a_content_of_two_papers_belongs_to_the_one_whose_title_it_has(sandbox, pool, content, expected):
    store(sandbox, KITES, LAMPS, kites=content, lamps=content)
    collect(sandbox, "pdf", pool=pool)
    assert texts(sandbox) == expected


@pytest.mark.parametrize(("content", "expected"), CARRIED.values(), ids=CARRIED)
def test_a_content_in_two_editions_belongs_to_the_paper_whose_title_it_has(sandbox, pool, content, expected):
    sandbox.register(table("kites2031", ("list", LIST)), table("kites2032", ("list", LIST), year=2032))
    store(sandbox, KITES, kites=content, lamps=content)
    sandbox.store.write_papers("kites2032", [LAMPS])
    collect(sandbox, "pdf", pool=pool, editions=("kites2031", "kites2032"))
    assert {**texts(sandbox), **texts(sandbox, "kites2032")} == expected


@pytest.mark.parametrize("lamps", ["kites", "lamps"], ids=["one address", "two addresses"])
@pytest.mark.parametrize(("content", "expected"), CARRIED.values(), ids=CARRIED)
def test_two_papers_with_one_file_are_reported(sandbox, pool, content, expected, lamps):
    store(sandbox, KITES, replace(LAMPS, pdf_url=f"{SITE}{lamps}.pdf"), kites=content, lamps=content)
    notes = collect(sandbox, "pdf", pool=pool).notes
    assert [note for note in notes if KITES.id in note and LAMPS.id in note]


@pytest.mark.parametrize("lamps", ["kites", "lamps"], ids=["one address", "two addresses"])
@pytest.mark.parametrize(("content", "expected"), CARRIED.values(), ids=CARRIED)
def test_two_papers_with_one_file_stay_as_they_are_in_a_second_run(sandbox, pool, content, expected, lamps):
    store(sandbox, KITES, replace(LAMPS, pdf_url=f"{SITE}{lamps}.pdf"), kites=content, lamps=content)
    collect(sandbox, "pdf", pool=pool)
    before = sandbox.state()
    collect(sandbox, "pdf", pool=pool, today=ISO_2)
    assert sandbox.state() == before


def test_a_withdrawn_paper_with_the_same_file_does_not_matter(sandbox, pool):
    store(sandbox, KITES, replace(LAMPS, pdf_url=KITES.pdf_url, status="withdrawn"), kites=own(KITES))
    collect(sandbox, "pdf", pool=pool)
    assert texts(sandbox) == {KITES.id: told(KITES.title)}


# -- files that give none ----------------------------------------------------------------------


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_an_unreadable_file_is_noted_and_does_not_affect_other_papers(sandbox, pool, content):
    store(sandbox, SNOW, KITES, snow=content, kites=own(KITES))
    collected = collect(sandbox, "pdf", pool=pool)
    assert texts(sandbox) == {KITES.id: told(KITES.title)}
    (note,) = collected.notes
    assert note.startswith(f"{SNOW.id}: ")
    assert SNOW.pdf_url in note
    assert "\n" not in note
    assert collected.gathered[0].missing[SNOW.id].reason


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_becomes_unreadable_keeps_its_abstract(sandbox, pool, content):
    store(sandbox, KITES, kites=own(KITES))
    collect(sandbox, "pdf", pool=pool)
    before = sandbox.abstracts()
    store(sandbox, KITES, kites=content)
    collect(sandbox, "pdf", pool=pool, redo_doubtful=True)
    assert sandbox.abstracts() == before


@pytest.mark.parametrize("status", [404, 410, 403, 500])
def test_a_file_that_cannot_be_fetched_is_noted_and_does_not_affect_other_papers(sandbox, pool, loopback, status):
    store(sandbox, at(loopback, SNOW, answer(status=status)), at(loopback, KITES, own(KITES)))
    collected = collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2))
    assert texts(sandbox) == {KITES.id: told(KITES.title)}
    (note,) = collected.notes
    assert note.startswith(f"{SNOW.id}: ")
    assert f"HTTP {status}" in note


def test_a_paper_without_an_abstract_is_remembered_with_the_reason(sandbox, pool):
    store(sandbox, KITES, kites=pdf(KITES.title))
    collected = collect(sandbox, "pdf", pool=pool)
    assert sandbox.store.ledger("kites2031")[KITES.id].absence.reason == PRINTS_NONE
    assert collected.gathered[0].missing[KITES.id].reason == PRINTS_NONE
    assert not sandbox.abstracts()


def test_a_paper_without_an_abstract_may_have_one_later(sandbox, pool):
    store(sandbox, KITES, kites=pdf(KITES.title))
    collect(sandbox, "pdf", pool=pool)
    store(sandbox, KITES, kites=own(KITES))
    (gathered,) = collect(sandbox, "pdf", pool=pool).gathered
    assert texts(sandbox) == {KITES.id: told(KITES.title)}
    assert not gathered.missing
    assert sandbox.store.ledger("kites2031")[KITES.id].absence is None


# -- a host that fails -------------------------------------------------------------------------


def _six(server: Loopback, *behaviours, start: int = 1) -> list[Paper]:
    papers = [
        replace(SNOW, id=f"frost2031w{i}", title=f"{SNOW.title} {i}", pdf_url=f"{SITE}{i}.pdf") for i in range(start, start + 6)
    ]
    return [at(server, paper, behaviour) for paper, behaviour in zip(papers, behaviours, strict=True)]


@pytest.fixture
def other():
    server = Loopback()
    yield server
    server.close()


FAILS = answer(status=500)


def test_a_host_that_fails_three_times_in_a_row_gets_no_more_requests(sandbox, pool, loopback):
    store(sandbox, *_six(loopback, *[FAILS] * 6))
    notes = collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2)).notes
    assert sorted(set(asked(loopback))) == ["/1.pdf", "/2.pdf", "/3.pdf"]
    host = urlsplit(loopback.url).netloc
    assert [note for note in notes if host in note and " 3 " in note and "not requested" in note]
    assert len(notes) == 4


def test_a_host_that_closes_connections_gets_no_more_requests(sandbox, pool, loopback):
    store(sandbox, *_six(loopback, *[reset] * 6))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2))
    assert len(set(asked(loopback))) == 3


def test_such_a_host_gets_no_requests_for_later_editions(sandbox, pool, loopback):
    sandbox.register(table("kites2031", ("list", LIST)), table("kites2032", ("list", LIST), year=2032))
    store(sandbox, *_six(loopback, *[FAILS] * 6)[:3])
    sandbox.store.write_papers("kites2032", _six(loopback, *[FAILS] * 6, start=7))
    notes = collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2), editions=("kites2031", "kites2032")).notes
    assert len(set(asked(loopback))) == 3
    assert [note for note in notes if " 6 " in note and "not requested" in note]


def test_failures_between_answers_do_not_count(sandbox, pool, loopback):
    store(sandbox, *_six(loopback, FAILS, FAILS, answer(picture()), FAILS, FAILS, answer(picture())))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2))
    assert len(set(asked(loopback))) == 6


def test_missing_files_are_not_failures_of_the_host(sandbox, pool, loopback):
    papers = _six(loopback, *[answer(status=404)] * 5, answer(pdf(f"{SNOW.title} 6", names=DI, abstract=told("Snow"))))
    store(sandbox, *papers)
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2))
    assert texts(sandbox) == {papers[5].id: told("Snow")}


def test_a_failing_host_does_not_affect_other_hosts(sandbox, pool, loopback, other):
    store(sandbox, *_six(loopback, *[FAILS] * 6), at(other, KITES, own(KITES)))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2))
    assert texts(sandbox) == {KITES.id: told(KITES.title)}


def test_the_next_run_tries_a_failed_host_again(sandbox, pool, loopback):
    papers = [replace(p, pdf_url=at(loopback, p, *[FAILS] * 4, own(p)).pdf_url) for p in (KITES, LAMPS, SNOW)]
    store(sandbox, *papers)
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2))
    assert not sandbox.abstracts()
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2))
    assert len(sandbox.abstracts()) == 3


# -- fetched once ------------------------------------------------------------------------------

ONCE = {
    "an abstract": own(KITES),
    "none": pdf(KITES.title),
    "another title": pdf(OTHER_TITLE, abstract=told("Owls")),
    "another paper": pdf(OTHER_TITLE, names=ELSEWHERE, abstract=told("Owls")),
    "a picture": picture(),
    "encrypted": BROKEN["encrypted"],
    "damaged": BROKEN["damaged"],
}


@pytest.mark.parametrize("content", ONCE.values(), ids=ONCE)
def test_a_second_run_fetches_no_file_again(sandbox, pool, loopback, content):
    store(sandbox, at(loopback, KITES, content))
    for day in (ISO_1, ISO_2):
        collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(), today=day)
        assert asked(loopback) == ["/kites.pdf"]


@pytest.mark.parametrize("content", ONCE.values(), ids=ONCE)
def test_a_second_run_touches_no_file_of_the_store(sandbox, pool, loopback, content):
    store(sandbox, at(loopback, KITES, content))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    before = sandbox.state()
    assert len(before) > 1
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(), today=ISO_2)
    assert sandbox.state() == before


def test_a_mirror_site_is_requested_once_per_file(sandbox, pool, loopback):
    loopback.script("/kites.example/kites.pdf", answer(own(KITES)))
    store(sandbox, KITES)
    for _ in range(2):
        collect(sandbox, "pdf", pool=pool, fetcher=MirrorSite(loopback.url))
    assert asked(loopback) == ["/kites.example/kites.pdf"]
    assert texts(sandbox) == {KITES.id: told(KITES.title)}


def test_files_are_kept_in_the_users_cache_and_not_in_the_archive(sandbox, pool, loopback, own_folders):
    store(sandbox, at(loopback, KITES, own(KITES)))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    assert [path.read_bytes() for path in (own_folders / "cache").rglob("*.pdf")] == [own(KITES)]
    assert not list(sandbox.root.folder.rglob("*.pdf"))


def test_lost_abstracts_are_read_from_the_cached_files(sandbox, pool, loopback):
    store(sandbox, at(loopback, KITES, own(KITES)))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    sandbox.store.abstracts_path("kites2031").unlink()
    sandbox.store.ledger_path("kites2031").write_text("{")
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    assert texts(sandbox) == {KITES.id: told(KITES.title)}
    assert len(asked(loopback)) == 1


def test_an_abstract_from_a_pdf_is_not_read_again(sandbox, pool):
    store(sandbox, KITES, kites=own(KITES))
    collect(sandbox, "pdf", pool=pool)
    store(sandbox, KITES, kites=own(KITES, "Other kites"))
    collect(sandbox, "pdf", pool=pool, today=ISO_2)
    assert sandbox.abstracts()[KITES.id] == Abstract(told(KITES.title), "pdf", KITES.pdf_url, ISO_1)


# -- interrupted -------------------------------------------------------------------------------


@pytest.fixture
def many(sandbox, loopback):
    """Sixteen papers, each with a file on the loopback server."""
    store(sandbox, *(at(loopback, paper, own(paper)) for paper in MANY))
    return sandbox


@pytest.mark.parametrize("after", [1, 5, 15])
def test_abstracts_found_before_an_interruption_are_kept(many, pool, after):
    reached = []

    def step(edition, found, done):
        reached.append(found)
        if found == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect(many, "pdf", pool=pool, fetcher=WebFetcher(), step=step)
    assert reached[-1] == after
    assert len(many.abstracts()) == after


def test_the_run_after_an_interruption_continues_and_fetches_nothing_twice(many, pool, loopback):
    def step(edition, found, done):
        if found == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect(many, "pdf", pool=pool, fetcher=WebFetcher(), step=step)
    before = many.abstracts()
    (gathered,) = collect(many, "pdf", pool=pool, fetcher=WebFetcher(), today=ISO_2).gathered
    assert texts(many) == {paper.id: told(paper.title) for paper in MANY}
    assert gathered.found == len(MANY) - len(before)
    assert before.items() <= many.abstracts().items()
    assert sorted(asked(loopback)) == sorted(urlsplit(paper.pdf_url).path for paper in MANY)


class Interrupted(WebFetcher):
    """A fetcher that raises KeyboardInterrupt at its n-th file."""

    left = 12

    def pdf(self, url: str, *, refresh: bool = False):
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt
        return super().pdf(url, refresh=refresh)


def test_an_interruption_while_a_file_is_fetched_loses_nothing_that_was_found(many, pool, loopback):
    steps = []
    with pytest.raises(KeyboardInterrupt):
        collect(many, "pdf", pool=pool, fetcher=Interrupted(), step=lambda edition, found, done: steps.append(found))
    assert len(many.abstracts()) == steps[-1] > 0
    collect(many, "pdf", pool=pool, fetcher=WebFetcher())
    assert len(many.abstracts()) == len(MANY)
    assert sorted(asked(loopback)) == sorted(urlsplit(paper.pdf_url).path for paper in MANY)


def test_an_interruption_keeps_the_editions_before_it(sandbox, pool):
    sandbox.register(table("kites2031", ("list", LIST)), table("kites2032", ("list", LIST), year=2032))
    store(sandbox, KITES, kites=own(KITES), lamps=own(LAMPS))
    sandbox.store.write_papers("kites2032", [LAMPS])

    def step(edition, found, done):
        if edition == "kites2032":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect(sandbox, "pdf", pool=pool, editions=("kites2031", "kites2032"), step=step)
    assert texts(sandbox) == {KITES.id: told(KITES.title)}
    assert texts(sandbox, "kites2032") == {LAMPS.id: told(LAMPS.title)}


def test_steps_count_what_is_found_and_looked_after(sandbox, pool):
    store(sandbox, KITES, LAMPS, SNOW, kites=own(KITES), lamps=b"", snow=own(SNOW))
    steps = []
    collect(sandbox, "pdf", pool=pool, step=lambda *step: steps.append(step))
    assert steps[-1] == ("kites2031", 2, 3)
    assert [found for _, found, _ in steps] == sorted(found for _, found, _ in steps)
    assert [done for _, _, done in steps] == sorted(done for _, _, done in steps)


# -- doubts looked at again --------------------------------------------------------------------

DOUBTFUL = pdf(OTHER_TITLE, abstract=told("Owls"))


def test_a_doubtful_abstract_stays_without_redo_doubtful(sandbox, pool, loopback):
    store(sandbox, at(loopback, KITES, DOUBTFUL, own(KITES)))
    for _ in range(2):
        collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    assert texts(sandbox) == {KITES.id: told("Owls")}
    assert len(asked(loopback)) == 1


def test_a_doubtful_abstract_is_collected_again_and_replaced_by_a_sure_one(sandbox, pool, loopback):
    kites = at(loopback, KITES, DOUBTFUL, own(KITES))
    store(sandbox, kites)
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    (gathered,) = collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(), today=ISO_2, redo_doubtful=True).gathered
    assert sandbox.abstracts() == {KITES.id: Abstract(told(KITES.title), "pdf", kites.pdf_url, ISO_2)}
    assert (gathered.found, gathered.doubtful) == (1, 0)


def test_a_doubtful_abstract_is_replaced_by_a_new_doubtful_reading(sandbox, pool, loopback):
    store(sandbox, at(loopback, KITES, DOUBTFUL, pdf(OTHER_TITLE, abstract=told("Ladders"))))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(), today=ISO_2, redo_doubtful=True)
    abstract = sandbox.abstracts()["quill2031kites"]
    assert (abstract.text, abstract.retrieved) == (told("Ladders"), "2031-06-03")
    assert abstract.doubtful


REFUSED_AGAIN = {
    "not there": answer(status=404),
    "failing": FAILS,
    "a picture": answer(picture()),
    "none": answer(pdf(KITES.title)),
    "another paper": answer(pdf("Almanacs of a Village", names=ELSEWHERE, abstract=told("Almanacs"))),
}


@pytest.mark.parametrize("behaviour", REFUSED_AGAIN.values(), ids=REFUSED_AGAIN)
def test_a_doubtful_abstract_stays_if_nothing_better_is_found(sandbox, pool, loopback, behaviour):
    store(sandbox, at(loopback, KITES, DOUBTFUL, behaviour))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2))
    before = sandbox.abstracts()
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(timeout=2), today=ISO_2, redo_doubtful=True)
    assert sandbox.abstracts() == before


def test_an_abstract_that_is_not_doubtful_is_left_alone(sandbox, pool, loopback):
    store(sandbox, at(loopback, KITES, DOUBTFUL, own(KITES)), at(loopback, LAMPS, own(LAMPS), own(LAMPS, "Other lanterns")))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(), today=ISO_2, redo_doubtful=True)
    assert sandbox.abstracts()[LAMPS.id] == Abstract(told(LAMPS.title), "pdf", loopback.url + "/lamps.pdf", ISO_1)
    assert asked(loopback).count("/lamps.pdf") == 1


def test_a_doubtful_abstract_that_a_person_corrected_stays(sandbox, pool, loopback):
    store(sandbox, at(loopback, KITES, DOUBTFUL, own(KITES)))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    mend(sandbox, KITES.id, "Kites fly well.")
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher(), redo_doubtful=True)
    assert texts(sandbox) == {KITES.id: "Kites fly well."}


# -- between sources ---------------------------------------------------------------------------


@pytest.fixture
def scraped(sandbox):
    """Two papers from a details page without abstracts, and their files."""
    sandbox.register(table("kites2031", ("details", DETAILS)))
    _print(sandbox)
    sandbox.scrape()
    papers = sandbox.papers()
    store(sandbox, *papers.values(), kites=own(papers["quill2031kites"]), lamps=own(papers["moss2031lanterns"]))
    return sandbox


def _print(sandbox: Sandbox, kites: str = "", lamps: str = "") -> None:
    sandbox.page(
        DETAILS,
        details_page(
            P(KITES.title, ", ".join(ADA), "/kites.pdf", abstract=kites),
            P(LAMPS.title, ", ".join(CY), "/lamps.pdf", abstract=lamps),
        ),
    )


def test_a_page_is_used_before_a_pdf(scraped, pool):
    _print(scraped, kites="Kites fly.")
    collect(scraped, pool=pool)
    assert {i: abstract.source for i, abstract in scraped.abstracts().items()} == {KITES.id: "page", LAMPS.id: "pdf"}


def test_a_page_that_has_the_abstract_later_replaces_that_of_the_pdf(scraped, pool):
    collect(scraped, pool=pool)
    _print(scraped, kites="Kites fly.")
    collect(scraped, pool=pool, today=ISO_2)
    assert scraped.abstracts()[KITES.id] == Abstract("Kites fly.", "page", DETAILS, ISO_2)
    assert scraped.abstracts()[LAMPS.id].retrieved == ISO_1


def test_a_pdf_never_replaces_the_abstract_of_a_page(scraped, pool):
    _print(scraped, kites="Kites fly.")
    collect(scraped, pool=pool)
    _print(scraped)
    for sources in ((), ("pdf",)):
        collect(scraped, *sources, pool=pool, today=ISO_2)
        assert texts(scraped)[KITES.id] == "Kites fly."


def test_a_corrected_abstract_from_a_pdf_is_not_replaced_by_the_page(scraped, pool):
    collect(scraped, pool=pool)
    mend(scraped, KITES.id, "Kites fly well.")
    _print(scraped, kites="Kites fly.")
    for _ in range(2):
        collect(scraped, pool=pool, today=ISO_2)
        assert texts(scraped)[KITES.id] == "Kites fly well."


def test_a_paper_that_the_page_gave_an_abstract_needs_no_file(scraped, pool):
    class NoFiles(MirrorFolder):
        def pdf(self, url: str, *, refresh: bool = False):
            if url.endswith(".pdf"):
                raise FetchError(f"{url} was asked for.")
            return super().pdf(url, refresh=refresh)

    _print(scraped, kites="Kites fly.", lamps="Lanterns glow.")
    assert not collect(scraped, pool=pool, fetcher=NoFiles(scraped.mirror)).notes


def test_the_file_of_a_withdrawn_paper_is_not_requested(sandbox, pool, loopback):
    store(sandbox, replace(at(loopback, KITES, own(KITES)), status="withdrawn"))
    collect(sandbox, "pdf", pool=pool, fetcher=WebFetcher())
    assert not asked(loopback)
    assert not sandbox.abstracts()


# -- on the command line -----------------------------------------------------------------------


def test_a_scrape_counts_abstracts_by_source(capsys, scraped):
    _print(scraped, kites="Kites fly.")
    ran = run(capsys, "scrape", "kites2031", "--mirror", scraped.mirror, "--root", scraped.root.folder)
    assert (ran.code, ran.out) == (0, "kites2031: 2 papers, 2 abstracts (page 1, pdf 1)\n")
    assert "abstract" not in ran.err


def test_each_file_without_an_abstract_is_one_line_and_no_failure(capsys, sandbox, pool):
    names = [*BROKEN, "missing"]
    papers = [P(f"{SNOW.title} of {name.title()}", ", ".join(DI), f"/{i}.pdf") for i, name in enumerate(names)]
    sandbox.page(LIST, list_page(P(KITES.title, ", ".join(ADA), "/kites.pdf"), *papers))
    store(sandbox, kites=own(KITES), **{str(i): content for i, content in enumerate(BROKEN.values())})
    sandbox.store.path("kites2031").unlink()
    ran = run(capsys, "scrape", "kites2031", "--mirror", sandbox.mirror, "--root", sandbox.root.folder)
    assert ran.code == 0
    lines = [line for line in ran.err.splitlines() if ".pdf" in line]
    assert [len([line for line in lines if f"/{i}.pdf" in line]) for i in range(len(names))] == [1] * len(names)
    assert len(lines) == len(names)
    rest = [line for line in ran.err.splitlines() if ".pdf" not in line]
    shown = [line.removeprefix("kites2031: ") for line in rest]
    assert len(shown) == 15, shown
    assert shown[:2] == [f"+ {KITES.id}: {KITES.title}", f"    {'; '.join(ADA)}"]
    assert [line.split(": ", 1)[1] for line in shown if line.startswith("+ ")] == [KITES.title, *(one.title for one in papers)]
    assert shown[3::2][: len(names)] == [f"    {'; '.join(DI)}"] * len(names)
    assert ran.out == f"kites2031: 7 papers, 1 abstract (pdf 1), {len(names)} without, topics suggested for 1\n"


def test_papers_without_an_abstract_are_counted_separately(capsys, scraped, pool):
    store(scraped, *scraped.papers().values(), kites=pdf(KITES.title))
    ran = run(capsys, "scrape", "kites2031", "--mirror", scraped.mirror, "--root", scraped.root.folder)
    assert (ran.code, ran.out) == (0, "kites2031: 2 papers, 1 abstract (pdf 1), 1 prints none\n")


def test_redo_doubtful_on_the_command_line_replaces_a_doubtful_one(capsys, scraped, pool):
    store(scraped, *scraped.papers().values(), kites=DOUBTFUL)
    args = "scrape", "kites2031", "--mirror", scraped.mirror, "--root", scraped.root.folder
    assert run(capsys, *args).out == "kites2031: 2 papers, 2 abstracts (pdf 2), 1 doubtful\n"
    store(scraped, *scraped.papers().values(), kites=own(KITES))
    assert run(capsys, *args).out == "kites2031: 2 papers, 2 abstracts (pdf 2), 1 doubtful\n"
    assert run(capsys, *args, "--redo-doubtful").out == "kites2031: 2 papers, 2 abstracts (pdf 2)\n"


class Listening(MirrorFolder):
    """A mirror that records the calls of APIs."""

    def call_api(self, url, **more):
        self.asked = [*getattr(self, "asked", []), url]
        raise NotThere(f"{url} is not here.")


@pytest.mark.parametrize(("file", "asked"), [(pdf(KITES.title), False), (pdf("Almanacs of a Village", names=ELSEWHERE), True)])
def test_arxiv_is_not_used_for_a_paper_without_an_abstract(sandbox, pool, file, asked):
    """What stands there may be another version's; a paper whose file is a wrong one may be asked for."""
    store(sandbox, replace(KITES, arxiv_id="3105.00001"), kites=file)
    fetcher = Listening(sandbox.mirror)
    for _ in range(2):  # in the same run, and in a later one
        collect(sandbox, "pdf", "arxiv", pool=pool, fetcher=fetcher)
    assert not sandbox.abstracts()
    assert bool(getattr(fetcher, "asked", [])) is asked
