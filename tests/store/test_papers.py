"""The store: what is written is read back, a damaged file is named, and a write is complete or has no effect."""

from __future__ import annotations

import dataclasses
import json
import os

import pytest

from archive.errors import StoreError
from archive.model.paper import Abstract, Link, Paper, Source
from archive.store.files import write_bytes, write_text
from archive.store.papers import Store

FULL = Paper(
    id="quill2031kites",
    title="Kites on “Rails”: Łódź",
    authors=("Ada Quill", "Bo Zuse"),
    family_names=(("Bo Zuse", "Bo Zuse"),),
    equal_contribution=("Ada Quill",),
    award="Best Paper Award",
    presentation="oral",
    status="withdrawn",
    pdf_url="https://kites.example/k.pdf",
    page_url="https://kites.example/",
    links=(Link("slides", "https://kites.example/s.pdf"), Link("code", "https://kites.example/git")),
    openreview_id="kItEs",
    arxiv_id="3105.00001",
    doi="10.1000/kites",
    topics=("kites", "rails"),
    summary="Kites fly on trains.",
    sources=(Source("https://kites.example/", "2031-05-02"),),
)
BARE = Paper(id="kites2031retracted", title="[Retracted]")
ABSTRACT = Abstract("Kites fly.", "pdf", "https://kites.example/k.pdf", "2031-05-02", "two columns")
KEYS = (
    "id title authors family_names equal_contribution award presentation status pdf_url page_url links "
    "openreview_id arxiv_id doi topics summary sources"
).split()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def test_the_full_paper_here_has_every_field():
    assert all(getattr(FULL, field.name) for field in dataclasses.fields(Paper))


def test_every_field_comes_back(store):
    assert store.write_papers("kites2031", [FULL, BARE]) is True
    assert store.papers("kites2031") == [FULL, BARE]
    assert store.editions() == ["kites2031"]


def test_abstracts_come_back(store):
    abstracts = {"quill2031kites": ABSTRACT, "moss2031lanterns": dataclasses.replace(ABSTRACT, doubtful=None)}
    store.write_abstracts("kites2031", abstracts)
    assert store.abstracts("kites2031") == abstracts
    assert store.editions() == []


def test_an_edition_without_a_file_is_empty(store):
    assert store.papers("kites2031") == []
    assert store.abstracts("kites2031") == {}


def test_the_form_is_made_for_diffs(store):
    store.write_papers("kites2031", [FULL, BARE])
    text = store.path("kites2031").read_text(encoding="utf-8")
    data = json.loads(text)
    assert list(data) == ["edition", "papers"]
    assert list(data["papers"][0]) == KEYS
    assert data["papers"][1] == {"id": "kites2031retracted", "title": "[Retracted]", "authors": []}
    assert text == json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    assert "“Rails”: Łódź" in text


def test_the_order_of_keys_in_a_file_does_not_matter(store):
    store.write_papers("kites2031", [FULL])
    text = store.path("kites2031").read_text(encoding="utf-8")
    data = json.loads(text)
    data["papers"] = [dict(reversed(paper.items())) for paper in data["papers"]]
    store.path("kites2031").write_text(json.dumps(data), encoding="utf-8")
    store.write_papers("kites2031", store.papers("kites2031"))
    assert store.path("kites2031").read_text(encoding="utf-8") == text


def test_abstracts_are_sorted_by_id(store):
    store.write_abstracts("kites2031", {"b": ABSTRACT, "a": ABSTRACT})
    assert list(json.loads(store.abstracts_path("kites2031").read_bytes())) == ["a", "b"]


# -- damaged files -----------------------------------------------------------------------------

GOOD = {
    "edition": "kites2031",
    "papers": [{"id": "a", "title": "A", "authors": ["X"]}, {"id": "b", "title": "B", "authors": []}],
}


def put(store, content) -> None:
    path = store.path("kites2031")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


def test_the_good_file_here_is_good(store):
    put(store, GOOD)
    assert len(store.papers("kites2031")) == 2


BAD_FILES = {
    "empty": b"",
    "truncated": json.dumps(GOOD).encode()[:60],
    "a list": [],
    "a text": "kites",
    "null": None,
    "no papers": {"edition": "kites2031"},
    "papers are an object": {"edition": "kites2031", "papers": {}},
    "another edition": GOOD | {"edition": "kites2030"},
    "latin-1": '{"edition": "kites2031", "papers": [{"id": "a", "title": "Zoë"}]}'.encode("latin-1"),
    "deep": b"[" * 200_000,
    "deep and closed": b"[" * 200_000 + b"]" * 200_000,
    "binary": bytes(range(256)),
}


def test_a_number_of_thousands_of_digits_is_reported_as_damage(store):
    put(store, b'{"edition": "kites2031", "papers": [{"id": ' + b"9" * 5000 + b"}]}")
    with pytest.raises(StoreError, match=r"scraped/kites2031\.json"):
        store.papers("kites2031")


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_damaged_file_is_named(store, content):
    put(store, content)
    with pytest.raises(StoreError, match=r"scraped/kites2031\.json"):
        store.papers("kites2031")


def test_a_folder_in_place_of_a_file_is_named(store):
    store.path("kites2031").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"kites2031\.json"):
        store.papers("kites2031")


