"""An edition from the pages in a mirror to the store: what is added, kept, and refused."""

from __future__ import annotations

import dataclasses
import os
import threading

import pytest

from archive.collect.reconcile import Shrunk
from archive.errors import FetchError, NotThere, PageChanged, StoreError, WrongEdition
from archive.net import http
from archive.net.mirror import MirrorFolder, MirrorSite
from archive.store.lock import root_lock
from tests.support.loopback import answer, hang
from tests.support.sandbox import (
    CALL,
    DAY_2,
    DETAILS,
    HEADER,
    KITES,
    LAMPS,
    LIST,
    SCHEDULE,
    SNOW,
    P,
    Sandbox,
    details_page,
    list_page,
    schedule_page,
    table,
    whole,
)


@pytest.fixture
def sandbox(tmp_path):
    return Sandbox(tmp_path)


@pytest.fixture
def scraped(sandbox):
    """An edition of two papers, collected on day 1."""
    sandbox.page(LIST, list_page(KITES, LAMPS))
    sandbox.scrape()
    return sandbox


@pytest.fixture
def two_pages(sandbox):
    """An edition of a list and a programme, collected on day 1."""
    sandbox.register(table("kites2031", ("list", LIST), ("schedule", SCHEDULE)))
    sandbox.page(LIST, list_page(KITES, LAMPS))
    sandbox.page(SCHEDULE, schedule_page(KITES._replace(note="nOtE", label="Oral", abstract="Kites fly."), LAMPS))
    sandbox.scrape()
    return sandbox


class Failing:
    """A fetcher for which the server of one page fails."""

    def __init__(self, sandbox: Sandbox, url: str) -> None:
        self.rest, self.url = MirrorFolder(sandbox.mirror), url

    def get(self, url: str) -> str:
        if url == self.url:
            raise FetchError(f"{url}: the server failed (HTTP 500).")
        return self.rest.get(url)


# -- what is taken -----------------------------------------------------------------------------


def test_papers_are_stored_in_the_pages_order(sandbox):
    sandbox.page(LIST, list_page(LAMPS, KITES._replace(award="Best Paper Award"), SNOW))
    outcome = sandbox.scrape()
    assert (outcome.edition, outcome.papers, outcome.withdrawn) == ("kites2031", 3, 0)
    assert sandbox.ids() == ["moss2031lanterns", "quill2031kites", "frost2031weight"]
    kites = sandbox.papers()["quill2031kites"]
    assert (kites.title, kites.authors, kites.award) == ("Kites on Rails", ("Ada Quill", "Bo Zuse"), "Best Paper Award")
    assert (kites.pdf_url, kites.page_url) == ("https://kites.example/kites.pdf", LIST)
    assert [(source.url, source.retrieved) for source in kites.sources] == [(LIST, "2031-05-02")]


def test_later_pages_add_missing_fields(two_pages):
    kites = two_pages.papers()["quill2031kites"]
    assert (kites.openreview_id, kites.presentation) == ("nOtE", "oral")
    assert kites.pdf_url == "https://kites.example/kites.pdf"
    assert [source.url for source in kites.sources] == [LIST, SCHEDULE]


def test_a_paper_only_on_a_later_page_is_reported_and_not_added(two_pages):
    two_pages.page(SCHEDULE, schedule_page(KITES, LAMPS, SNOW))
    outcome = two_pages.scrape()
    assert two_pages.ids() == ["quill2031kites", "moss2031lanterns"]
    assert any(SNOW.title in note and SCHEDULE in note for note in outcome.notes)


@pytest.mark.parametrize(
    ("title", "unseen"),
    [
        ("Kites \u202eon Rails", "U+202E, a character that reverses the direction of text"),
        ("Kites &#x202E;on Rails", "U+202E, a character that reverses the direction of text"),
        ("Kites on\x1b Rails", "U+001B, a control character"),
    ],
)
def test_invisible_characters_are_left_out_and_reported(sandbox, title, unseen):
    sandbox.page(LIST, list_page(KITES, LAMPS).replace(KITES.title, title))
    outcome = sandbox.scrape()
    assert sandbox.papers()["quill2031kites"].title == "Kites on Rails"
    assert [note for note in outcome.notes if unseen in note] == [f'{LIST}: "Kites on Rails" has {unseen}; it was left out.']


