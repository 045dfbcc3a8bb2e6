"""``mlforsys import``: which rows are stored, which are not and why, and how imports, scrapes and curation interact."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.collect.imports.file_content import Content
from archive.collect.imports.pipeline import plan_import
from archive.collect.imports.readers import reader
from archive.store.editions import load_registry
from archive.store.root import bundled_catalogue
from tests.support import TESTS
from tests.support.archives import LISTS, NAME, PAPERS, write_archive
from tests.support.commands import run
from tests.support.sandbox import DAY_2, LIST, P, Sandbox, collect, list_page
from tests.support.strategies import fewer, tidy_lists

HEADER = "Paper ID,Paper Title,Abstract,Authors,Status"
KITES = '1,Kites on Rails,"Trains pull kites.",Ada Quill (Lab)*; Bo Zuse (ACME),Accept (Oral)'
LAMPS = "2,Lanterns Underwater,,Cy Moss (Lab)*,Accept"
SNOW = "3,The Weight of Snow,Snow is heavy.,Di Frost (Lab)*,Reject"
EMPTY = "4,,No title.,Di Frost (Lab)*,Accept"


class ImportSandbox:
    """A root with an edition of its own, and files to import."""

    def __init__(self, capsys, folder) -> None:
        self.capsys, self.folder, self.sandbox = capsys, folder, Sandbox(folder)
        self.root = self.sandbox.root.folder

    def file(self, *lines: str, name: str = "file.csv", encoding: str = "utf-8"):
        path = self.folder / name
        path.write_bytes("\n".join([*lines, ""]).encode(encoding))
        return path

    def give(self, *args, edition: str = "kites2031"):
        return run(self.capsys, "import", *args, "--edition", edition, "--root", self.root)

    def cmt(self, *rows: str, **options):
        return self.file(HEADER, *rows, **options)

    def run(self, *args):
        return run(self.capsys, *args, "--root", self.root)


@pytest.fixture
def importer(capsys, tmp_path):
    return ImportSandbox(capsys, tmp_path)


# -- plan and writing --------------------------------------------------------------------------


def test_without_yes_everything_is_shown_and_nothing_is_written(importer):
    ran = importer.give(importer.cmt(KITES, LAMPS, SNOW))
    assert ran.code == 0
    assert "+ quill2031kites: Kites on Rails  [row 2, paper 1]" in ran.out
    assert "    Ada Quill; Bo Zuse\n" in ran.out
    assert "2 added (3 authors)" in ran.err
    assert ". row 4, paper 3: Reject (The Weight of Snow)" in ran.out
    assert "nothing was written" in ran.err
    assert "--yes" in ran.err
    assert importer.sandbox.state() == {}


def test_with_yes_accepted_papers_are_stored(importer):
    assert importer.give(importer.cmt(KITES, LAMPS, SNOW), "--yes").code == 0
    assert importer.sandbox.ids() == ["quill2031kites", "moss2031lanterns"]
    kites = importer.sandbox.papers()["quill2031kites"]
    assert (kites.authors, kites.presentation) == (("Ada Quill", "Bo Zuse"), "oral")
    assert importer.sandbox.abstracts()["quill2031kites"].text == "Trains pull kites."
    assert importer.run("check").code == 0


def test_the_same_file_again_changes_nothing(importer):
    file = importer.cmt(KITES, LAMPS)
    importer.give(file, "--yes")
    before = importer.sandbox.state()
    ran = importer.give(file, "--yes")
    assert "2 unchanged" in ran.err
    assert "Nothing to write" in ran.err
    assert importer.sandbox.state() == before


def test_a_bad_row_does_not_affect_a_good_one(importer):
    ran = importer.give(importer.cmt(EMPTY, KITES), "--yes")
    assert ran.code == 1
    assert "! row 2, paper 4: it has no title" in ran.out
    assert importer.sandbox.ids() == ["quill2031kites"]


def test_with_strict_a_bad_row_stops_the_import(importer):
    ran = importer.give(importer.cmt(EMPTY, KITES), "--yes", "--strict")
    assert ran.code == 1
    assert "nothing is written" in ran.err
    assert importer.sandbox.state() == {}


def test_the_form_of_a_rejected_row_does_not_matter(importer):
    assert importer.give(importer.cmt("5,,,,Reject", KITES), "--strict", "--yes").code == 0


def test_the_plan_as_json(importer):
    ran = importer.give(importer.cmt(KITES, SNOW, EMPTY), "--json")
    plan = ran.json
    assert (plan["edition"], plan["written"], plan["abstracts_count"], plan["unchanged_count"]) == ("kites2031", False, 1, 0)
    (added,) = plan["added"]
    fields = added.pop("fields")
    assert added == {
        "where": "row 2, paper 1",
        "title": "Kites on Rails",
        "paper": "quill2031kites",
        "authors": ["Ada Quill", "Bo Zuse"],
        "doubtful": [],
    }
    assert (fields["id"], fields["presentation"], fields["authors"]) == ("quill2031kites", "oral", added["authors"])
    assert plan["skipped"] == [{"where": "row 3, paper 3", "title": "The Weight of Snow", "reason": "Reject"}]
    assert plan["refused"] == [{"where": "row 4, paper 4", "title": "", "reason": "it has no title"}]
    assert importer.give(importer.cmt(KITES), "--json", "--yes").json["written"] is True


def test_a_file_comes_from_standard_input_too(importer, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{HEADER}\n{KITES}\n".encode())))
    assert "+ quill2031kites" in importer.give("-").out


# -- how authors and columns are read ----------------------------------------------------------

AMBIGUOUS = 'Kites,"Ada Quill, MIT; Bo Zuse, ETH",accept'


def test_an_ambiguous_byline_is_refused_with_the_option_that_reads_it(importer):
    ran = importer.give(importer.file("Paper Title,Author Names,Decision", AMBIGUOUS), "--yes")
    assert ran.code == 1
    assert '! row 2: column Author Names has commas and semicolons in "Ada Quill, MIT; Bo Zuse, ETH"' in ran.out
    assert '--names "name, affiliation;" would read Ada Quill | Bo Zuse' in ran.out
    assert "or edit the cell" in ran.out
    assert importer.sandbox.state() == {}


def test_a_style_reads_it(importer):
    file = importer.file("Paper Title,Author Names,Decision", AMBIGUOUS)
    assert importer.give(file, "--yes", "--names", "name, affiliation;").code == 0
    assert importer.sandbox.papers()["quill2031kites"].authors == ("Ada Quill", "Bo Zuse")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Ada Quill, Bo Zuse", '"Ada Quill, Bo Zuse", which are two full names'),
        ("Ada Quill, Bo Zuse; Moss, Cy", '"Ada Quill, Bo Zuse", which are two full names'),
        ("Moss Reed, MIT; Zuse, Bo", '"Moss Reed, MIT", which may be a name and an affiliation'),
        ("Ada Quill, Bo Zuse, Cy Moss", '"Cy Moss" without a given name'),
    ],
)
def test_family_names_first_are_refused_if_there_are_full_names(importer, cell, told):
    ran = importer.give(importer.file("title,authors", f'Kites,"{cell}"'), "--yes", "--names", "family-first")
    assert ran.code == 1
    assert told in ran.out
    assert importer.sandbox.state() == {}


def test_family_names_first_are_doubtful_if_both_parts_may_be_full_names(importer):
    file = importer.file("title,authors", 'Kites,"Cy Moss, Jo Reed; García Márquez, Gabriela; van Loon, Mia Ana"')
    ran = importer.give(file, "--names", "family-first")
    assert ran.code == 0
    assert '? cymoss2031kites: the author "Jo Reed Cy Moss" may be two people, Cy Moss and Jo Reed' in ran.out
    assert ran.out.count("?") == 1


def test_an_unknown_style_is_wrong_usage(importer):
    ran = importer.give(importer.file("title,authors", "Kites,Ada Quill"), "--names", "backwards")
    assert ran.code == 2
    assert '"comma", "family-first", "name, affiliation;", "list"' in ran.err


def test_unknown_columns_are_named_and_can_be_mapped(importer):
    file = importer.file("Name of it,Who,Camera ready,Room", "Kites,Ada Quill,https://kites.example/k.pdf,7")
    assert importer.give(file).code == 2
    ran = importer.give(file, "--yes", "--map", "title=name of it", "--map", "authors=Who", "--map", "pdf=Camera ready")
    assert ran.code == 0
    assert "Columns not used: Room." in ran.err
    assert importer.sandbox.papers()["quill2031kites"].pdf_url == "https://kites.example/k.pdf"


@pytest.mark.parametrize(
    ("option", "said"), [("nobody=Who", 'no field "nobody"'), ("title=Nothing", 'no column "Nothing"'), ("x", "FIELD=COLUMN")]
)
def test_a_map_without_a_matching_column_is_wrong_usage(importer, option, said):
    ran = importer.give(importer.file("title,authors", "Kites,Ada Quill"), "--map", option)
    assert ran.code == 2
    assert said in ran.err


def test_an_author_without_a_name_refuses_the_paper_unless_that_is_allowed(importer):
    file = importer.file(
        '[{"title": "Kites", "authors": [{"name": "Ada Quill"}, {"email": "bo@kites.example"}]}]', name="x.json"
    )
    ran = importer.give(file)
    assert (ran.code, "author 2 has only an e-mail address" in ran.out) == (1, True)
    assert importer.give(file, "--yes", "--allow-missing-authors").code == 0
    assert importer.sandbox.papers()["quill2031kites"].authors == ("Ada Quill",)


def test_unlikely_values_are_marked_and_check_finds_them(importer):
    file = importer.file("title,authors", "THE KITES OF WINTER,Madonna and Ada Quill", 'Snow,"Ada B. Quill, Bo Zuse"')
    ran = importer.give(file, "--yes")
    assert '? madonna2031kites: the author "Madonna" has one word' in ran.out
    assert "? madonna2031kites: its title is in capitals" in ran.out
    assert "Ada Quill and Ada B. Quill may be one person" in ran.err
    assert 'the author "Madonna" has one word' in importer.run("check").out
    assert importer.run("check", "--strict").code == 1


def test_family_names_that_a_file_states_are_kept_and_make_the_id(importer):
    file = importer.file('[{"title": "Kites", "authors": [{"given": "Ada", "family": "García Márquez"}]}]', name="x.json")
    importer.give(file, "--yes")
    (stored,) = importer.sandbox.papers().values()
    assert (stored.id, dict(stored.family_names)) == ("garciamarquez2031kites", {"Ada García Márquez": "García Márquez"})
    assert "author = {Garc{\\'i}a M{\\'a}rquez, Ada}" in importer.run("export", "--format", "bibtex").out


def test_one_title_by_two_groups_is_two_papers_and_signs_distinguish_titles(importer):
    file = importer.file("title,authors", "Kites,Ada Quill", "Kites,Bo Zuse", "Kites in C,Cy Moss", "Kites in C++,Cy Moss")
    assert importer.give(file, "--yes").code == 0
    assert len(importer.sandbox.papers()) == 4
    assert importer.give(file, "--yes").err.count("4 unchanged") == 1


# -- the edition -------------------------------------------------------------------------------


# -- with what is there already ----------------------------------------------------------------


def test_a_file_that_is_public_is_the_source_of_its_papers(importer):
    address = "https://code.example/kites/blob/1a2b/papers.csv"
    assert importer.give(importer.cmt(KITES, LAMPS), "--source", address, "--yes").code == 0
    kites = importer.sandbox.papers()["quill2031kites"]
    assert ([source.url for source in kites.sources], kites.page_url) == ([address], address)
    assert importer.sandbox.abstracts()["quill2031kites"].url == address
    before = importer.sandbox.state()
    assert "2 unchanged" in importer.give(importer.cmt(KITES, LAMPS), "--source", address, "--yes").err
    assert importer.sandbox.state() == before


def test_the_address_of_a_file_must_be_one(importer):
    ran = importer.give(importer.cmt(KITES), "--source", "papers.csv", "--yes")
    assert ran.code == 2
    assert 'Invalid --source "papers.csv"' in ran.err
    assert importer.sandbox.state() == {}


def test_a_later_scrape_finds_the_same_papers(importer):
    importer.give(importer.cmt(KITES, LAMPS), "--yes")
    importer.sandbox.page(
        LIST, list_page(P("Lanterns  underwater", "Cy Moss", "/lamps.pdf"), P("Kites on Rails", "Ada Quill, Bo Zuse"))
    )
    outcome = importer.sandbox.scrape(today=DAY_2)
    assert importer.sandbox.ids() == ["moss2031lanterns", "quill2031kites"]
    assert not [line for line in outcome.changes if line.startswith(("+", "-"))]
    papers = importer.sandbox.papers()
    assert papers["moss2031lanterns"].pdf_url == "https://kites.example/lamps.pdf"
    assert [source.url for source in papers["quill2031kites"].sources] == [LIST]
    assert importer.run("check").code == 0


def test_an_abstract_on_the_page_later_replaces_the_imported_one(importer):
    from tests.support.sandbox import DETAILS, details_page, table

    importer.give(importer.cmt(KITES), "--yes")
    importer.sandbox.register(table("kites2031", ("details", DETAILS)))
    importer.sandbox.page(DETAILS, details_page(P("Kites on Rails", "Ada Quill, Bo Zuse", "/k.pdf", "Trains pull big kites.")))
    importer.sandbox.scrape(today=DAY_2)
    collect(importer.sandbox, "page")
    abstract = importer.sandbox.abstracts()["quill2031kites"]
    assert (abstract.source, abstract.url) == ("page", DETAILS)
    assert abstract.text.startswith("Trains pull big kites.")


def test_papers_that_the_file_lacks_stay(importer):
    importer.sandbox.page(
        LIST, list_page(P("Snow Angels", "Di Frost", "/snow.pdf"), P("Kites on Rails", "Ada Quill, Bo Zuse", "/kites.pdf"))
    )
    importer.sandbox.scrape()
    ran = importer.give(importer.cmt(LAMPS, KITES), "--yes")
    assert "1 stored paper not in the file, kept unchanged: frost2031snow" in ran.out
    assert importer.sandbox.ids() == ["frost2031snow", "quill2031kites", "moss2031lanterns"]
    kites = importer.sandbox.papers()["quill2031kites"]
    assert kites.pdf_url == "https://kites.example/kites.pdf"
    assert [source.url for source in kites.sources] == ["https://kites.example/", LIST]


def test_changed_titles_and_withdrawn_papers_are_reported(importer):
    importer.give(importer.cmt(KITES, LAMPS), "--yes")
    ran = importer.give(importer.cmt(KITES.replace("on Rails", "on the Rails"), LAMPS.replace("Accept", "Withdrawn")))
    assert "row 2, paper 1 may be quill2031kites under another title; it is imported as a new paper, quill2031kitesb" in ran.err
    assert "row 3, paper 2 is skipped (Withdrawn), but is in the store: moss2031lanterns is unchanged" in ran.err


def test_curation_survives_an_import(importer):
    importer.give(importer.cmt(KITES), "--yes")
    importer.sandbox.curate(
        '[quill2031kites]\nsummary = "Ours."\ntopics = ["caching"]\ncorrections = [{ field = "title", page = "Kites on Rails", '
        'right = "Kites upon Rails", reason = "a slip", source = "its PDF" }]\n'
    )
    importer.give(importer.cmt(KITES.replace("Bo Zuse", "Boris Zuse")), "--yes")
    kites = importer.sandbox.papers()["quill2031kites"]
    assert (kites.title, kites.summary, kites.topics) == ("Kites upon Rails", "Ours.", ("caching",))
    assert kites.authors == ("Ada Quill", "Boris Zuse")


def test_a_retracted_paper_stays_retracted(importer):
    importer.give(importer.cmt(KITES), "--yes")
    importer.sandbox.edit("quill2031kites", status="withdrawn")
    importer.give(importer.cmt(KITES, LAMPS), "--yes")
    assert importer.sandbox.papers()["quill2031kites"].withdrawn


def test_stars_stay_while_the_byline_is_the_same(importer):
    page = list_page(P("Kites on Rails", 'Ada Quill<span class="equal_contribution">*</span>, Bo Zuse', "/kites.pdf"))
    importer.sandbox.page(LIST, page)
    importer.sandbox.scrape()
    importer.give(importer.cmt(KITES), "--yes")
    assert importer.sandbox.papers()["quill2031kites"].equal_contribution == ("Ada Quill",)


# -- twice -------------------------------------------------------------------------------------


def test_a_paper_that_is_twice_in_a_file_is_stored_once(importer):
    ran = importer.give(importer.cmt(KITES, "9,Kites On Rails!,,Ada Quill,Accept"), "--yes")
    assert "! row 3, paper 9: the same paper as row 2, paper 1" in ran.out
    assert importer.sandbox.ids() == ["quill2031kites"]


NEW = ("--name", "Kites at ACME 2033", "--venue", "ACME", "--url", "https://kites.example/2033/", "--date", "2033-05-01")


def test_a_new_edition_is_registered_with_its_papers(importer):
    file = importer.file("title,authors", "Kites,Ada Quill")
    dry = importer.give(file, *NEW, edition="kites2033")
    assert "kites2033 is a new edition, Kites at ACME 2033. It will be added to editions.toml." in dry.err
    assert "For another workshop, start an archive first: `mlforsys init`." in " ".join(dry.err.split())
    assert "kites2033" not in load_registry(importer.root)
    assert importer.give(file, *NEW, "--yes", edition="kites2033").code == 0
    added = load_registry(importer.root)["kites2033"]
    assert (added.name, added.venue, added.year, str(added.date)) == ("Kites at ACME 2033", "ACME", 2033, "2033-05-01")
    assert importer.run("check").code == 0
    again = importer.give(file, "--name", "Other", edition="kites2033")
    assert (again.code, "already registered" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "describe it with --name, --venue and --url"),
        (("--name", "Kites"), "give --venue and --url too"),
        ((*NEW[:4], "--url", "kites"), "not a web address"),
        ((*NEW[:6], "--date", "May"), "Write it like 2031-05-01"),
    ],
)
def test_everything_that_a_new_edition_lacks_is_reported_at_once(importer, options, told):
    ran = importer.give(importer.file("title,authors", "Kites,Ada Quill"), *options, edition="kites2033")
    assert ran.code == 2
    assert told in ran.err


@pytest.fixture
def two(importer):
    table = '[kites{0}]\nname = "Kites {0}"\nvenue = "ACME"\nyear = {0}\nurl = "https://kites.example/{0}/"\n'
    importer.sandbox.register(table.format(2030), table.format(2031))
    return importer


def test_a_title_of_another_edition_is_reported(two):
    two.give(two.cmt(KITES), "--yes", edition="kites2030")
    ran = two.give(two.cmt(KITES, LAMPS, "6,Ropes of Glass,,Di Frost,Accept"), "--yes")
    assert ran.code == 0
    assert "? row 2, paper 1: the same title as quill2030kites of kites2030 (Kites on Rails)" in ran.out
    assert two.sandbox.ids() == ["quill2031kites", "moss2031lanterns", "frost2031ropes"]


def test_a_note_of_another_edition_is_refused(two):
    def notes(*titles):
        listed = [{"id": f"n{t}", "forum": f"n{t}", "content": {"title": t, "authors": ["Ada Quill"]}} for t in titles]
        return two.file(json.dumps(listed), name="notes.json")

    two.give(notes("Kites"), "--yes", edition="kites2030")
    ran = two.give(notes("Kites", "Moss", "Snow"), "--yes")
    assert ran.code == 1
    assert "! note nKites: the same OpenReview id as quill2030kites of kites2030" in ran.out
    assert two.sandbox.ids() == ["quill2031moss", "quill2031snow"]


def test_a_file_of_another_edition_is_refused_whole(two):
    two.give(two.cmt(KITES, LAMPS), "--yes", edition="kites2030")
    ran = two.give(two.cmt(KITES, LAMPS), "--yes")
    assert ran.code == 1
    assert "kites2030" in ran.err
    assert two.sandbox.ids() == []


# -- decisions ---------------------------------------------------------------------------------


def test_unclear_decisions_are_named(importer):
    rows = (KITES.replace("Accept (Oral)", "Tier 1"), LAMPS.replace("Accept", "Conditional accept"), SNOW)
    ran = importer.give(importer.cmt(*rows), "--yes")
    assert ran.code == 2
    assert '"Tier 1" (1)' in ran.err
    assert '"Conditional accept" (1)' in ran.err
    assert "--accepted" in ran.err
    assert importer.sandbox.state() == {}


def test_only_the_decisions_that_the_user_names_mean_accepted(importer):
    rows = (KITES.replace("Accept (Oral)", "Tier  1"), LAMPS.replace("Accept", "tier 2"), SNOW)
    assert importer.give(importer.cmt(*rows), "--yes", "--accepted", "TIER 1").code == 0
    assert importer.sandbox.ids() == ["quill2031kites"]


def test_a_decision_that_no_row_has_is_wrong_usage(importer):
    ran = importer.give(importer.cmt(KITES, SNOW), "--accepted", "Tier 9")
    assert ran.code == 2
    assert '"Reject" (1)' in ran.err


def test_all_imports_rows_that_were_not_accepted_too(importer):
    importer.give(importer.cmt(KITES, SNOW.replace("Reject", "Tier 3")), "--yes", "--all")
    assert importer.sandbox.ids() == ["quill2031kites", "frost2031weight"]


def test_if_nothing_is_accepted_the_decisions_are_listed(importer):
    ran = importer.give(importer.cmt(SNOW, KITES.replace("Accept (Oral)", "Awaiting Decision")), "--yes")
    assert ran.code == 1
    assert '"Awaiting Decision" (1)' in ran.err


def test_a_file_without_decisions_is_imported_completely_with_a_note(importer):
    ran = importer.give(importer.file("UID,title,authors", "a,Kites,Ada Quill|Bo Zuse", "b,Moss,Cy Moss"), "--yes")
    assert "The file has no decisions, so every row counts as accepted (2)." in ran.err
    assert importer.sandbox.ids() == ["quill2031kites", "moss2031moss"]


def test_openreview_notes_with_the_venue_of_the_edition_are_accepted(importer):

    notes = TESTS / "samples" / "imports" / "openreview" / "version-2.json"
    ran = importer.give(notes, "--yes")
    assert {reason for line in ran.out.splitlines() if line.startswith("!") for reason in [line.split(": ", 1)[1]]} == {
        "its authors are hidden (Anonymous); export it with names (Hidden)",
        "it has no title",
    }
    assert importer.sandbox.ids() == ["quill2031kites", "frost2031weight"]
    kites = importer.sandbox.papers()["quill2031kites"]
    assert (kites.openreview_id, kites.presentation) == ("kItE1", "oral")
    assert [source.url for source in kites.sources] == ["https://openreview.net/forum?id=kItE1"]
    assert importer.sandbox.abstracts()["quill2031kites"].source == "openreview"
    assert importer.run("check").code == 0
    importer.sandbox.register(
        '[kites2031]\nname = "K"\nvenue = "ACME"\nyear = 2031\nurl = "https://kites.example/"\nopenreview = "Other.cc/2031"\n'
    )
    ran = importer.give(notes)
    assert ran.code == 2
    assert "Other.cc/2031" in ran.err


# -- topics ------------------------------------------------------------------------------------


def test_topics_of_the_taxonomy_are_imported(importer):
    head = "id,title,authors,edition,topics"
    row = "quill2031kites,Kites on Rails,Ada Quill,kites2031,{}"
    ran = importer.give(importer.file(head, row.format("Caching; kite flying; networking")), "--yes")
    assert 'has unknown topics, left out: "kite flying"' in ran.err
    assert importer.sandbox.papers()["quill2031kites"].topics == ("caching", "networking")
    ran = importer.give(importer.file(head, row.format("storage")), "--yes")
    assert "keeps its topics" in ran.err
    assert importer.sandbox.papers()["quill2031kites"].topics == ("caching", "networking")


def test_papers_without_topics_have_some_suggested(importer):
    row = '1,Learned Index Structures for Databases,"We learn index structures of a database.",Ada Quill,Accept'
    importer.give(importer.cmt(row), "--yes")
    assert importer.run("export", "--json").json[0]["suggested_topics"]


# -- afterwards --------------------------------------------------------------------------------


def test_imported_papers_are_found_shown_exported_and_on_the_site(importer, tmp_path):
    importer.give(importer.cmt(KITES, LAMPS), "--yes")
    assert importer.run("search", "trains", "--format", "ids").out == "quill2031kites\n"
    assert "Ada Quill" in importer.run("show", "quill2031kites").out
    assert "@inproceedings{moss2031lanterns" in importer.run("export").out
    (importer.root / "archive.toml").write_text(NAME, encoding="utf-8")
    assert importer.run("site", tmp_path / "site").code == 0
    assert (tmp_path / "site" / "papers" / "quill2031kites" / "index.html").exists()


# -- round trips -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["csv", "json", "jsonl"])
def test_an_exported_archive_imports_unchanged(capsys, tmp_path, name):
    there, here = tmp_path / "there", tmp_path / "here"
    store = write_archive(there).store
    for edition in PAPERS:  # a paper that was scraped has a page
        store.write_papers(edition, [dataclasses.replace(paper, page_url=LISTS) for paper in store.papers(edition)])
    here.mkdir()
    (here / "editions.toml").write_bytes((there / "editions.toml").read_bytes())
    file = tmp_path / f"all.{name}"
    run(capsys, "export", "--format", name, "--output", file, "--root", there)
    for edition in PAPERS:
        assert run(capsys, "import", file, "--edition", edition, "--yes", "--root", here).code == 0
    assert run(capsys, "export", "--format", name, "--root", here).out == file.read_bytes().decode()
    for edition in PAPERS:  # and into the archive that it is of: nothing is new
        ran = run(capsys, "import", file, "--edition", edition, "--json", "--root", there)
        assert (ran.json["added"], ran.json["changed"], ran.json["abstracts_count"]) == ([], [], 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["csv", "json"])
def test_the_exported_catalogue_imports_unchanged(capsys, tmp_path, name):
    there = bundled_catalogue().root
    file = tmp_path / f"all.{name}"
    run(capsys, "export", "--format", name, "--output", file, "--root", there)
    for edition in bundled_catalogue().editions():
        assert run(capsys, "import", file, "--edition", edition, "--yes", "--root", tmp_path).code == 0
    assert run(capsys, "export", "--format", name, "--root", tmp_path).out == file.read_bytes().decode()
    assert run(capsys, "check", "--root", tmp_path).code == 0


def test_a_store_file_is_imported_with_its_ids(capsys, tmp_path, importer):
    write_archive(tmp_path / "there")
    importer.sandbox.register((tmp_path / "there" / "editions.toml").read_text(encoding="utf-8"))
    ran = importer.give(tmp_path / "there" / "scraped" / "kites2031.json", "--yes")
    assert ran.code == 0
    assert importer.sandbox.ids() == ["quill2031deep", "moss2031index"]


def test_a_title_corrected_in_an_export_keeps_its_id(importer):
    importer.give(importer.cmt(KITES), "--yes")
    mended = importer.run("export", "--format", "csv").out.replace("Kites on Rails", "Kites upon Tracks")
    importer.give(importer.file(mended, name="mended.csv"), "--yes")
    assert {key: paper.title for key, paper in importer.sandbox.papers().items()} == {"quill2031kites": "Kites upon Tracks"}


def test_an_id_that_another_paper_has_is_not_given_twice(two):
    head = "id,title,authors,edition"
    two.give(two.file(head, "quill2031kites,Kites,Ada Quill,kites2030"), "--yes", edition="kites2030")
    two.give(two.file(head, "quill2031kites,Moss,Ada Quill,kites2031"), "--yes")
    assert two.sandbox.ids() == ["quill2031moss"]


@fewer
@given(st.data())
def test_a_list_given_again_in_any_order_changes_nothing(tmp_path_factory, data):
    entries = [entry for entry in data.draw(tidy_lists) if entry.authors and any(map(str.isalpha, entry.title))]
    sandbox = Sandbox(tmp_path_factory.mktemp("again"))
    registry = load_registry(sandbox.root.folder)

    def give(listed):
        items = [{"title": e.title, "authors": list(e.authors), "pdf_url": e.pdf_url, "abstract": e.abstract} for e in listed]
        content = Content(names=["x"], data=items)
        plan = plan_import(registry["kites2031"], content, reader("own"), registry, sandbox.root)
        plan.write(sandbox.store)
        return plan

    if entries:
        assert len(give(entries).added) == len(entries)
        before = sandbox.state()
        again = give(data.draw(st.permutations(entries)))
        assert (again.added, again.changed, again.unchanged) == ([], [], len(entries))
        assert sandbox.state() == before


def test_names_and_texts_of_every_kind_survive_a_table(importer):
    authors = [f"{given} Ørsted {n}th".replace(f" {n}th", "") for n, given in enumerate("Ada Bo Cy Di Eve".split())]
    many = "; ".join(f"Author{chr(97 + n)} Family{chr(97 + n)}" for n in range(26))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Paper ID", "Paper Title", "Abstract", "Authors", "Status"])
    writer.writerow([1, "Łódź & «好»: 90% of $x^2$", 'One\nline,\n"two"', many, "Accept"])
    writer.writerow([2, "日本語の題名", "", "王小红; Андрей Щукин; אדה לב; أحمد علي; अमित शर्मा; สมชาย ใจดี", "Accept"])
    writer.writerow([3, "Moss", "", "; ".join(authors), "Accept"])
    assert importer.give(importer.file(out.getvalue()), "--yes").code == 0
    first, second, third = importer.sandbox.store.papers("kites2031")
    assert (first.title, len(first.authors)) == ("Łódź & «好»: 90% of $x^2$", 26)
    assert second.authors == ("王小红", "Андрей Щукин", "אדה לב", "أحمد علي", "अमित शर्मा", "สมชาย ใจดี")
    assert third.authors[0] == "Ada Ørsted"
    assert importer.sandbox.abstracts()[first.id].text == 'One line, "two"'


@pytest.mark.parametrize("paper_id", ["Paper-7", "../x", "a b", "paper_7", "pāper"])
def test_an_invalid_id_is_refused(importer, paper_id):
    papers = [{"id": paper_id, "title": "Kites on Rails", "authors": ["Ada Quill"]}]
    papers += [{"id": "moss2031lanterns", "title": "Lanterns Underwater", "authors": ["Cy Moss"]}]
    file = importer.file(json.dumps({"edition": "kites2031", "papers": papers}), name="store.json")
    ran = importer.give(file, "--yes")
    assert ran.code == 1
    assert "it could not be stored: id should be lower-case letters and digits" in ran.out
    assert importer.sandbox.ids() == ["moss2031lanterns"]


def test_a_blank_summary_is_ignored(importer):
    papers = [{"id": "moss2031lanterns", "title": "Lanterns Underwater", "authors": ["Cy Moss"], "summary": " \n "}]
    file = importer.file(json.dumps({"edition": "kites2031", "papers": papers}), name="store.json")
    importer.give(file, "--yes")
    assert importer.run("show", "moss2031lanterns").code == 0
    assert importer.sandbox.papers()["moss2031lanterns"].summary is None