BAD_FIELDS = [
    ("id", None),
    ("id", 7),
    ("id", "Upper Case"),
    ("id", "../a"),
    ("id", ""),
    ("title", None),
    ("title", " "),
    ("title", ["B"]),
    ("authors", None),
    ("authors", "X"),
    ("authors", [1]),
    ("authors", [""]),
    ("equal_contribution", "X"),
    ("award", 1),
    ("award", ""),
    ("presentation", "dance"),
    ("presentation", ["oral"]),
    ("status", "fine"),
    ("pdf_url", None),
    ("pdf_url", {}),
    ("page_url", 3),
    ("openreview_id", []),
    ("arxiv_id", 3105.1),
    ("summary", False),
    ("topics", "kites"),
    ("topics", [None]),
    ("links", {}),
    ("links", ["https://x.example/"]),
    ("links", [{"label": "slides"}]),
    ("links", [{"label": "slides", "url": 1}]),
    ("links", [{"label": "slides", "url": "https://x.example/", "more": "x"}]),
    ("sources", "https://x.example/"),
    ("sources", [{"url": "https://x.example/"}]),
    ("sources", [{"url": "https://x.example/", "retrieved": None}]),
]


@pytest.mark.parametrize(("field", "value"), BAD_FIELDS)
def test_a_wrong_field_is_named_with_its_file_and_paper(store, field, value):
    put(store, GOOD | {"papers": [GOOD["papers"][0], GOOD["papers"][1] | {field: value}]})
    with pytest.raises(StoreError) as raised:
        store.papers("kites2031")
    message = str(raised.value)
    assert f"{store.path('kites2031')}: paper " in message
    assert field in message
    if field != "id":
        assert "paper b:" in message


@pytest.mark.parametrize("missing", ["id", "title"])
def test_a_missing_field_is_named(store, missing):
    paper = {key: value for key, value in GOOD["papers"][0].items() if key != missing}
    put(store, GOOD | {"papers": [paper]})
    with pytest.raises(StoreError, match=missing):
        store.papers("kites2031")


def test_an_unknown_field_is_named(store):
    put(store, GOOD | {"papers": [GOOD["papers"][0] | {"colour": "red"}]})
    with pytest.raises(StoreError, match=r'kites2031\.json: paper a: unknown field "colour"'):
        store.papers("kites2031")


@pytest.mark.parametrize("paper", [None, "a", []])
def test_an_entry_that_is_not_a_paper_is_named_by_its_number(store, paper):
    put(store, GOOD | {"papers": [GOOD["papers"][0], paper]})
    with pytest.raises(StoreError, match=r"kites2031\.json: paper number 2"):
        store.papers("kites2031")


def test_a_duplicate_paper_is_named(store):
    put(store, GOOD | {"papers": [GOOD["papers"][0], GOOD["papers"][0]]})
    with pytest.raises(StoreError, match=r"kites2031\.json: paper a is listed twice"):
        store.papers("kites2031")


GOOD_ABSTRACT = {"text": "T", "source": "page", "url": "https://x.example/", "retrieved": "2031-05-02"}


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"{", "kites2031.json"),
        (b"[]", "kites2031.json"),
        (b"\xff", "kites2031.json"),
        ({"a": None}, "abstract of a"),
        ({"a": "T"}, "abstract of a"),
        ({"a": {"text": "T"}}, "abstract of a"),
        ({"a": GOOD_ABSTRACT | {"more": "x"}}, "abstract of a"),
        ({"a": GOOD_ABSTRACT | {"text": 1}}, "abstract of a"),
        ({"a": GOOD_ABSTRACT | {"source": "hearsay"}}, "abstract of a.*source"),
        ({"a": GOOD_ABSTRACT | {"doubtful": True}}, "abstract of a"),
    ],
)
def test_damaged_abstracts_are_named(store, content, names):
    path = store.abstracts_path("kites2031")
    path.parent.mkdir(parents=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(StoreError, match=f"abstracts/.*{names}"):
        store.abstracts("kites2031")


# -- whole or nothing --------------------------------------------------------------------------


def test_unchanged_papers_are_not_written(store):
    store.write_papers("kites2031", [FULL])
    path = store.path("kites2031")
    os.utime(path, ns=(1, 1))
    assert store.write_papers("kites2031", [FULL]) is False
    assert path.stat().st_mtime_ns == 1
    assert store.write_papers("kites2031", [FULL, BARE]) is True


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(store, monkeypatch, step, error):
    store.write_papers("kites2031", [FULL])
    before = store.path("kites2031").read_bytes()

    def fail(*args, **options):
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)):
        store.write_papers("kites2031", [BARE])
    monkeypatch.undo()
    assert store.path("kites2031").read_bytes() == before
    assert [path.name for path in store.folder.iterdir()] == ["kites2031.json"]


def test_a_reader_never_sees_half_a_file(tmp_path, monkeypatch):
    path, seen = tmp_path / "a", []
    write_text(path, "old")
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda *names: (seen.append(path.read_text()), replace(*names)))
    write_bytes(path, b"new and longer")
    assert seen == ["old"]
    assert path.read_text() == "new and longer"


def test_files_are_readable_by_others_as_the_umask_says(tmp_path):
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