def test_invisible_characters_in_names_are_reported_and_others_are_not(sandbox):
    page = list_page(KITES, LAMPS).replace("Bo Zuse", "Bo \u2066Zuse")
    sandbox.page(LIST, page.replace("</body>", "<p>\u202eElsewhere</p></body>").replace("Underwater", "Under\u00adwater"))
    outcome = sandbox.scrape()
    assert sandbox.papers()["quill2031kites"].authors == ("Ada Quill", "Bo Zuse")
    (said,) = (note for note in outcome.notes if "left out" in note)
    assert "U+2066" in said


def test_a_mirror_site_gives_the_same_papers(scraped, loopback):
    before = scraped.state()
    loopback.script("/kites.example/2031/papers.html", answer(list_page(KITES, LAMPS)))
    scraped.scrape(fetcher=MirrorSite(loopback.url), today=DAY_2)
    assert scraped.state() == before


def test_a_paper_that_a_page_lists_twice_is_one_paper(sandbox):
    sandbox.page(LIST, list_page(KITES, LAMPS, KITES))
    sandbox.scrape()
    assert sandbox.ids() == ["quill2031kites", "moss2031lanterns"]


# -- all or nothing ----------------------------------------------------------------------------


def test_a_missing_first_page_is_an_error(scraped):
    scraped.remove(LIST)
    scraped.refuses(NotThere, LIST)


def test_nothing_is_written_for_an_edition_without_papers(sandbox):
    with pytest.raises(NotThere):
        sandbox.scrape()
    assert sandbox.state() == {}


@pytest.mark.parametrize("url", [LIST, SCHEDULE, CALL])
def test_a_page_that_cannot_be_fetched_changes_nothing(two_pages, url):
    two_pages.page(LIST, list_page(KITES, LAMPS, SNOW, header=None))
    two_pages.refuses(FetchError, f"{url}.*HTTP 500", fetcher=Failing(two_pages, url))


@pytest.mark.parametrize(
    ("behaviour", "timeout"),
    [(answer(status=500), 10), (answer("<html>", length=999), 10), (hang, 0.5)],
    ids=["500", "cut", "hang"],
)
def test_a_server_that_fails_on_a_later_page_changes_nothing(two_pages, loopback, monkeypatch, behaviour, timeout):
    monkeypatch.setattr(http, "BACKOFF", 0.0)
    monkeypatch.setattr(http, "PAUSE", 0.0)
    loopback.script("/kites.example/2031/papers.html", answer(list_page(KITES, LAMPS, SNOW)))
    loopback.script("/kites.example/2031/index.html", behaviour)
    two_pages.refuses(FetchError, SCHEDULE, fetcher=MirrorSite(loopback.url, timeout=timeout))


BROKEN = {
    "cut off": list_page(KITES, LAMPS)[:-20],
    "empty": "",
    "another design": whole("<h2>Accepted Papers</h2><ul><li>Kites</li></ul>", HEADER),
    "no papers": list_page(),
    "a paper without names": list_page(KITES, LAMPS._replace(names="")),
    "a byline that is none": list_page(KITES, LAMPS._replace(names="see https://x.example/?a=1 for all 17 names")),
    "text between papers": list_page(KITES, LAMPS).replace("</p>", "</p>by the way,", 1),
}


@pytest.mark.parametrize("html", BROKEN.values(), ids=BROKEN)
def test_an_unreadable_page_changes_nothing(scraped, html):
    scraped.page(LIST, html)
    scraped.refuses(PageChanged, LIST)


def test_an_unreadable_later_page_changes_nothing(two_pages):
    two_pages.page(LIST, list_page(KITES, LAMPS, SNOW))
    two_pages.page(SCHEDULE, whole("<p>The programme follows.</p>", HEADER))
    two_pages.refuses(PageChanged, SCHEDULE)


def test_an_unknown_page_family_changes_nothing(scraped):
    scraped.register(table("kites2031", ("scroll", LIST)))
    scraped.refuses(StoreError, "scroll")


def test_a_damaged_store_is_not_overwritten(scraped):
    scraped.store.path("kites2031").write_text("{", encoding="utf-8")
    scraped.refuses(StoreError, "kites2031.json")


def test_damaged_curation_changes_nothing(scraped):
    scraped.curate("[quill2031kites]\ncolour = 'red'")
    scraped.refuses(StoreError, "quill2031kites.*colour")


