"""The first scrape of an edition shows all its papers; later ones do not."""

from __future__ import annotations

import pytest

from tests.support.commands import run
from tests.support.copies import run_without_reader
from tests.support.sandbox import KITES, LAMPS, LIST, P, Sandbox, list_page
from tests.support.schema import problems

TABLE = """[kites2031]
name = "Kites at ACME 2031"
venue = "ACME"
year = 2031
url = "https://kites.example/"
[[kites2031.pages]]
url = "https://kites.example/papers.html"
family = "selectors"
paper = "li"
title = "b"
authors = "i"
"""


@pytest.fixture
def scrape(capsys, tmp_path):
    sandbox = Sandbox(tmp_path)

    def scrape(*more):
        there = ("--mirror", sandbox.mirror, "--root", sandbox.root.folder)
        return run(capsys, "scrape", "kites2031", "--no-abstracts", *more, *there)

    scrape.sandbox = sandbox
    return scrape


def described(*papers: tuple[str, str]) -> str:
    items = "".join(f"<li><b>{title}</b> <i>{names}</i></li>" for title, names in papers)
    return f"<html><body><ul>{items}</ul></body></html>"


def test_it_shows_title_and_authors_of_every_paper_and_counts_them(scrape):
    scrape.sandbox.page(LIST, list_page(KITES, LAMPS))
    first = scrape()
    assert first.code == 0
    assert first.out == "kites2031: 2 papers\n"
    assert first.err.splitlines() == [
        "kites2031: + quill2031kites: Kites on Rails",
        "kites2031:     Ada Quill; Bo Zuse",
        "kites2031: + moss2031lanterns: Lanterns Underwater",
        "kites2031:     Cy Moss",
        "kites2031: 2 papers (3 authors), collected for the first time.",
    ]
    assert scrape().err == ""


@pytest.mark.parametrize("stream", ["results", "notes"])
def test_papers_are_collected_even_if_nobody_reads_what_is_printed(scrape, tmp_path, stream):
    sandbox = scrape.sandbox
    sandbox.page(LIST, list_page(KITES, LAMPS))
    asked = ["scrape", "kites2031", "--no-abstracts", "--mirror", str(sandbox.mirror), "--root", str(sandbox.root.folder)]
    assert run_without_reader(asked, **{stream: tmp_path / "printed"}) == 0
    assert sandbox.ids() == ["quill2031kites", "moss2031lanterns"]


def test_unlikely_values_are_marked_as_by_check(scrape, capsys):
    scrape.sandbox.page(LIST, list_page(P("SNOW IN ALL THE HILLS", "Zephyrville, Quill Ada, and Bo A. Zuse"), KITES))
    told = scrape().err
    doubts = [
        'the author "Zephyrville" has one word',
        'the author "Quill Ada" may have the family name first',
        "its title is in capitals",
    ]
    checked = run(capsys, "check", "--root", scrape.sandbox.root.folder).out
    for doubt in doubts:
        assert f"kites2031: ? zephyrville2031snow: {doubt}" in told
        assert doubt in checked
    assert '2 papers (5 authors), collected for the first time; 1 doubtful, marked with "?".' in told
    assert "Bo Zuse and Bo A. Zuse may be one person" in told
    assert "Quill Ada and Ada Quill may be one person" in told


def test_a_name_in_people_toml_is_not_doubted(scrape):
    scrape.sandbox.page(LIST, list_page(P("Snow", "Zephyrville and Cy Moss")))
    people = '[[person]]\nname = "Zephyrville"\nreason = "She signs so."\n'
    (scrape.sandbox.root.folder / "people.toml").write_text(people, encoding="utf-8")
    assert "?" not in scrape().err


def test_json_has_all_fields_the_first_time_and_changes_later(scrape):
    scrape.sandbox.page(LIST, list_page(KITES))
    first = scrape("--json")
    assert problems("scrape", first.json) == []
    (added,) = first.json[0]["added"]
    assert (added["paper"], added["title"], added["authors"]) == ("quill2031kites", "Kites on Rails", ["Ada Quill", "Bo Zuse"])
    assert (added["doubtful"], added["fields"]["pdf_url"]) == ([], "https://kites.example/kites.pdf")
    scrape.sandbox.page(LIST, list_page(KITES, LAMPS))
    later = scrape("--json")
    assert (problems("scrape", later.json), later.json[0]["added"]) == ([], [])
    assert "+ moss2031lanterns: Lanterns Underwater" in later.json[0]["changes"]


def test_text_removed_from_titles_is_reported_the_first_time(scrape):
    scrape.sandbox.register(TABLE)
    papers = ("1. Kites [Oral]", "Ada Quill"), ("2. Lamps", "Bo Zuse"), ("3. [PDF] Snow", "Di Frost")
    scrape.sandbox.page("https://kites.example/papers.html", described(*papers))
    told = scrape().err
    assert '"1." to "3.", are cut, as each title has one' in told
    assert '"[PDF]" is cut from 1 title, such as "Snow"' in told
    stored = {paper.title: paper.presentation for paper in scrape.sandbox.papers().values()}
    assert stored == {"Kites": "oral", "Lamps": None, "Snow": None}
    assert scrape().err == ""


def test_text_that_may_be_part_of_a_title_is_kept_and_doubted(scrape):
    scrape.sandbox.register(TABLE)
    papers = ("3. Something", "Ada Quill"), ("Lamps", "Bo Zuse"), ("Snow.", "Di Frost")
    scrape.sandbox.page("https://kites.example/papers.html", described(*papers))
    told = scrape().err
    assert [paper.title for paper in scrape.sandbox.papers().values()] == ["3. Something", "Lamps", "Snow."]
    assert 'its title begins with "3.", which may be a number of a list' in told
    assert "its title ends in a full stop" in told


def test_an_interruption_keeps_what_was_done_and_says_so(capsys, tmp_path, monkeypatch):
    import archive.collect.scrape

    done = archive.collect.scrape.Outcome("neurips2018", 19, 0, ["+ quill2018kites: Kites"], ["a note"])
    outcomes = iter([lambda: done, lambda: (_ for _ in ()).throw(KeyboardInterrupt)])
    monkeypatch.setattr(archive.collect.scrape, "scrape_edition", lambda *args, **kwargs: next(outcomes)())
    ran = run(capsys, "scrape", "--root", tmp_path, "--mirror", tmp_path)
    assert ran.code != 0
    assert ran.out == "neurips2018: 19 papers\n"
    assert "neurips2018: a note" in ran.err
    assert "Interrupted." in ran.err


def test_an_edition_that_cannot_be_written_does_not_affect_others(capsys, tmp_path, monkeypatch):
    import archive.collect.scrape

    def scrape(edition, *args, **kwargs):
        if edition.id == "isca2019":
            raise PermissionError(13, "Permission denied", "scraped/isca2019.json")
        return archive.collect.scrape.Outcome(edition.id, 1, 1)

    monkeypatch.setattr(archive.collect.scrape, "scrape_edition", scrape)
    wanted = "neurips2018", "isca2019", "neurips2019"
    ran = run(capsys, "scrape", *wanted, "--no-abstracts", "--root", tmp_path, "--mirror", tmp_path)
    assert ran.code == 1
    assert ran.out == "neurips2018: 1 paper, 1 withdrawn\nneurips2019: 1 paper, 1 withdrawn\n"
    assert "isca2019: scraped/isca2019.json: permission denied." in ran.err
