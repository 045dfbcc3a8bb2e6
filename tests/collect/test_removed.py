"""A removed paper is left out of every scrape, with a note."""

from __future__ import annotations

import pytest

from archive.catalogue.items import removed_items
from archive.store.editions import load_registry
from archive.store.removal import remove_paper, restore_paper
from tests.support.sandbox import DETAILS, KITES, LAMPS, LIST, SCHEDULE, SNOW, Sandbox, details_page, list_page, table

LEFT_OUT = "1 paper left out, removed by curation (curation/kites2031.toml): moss2031lanterns."


def remove(sandbox: Sandbox, paper_id: str) -> None:
    edition = load_registry(sandbox.root.folder)["kites2031"]
    remove_paper(sandbox.root, edition, sandbox.papers()[paper_id], "Not accepted.")


def test_the_next_scrape_leaves_a_removed_paper_out(collected):
    remove(collected, "moss2031lanterns")
    before = collected.state()
    outcome = collected.scrape()
    assert collected.ids() == ["quill2031kites", "frost2031weight"]
    assert (LEFT_OUT in outcome.notes, list(outcome.changes)) == (True, [])
    assert collected.state() == before


def test_a_scrape_into_an_empty_root_leaves_it_out(collected):
    remove(collected, "moss2031lanterns")
    collected.store.path("kites2031").unlink()
    assert LEFT_OUT in collected.scrape().notes
    assert collected.ids() == ["quill2031kites", "frost2031weight"]


def test_a_removal_written_by_hand_takes_effect_at_the_next_scrape(collected):
    collected.curate('[moss2031lanterns.removed]\ntitle = "Lanterns Underwater"\nauthors = ["Cy Moss"]\n')
    assert LEFT_OUT in collected.scrape().notes
    assert collected.ids() == ["quill2031kites", "frost2031weight"]


@pytest.mark.parametrize(
    "printed",
    [LAMPS._replace(title="Lanterns Under Water: A Survey"), LAMPS._replace(pdf="/camera-ready.pdf")],
    ids=["another title", "another PDF"],
)
def test_a_removed_paper_is_recognized_as_a_stored_one_would_be(collected, printed):
    remove(collected, "moss2031lanterns")
    collected.page(LIST, list_page(KITES, printed, SNOW))
    collected.scrape()
    assert collected.ids() == ["quill2031kites", "frost2031weight"]


def test_removing_a_paper_does_not_remove_another(collected):
    """By a mistake of the page, Kites has the PDF of the removed paper."""
    remove(collected, "moss2031lanterns")
    collected.page(LIST, list_page(KITES._replace(pdf=LAMPS.pdf), SNOW))
    collected.scrape()
    assert collected.ids() == ["quill2031kites", "frost2031weight"]


def test_a_restored_paper_comes_back_under_its_id(collected):
    remove(collected, "moss2031lanterns")
    (removed,) = removed_items(collected.root)
    restore_paper(collected.root, removed.edition, removed.paper)
    outcome = collected.scrape()
    assert collected.ids() == ["quill2031kites", "moss2031lanterns", "frost2031weight"]
    assert not any("left out" in note for note in outcome.notes)


def test_a_page_read_by_selectors_may_list_what_was_removed(tmp_path):
    """Such a page is refused if it lists more papers than are known; a removed one is known."""
    sandbox = Sandbox(tmp_path)
    page = f'{{ url = "{LIST}", family = "selectors", paper = "p", title = "b", authors = "i" }}'
    sandbox.register(table("kites2031").replace("pages = []", f"pages = [{page}]"))
    html = "<html><body>{}</body></html>".format("".join(f"<p><b>{p.title}</b> <i>{p.names}</i></p>" for p in (KITES, LAMPS)))
    sandbox.page(LIST, html)
    sandbox.scrape()
    remove(sandbox, "moss2031lanterns")
    assert LEFT_OUT in sandbox.scrape().notes


def test_a_paper_known_from_elsewhere_can_be_removed(tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.register(table("kites2031", ("schedule", SCHEDULE), more="partial = true"))
    sandbox.curate(
        '[moss2031lanterns]\ntitle = "Lanterns Underwater"\nauthors = ["Cy Moss"]\n'
        'sources = [{ url = "https://moss.example/", retrieved = 2031-01-02 }]\n'
    )
    sandbox.scrape()
    remove(sandbox, "moss2031lanterns")
    sandbox.scrape()
    assert sandbox.ids() == []


def test_a_later_page_of_the_edition_does_not_bring_it_back(tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.register(table("kites2031", ("list", LIST), ("details", DETAILS)))
    sandbox.page(LIST, list_page(KITES, LAMPS))
    sandbox.page(DETAILS, details_page(KITES, LAMPS))
    sandbox.scrape()
    remove(sandbox, "moss2031lanterns")
    sandbox.scrape()
    assert sandbox.ids() == ["quill2031kites"]