# -- a page that is not there ------------------------------------------------------------------


def test_a_missing_later_page_only_adds_nothing(sandbox):
    sandbox.register(table("kites2031", ("list", LIST), ("schedule", SCHEDULE)))
    sandbox.page(LIST, list_page(KITES, LAMPS))
    outcome = sandbox.scrape()
    assert outcome.papers == 2
    assert any(SCHEDULE in note for note in outcome.notes)


def test_a_missing_later_page_removes_nothing_from_the_store(two_pages):
    before = two_pages.state()
    two_pages.remove(SCHEDULE)
    two_pages.scrape(today=DAY_2)
    assert two_pages.state() == before


def test_fields_from_a_page_that_is_now_missing_stay(two_pages):
    two_pages.remove(SCHEDULE)
    two_pages.page(LIST, list_page(SNOW, KITES._replace(award="Best Paper Award"), LAMPS))
    two_pages.scrape(today=DAY_2)
    kites = two_pages.papers()["quill2031kites"]
    assert (kites.award, kites.openreview_id, kites.presentation) == ("Best Paper Award", "nOtE", "oral")
    assert "frost2031weight" in two_pages.ids()


def test_a_pdf_from_a_page_that_is_now_missing_stays(sandbox):
    sandbox.register(table("kites2031", ("list", LIST), ("details", DETAILS)))
    sandbox.page(LIST, list_page(KITES._replace(pdf=""), LAMPS))
    sandbox.page(DETAILS, details_page(KITES, LAMPS))
    sandbox.scrape()
    sandbox.remove(DETAILS)
    sandbox.scrape()
    assert sandbox.papers()["quill2031kites"].pdf_url == "https://kites.example/kites.pdf"


def test_a_retraction_on_a_page_that_is_now_missing_stays(two_pages):
    two_pages.page(SCHEDULE, schedule_page(KITES, LAMPS._replace(title=f"[Retracted] {LAMPS.title}")))
    two_pages.scrape()
    assert two_pages.papers()["moss2031lanterns"].withdrawn
    two_pages.remove(SCHEDULE)
    two_pages.scrape()
    assert two_pages.papers()["moss2031lanterns"].withdrawn


def test_the_retrieval_date_of_a_missing_page_does_not_change(two_pages):
    two_pages.remove(SCHEDULE)
    two_pages.page(LIST, list_page(KITES._replace(award="Best Paper Award"), LAMPS))
    two_pages.scrape(today=DAY_2)
    sources = {source.url: source.retrieved for source in two_pages.papers()["quill2031kites"].sources}
    assert sources == {LIST: "2031-06-03", SCHEDULE: "2031-05-02"}


# -- an edition known in part ------------------------------------------------------------------

KNOWN = """
[moss2031lanterns]
title = "Lanterns Underwater"
authors = ["Cy Moss"]
arxiv_id = "3105.00001"
sources = [{ url = "https://moss.example/", retrieved = 2031-01-02 }]
"""


@pytest.fixture
def partial(sandbox):
    sandbox.register(table("kites2031", ("schedule", SCHEDULE), more="partial = true"))
    sandbox.curate(KNOWN)
    return sandbox


def test_a_partial_edition_is_the_union_of_page_curation_and_store(partial):
    partial.page(SCHEDULE, schedule_page(SNOW))
    partial.scrape()
    partial.page(SCHEDULE, schedule_page(KITES, LAMPS))
    partial.scrape()
    assert sorted(partial.ids()) == ["frost2031weight", "moss2031lanterns", "quill2031kites"]
    lamps = partial.papers()["moss2031lanterns"]
    assert (lamps.arxiv_id, lamps.presentation) == ("3105.00001", "poster")
    assert [source.url for source in lamps.sources] == [SCHEDULE, "https://moss.example/"]


def test_a_missing_page_is_only_a_note_for_a_partial_edition(partial):
    outcome = partial.scrape()
    assert partial.ids() == ["moss2031lanterns"]
    assert any(SCHEDULE in note for note in outcome.notes)
    (source,) = partial.papers()["moss2031lanterns"].sources
    assert (source.url, source.retrieved) == ("https://moss.example/", "2031-01-02")


