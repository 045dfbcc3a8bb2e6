"""Invisible characters that control a terminal or the reading direction: the store refuses them, so nothing prints them."""

from __future__ import annotations

import dataclasses
import json
from itertools import product

import pytest

from archive.errors import StoreError
from archive.store.papers import Store
from tests.support.archives import write_archive
from tests.support.commands import run

MARKS = "می\u200cخواهم क्\u200dष \u200eKites\u200f \u00adon\ufeff"  # which scripts need between letters, or which do no harm


@pytest.fixture
def archive(tmp_path):
    write_archive(tmp_path)
    return tmp_path


def by_hand(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


UNSEEN = {
    "\u202e": "U+202E, a character that reverses the direction of text",
    "\u2066": "U+2066, a character that reverses",
    "\x9b": "U+009B, a control character",
    "\x1b": "U+001B, a control character",
    "\x00": "U+0000, a control character",
}
FIELDS = ("title", "authors", "award", "links", "family_names")
# Each character in a title, each field with one of them; every field with every character is slow.
USUAL = {*(("title", unseen) for unseen in UNSEEN), *zip(FIELDS, UNSEEN, strict=True)}


@pytest.mark.parametrize(
    ("field", "unseen"),
    [pytest.param(*one, marks=() if one in USUAL else pytest.mark.slow) for one in product(FIELDS, UNSEEN)],
)
def test_a_store_with_such_characters_is_refused_with_file_paper_and_character(capsys, archive, field, unseen):
    path = archive / "scraped" / "kites2031.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    paper = data["papers"][0]
    paper[field] = {
        "title": f"Kites{unseen} on Rails",
        "authors": [*paper["authors"], f"Bo {unseen}Zuse"],
        "award": f"Best{unseen}",
        "links": [{"label": f"code{unseen}", "url": "https://kites.example/"}],
        "family_names": {paper["authors"][0]: paper["authors"][0].split()[-1] + unseen},
    }[field]
    path.write_text(json.dumps(data), encoding="utf-8")
    sentence = f"kites2031.json: paper {paper['id']}: {field} holds {UNSEEN[unseen]}"
    with pytest.raises(StoreError) as error:
        Store(archive).papers("kites2031")
    assert sentence in str(error.value) or field == "family_names"
    for command in ("check", "site", "export", "search kites"):
        more = [archive / "site"] if command == "site" else []
        ran = run(capsys, *command.split(), *more, "--root", archive)
        assert ran.code == 1
        assert unseen not in ran.out + ran.err
    assert not (archive / "site").exists()


def test_an_abstract_with_such_characters_is_refused(archive):
    store = Store(archive)
    paper_id, abstract = next(iter(store.abstracts("kites2031").items()))
    with pytest.raises(StoreError, match=rf"abstract of {paper_id}: text holds U\+202E.*Nothing was written"):
        store.write_abstracts("kites2031", {paper_id: dataclasses.replace(abstract, text="Kites \u202eon rails.")})


def test_a_lone_surrogate_is_reported_as_such(archive):
    store = Store(archive)
    path = store.abstracts_path("kites2031")
    data = json.loads(path.read_text(encoding="utf-8"))
    paper_id = next(iter(data))
    data[paper_id]["text"] = "Kites \ud800 on rails."
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(StoreError, match=f"abstract of {paper_id}: it contains an incomplete character"):
        store.abstracts("kites2031")


def test_curation_and_registry_with_such_characters_are_refused(capsys, archive):
    by_hand(archive / "editions.toml", 'name = "', 'name = "\\u202e')
    ran = run(capsys, "editions", "--root", archive)
    assert ran.code == 1
    assert "editions.toml" in ran.err
    assert "name holds U+202E" in ran.err


def test_combining_marks_are_allowed(capsys, archive):
    by_hand(archive / "scraped" / "kites2031.json", '"title": "', f'"title": "{MARKS}')
    assert any(paper.title.startswith(MARKS) for paper in Store(archive).papers("kites2031"))
    assert run(capsys, "export", "--format", "json", "--root", archive).code == 0
