"""Gathering abstracts: the order of sources, what is kept and what is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.collect.abstracts import SourceResult, chosen_sources
from archive.collect.abstracts.gather import EditionAbstracts
from archive.errors import UsageError
from archive.model.paper import Abstract
from archive.net.mirror import MirrorFolder
from tests.support.commands import run
from tests.support.sandbox import (
    DETAILS,
    FLY,
    GLOW,
    ISO_1,
    ISO_2,
    KITES,
    LAMPS,
    LIST,
    SCHEDULE,
    SNOW,
    Sandbox,
    collect,
    details_page,
    hold,
    list_page,
    mend,
    schedule_page,
    table,
    texts,
    unfold,
)

MORE_DETAILS = "https://kites.example/2031/more_abstracts.html"


def test_sources_are_in_order_of_trust():
    assert chosen_sources(None) == ("page", "schedule", "openreview", "pdf", "arxiv")


@pytest.mark.parametrize("names", ["pdf,page", "page,pdf", " PDF , Page ,", "pdf,page,pdf"])
def test_chosen_sources_are_the_most_trusted_first(names):
    assert chosen_sources(names) == ("page", "pdf")


@pytest.mark.parametrize("names", ["kite", "pdf,kite", "", ",", "pdf;page"])
def test_an_unknown_source_is_wrong_usage(names):
    with pytest.raises(UsageError, match="page, schedule, openreview, pdf, arxiv"):
        chosen_sources(names)


def test_an_unknown_source_on_the_command_line_ends_in_a_sentence_and_code_2(capsys, listed):
    before = listed.state()
    ran = run(capsys, "scrape", "kites2031", "--abstracts-from", "pdf,kite", *_places(listed))
    assert ran.code == 2
    assert '"kite"' in ran.err
    assert listed.state() == before


def test_the_first_source_that_answers_wins(listed):
    unfold(listed, glow="")
    listed.page(SCHEDULE, schedule_page(KITES._replace(abstract="Kites lie."), LAMPS._replace(abstract=GLOW)))
    collect(listed)
    told = {paper_id: (abstract.text, abstract.source) for paper_id, abstract in listed.abstracts().items()}
    assert told == {"quill2031kites": (FLY, "page"), "moss2031lanterns": (GLOW, "schedule")}


def test_a_source_that_is_not_chosen_is_not_used(listed):
    unfold(listed)
    collect(listed, "schedule", "pdf")
    assert not listed.abstracts()


def test_of_two_pages_of_one_kind_the_more_trusted_is_believed(listed):
    listed.register(table("kites2031", ("list", LIST), ("details", DETAILS), ("details", MORE_DETAILS)))
    unfold(listed)
    listed.page(MORE_DETAILS, details_page(KITES._replace(abstract="Kites lie.")))
    collect(listed)
    assert texts(listed)["quill2031kites"] == FLY


def test_the_abstract_does_not_alternate_between_two_pages_that_differ(listed):
    listed.register(table("kites2031", ("list", LIST), ("details", DETAILS), ("details", MORE_DETAILS)))
    unfold(listed)
    listed.page(MORE_DETAILS, details_page(KITES._replace(abstract="Kites lie.")))
    collect(listed)
    before = listed.state()
    collect(listed, today=ISO_2)
    assert listed.state() == before


@pytest.mark.parametrize("worse", ["schedule", "openreview", "pdf", "arxiv"])
def test_a_better_source_replaces_a_worse_one(listed, worse):
    hold(listed, "quill2031kites", worse, "Kites fly.")
    unfold(listed)
    collect(listed, today=ISO_2)
    assert listed.abstracts()["quill2031kites"] == Abstract(FLY, "page", DETAILS, ISO_2)


def test_a_worse_source_never_replaces_a_better_one(unfolded):
    unfolded.remove(DETAILS)
    unfolded.page(SCHEDULE, schedule_page(KITES._replace(abstract="Kites lie."), LAMPS._replace(abstract="Lanterns lie.")))
    before = unfolded.state()
    collect(unfolded, today=ISO_2)
    collect(unfolded, "schedule", today=ISO_2)
    assert unfolded.state() == before


def test_a_text_that_a_person_corrected_stays_though_the_page_changes(unfolded):
    mend(unfolded, "quill2031kites", "Kites fly well.")
    unfold(unfolded, fly="Kites fly higher now.")
    for _ in range(2):
        collect(unfolded, today=ISO_2)
        assert texts(unfolded) == {"quill2031kites": "Kites fly well.", "moss2031lanterns": GLOW}


def test_a_text_that_a_person_corrected_stays_against_a_better_source(listed):
    listed.page(SCHEDULE, schedule_page(KITES._replace(abstract="Kites lie."), LAMPS))
    collect(listed)
    mend(listed, "quill2031kites", "Kites fly well.")
    unfold(listed)
    for _ in range(2):
        collect(listed, today=ISO_2)
        assert texts(listed)["quill2031kites"] == "Kites fly well."


def test_a_text_that_a_person_corrected_stays_with_redo_doubtful(listed):
    listed.page(SCHEDULE, schedule_page(KITES._replace(abstract="Kites lie."), LAMPS))
    collect(listed)
    mend(listed, "quill2031kites", "Kites fly well.")
    unfold(listed)
    collect(listed, redo_doubtful=True)
    assert texts(listed)["quill2031kites"] == "Kites fly well."


def test_the_abstract_of_a_withdrawn_paper_is_left_as_it_is(unfolded):
    unfolded.edit("quill2031kites", status="withdrawn")
    before = unfolded.state()
    unfold(unfolded, fly="Kites fly no more.")
    collect(unfolded, today=ISO_2)
    assert unfolded.state() == before


def test_no_abstract_is_taken_for_a_withdrawn_paper(listed):
    listed.edit("quill2031kites", status="withdrawn")
    unfold(listed)
    (gathered,) = collect(listed).gathered
    assert texts(listed) == {"moss2031lanterns": GLOW}
    assert (gathered.papers, list(gathered.missing)) == (1, [])


def test_the_abstract_of_a_withdrawn_paper_is_not_given_to_another_with_its_pdf(listed):
    listed.page(LIST, list_page(KITES._replace(pdf="/all.pdf"), LAMPS._replace(pdf="/all.pdf")))
    listed.scrape()
    listed.edit("quill2031kites", status="withdrawn")
    listed.page(DETAILS, details_page(KITES._replace(pdf="/all.pdf", abstract=FLY)))
    collect(listed, "page")
    assert not listed.abstracts()


DAMAGED = {
    "empty": "",
    "cut off": '{"quill2031kites": {"te',
    "list": "[]",
    "nothing": "null",
    "number": '{"quill2031kites": 7}',
    "text of numbers": '{"quill2031kites": {"text": 7, "file": 8}}',
    "text of lists": '{"quill2031kites": {"text": ["kite"], "file": ["kite"]}}',
    "absence of words": '{"quill2031kites": {"absence": "none"}}',
    "absence in part": '{"quill2031kites": {"absence": {"reason": "none"}}}',
    "absence of numbers": '{"quill2031kites": {"absence": {"reason": 1, "source": 2, "url": 3, "retrieved": 4}}}',
    "half a letter": r'{"\ud800": {"text": "\ud800"}}',
    "too deep": "[" * 100_000,
    "not text": b"\xff\xfe\x00{",
}


@pytest.fixture(params=DAMAGED.values(), ids=DAMAGED)
def damaged(request, listed):
    """A store with an abstract from a PDF, and a damaged ledger."""
    hold(listed, "quill2031kites", "pdf", "Kites fly.")
    content = request.param if isinstance(request.param, bytes) else request.param.encode()
    path = listed.store.ledger_path("kites2031")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return listed


def test_a_damaged_ledger_is_ignored(damaged):
    unfold(damaged)
    collect(damaged, today=ISO_2)
    assert texts(damaged) == {"quill2031kites": FLY, "moss2031lanterns": GLOW}


def test_a_damaged_ledger_is_repaired_by_a_run(damaged):
    unfold(damaged)
    collect(damaged)
    assert set(damaged.store.ledger("kites2031")) >= {"quill2031kites", "moss2031lanterns"}


def test_a_lost_ledger_loses_no_abstract(unfolded):
    unfolded.store.ledger_path("kites2031").unlink()
    collect(unfolded, today=ISO_2)
    assert {abstract.retrieved for abstract in unfolded.abstracts().values()} == {ISO_1}
    assert texts(unfolded) == {"quill2031kites": FLY, "moss2031lanterns": GLOW}


def _places(sandbox: Sandbox) -> tuple[str | Path, ...]:
    return "--mirror", sandbox.mirror, "--root", sandbox.root.folder


def test_a_scrape_collects_papers_and_abstracts(capsys, listed):
    unfold(listed, glow="")
    listed.page(SCHEDULE, schedule_page(KITES, LAMPS._replace(abstract=GLOW)))
    ran = run(capsys, "scrape", "kites2031", *_places(listed))
    assert (ran.code, ran.out) == (0, "kites2031: 2 papers, 2 abstracts (page 1, schedule 1)\n")
    assert texts(listed) == {"quill2031kites": FLY, "moss2031lanterns": GLOW}


def test_sources_are_counted_in_the_same_order_when_nothing_is_new(capsys, listed):
    unfold(listed, glow="")
    listed.page(SCHEDULE, schedule_page(KITES, LAMPS._replace(abstract=GLOW)))
    first, second = (run(capsys, "scrape", "kites2031", *_places(listed)) for _ in range(2))
    assert second.out == first.out


def test_no_abstracts_leaves_abstracts_alone(capsys, unfolded):
    abstracts = unfolded.abstracts()
    unfold(unfolded, fly="Kites fly higher now.")
    unfolded.page(LIST, list_page(KITES._replace(award="Best Paper Award"), LAMPS))
    ran = run(capsys, "scrape", "kites2031", "--no-abstracts", *_places(unfolded))
    assert (ran.code, ran.out) == (0, "kites2031: 2 papers\n")
    assert unfolded.abstracts() == abstracts
    assert unfolded.papers()["quill2031kites"].award == "Best Paper Award"


def test_abstracts_only_leaves_papers_alone_though_the_page_changed(capsys, unfolded):
    path = unfolded.store.path("kites2031")
    before = path.read_bytes(), path.stat().st_mtime_ns
    unfold(unfolded, fly="Kites fly higher now.")
    unfolded.page(LIST, list_page(KITES._replace(award="Best Paper Award"), LAMPS, SNOW))
    ran = run(capsys, "scrape", "kites2031", "--abstracts-only", *_places(unfolded))
    assert (ran.code, ran.out) == (0, "kites2031: 2 abstracts (page 2)\n")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert texts(unfolded)["quill2031kites"] == "Kites fly higher now."


def test_abstracts_from_uses_only_those_sources(capsys, listed):
    unfold(listed)
    ran = run(capsys, "scrape", "kites2031", "--abstracts-from", "schedule,pdf", *_places(listed))
    assert ran.code == 0
    assert not listed.abstracts()


@pytest.mark.parametrize(
    "option", [["--abstracts-only"], ["--abstracts-from", "pdf"], ["--redo-doubtful"], ["--openreview-notes", "notes.json"]]
)
def test_no_abstracts_and_an_option_about_them_is_wrong_usage(capsys, listed, option):
    before = listed.state()
    ran = run(capsys, "scrape", "kites2031", "--no-abstracts", *option, *_places(listed))
    assert ran.code == 2
    assert "--no-abstracts" in ran.err
    assert listed.state() == before


def test_a_missing_abstract_is_not_a_failure(capsys, listed):
    ran = run(capsys, "scrape", "kites2031", *_places(listed))
    assert (ran.code, ran.out) == (0, "kites2031: 2 papers, 0 abstracts, 2 without\n")


def test_abstracts_written_by_another_process_are_merged(listed):
    unfold(listed)

    class Meanwhile(MirrorFolder):
        def get(self, url):
            hold(listed, "moss2031lanterns", "openreview", "Lanterns glow, as others found.")
            return super().get(url)

    collect(listed, "page", fetcher=Meanwhile(listed.mirror))
    assert set(texts(listed)) == {"quill2031kites", "moss2031lanterns"}
    assert listed.abstracts()["moss2031lanterns"].source == "page"  # the better source, as ever


def test_a_better_abstract_written_by_another_process_stays(listed):
    collection = EditionAbstracts("kites2031", listed.store)
    worse = Abstract("Kites fly, as the PDF says.", "pdf", "https://moss.example/", ISO_1)
    collection.take(SourceResult("quill2031kites", worse))
    hold(listed, "quill2031kites", "page", "Kites fly, as the page says.")
    collection.flush()
    assert texts(listed) == {"quill2031kites": "Kites fly, as the page says."}