def test_a_partial_edition_scraped_twice_is_the_same(partial):
    partial.page(SCHEDULE, schedule_page(SNOW, KITES))
    partial.scrape()
    partial.remove(SCHEDULE)
    partial.scrape()
    before = partial.state()
    partial.scrape(today=DAY_2)
    assert partial.state() == before


def test_an_unreadable_page_still_stops_a_partial_edition(partial):
    partial.scrape()
    partial.page(SCHEDULE, whole("<p>Soon.</p>", HEADER))
    partial.refuses(PageChanged, SCHEDULE)


def test_the_note_about_a_known_paper_names_its_source(scraped):
    scraped.curate(KNOWN.replace("moss2031lanterns", "lark2031songs").replace("Lanterns Underwater", "Songs of Larks"))
    assert not any(note.startswith(" ") for note in scraped.scrape().notes)


def test_a_known_paper_that_a_complete_page_lacks_is_reported_and_not_added(scraped):
    scraped.curate(KNOWN.replace("moss2031lanterns", "lark2031songs").replace("Lanterns Underwater", "Songs of Larks"))
    outcome = scraped.scrape()
    assert scraped.ids() == ["quill2031kites", "moss2031lanterns"]
    assert any("Songs of Larks" in note for note in outcome.notes)


# -- lists that shrink -------------------------------------------------------------------------


def test_a_shrinking_list_is_refused_with_both_counts_and_a_hint(scraped):
    scraped.page(LIST, list_page(KITES))
    scraped.refuses(Shrunk, r"lists 1 papers, the store has 2.*moss2031lanterns.*--force")


def test_a_list_that_grew_but_lacks_a_stored_paper_is_refused(scraped):
    other = P("Moths at Noon", "Ed Wing", "/moths.pdf")
    scraped.page(LIST, list_page(KITES, SNOW, other))
    scraped.refuses(Shrunk, "moss2031lanterns")


def test_force_withdraws_vanished_papers_and_keeps_their_ids(scraped):
    scraped.page(LIST, list_page(KITES))
    outcome = scraped.scrape(force=True)
    assert (outcome.papers, outcome.withdrawn) == (1, 1)
    lamps = scraped.papers()["moss2031lanterns"]
    assert (lamps.withdrawn, lamps.title, lamps.authors) == (True, "Lanterns Underwater", ("Cy Moss",))


@pytest.mark.parametrize("force", [False, True])
def test_papers_of_an_edition_without_a_page_stay_as_they_are(scraped, force):
    before = scraped.papers()
    scraped.register(table("kites2031"))  # as an import registers it
    outcome = scraped.scrape(force=force)
    assert (outcome.papers, outcome.withdrawn, scraped.papers()) == (2, 0, before)
    assert any("imported and curated papers stay" in note for note in outcome.notes)


def test_a_withdrawn_paper_is_not_reported_missing_again(scraped):
    scraped.page(LIST, list_page(KITES))
    scraped.scrape(force=True)
    before = scraped.state()
    scraped.scrape(today=DAY_2)
    scraped.scrape(today=DAY_2, force=True)
    assert scraped.state() == before


def test_a_paper_that_comes_back_is_no_longer_withdrawn(scraped):
    scraped.page(LIST, list_page(KITES))
    scraped.scrape(force=True)
    scraped.page(LIST, list_page(KITES, LAMPS))
    outcome = scraped.scrape()
    assert (outcome.papers, outcome.withdrawn) == (2, 0)
    assert scraped.papers()["moss2031lanterns"].status is None


# -- retracted papers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark",
    [P("[Retracted]", "", "/lamps.pdf"), P("[Retracted] Lanterns Underwater", "", ""), P("(Withdrawn)", "", "/lamps.pdf")],
)
def test_a_retracted_paper_keeps_its_id_title_and_authors(scraped, mark):
    scraped.page(LIST, list_page(KITES, mark))
    outcome = scraped.scrape()
    assert (outcome.papers, outcome.withdrawn) == (1, 1)
    assert scraped.ids() == ["quill2031kites", "moss2031lanterns"]
    lamps = scraped.papers()["moss2031lanterns"]
    assert (lamps.status, lamps.title, lamps.authors) == ("withdrawn", "Lanterns Underwater", ("Cy Moss",))


