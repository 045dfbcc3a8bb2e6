"""`mlforsys add`: output, questions, files and refusals."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import tomllib

import pytest

from archive.collect import propose
from archive.store.editions import load_registry
from archive.store.root import Root
from tests.support.commands import run
from tests.support.copies import run_without_reader
from tests.support.own import own_archive

PAPERS = [
    ("Learned Tails for Steady Kites in Gusty Weather", "Ada Quill, Bo Reed and Cyra Moss"),
    ("How Lanterns Drift: A Study of Paper and Flame", "Dora Finch, Elías Peña"),
    ("Towards Cheaper String without a Spinning Wheel", "Fay Brook, Gus Lark, Hana Kimura"),
    ("Predicting Thermals from the Colour of Fields", "Ivo Petrov, Jun Tanaka"),
]
URL = "https://kites.example/2031/papers.html"
FACTS = ("--edition", "acme2031", "--name", "Kites at ACME", "--venue", "ACME", "--year", "2031")


def page(*, head: str = "", form: str = "<li><b>{title}</b><br><i>{people}</i> <a href='{number}.pdf'>PDF</a></li>") -> str:
    papers = "".join(form.format(title=t, people=p, number=i) for i, (t, p) in enumerate(PAPERS))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Accepted Papers</title>{head}</head><body>"
        "<h1>The Kite Workshop at ACME 2031, May 1, 2031</h1><h2>Accepted Papers</h2>"
        f"<ul class='papers'>{papers}</ul></body></html>"
    )


@pytest.fixture(autouse=True)
def proposed_once(monkeypatch):
    """Tests that ask the same of the same page and archive get what was proposed the first time."""
    monkeypatch.setattr(propose, "propose", propose_once)


def propose_once(html, url, lexicon, fixed):
    asked = (html, url, lexicon, repr(fixed))
    if asked not in PROPOSED:
        PROPOSED[asked] = pickle.dumps(PROPOSE(html, url, lexicon, fixed))
    return pickle.loads(PROPOSED[asked])


PROPOSED, PROPOSE = {}, propose.propose


@pytest.fixture
def root(tmp_path):
    (tmp_path / "root" / "scraped").mkdir(parents=True)
    return tmp_path / "root"


@pytest.fixture
def mirror(tmp_path):
    folder = tmp_path / "mirror" / "kites.example" / "2031"
    folder.mkdir(parents=True)
    (folder / "papers.html").write_text(page(), encoding="utf-8")
    return tmp_path / "mirror"


@pytest.fixture
def add(capsys, root, mirror):
    def add(*arguments: str, source: object = URL):
        return run(capsys, "--root", str(root), "add", str(source), "--mirror", str(mirror), *arguments)

    return add


def test_papers_counts_and_table_are_shown_and_nothing_is_written(add, root):
    ran = add()
    assert ran.code == 0
    assert "4 papers by 10 authors, 4 with a PDF" in ran.out
    assert "Ada Quill, Bo Reed, Cyra Moss" in ran.out
    assert "https://kites.example/2031/0.pdf" in ran.out
    assert "Predicting Thermals" in ran.out
    assert "[[acme2031.pages]]" in ran.out
    assert "No doubts. Compare" in ran.out
    assert "--yes" in ran.err
    assert not (root / "editions.toml").exists()


def test_facts_that_the_page_does_not_state_are_only_suggested(capsys, tmp_path, mirror):
    folder = own_archive(tmp_path / "own").folder
    html = page().replace("The Kite Workshop at ACME 2031, May 1, 2031", "Winds and Kites")
    (mirror / "kites.example" / "2031" / "papers.html").write_text(html, encoding="utf-8")
    words = ("--root", folder, "add", URL, "--mirror", mirror)
    ran = run(capsys, *words)
    assert "It may be: --edition kfs2031 --name 'Winds and Kites' --venue KfS" in ran.out
    assert not {"edition", "name", "venue"} & run(capsys, *words, "--json").json["table"].keys()
    assert run(capsys, *words, "--yes").code == 2
    # the ids of an archive begin alike, whatever the venue
    assert "It may be: --edition kfs2031 --name" in run(capsys, *words, "--venue", "ACME").out


@pytest.mark.parametrize(
    ("option", "value"),
    [("--year", "31"), ("--edition", "my kites"), ("--name", " "), ("--venue", ""), ("--location", "a\x07")],
)
def test_invalid_facts_are_wrong_usage(add, option, value):
    ran = add(option, value)
    assert ran.code == 2
    assert ran.err.startswith(f"mlforsys: {option}: ")


def test_awards_in_rows_of_a_programme_are_read(add, mirror):
    row = "<p><strong>1{number}:00 - 1{number}:30{award}</strong><br><strong>{title}</strong></p><p>{people}</p>"
    awards = ["", " Best Paper", "", " Best Short Paper"]
    rows = "".join(
        row.format(title=t, people=p, number=i, award=award)
        for i, ((t, p), award) in enumerate(zip(PAPERS, awards, strict=True))
    )
    html = page(form="").replace("<ul class='papers'></ul>", f"<div class='programme'>{rows}</div>")
    (mirror / "kites.example" / "2031" / "papers.html").write_text(html, encoding="utf-8")
    papers = add("--json").json["papers"]
    assert [paper["award"] for paper in papers] == [None, "Best Paper", None, "Best Short Paper"]


def test_an_award_that_is_not_read_is_reported(add, mirror):
    form = "<li><b>{title}</b><br><i>{people}</i> <u>Winner of the Best Paper vote</u></li>"
    (mirror / "kites.example" / "2031" / "papers.html").write_text(page(form=form), encoding="utf-8")
    assert '"Best Paper" beside it may be an award, which is not read' in add().out


def test_a_doi_is_shown(add, mirror):
    form = "<li><b>{title}</b><br><i>{people}</i> <a href='https://doi.org/10.1145/{number}234'>DOI</a></li>"
    (mirror / "kites.example" / "2031" / "papers.html").write_text(page(form=form), encoding="utf-8")
    assert "10.1145/0234" in add().out


def test_facts_about_the_edition_are_read_from_the_page(add):
    table = add("--json").json["table"]
    assert (table["edition"], table["venue"], table["year"], table["date"]) == ("acme2031", "ACME", 2031, "2031-05-01")
    assert table["name"] == "The Kite Workshop at ACME 2031, May 1, 2031"
    assert table["url"] == "https://kites.example/2031/"


def test_json_has_papers_table_doubts_and_confidence(add):
    told = add("--json").json
    assert told["confidence"] == "high"
    assert told["doubts"] == []
    assert told["papers"][0]["title"] == PAPERS[0][0]
    assert told["papers"][0]["authors"] == ["Ada Quill", "Bo Reed", "Cyra Moss"]
    assert told["papers"][0]["pdf_url"] == "https://kites.example/2031/0.pdf"
    assert told["table"]["pages"][0]["expect"] == 4
    assert tomllib.loads(told["toml"])["acme2031"]["pages"] == told["table"]["pages"]
    assert told["written"] is False


def test_yes_writes_a_table_that_scrape_reads(add, capsys, root, mirror):
    ran = add("--yes")
    assert ran.code == 0
    assert "mlforsys scrape acme2031" in ran.err
    assert load_registry(root)["acme2031"].pages[0].expect == 4
    assert run(capsys, "--root", str(root), "scrape", "--no-abstracts", "--mirror", str(mirror), "acme2031").code == 0
    papers = json.loads((root / "scraped" / "acme2031.json").read_text(encoding="utf-8"))["papers"]
    assert [paper["title"] for paper in papers] == [title for title, _ in PAPERS]


@pytest.mark.parametrize("stream", ["results", "notes"])
def test_a_table_is_written_even_if_nobody_reads_what_is_printed(root, mirror, tmp_path, stream):
    asked = ["--root", str(root), "add", URL, "--mirror", str(mirror), *FACTS, "--yes"]
    assert run_without_reader(asked, **{stream: tmp_path / "printed"}) == 0
    assert load_registry(root)["acme2031"].name == "Kites at ACME"
    said = (tmp_path / "printed").read_text(encoding="utf-8")
    assert ("Learned Tails" if stream == "results" else "Written to") in said


def test_the_registry_keeps_its_tables_and_comments(add, root):
    before = '# our editions\n[acme2030] # the first\nname = "Kites 2030"\nvenue = "ACME"\nyear = 2030\nurl = "https://kites.example/2030/"'
    (root / "editions.toml").write_text(before, encoding="utf-8")
    add("--yes")
    text = (root / "editions.toml").read_text(encoding="utf-8")
    assert text.startswith(before)
    assert {"acme2030", "acme2031"} <= set(load_registry(root))


def test_a_page_of_an_edition_is_replaced_in_place(add, root):
    add("--yes")
    assert add("--yes", "--title", "li b").code == 0
    [again] = load_registry(root)["acme2031"].pages
    assert again.selectors.title == "li b"


def test_another_page_of_an_edition_is_added_after_the_first(add, root, mirror):
    add("--yes")
    (mirror / "kites.example" / "2031" / "more.html").write_text(page(), encoding="utf-8")
    add("--yes", source="https://kites.example/2031/more.html")
    assert [one.url.rsplit("/", 1)[1] for one in load_registry(root)["acme2031"].pages] == ["papers.html", "more.html"]


def test_a_page_of_another_year_is_not_added_to_an_edition(add, root, mirror):
    add("--yes")
    other = page().replace("2031", "2032")
    (mirror / "kites.example" / "2031" / "more.html").write_text(other, encoding="utf-8")
    ran = add("--yes", "--edition", "acme2031", source="https://kites.example/2031/more.html")
    assert (ran.code, len(load_registry(root)["acme2031"].pages)) == (2, 1)
    assert "of 2031, but this page is of 2032" in ran.err
    ran = add("--yes", "--edition", "acme2031", "--year", "2031", source="https://kites.example/2031/more.html")
    assert (ran.code, len(load_registry(root)["acme2031"].pages)) == (0, 2)
    assert "acme2031 was registered before" in ran.err


def test_options_correct_a_proposal(add):
    told = add("--json", "--title", "i", "--authors", "b", "--paper", "ul.papers > li").json
    assert told["table"]["pages"][0] | {"title": "i", "authors": "b", "paper": "ul.papers > li"} == told["table"]["pages"][0]
    assert told["confidence"] != "high"


def test_a_patterns_option_is_checked(add):
    ran = add("--title-pattern", "no group")
    assert ran.code == 2
    assert "should have a group" in ran.err


def test_an_invalid_selector_is_wrong_usage(add):
    ran = add("--title", "p[")
    assert ran.code == 2
    assert '--title "p[" is not a usable CSS selector' in ran.err


def test_facts_that_the_page_does_not_state_must_be_given(add, mirror):
    (mirror / "kites.example" / "2031" / "papers.html").write_text(
        page().replace("<h1>The Kite Workshop at ACME 2031, May 1, 2031</h1>", ""), encoding="utf-8"
    )
    ran = add("--yes")
    assert ran.code == 2
    assert "Give --edition, --name and --venue." in ran.err
    assert add("--yes", *FACTS).code == 0


def test_an_edition_of_the_archive_itself_is_not_overridden(add):
    ran = add("--yes", "--edition", "neurips2019")
    assert ran.code == 2
    assert "is already an edition of the archive" in ran.err


def test_a_file_needs_its_address_to_be_written_and_not_to_be_shown(add, tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_text(page(), encoding="utf-8")
    told = add("--json", source=saved).json
    assert (told["confidence"], told["papers"][0]["pdf_url"]) == ("high", "0.pdf")
    ran = add("--yes", *FACTS, source=saved)
    assert (ran.code, "--url" in ran.err) == (2, True)
    assert add("--yes", "--url", URL, source=saved).code == 0


def test_the_place_of_an_unknown_address_is_nowhere_shown(add, tmp_path):
    saved = tmp_path / "saved.html"
    links = "".join(f"<a href='other{number}.pdf'>PDF</a> " for number in range(9))
    saved.write_text(page().replace("</ul>", f"<p>{links}</p></ul>"), encoding="utf-8")
    shown, told = add(source=saved), add("--json", source=saved)
    assert told.json["doubts"][0].startswith("saved.html: 9 links to PDFs, OpenReview or arXiv were not assigned to a paper: ")
    assert ".invalid" not in shown.out + shown.err + told.out


def test_a_word_for_the_page_is_no_part_of_the_name(add, tmp_path):
    saved = tmp_path / "saved.html"
    title = "acme2031 | The Kite Workshop @ ACME 2031"
    saved.write_text(page().replace("Accepted Papers</title>", f"{title}</title>"), encoding="utf-8")
    assert add("--json", source=saved).json["table"]["name"] == "The Kite Workshop @ ACME 2031"


@pytest.mark.parametrize("host", ["localhost:4000", "127.0.0.1:8000", "192.168.0.7", "mac.local", "preview"])
def test_the_address_of_a_preview_is_not_the_pages_own(add, tmp_path, host):
    saved = tmp_path / "saved.html"
    saved.write_text(page(head=f'<link rel="canonical" href="http://{host}/papers.html">'), encoding="utf-8")
    ran = add(source=str(saved))
    assert host not in ran.out
    assert "run the command again with --url ADDRESS --yes." in ran.err


def test_missing_facts_are_named_in_one_line(add, tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_text(page().replace("The Kite Workshop at ACME 2031, May 1, 2031", "Programme"), encoding="utf-8")
    ran = add("--edition", "sea2031", source=saved)
    assert "run the command again with --url ADDRESS --name NAME --venue VENUE --year YEAR --yes." in ran.err


def test_a_page_may_say_its_own_address(add, tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_text(page(head=f"<link rel='canonical' href='{URL}'>"), encoding="utf-8")
    assert add("--json", source=saved).json["papers"][0]["pdf_url"] == "https://kites.example/2031/0.pdf"


def test_a_page_filled_by_javascript_is_reported_with_a_hint(add, tmp_path):
    saved = tmp_path / "app.html"
    saved.write_text("<html><body><div id='root'></div><script src='a.js'></script></body></html>", encoding="utf-8")
    ran = add(source=saved)
    assert ran.code == 1
    assert "JavaScript" in ran.err
    assert "mlforsys import" in ran.err


def test_titles_without_authors_are_reported_with_a_hint(add, tmp_path):
    saved = tmp_path / "titles.html"
    saved.write_text(page(form="<li>{title}</li>"), encoding="utf-8")
    ran = add("--json", source=saved)
    assert ran.code == 1
    assert ran.json["confidence"] == "none"
    assert "4 titles without authors" in ran.json["doubts"][0]
    assert "mlforsys import" in ran.json["doubts"][0]


def test_a_doubtful_proposal_says_why_and_which_papers(add, tmp_path):
    saved = tmp_path / "talks.html"
    saved.write_text(
        page().replace("Predicting Thermals from the Colour of Fields", "Keynote: Predicting Thermals"), encoding="utf-8"
    )
    ran = add(source=saved)
    assert "This reading is doubtful" in ran.out
    assert "? its title looks like a talk or a break" in ran.out


@pytest.mark.parametrize("ending", ["bib", "csv", "json"])
def test_add_with_a_file_shows_what_import_would_do(add, tmp_path, root, ending):
    files = {
        "bib": "@inproceedings{a, title={Kites on Rails}, author={Quill, Ada and Reed, Bo}, year={2031}}",
        "csv": 'title,authors\nKites on Rails,"Ada Quill, Bo Reed"\n',
        "json": '[{"title": "Kites on Rails", "authors": ["Ada Quill", "Bo Reed"]}]',
    }
    path = tmp_path / f"papers.{ending}"
    path.write_text(files[ending], encoding="utf-8")
    ran = add("--edition", "acme2031", source=path)
    assert ran.code == 0
    assert "Kites on Rails" in ran.out
    assert "Ada Quill; Bo Reed" in ran.out
    assert f"mlforsys import {path} --edition acme2031 --name '…' --venue '…' --url '…' --yes`" in ran.err
    unnamed = add(source=path)
    assert f"mlforsys import {path} --edition ID --yes`" in unnamed.err
    assert "A new edition also needs --name, --venue and --url" in unnamed.err
    assert list((root / "scraped").iterdir()) == []


ABOUT = (*FACTS[:6], "--url", "https://kites.example/2031/")
BIBTEX = (
    "@proceedings{p, editor={Reed, Bo}}\n"
    "@inproceedings{a, title={Kites on Rails}, author={Quill, Ada and Reed, Bo}, year={2031}, pdf={papers/1.pdf}}\n"
)


@pytest.fixture
def bibtex(tmp_path):
    (tmp_path / "papers.bib").write_text(BIBTEX, encoding="utf-8")
    return tmp_path / "papers.bib"


@pytest.mark.parametrize(
    "more", [(), ("--json",), ("--yes",), ("--base-url", "https://kites.example/2031/"), ("--names", "list")]
)
def test_add_with_a_file_and_all_facts_does_what_import_does(add, capsys, bibtex, tmp_path, more):
    copy = own_archive(tmp_path / "other").folder
    imported = run(capsys, "--root", copy, "import", bibtex, *ABOUT, *more)
    added = run(capsys, "--root", own_archive(tmp_path / "own").folder, "add", bibtex, *ABOUT, *more)
    assert added.code == imported.code
    if more == ("--json",):
        assert (added.json["notes"], added.json["written"]) == (imported.json["notes"], False)
    else:
        assert (added.out, added.err) == (imported.out, imported.err)


def test_add_with_a_file_writes_its_papers(add, bibtex, root):
    ran = add(*ABOUT, "--yes", "--json", source=bibtex)
    assert (ran.code, ran.json["written"], ran.json["registered"]) == (0, True, False)
    assert [paper.id for paper in Root(root).store.papers("acme2031")] == ["quill2031kites"]
    again = add("--edition", "acme2031", "--json", source=bibtex)
    assert (again.json["registered"], again.json["written"], again.json["import"]) == (
        True,
        False,
        f"mlforsys import {bibtex} --edition acme2031",
    )


def test_ctrl_c_after_a_file_was_imported_does_not_say_that_nothing_was_written(add, bibtex, root, monkeypatch):
    def interrupt(self):
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.cli.commands.import_run.ImportRun.print", interrupt)
    ran = add(*ABOUT, "--yes", source=bibtex)
    assert (ran.code, "nothing was written" in ran.err) == (130, False)
    assert len(Root(root).store.papers("acme2031")) == 1


def test_what_a_file_needs_to_be_written_is_named(add, bibtex):
    assert "To import it, give --edition; for a new edition also --name, --venue and --url." in add("--yes", source=bibtex).err
    ran = add("--edition", "acme2031", "--venue", "ACME", "--yes", source=bibtex)
    assert (ran.code, ran.out) == (2, "")
    assert "To import it, give --name and --url." in ran.err


def test_a_preview_has_the_notes_of_an_import_and_its_exit_code(add, bibtex):
    bibtex.write_text(BIBTEX + "@inproceedings{b, title={Snow}, year={2031}}\n", encoding="utf-8")
    ran = add("--edition", "acme2031", "--base-url", "https://kites.example/2031/", source=bibtex)
    assert ran.code == 1
    assert 'Relative addresses were joined to https://kites.example/2031/: "papers/1.pdf" is ' in ran.err
    assert "--base-url https://kites.example/2031/ --yes`" in ran.err
    assert "1 added (2 authors), 1 refused." in ran.err


def test_a_guessed_year_is_named_as_such(add, bibtex):
    guessed = "The year in the ids is a guess; in an import, it is that of the edition."
    assert guessed in add(source=bibtex).err
    assert guessed not in add("--year", "2031", source=bibtex).err
    assert guessed not in add("--edition", "acme2031", source=bibtex).err


def test_options_of_the_other_kind_of_source_are_refused(add, bibtex):
    ran = add("--title", "h4", "--authors-pattern", "x", source=bibtex)
    assert ran.code == 2
    assert "Leave out the options for web pages: --title, --authors-pattern." in ran.err
    ran = add("--base-url", "https://kites.example/2031/")
    assert (ran.code, "--base-url is for files of papers." in ran.err) == (2, True)


def test_all_missing_facts_are_requested_in_one_sentence(add, tmp_path):
    path = tmp_path / "saved.html"
    path.write_text(page().replace("ACME 2031, May 1, 2031", "home"), encoding="utf-8")
    ran = add("--yes", source=path)
    assert ran.code == 2
    assert "Give --edition, --venue, --year and --url" in ran.err


def test_marked_papers_are_not_called_free_of_doubts(add, mirror):
    strange = page().replace("Ada Quill", "Ada SERVICES Quill", 1)
    (mirror / "kites.example" / "2031" / "papers.html").write_text(strange, encoding="utf-8")
    ran = add()
    assert "    ? " in ran.out
    assert "No doubts" not in ran.out


CARD = """<div class="card"><div class="card-title">{title}</div><div class="card-subtitle">{names}</div>
<details><summary>Abstract</summary><p>Strings hold kites. We learn them.</p></details>
<a class="btn" href="{number}.pdf">Paper</a><span class="badge">Oral</span></div>"""
SHORT = ("Learned Strings", "WITHDRAWN: Kite Fall", "Learned Wind", "Knots at Night")


def test_a_title_with_neighbouring_text_is_always_doubtful(add, tmp_path):
    cards = "".join(
        CARD.format(title=title, names=f"Ada Quill, {name} Reed", number=number)
        for number, (title, name) in enumerate(zip(SHORT, ("Bo", "Cy", "Di", "Ed"), strict=True))
    )
    saved = tmp_path / "cards.html"
    saved.write_text(f"<html><body><div class='list'>{cards}</div></body></html>", encoding="utf-8")
    ran = add(source=saved)
    assert "This reading is doubtful" in ran.out
    assert 'begins with "WITHDRAWN", which may not belong to it' in ran.out
    assert "No doubts" not in ran.out


def test_the_preview_says_how_many_papers_it_leaves_out(add):
    shown = add().out
    numbers = [int(number) for number in re.findall(r"^ +(\d+)  \w", shown, re.M)]
    total = int(re.search(r"^(\d+) papers by", shown, re.M)[1])
    (between,) = [int(number) for number in re.findall(r"^… (\d+) papers between", shown, re.M)] or [0]
    assert len(numbers) + between == total


@pytest.mark.parametrize(
    ("source", "told"), [("nowhere.html", "File not found"), ("ftp://kites.example/", "not a web address")]
)
def test_an_unreadable_source_is_wrong_usage(add, source, told):
    ran = add(source=source)
    assert ran.code == 2
    assert told in ran.err


def test_the_form_of_a_date_is_checked(add):
    ran = add("--date", "1 May 2031")
    assert (ran.code, "2031-05-01" in ran.err) == (2, True)


LINES = "<li>{people}: {title}</li>"


def test_patterns_alone_find_lines_with_title_and_authors(add, tmp_path):
    (tmp_path / "lines.html").write_text(page(form=LINES), encoding="utf-8")
    ran = add("--authors-pattern", "^(.+?):", "--title-pattern", ": (.+)$", source=tmp_path / "lines.html")
    assert ran.code == 0
    assert "4 papers by 10 authors" in ran.out
    assert 'title_pattern = ": (.+)$"' in ran.out


def test_a_page_of_such_lines_gets_a_hint(add, tmp_path):
    titles = "".join(f"<li>{title}</li>" for title, _ in PAPERS)
    (tmp_path / "lines.html").write_text(f"<html><body><h1>Kites 2031</h1><ul>{titles}</ul></body></html>", encoding="utf-8")
    ran = add(source=tmp_path / "lines.html")
    assert ran.code == 1
    assert "--title-pattern and --authors-pattern, such as" in ran.err
    ran = add("--title-pattern", "Room (.+)", source=tmp_path / "lines.html")
    assert 'No text of the page matches --title-pattern "Room (.+)".' in ran.err


@pytest.mark.parametrize(
    "line", ["at ACME 2031, Utrecht, May 1, 2031", "The workshop will be held at ACME 2031, Utrecht, on May 1, 2031."]
)
def test_venue_date_and_location_are_read_from_a_line_below_the_heading(add, tmp_path, line):
    html = page().replace("The Kite Workshop at ACME 2031, May 1, 2031", "Program - The Kite Workshop 2031")
    html = html.replace("<h2>", f"<p>{line}</p><h2>", 1)
    (tmp_path / "saved.html").write_text(html, encoding="utf-8")
    table = add("--json", source=tmp_path / "saved.html").json["table"]
    facts = tomllib.loads(table)["acme2031"] if isinstance(table, str) else table
    assert facts["name"] == "The Kite Workshop 2031"
    assert (facts["venue"], facts["year"], str(facts["date"]), facts["location"]) == ("ACME", 2031, "2031-05-01", "Utrecht")


def test_a_file_that_was_added_can_be_scraped_as_the_message_says(add, capsys, root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "saved page.html").write_text(page(), encoding="utf-8")
    ran = add("--url", "https://kites.example/2031/", "--yes", source="saved page.html")
    assert "Its 4 papers are not stored yet; next:\n" in ran.err
    make, scrape = ran.err.partition("next:\n")[2].partition("\nThat reads")[0].split(" &&\n  mlforsys ")
    subprocess.run(make, shell=True, check=True)
    ran = run(capsys, "--root", str(root), *scrape.split())
    assert ran.code == 0
    assert "4 papers" in ran.out
