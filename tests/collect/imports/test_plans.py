"""The output of an import for titles, names, and files of other programs."""

from __future__ import annotations

import json

import pytest

from tests.support.commands import run
from tests.support.sandbox import Sandbox


@pytest.fixture
def plan(capsys, tmp_path):
    """The output of importing a file with this text."""
    sandbox = Sandbox(tmp_path)

    def plan(text: str, name: str = "file"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return run(capsys, "import", tmp_path / name, "--edition", "kites2031", "--root", sandbox.root.folder, "--json")

    return plan


def titles(ran) -> list[str]:
    return [row["title"] for row in ran.json["added"]]


def table(*rows: tuple[str, str]) -> str:
    return "title,authors\n" + "".join(f'"{title}","{authors}"\n' for title, authors in rows)


# -- titles ------------------------------------------------------------------------------------


def test_numbers_labels_and_full_stops_of_all_titles_are_removed_and_reported(plan):
    ran = plan(table(("1. Kites.", "Ada Quill"), ("2. Lamps.", "Bo Zuse"), ("3. Snow. [PDF]", "Di Frost")))
    assert titles(ran) == ["Kites", "Lamps", "Snow"]
    assert 'The numbers before titles, "1." to "3.", are cut, as each title has one.' in ran.json["notes"]
    assert "The full stop after 3 titles is cut, as all have one." in ran.json["notes"]
    assert [row["doubtful"] for row in ran.json["added"]] == [[], [], []]


def test_a_number_of_only_one_title_is_kept_and_doubted(plan):
    ran = plan(table(("3. Something", "Ada Quill"), ("Lamps", "Bo Zuse"), ("Snow", "Di Frost")))
    assert titles(ran) == ["3. Something", "Lamps", "Snow"]
    assert ran.json["added"][0]["doubtful"] == ['its title begins with "3.", which may be a number of a list']


def test_a_badge_becomes_award_or_presentation(plan):
    ran = plan(table(("[Oral] Kites", "Ada Quill"), ("Lamps (Best Paper Award)", "Bo Zuse")))
    kites, lamps = (row["fields"] for row in ran.json["added"])
    assert (kites["title"], kites["presentation"]) == ("Kites", "oral")
    assert (lamps["title"], lamps["award"]) == ("Lamps", "Best Paper Award")


def test_exports_of_this_program_are_not_changed(plan):
    papers = [{"id": f"quill2031{i}", "title": f"{i}. Kites", "authors": ["Ada Quill"], "edition": "kites2031"} for i in (1, 2)]
    ran = plan(json.dumps({"edition": "kites2031", "papers": papers}))
    assert titles(ran) == ["1. Kites", "2. Kites"]


# -- names -------------------------------------------------------------------------------------


def test_names_that_may_be_inverted_or_places_are_doubted(plan):
    ran = plan(table(("Kites", "Quill Ada, Frost Bo"), ("Lamps", "Ada Quill, Zephyrville, Bo Frost")))
    kites, lamps = ran.json["added"]
    assert kites["doubtful"] == ['the author "Quill Ada" may have the family name first']
    assert lamps["doubtful"] == ['the author "Zephyrville" has one word']
    assert any("Frost Bo and Bo Frost may be one person" in note for note in ran.json["notes"])


# -- BibTeX ------------------------------------------------------------------------------------

STRINGS = '@string{acme = "Workshop on Kites"}\n@string(who = "Ada Quill")\n@string{both = who # " and Bo " # {Zuse}}\n'


def test_strings_are_joined(plan):
    entry = '@inproceedings{a, title = "The Weight " # {of {Snow}}, author = both, booktitle = acme # " 31", year = 20 # {31}}'
    (row,) = plan(STRINGS + entry, "x.bib").json["added"]
    assert (row["title"], row["authors"]) == ("The Weight of Snow", ["Ada Quill", "Bo Zuse"])


def test_a_hash_within_braces_or_quotation_marks_joins_nothing(plan):
    entry = '@misc{a, title = {Kites in C\\# # 1}, author = "Ada Quill", year = 2031}'
    assert titles(plan(entry, "x.bib")) == ["Kites in C# # 1"]


@pytest.mark.parametrize("field", ['title = nosuch # " Owls", author = {Di Frost}', "title = {Owls}, author = nosuch"])
def test_a_string_that_the_file_does_not_define_refuses_the_entry(plan, field):
    ran = plan(f"@misc{{a, {field}, year = 2031, month = jan}}\n@misc{{b, title = {{Snow}}, author = {{Di Frost}}}}", "x.bib")
    assert titles(ran) == ["Snow"]
    assert [row["reason"] for row in ran.json["refused"]] == [
        'it uses the string "nosuch", which the file does not define; add its @string'
    ]


def test_crossref_gives_the_year_and_nothing_else(plan):
    text = """@inproceedings{a, crossref = {Kites31}, title = {Kites}, author = {Ada Quill}}
        @inproceedings{b, crossref = "kites30", title = {Lamps}, author = {Bo Zuse}}
        @inproceedings{c, crossref = {kites31}, author = {Di Frost}}
        @inproceedings{d, crossref = {elsewhere}, title = {Snow}, author = {Di Frost}}
        @proceedings{kites31, title = {Proceedings}, year = 2031, editor = {Cy Moss}, doi = {10.1000/31}}
        @proceedings{kites30, title = {Older}, date = {2030-05-01}}"""
    ran = plan(text, "x.bib")
    assert [(row["title"], row["authors"], row["fields"].get("doi")) for row in ran.json["added"]] == [
        ("Kites", ["Ada Quill"], None),
        ("Snow", ["Di Frost"], None),
    ]
    assert [(row["title"], row["reason"]) for row in ran.json["skipped"]] == [("Lamps", "of 2030")]
    assert [row["reason"] for row in ran.json["refused"]] == ["it has no title"]


# -- remarks ------------------------------------------------------------------------------------


def test_a_remark_about_many_rows_is_printed_once_with_their_number(plan):
    several = [(f"Kites {at}", f"Ada Quill{at}, Bo Zuse, Ada Quill{at}") for at in "abcd"]
    ran = plan(table(*several))
    told = [note for note in ran.json["notes"] if "more than once" in note]
    assert told == ["row 2 names Ada Quilla more than once, who may be two people; the same for 3 more rows."]


def test_remarks_about_one_row_are_printed_one_by_one(plan):
    title, *authors = (text.encode().decode("latin-1") for text in ("Cafés", "Zoë Quill", "René Frost", "Bjørn Zuse"))
    ran = plan(json.dumps([{"title": title, "authors": authors}, {"title": "Lamps", "authors": ["Bo Zuse"]}]))
    told = [note for note in ran.json["notes"] if "encoded twice" in note]
    assert len(told) == 4
    assert not any("more rows" in note for note in told)


# -- notes of OpenReview that a crawler wrapped ---------------------------------------------------


def note(key: str, title: str, author: str, venue: str) -> dict:
    content = {"title": {"value": title}, "authors": {"value": [author]}, "venueid": {"value": venue}}
    return {"id": key * 10, "forum": key * 10, "content": content}


NOTES = [note("a", "Kites", "Ada Quill", "K/2031"), note("b", "Snow", "Di Frost", "K/2031/Rejected_Submission")]


def lines(items: list) -> str:
    return "".join(json.dumps(item) + "\n" for item in items)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(NOTES),
        json.dumps({"notes": NOTES, "count": 2}),
        json.dumps({"data": {"notes": NOTES}}),
        json.dumps([{"note": one, "crawled": "2031-05-01"} for one in NOTES]),
        json.dumps([{"notes": [one]} for one in NOTES]),
        json.dumps({one["id"]: one for one in NOTES}),
        json.dumps({"accepted": NOTES[:1], "rejected": NOTES[1:]}),
        json.dumps([{"submission": one, "replies": []} for one in NOTES]),
        json.dumps([NOTES[0], {"note": NOTES[1]}]),
        lines(NOTES),
        lines([{"note": one} for one in NOTES]),
        lines([{"notes": [one]} for one in NOTES]),
    ],
)
def test_notes_and_their_decisions_are_found_at_any_depth(plan, text):
    ran = plan(text)
    (row,) = ran.json["added"]
    assert (row["title"], row["authors"], row["fields"]["openreview_id"]) == ("Kites", ["Ada Quill"], "a" * 10)
    assert [row["title"] for row in ran.json["skipped"]] == ["Snow"]


def test_decisions_beside_wrapped_notes_of_version_1_count(plan):
    def old(key: str, title: str, decision: str) -> dict:
        forum = {"forum": key * 10, "id": key * 10}
        reply = {"forum": key * 10, "replyto": key * 10, "invitation": "K/2031/-/Decision", "content": {"decision": decision}}
        return {"submission": {**forum, "content": {"title": title, "authors": ["Ada Quill"]}}, "replies": [reply]}

    ran = plan(json.dumps([old("a", "Kites", "Accept (Oral)"), old("b", "Snow", "Reject")]))
    assert titles(ran) == ["Kites"]
    assert [row["title"] for row in ran.json["skipped"]] == ["Snow"]