def test_a_retraction_can_be_revoked(scraped):
    scraped.page(LIST, list_page(KITES, P("[Retracted]", "", "/lamps.pdf")))
    scraped.scrape()
    scraped.page(LIST, list_page(KITES, LAMPS))
    scraped.scrape()
    lamps = scraped.papers()["moss2031lanterns"]
    assert (lamps.status, lamps.title) == (None, "Lanterns Underwater")


def test_a_retracted_entry_without_title_gets_the_editions_name(sandbox):
    sandbox.page(LIST, list_page(KITES, P("[Retracted]", "", "")))
    sandbox.scrape()
    before = sandbox.state()
    assert sandbox.ids() == ["quill2031kites", "kites2031retracted"]
    sandbox.scrape(today=DAY_2)
    assert sandbox.state() == before


# -- which edition a page is of ----------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    ["Workshop on Kites at ACME 2030, May 1st", "Workshop on Kites at ACME '30", "Workshop on Kites at EMCA 2031, May 1st"],
)
def test_a_page_that_names_another_edition_is_refused(scraped, header):
    scraped.page(LIST, list_page(KITES, LAMPS, SNOW, header=header))
    scraped.refuses(WrongEdition, rf"{LIST} says .*ACME 2031")


def test_a_later_page_that_names_another_edition_is_refused(two_pages):
    two_pages.page(SCHEDULE, schedule_page(KITES, header="Kites at ACME 2030, May 1st"))
    two_pages.refuses(WrongEdition, SCHEDULE)


def test_nips_is_neurips(sandbox):
    sandbox.register(table("kites2017", ("list", LIST), year=2017, venue="NeurIPS"))
    sandbox.page(LIST, list_page(KITES, header="Workshop on Kites at NIPS 2017"))
    assert sandbox.scrape("kites2017").papers == 1


def call(text: str) -> str:
    return whole(f"<ul>{text}</ul>", None)


CALLS = [
    "<li>Workshop: May 1st, {year}</li>",
    "<li>Submission deadline: March 1, {year}</li><li>Notification: April 1, {year}</li><li>Deadline of 2029's: gone</li>",
]


@pytest.mark.parametrize("text", CALLS)
def test_a_page_without_its_year_is_compared_with_the_call_beside_it(sandbox, text):
    sandbox.page(LIST, list_page(KITES, header=None))
    sandbox.page(CALL, call(text.format(year=2031)))
    sandbox.scrape()
    sandbox.page(LIST, list_page(KITES, LAMPS, header=None))
    sandbox.page(CALL, call(text.format(year=2030)))
    sandbox.refuses(WrongEdition, "2030, not 2031")


def test_a_page_without_its_year_in_its_own_folder_is_trusted(sandbox):
    sandbox.register(
        table("kites2031", ("list", LIST)), table("kites2030", ("list", "https://kites.example/2030/p.html"), year=2030)
    )
    sandbox.page(LIST, list_page(KITES, header=None))
    assert sandbox.scrape().papers == 1


@pytest.mark.parametrize("other", ["https://kites.example/2030/papers.html", "https://kites.example/papers.html"])
def test_a_page_without_its_year_at_a_shared_address_needs_a_call_with_the_year(sandbox, other):
    page, beside = "https://kites.example/papers.html", "https://kites.example/call_for_papers.html"
    sandbox.register(table("kites2031", ("list", page)), table("kites2030", ("list", other), year=2030))
    sandbox.page(page, list_page(KITES, header=None))
    sandbox.refuses(WrongEdition, "does not say which edition it is")
    sandbox.page(beside, call("<li>To be announced</li>"))
    sandbox.refuses(WrongEdition, "does not say which edition it is")
    sandbox.page(beside, call(CALLS[0].format(year=2031)))
    assert sandbox.scrape().papers == 1


def test_the_list_of_another_edition_is_refused(scraped):
    moved = "https://kites.example/2032/papers.html"
    scraped.register(table("kites2031", ("list", LIST)), table("kites2032", ("list", moved), year=2032))
    scraped.page(moved, list_page(KITES, LAMPS, SNOW, header=None))
    scraped.refuses(WrongEdition, r"2 of the 3 papers on .* are already in kites2031", edition="kites2032")


def test_one_paper_of_another_edition_is_accepted(scraped):
    later = "https://kites.example/2032/papers.html"
    scraped.register(table("kites2031", ("list", LIST)), table("kites2032", ("list", later), year=2032))
    scraped.page(later, list_page(KITES, SNOW, header=None))
    scraped.scrape("kites2032")
    assert scraped.ids("kites2032") == ["quill2032kites", "frost2032weight"]


