"""The registry of editions: the bundled one, a root's own, and errors in either."""

from __future__ import annotations

import datetime

import pytest

from archive.errors import StoreError, UsageError
from archive.model.paper import Page
from archive.store.editions import load_registry

TABLE = {
    "name": '"Kites at ACME 2031"',
    "venue": '"ACME"',
    "year": "2031",
    "date": "2031-05-01",
    "location": '"Utrecht"',
    "url": '"https://kites.example/"',
    "partial": "true",
    "note": '"Half of it."',
    "pages": '[{ url = "https://kites.example/p.html", family = "list" }]',
}


def table(edition: str = "kites2031", **changed: str | None) -> str:
    """A whole table, with some keys changed, or left out if None."""
    lines = [f"{key} = {value}" for key, value in (TABLE | changed).items() if value is not None]
    return "\n".join([f"[{edition}]", *lines, ""])


@pytest.fixture
def load(tmp_path):
    def load(*tables: str):
        (tmp_path / "editions.toml").write_text("\n".join(tables), encoding="utf-8")
        return load_registry(tmp_path)

    return load


def test_every_key_is_read(load):
    edition = load(table())["kites2031"]
    assert (edition.id, edition.name, edition.venue, edition.year) == ("kites2031", "Kites at ACME 2031", "ACME", 2031)
    assert (edition.date, edition.location, edition.url) == (datetime.date(2031, 5, 1), "Utrecht", "https://kites.example/")
    assert (edition.partial, edition.note) == (True, "Half of it.")
    assert edition.pages == (Page("https://kites.example/p.html", "list"),)


def test_optional_keys_may_be_left_out(load):
    edition = load(table(date=None, location=None, partial=None, note=None, pages=None))["kites2031"]
    assert (edition.date, edition.location, edition.partial, edition.note, edition.pages) == (None, None, False, None, ())


def test_the_bundled_editions_are_there_without_a_root():
    bundled = load_registry()
    assert list(bundled)[:3] == ["neurips2018", "isca2019", "neurips2019"]
    assert list(bundled)[-1] == "neurips2026"
    assert len(bundled) == 10


def test_a_roots_own_registry_adds(load):
    assert list(load(table())) == [*load_registry(), "kites2031"]


def test_a_roots_own_registry_overrides_a_whole_table(load):
    registry = load(table("neurips2019", year="2019", date="2019-12-14", name='"Mine"', pages=None))
    assert (registry["neurips2019"].name, registry["neurips2019"].pages) == ("Mine", ())
    assert list(registry) == list(load_registry())


def test_a_root_without_a_registry_has_the_bundled_one(tmp_path):
    assert load_registry(tmp_path) == load_registry()


def test_editions_are_in_chronological_order(load):
    own = list(
        load(
            table("unknown-day", date=None),
            table("december", date="2031-12-01"),
            table("spring", date="2031-03-01"),
            table("earlier", year="2017", date="2017-12-01"),
        )
    )
    assert own[0] == "earlier"
    assert own[-3:] == ["spring", "december", "unknown-day"]


@pytest.mark.parametrize("missing", ["name", "venue", "year", "url"])
def test_a_missing_key_is_named(load, missing):
    with pytest.raises(StoreError, match=rf"editions\.toml: edition \[kites2031\]: {missing} is missing"):
        load(table(**{missing: None}))


WRONG = [
    ("name", "1"),
    ("venue", '["ACME"]'),
    ("year", '"2031"'),
    ("year", "2031.0"),
    ("year", "true"),
    ("year", "31"),
    ("year", "20310"),
    ("date", '"2031-05-01"'),
    ("date", "2031-05-01T10:00:00"),
    ("location", "7"),
    ("url", "{}"),
    ("partial", '"yes"'),
    ("partial", "1"),
    ("note", "[]"),
    ("pages", '"https://kites.example/p.html"'),
    ("pages", '["https://kites.example/p.html"]'),
    ("pages", '[{ url = "https://kites.example/p.html" }]'),
    ("pages", '[{ url = "https://kites.example/p.html", family = 1 }]'),
    ("pages", '[{ url = "https://kites.example/p.html", family = "list", more = "x" }]'),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_is_named_with_its_table(load, key, value):
    with pytest.raises(StoreError, match=rf"editions\.toml: edition \[kites2031\]: .*{key.removesuffix('s')}"):
        load(table(**{key: value}))


def test_an_unknown_key_is_named(load):
    with pytest.raises(StoreError, match=r'\[kites2031\]: unknown key "colour"'):
        load(table(colour='"red"'))


@pytest.mark.parametrize("edition", ['"Kites 2031"', "2031", '"../kites"', '""', "-kites"])
def test_an_id_that_cannot_be_a_file_is_refused(load, edition):
    with pytest.raises(StoreError, match="invalid id: use lower-case letters"):
        load(table(edition))


def test_a_value_that_is_not_a_table_is_refused(load):
    with pytest.raises(StoreError, match=r"\[kites2031\]: it should be a table"):
        load("kites2031 = 7")


@pytest.mark.parametrize("content", [b"[kites2031", "name = 'Zoë'".encode("latin-1")])
def test_an_invalid_toml_file_is_named(tmp_path, content):
    (tmp_path / "editions.toml").write_bytes(content)
    with pytest.raises(StoreError, match=r"editions\.toml"):
        load_registry(tmp_path)


@pytest.mark.parametrize(
    ("wanted", "near"), [("neurips2091", "neurips2019"), ("Neurips 2O23", "neurips2023"), ("isca", "isca2019")]
)
def test_an_unknown_edition_is_a_wrong_usage_with_a_hint(wanted, near):
    with pytest.raises(UsageError, match=f'no edition "{wanted}".*{near}'):
        load_registry().find(wanted)


@pytest.mark.parametrize("wanted", ["NeurIPS2019", "neurips 2019", "NIPS-2019", "nips2019", "ML for Systems at NeurIPS 2019"])
def test_an_edition_is_found_however_it_is_spelled(wanted):
    assert load_registry().find(wanted).id == "neurips2019"


def test_a_word_unlike_any_edition_gets_no_hint():
    with pytest.raises(UsageError) as raised:
        load_registry().find("zzz")
    assert "Did you mean" not in str(raised.value)
    assert "mlforsys editions" in str(raised.value)


def test_a_year_names_all_its_editions_unless_it_is_an_id(tmp_path):
    table = 'name = "K"\nvenue = "{venue}"\nyear = 2031\nurl = "https://kites.example/{venue}/"\n'
    ids = ("a2031", "b2031", "y2031")
    (tmp_path / "editions.toml").write_text("".join(f"[{name}]\n{table.format(venue=name)}" for name in ids))
    registry = load_registry(tmp_path)
    assert [edition.id for edition in registry.named("2031")] == list(ids)
    assert [edition.id for edition in registry.named(" B2031")] == ["b2031"]
    registry["2031"] = registry["a2031"]
    assert [edition.id for edition in registry.named("2031")] == ["a2031"]
