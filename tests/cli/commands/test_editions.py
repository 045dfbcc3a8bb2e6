"""`mlforsys editions`: counts, and editions that are known in part."""

from __future__ import annotations

import dataclasses

import pytest

from archive.model.paper import Absence
from archive.store.archive_config import Identity
from archive.store.new_archive import start_archive
from archive.store.papers import LedgerEntry
from tests.support.commands import run


def test_editions_counts_and_says_why_2021_is_known_in_part(capsys, workshop):
    rows = {row["id"]: row for row in run(capsys, "editions", "--json").json}
    keys = "id name venue year date location url papers withdrawn with_pdf with_abstract abstract_sources".split()
    assert all(row.keys() >= set(keys) for row in rows.values())
    counts = {row["id"]: row["papers"] for row in rows.values()}
    assert counts == {
        "neurips2018": 19, "isca2019": 5, "neurips2019": 22, "neurips2020": 18, "neurips2021": 4,
        "neurips2022": 19, "neurips2023": 32, "neurips2024": 26, "neurips2025": 41, "neurips2026": 0,
    }  # fmt: skip
    assert rows["neurips2023"]["withdrawn"] == 1
    assert rows["neurips2018"]["with_pdf"] == 18
    assert rows["neurips2019"]["abstract_sources"] == {"pdf": 1}
    text = run(capsys, "editions")
    assert "known in part" in text.out
    assert "no list of accepted papers for 2021" in text.err


ABSENCE = Absence("the paper prints none", "pdf", "https://kites.example/moss.pdf", "2031-05-02")


@pytest.fixture
def absent(root):
    root.store.write_ledger("kites2031", {"moss2031index": LedgerEntry(absence=ABSENCE)})
    return root


def test_editions_count_what_is_missing_as_missing(capsys, absent):
    rows = {row["id"]: row for row in run(capsys, "editions", "--json").json}
    assert (rows["kites2031"]["papers"], rows["kites2031"]["with_abstract"]) == (2, 1)
    assert rows["kites2031"]["abstract_sources"] == {"page": 1}


def test_editions_draw_a_bar_for_each_source(capsys, root):
    texts = root.store.abstracts("neurips2024")
    one, other = sorted(texts)
    root.store.write_abstracts("neurips2024", {one: texts[one], other: dataclasses.replace(texts[other], source="pdf")})
    lines = {line.split()[0]: line for line in run(capsys, "editions").out.splitlines()}
    assert "  page ████ 1 pdf ████ 1" in lines["neurips2024"]
    assert lines["isca2019"].endswith("1  page ████████ 1")
    assert "█" not in lines["neurips2019"]


def test_only_some_editions_are_listed(capsys, root):
    everything = run(capsys, "editions", "--json").json
    some = run(capsys, "editions", "KITES 2031", "isca2019", "--json").json
    assert some == [row for row in everything if row["id"] in ("kites2031", "isca2019")]
    ran = run(capsys, "editions", "kites2031")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["edition", "kites2031"]
    assert "`mlforsys search --edition kites2031`" in ran.err
    assert run(capsys, "editions", "kites2099").code == 2


def test_a_year_names_its_editions(capsys, workshop):
    assert [one["id"] for one in run(capsys, "editions", "2019", "--json").json] == ["isca2019", "neurips2019"]
    assert run(capsys, "editions", "1999").code == 2


def test_a_fact_of_an_edition_is_corrected(capsys, root):
    ran = run(capsys, "editions", "kites2032", "--set", "date=2032-05-03", "--set", "location= Delft ")
    assert ran.code == 0
    assert ran.err.startswith(f"Written to {root.folder / 'editions.toml'}: date, location of kites2032.\n")
    assert "2032-05-03  Delft" in ran.out
    (row,) = run(capsys, "editions", "kites2032", "--set", "location=", "--json").json
    assert (row["date"], row["location"]) == ("2032-05-03", None)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--set", "date=2032-05-03"), "--set corrects one edition: name it"),
        (("kites2031", "kites2032", "--set", "date=2032-05-03"), "--set corrects one edition: name it"),
        (("kites2032", "--set", "date"), "KEY is name, venue, year, date or location."),
        (("kites2032", "--set", "papers=3"), "KEY is name, venue, year, date or location."),
        (("kites2032", "--set", "date=May"), "Write it like 2031-05-01"),
        (("kites2032", "--set", "name="), "the name is empty"),
    ],
)
def test_an_invalid_correction_is_wrong_usage(capsys, root, arguments, says):
    before = (root.folder / "editions.toml").read_bytes()
    ran = run(capsys, "editions", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert (root.folder / "editions.toml").read_bytes() == before


def test_a_fact_of_a_bundled_edition_is_corrected_in_a_copy_of_its_table(capsys, root):
    ran = run(capsys, "editions", "neurips2019", "--set", "location=Delft")
    assert ran.code == 0
    assert f"Written to {root.folder / 'editions.toml'}: location of neurips2019." in ran.err
    assert "takes the place of the one that comes with the program" in ran.err
    (row,) = run(capsys, "editions", "neurips2019", "--json").json
    assert row["location"] == "Delft"
    assert "takes the place" not in run(capsys, "editions", "kites2032", "--set", "location=Delft").err


def test_several_editions_are_named_by_words_or_between_commas(capsys, root):
    with_commas = run(capsys, "editions", "kites2031,isca2019")
    assert (with_commas.code, with_commas.out) == (0, run(capsys, "editions", "kites2031", "isca2019").out)
    assert run(capsys, "editions", "kites2031,").code == 2


@pytest.mark.parametrize("command", ["editions", "scrape"])
def test_editions_are_named_without_an_option(capsys, root, command):
    ran = run(capsys, command, "--edition", "kites2031")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"Name editions without an option: `mlforsys {command} ID`, or a year.\n")


def test_an_archive_without_editions_says_how_to_add_one(capsys, tmp_path):
    start_archive(tmp_path / "new", Identity(name="Kites for Systems", short_name="KfS"))
    for command in (["editions"], ["scrape"], ["import", __file__, "--edition", "kfs2031"]):
        said = run(capsys, "--root", tmp_path / "new", *command).err
        assert "no editions yet" in said
    ran = run(capsys, "--root", tmp_path / "new", "editions")
    assert "`mlforsys import FILE --edition ID` imports papers from a file." in ran.err