# -- again and again ---------------------------------------------------------------------------


def test_a_second_scrape_writes_nothing(two_pages):
    before = two_pages.state()
    assert len(before) == 1
    for path in before:
        os.utime(path, ns=(1, 1))
    before = two_pages.state()
    outcome = two_pages.scrape(today=DAY_2)
    assert two_pages.state() == before
    assert not outcome.changes


def test_only_what_changed_gets_a_new_date(scraped):
    scraped.page(LIST, list_page(KITES, LAMPS._replace(award="Best Paper Award"), SNOW))
    outcome = scraped.scrape(today=DAY_2)
    days = {paper.id: paper.sources[0].retrieved for paper in scraped.papers().values()}
    assert days == {"quill2031kites": "2031-05-02", "moss2031lanterns": "2031-06-03", "frost2031weight": "2031-06-03"}
    assert [line.split(":")[0] for line in outcome.changes] == ["~ moss2031lanterns", "+ frost2031weight"]


def test_a_new_order_is_adopted_and_no_paper_changes(scraped):
    before = scraped.papers()
    scraped.page(LIST, list_page(LAMPS, KITES))
    outcome = scraped.scrape(today=DAY_2)
    assert scraped.ids() == ["moss2031lanterns", "quill2031kites"]
    assert scraped.papers() == before
    assert outcome.changes


@pytest.mark.parametrize(
    "now",
    [
        KITES._replace(title="Kites, on rails!"),
        KITES._replace(title="Trains and Kites"),  # found by its PDF
        KITES._replace(pdf="/elsewhere/k.pdf"),  # found by its title
        KITES._replace(pdf=""),
        KITES._replace(names="Bo Zuse, Ada Quill"),
        KITES._replace(names="Ada Quill-Zuse"),
    ],
)
def test_a_paper_that_changes_keeps_its_id(scraped, now):
    scraped.page(LIST, list_page(LAMPS, now))
    scraped.scrape()
    assert scraped.ids() == ["moss2031lanterns", "quill2031kites"]
    assert scraped.papers()["quill2031kites"].title == now.title


def test_a_paper_is_found_again_by_its_openreview_id(sandbox):
    sandbox.register(table("kites2031", ("schedule", SCHEDULE)))
    sandbox.page(SCHEDULE, schedule_page(KITES._replace(note="nOtE"), LAMPS._replace(note="oThEr")))
    sandbox.scrape()
    sandbox.page(SCHEDULE, schedule_page(LAMPS._replace(note="oThEr"), KITES._replace(title="On Trains", note="nOtE")))
    sandbox.scrape()
    assert sandbox.papers()["quill2031kites"].title == "On Trains"


def test_two_papers_that_swap_places_and_share_a_pdf_are_not_mixed_up(sandbox):
    one, other = KITES._replace(pdf="/all.pdf"), LAMPS._replace(pdf="/all.pdf")
    sandbox.page(LIST, list_page(one, other))
    sandbox.scrape()
    before = sandbox.papers()
    sandbox.page(LIST, list_page(other, one))
    sandbox.scrape(today=DAY_2)
    assert sandbox.papers() == before


# -- ids ---------------------------------------------------------------------------------------


def test_clashing_ids_get_letters_in_listing_order(sandbox):
    sandbox.page(
        LIST, list_page(*(KITES._replace(title=f"Kites on {what}", pdf=f"/{what}.pdf") for what in ("Rails", "Roads", "Ice")))
    )
    sandbox.scrape()
    titles = {paper.id: paper.title for paper in sandbox.papers().values()}
    assert titles == {
        "quill2031kites": "Kites on Rails",
        "quill2031kitesb": "Kites on Roads",
        "quill2031kitesc": "Kites on Ice",
    }


def test_a_given_id_is_kept_if_a_new_paper_comes_before_it(scraped):
    scraped.page(LIST, list_page(KITES._replace(title="Kites on Ice", pdf="/ice.pdf"), KITES, LAMPS))
    scraped.scrape()
    assert scraped.ids() == ["quill2031kitesb", "quill2031kites", "moss2031lanterns"]


