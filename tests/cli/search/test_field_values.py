"""An unknown value of a field gets the same message as the option of that name."""

from __future__ import annotations

import pytest

from tests.support.commands import run


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("author:fogg", 'No paper has an author "fogg". Did you mean Cy Fog? `mlforsys authors` lists them all.'),
        ("topic:databse", 'There is no topic "databse". Did you mean databases or datasets? `mlforsys topics` lists them all.'),
        ("edition:nowhere", 'There is no edition "nowhere". Choose from isca2019, kites2031, kites2032, neurips2024.'),
        ("edition:2031", 'There is no edition "2031". For a year: year:2031.'),
        ("venue:nips", 'There is no venue "nips". Did you mean neurips? Choose from acme, isca, neurips.'),
        ("venue:nowhere", 'There is no venue "nowhere". Choose from acme, isca, neurips.'),
        ("year:1999", "There is no edition of 1999. Editions range from 2018 to 2032."),
        ("year>2040", "There is no edition from 2041 on. Editions range from 2018 to 2032."),
        ("year<1999", "There is no edition up to 1998. Editions range from 2018 to 2032."),
        ("author:", "author: needs a value, such as author:kraska."),
    ],
)
def test_a_wrong_value_is_explained(capsys, umbrellas, text, said):
    assert run(capsys, "search", text).err.splitlines()[-2:] == [said, "No paper matches."]


@pytest.mark.parametrize("name", ["C. Fog", "fog, c.", "cy,fog"])
def test_initials_and_family_names_first_mean_one_person_everywhere(capsys, umbrellas, name):
    ids = [
        run(capsys, *asked, "--format", "ids").out
        for asked in (("search", "--author", "cy fog"), ("search", "--author", name), ("search", f'author:"{name}"'))
    ]
    assert ids[0]
    assert ids == [ids[0]] * 3
    assert run(capsys, "authors", name).out.startswith("Cy Fog: ")
    assert run(capsys, "search", "author:cy,fog", "--format", "ids").out == ids[0]


def test_a_name_without_quotes_is_read_or_noted(capsys, umbrellas):
    whole = run(capsys, "search", 'author:"cy fog"', "--format", "ids").out
    assert whole
    for text in ("author:C. Fog", "author: C. fog", "author:C Fog"):
        ran = run(capsys, "search", text, "--format", "ids")
        assert (ran.out, ran.err) == (whole, "")
    note = 'Only "cy" was searched among authors. For the whole name: author:"cy fog"'
    assert note in run(capsys, "search", "author:cy fog").err
    assert note.replace("fog", "Fog") in run(capsys, "search", "author:'cy Fog'").err
    assert note.replace("author:", "--author ") in run(capsys, "search", "--author", "cy", "fog").err
    assert "Only" not in run(capsys, "search", "--author", "cy", "umbrella").err
    assert 'Did you mean author:"Cy Fog"?' in run(capsys, "search", "author:cyy fog").err
    assert "Only" not in run(capsys, "search", "author:cy fog", "--json").err
    assert "Only" not in run(capsys, "search", "author:cy umbrella").err


def test_valid_values_cause_no_note(capsys, umbrellas):
    run(capsys, "index")
    assert run(capsys, "search", "edition:kites venue:ACM year:2032").err == ""


def test_an_archive_without_abstracts_says_so(capsys, umbrellas):
    assert "abstracts yet" not in run(capsys, "search", "abstract:zebra").err
    for edition in umbrellas.store.editions():
        umbrellas.store.write_abstracts(edition, {})
    assert "This archive has no abstracts yet; `mlforsys scrape` collects them." in run(capsys, "search", "abstract:zebra").err


def test_values_between_commas_are_alternatives_as_in_options(capsys, umbrellas):
    for field, values in {
        "author": "ray,sky",
        "topic": "caching,networking",
        "edition": "isca2019,kites2031",
        "year": "2019,2031-",
    }.items():
        asked = run(capsys, "search", f"{field}:{values}", "--format", "ids", "-n", "50")
        assert sorted(asked.out.split()) == sorted(
            run(capsys, "search", f"--{field}", values, "--format", "ids", "-n", "50").out.split()
        )
        assert asked.out
    ran = run(capsys, "search", "author:fogg,sky")
    assert 'No paper has an author "fogg".' in ran.err
    assert "Optimising Neighbours" in ran.out


@pytest.mark.parametrize(
    ("text", "years"), [("year>2031", "2032-"), ("year:>=2031", "2031-"), ("year<2024", "-2023"), ("-year>2024", "-2024")]
)
def test_years_are_compared(capsys, umbrellas, text, years):
    ids = run(capsys, "search", "--year", years, "--format", "ids", "-n", "50").out.split()
    assert ids
    assert sorted(run(capsys, "search", "-f", "ids", "-n", "50", "--", text).out.split()) == sorted(ids)


def test_the_beginning_of_a_topic_works_as_in_options(capsys, umbrellas):
    run(capsys, "index")
    asked = run(capsys, "search", "topic:cach", "--format", "ids")
    assert asked == run(capsys, "search", "--topic", "cach", "--format", "ids")
    assert asked.out
    ran = run(capsys, "search", "--topic", "data")
    assert (ran.code, ran.err) == (
        2,
        'mlforsys: There is no topic "data". Did you mean datacenters, databases or datasets? '
        "`mlforsys topics` lists them all.\n",
    )


@pytest.mark.parametrize(
    "address", ["https://kites.example/2032/", "http://www.kites.example/2032/index.html", "https://k.example/kites2032/papers"]
)
def test_an_address_of_an_edition_leads_to_its_papers(capsys, umbrellas, address):
    ran = run(capsys, "search", address)
    assert (ran.code, ran.out) == (0, "")
    said = f"{address} belongs to Kites for Systems at ACME 2032. Its papers: `mlforsys search --edition kites2032`"
    assert ran.err.splitlines()[-2:] == [said, "No paper matches."]
    assert "belongs to" not in run(capsys, "search", "https://kites.example/deep.git").err


def test_a_kind_of_presentation_is_found(capsys, root):
    assert run(capsys, "search", "oral", "--format", "ids").out == "quill2024kites\n"
    assert "quill2024kites" not in run(capsys, "search", "--format", "ids", "--", "-oral").out


def test_presentation_venue_and_status_can_be_searched(capsys, root):
    assert set(run(capsys, "search", "oral OR isca", "--format", "ids").out.split()) == {"quill2024kites", "vanloon2019weight"}
    assert run(capsys, "search", "withdrawn", "--format", "ids").out == "strass2024snow\n"


def test_years_that_exclude_each_other(capsys, root):
    run(capsys, "index")
    ran = run(capsys, "search", "year>2031 year<2020")
    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (0, "", "No paper matches all of this.")