def test_ids_are_unique_across_editions(scraped):
    autumn = "https://autumn.example/papers.html"
    scraped.register(table("kites2031", ("list", LIST)), table("autumn2031", ("list", autumn), venue="AUTUMN"))
    scraped.page(autumn, list_page(KITES._replace(title="Kites in Fog", pdf="/fog.pdf"), header="Kites at AUTUMN 2031"))
    scraped.scrape("autumn2031")
    assert scraped.ids("autumn2031") == ["quill2031kitesb"]


def test_the_id_of_a_withdrawn_paper_is_not_given_again(scraped):
    scraped.page(LIST, list_page(KITES))
    scraped.scrape(force=True)
    scraped.page(LIST, list_page(KITES, LAMPS._replace(title="Lanterns on Stilts", pdf="/stilts.pdf")))
    scraped.scrape()
    assert scraped.papers()["moss2031lanternsb"].title == "Lanterns on Stilts"


# -- curation ----------------------------------------------------------------------------------

CORRECTION = """
[{paper}]
corrections = [{{ field = "{field}", page = "{page}", right = "{right}", reason = "A slip.", source = "https://x.example/" }}]
"""


def test_a_correction_is_applied_and_survives(scraped):
    scraped.curate(CORRECTION.format(paper="quill2031kites", field="title", page=KITES.title, right="Kites on Tracks"))
    outcome = scraped.scrape(today=DAY_2)
    assert scraped.papers()["quill2031kites"].title == "Kites on Tracks"
    assert not outcome.notes
    before = scraped.state()
    scraped.scrape()
    assert scraped.state() == before


def test_a_correction_that_the_page_adopts_is_not_noted(scraped):
    scraped.curate(CORRECTION.format(paper="quill2031kites", field="title", page=KITES.title, right="Kites on Tracks"))
    scraped.scrape()
    scraped.page(LIST, list_page(KITES._replace(title="Kites on Tracks", pdf="/new.pdf"), LAMPS))
    outcome = scraped.scrape()
    assert scraped.papers()["quill2031kites"].title == "Kites on Tracks"
    assert not outcome.notes


def test_a_third_value_on_the_page_is_noted_and_the_correction_stays(scraped):
    scraped.curate(CORRECTION.format(paper="quill2031kites", field="title", page=KITES.title, right="Kites on Tracks"))
    scraped.scrape()
    scraped.page(LIST, list_page(KITES._replace(title="Kites on Wheels"), LAMPS))
    outcome = scraped.scrape()
    assert scraped.papers()["quill2031kites"].title == "Kites on Tracks"
    assert any("Kites on Wheels" in note and "quill2031kites" in note for note in outcome.notes)


def test_a_paper_with_a_corrected_pdf_is_recognized(scraped):
    address = "https://kites.example/kites.pdf"
    scraped.curate(CORRECTION.format(paper="quill2031kites", field="pdf_url", page=address, right="https://k.example/k.pdf"))
    scraped.scrape()
    assert scraped.papers()["quill2031kites"].pdf_url == "https://k.example/k.pdf"
    scraped.page(LIST, list_page(KITES._replace(title="Trains and Kites"), LAMPS))
    scraped.scrape()
    assert scraped.papers()["quill2031kites"].title == "Trains and Kites"


def test_a_corrected_name_is_corrected_among_the_equal_contributors_too(sandbox):
    star = '<span class="equal_contribution">*</span>'
    sandbox.page(LIST, list_page(KITES._replace(names=f"Ada Quill{star}, Bo Zus{star}, Cy Moss")))
    sandbox.curate(CORRECTION.format(paper="quill2031kites", field="authors", page="Bo Zus", right="Bo Zuse"))
    sandbox.scrape()
    kites = sandbox.papers()["quill2031kites"]
    assert kites.authors == ("Ada Quill", "Bo Zuse", "Cy Moss")
    assert kites.equal_contribution == ("Ada Quill", "Bo Zuse")


def test_a_correction_of_a_missing_name_is_noted(scraped):
    scraped.curate(CORRECTION.format(paper="quill2031kites", field="authors", page="A. Quil", right="Ada Quil"))
    assert any("A. Quil" in note for note in scraped.scrape().notes)
    assert scraped.papers()["quill2031kites"].authors == ("Ada Quill", "Bo Zuse")


def test_curated_topics_summary_and_arxiv_id_are_applied_and_survive(scraped):
    scraped.curate(
        '[quill2031kites]\ntopics = ["kites"]\nsummary = "Kites fly on trains."\narxiv_id = "3105.00002"\n'
        'reason = "A copy."\nsource = "https://arxiv.org/abs/3105.00002"\n'
    )
    for page in (list_page(KITES, LAMPS), list_page(KITES._replace(award="Best Paper Award"), LAMPS)):
        scraped.page(LIST, page)
        scraped.scrape()
        kites = scraped.papers()["quill2031kites"]
        assert (kites.topics, kites.summary, kites.arxiv_id) == (("kites",), "Kites fly on trains.", "3105.00002")


def test_topics_and_summary_written_into_the_store_survive(scraped):
    scraped.edit("quill2031kites", topics=["kites"], summary="Kites fly on trains.")
    scraped.page(LIST, list_page(LAMPS, KITES._replace(award="Best Paper Award")))
    scraped.scrape()
    kites = scraped.papers()["quill2031kites"]
    assert (kites.topics, kites.summary, kites.award) == (("kites",), "Kites fly on trains.", "Best Paper Award")


def test_topics_written_into_the_store_survive_a_revoked_retraction(scraped):
    scraped.edit("moss2031lanterns", topics=["lamps"])
    for entry in (P("[Retracted]", "", "/lamps.pdf"), LAMPS):
        scraped.page(LIST, list_page(KITES, entry))
        scraped.scrape()
    assert scraped.papers()["moss2031lanterns"].topics == ("lamps",)


WRONG_CURATION = {
    "id": KNOWN.replace("moss2031lanterns", "Moss2031Lanterns"),
    "presentation": KNOWN + 'presentation = "dance"\n',
    "right": CORRECTION.format(paper="quill2031kites", field="presentation", page="", right="dance"),
    "title": CORRECTION.format(paper="quill2031kites", field="title", page=KITES.title, right=""),
    "links": KNOWN + "links = 7\n",
    "label": KNOWN + 'links = ["https://moss.example/"]\n',
    "corrections": "[quill2031kites]\ncorrections = 7\n",
    "sources": '[lark2031songs]\ntitle = "Songs"\nauthors = ["A Lark"]\nsources = 7\n',
}


@pytest.mark.parametrize("text", WRONG_CURATION.values(), ids=WRONG_CURATION)
def test_invalid_curation_is_refused_before_anything_is_written(partial, text):
    partial.page(SCHEDULE, schedule_page(KITES))
    partial.scrape()
    partial.curate(text)
    partial.refuses(StoreError, r"curation/kites2031\.toml")


def test_curation_of_an_unknown_paper_is_noted(scraped):
    scraped.curate('[nobody2031nothing]\ntopics = ["kites"]')
    assert any("nobody2031nothing" in note for note in scraped.scrape().notes)


class Meanwhile(MirrorFolder):
    """A mirror that calls a function before its first answer."""

    def __init__(self, folder, what) -> None:
        super().__init__(folder)
        self._what = what

    def get(self, url):
        what, self._what = self._what, lambda: None
        what()
        return super().get(url)


def test_a_paper_added_while_pages_are_fetched_is_not_lost(scraped):
    before = scraped.store.papers("kites2031")
    new = dataclasses.replace(before[0], id="frost2031weight", title="The Weight of Snow", pdf_url=None)
    fetcher = Meanwhile(scraped.mirror, lambda: scraped.store.write_papers("kites2031", [*before, new]))
    with pytest.raises(Shrunk, match="frost2031weight"):
        scraped.scrape(fetcher=fetcher)
    assert new in scraped.store.papers("kites2031")


def test_topics_assigned_while_pages_are_fetched_stay(scraped):
    before = scraped.store.papers("kites2031")
    curated = [dataclasses.replace(paper, topics=("caching",)) for paper in before]
    scraped.scrape(fetcher=Meanwhile(scraped.mirror, lambda: scraped.store.write_papers("kites2031", curated)))
    assert scraped.store.papers("kites2031") == curated


def test_nothing_is_fetched_under_the_lock(scraped):
    def write():
        with root_lock(scraped.root.folder):
            pass

    def in_another_thread():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(30)
        assert not thread.is_alive()

    scraped.scrape(fetcher=Meanwhile(scraped.mirror, in_another_thread))
