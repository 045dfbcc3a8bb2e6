"""RIS and CSL-JSON: reference managers read back what the store contains."""

from __future__ import annotations

import json
import re

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue.items import items
from archive.catalogue.known_names import known_names
from archive.export.bibliographic_data import workshop_name
from archive.export.formats import export_format
from archive.model.names import name_parts
from archive.model.paper import Edition
from archive.model.paper_links import FORUM
from archive.model.record import make_record, without_abstract
from archive.model.text import squeeze
from archive.store.editions import Registry, load_registry
from archive.store.root import open_root
from tests.support.archives import paper
from tests.support.strategies import full_names, quick

ACME = Edition(id="acme2031", name="Kites & Rails at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
REGISTRY = Registry({"acme2031": ACME}, None)


def written(name, *records):
    return "".join(export_format(name).write(records, REGISTRY))


def record(title="Kites", *authors, **facts):
    return make_record(paper("quill2031kites", title, *authors, **facts), ACME, None)


@pytest.fixture(scope="module")
def archive():
    root = open_root()
    registry = load_registry(root.folder)
    names = known_names(root.folder)
    return [names.in_record(without_abstract(item.record())) for item in items(root, registry)], registry


# -- RIS


def test_rispy_reads_every_paper_of_the_archive(archive):
    papers, registry = archive
    entries = rispy.loads("".join(export_format("ris").write(papers, registry)))
    assert [entry["id"] for entry in entries] == [one["id"] for one in papers]
    for one, entry in zip(papers, entries, strict=True):
        assert entry["type_of_reference"] == "CONF"
        assert entry["title"] == squeeze(one["title"])
        assert int(entry["year"]) == one["year"]
        assert entry.get("authors", []) == [_in_ris(name, one["family_names"].get(name)) for name in one["authors"]]
        edition = registry[one["edition"]]
        assert entry["secondary_title"] == workshop_name(edition.name)
        assert entry["date"] == edition.date.strftime("%Y/%m/%d/")
        assert entry["urls"] == [one["page_url"] if one["status"] else _where_to_read(one)]


def _where_to_read(one):
    arxiv = one["arxiv_id"] and f"https://arxiv.org/abs/{one['arxiv_id']}"
    return one["pdf_url"] or arxiv or (one["openreview_id"] and f"{FORUM}{one['openreview_id']}") or one["page_url"]


def _in_ris(name, family=None):
    parts = name_parts(name, family)
    return ", ".join(part for part in (f"{parts.particle} {parts.family}".strip(), parts.given, parts.suffix) if part)


def test_ris_has_no_empty_tag():
    text = written("ris", record("Kites", pdf_url=None))
    assert re.findall("^(?!ER)..  - $", text, re.M) == []
    assert text.endswith("ER  - \n")


@quick
@given(st.text(min_size=1), full_names)
def test_ris_keeps_any_title_on_one_line(title, name):
    (entry,) = rispy.loads(written("ris", record(f"Kites {title}", name)))
    assert entry["title"].startswith("Kites")
    assert entry["secondary_title"] == "Workshop on Kites & Rails at ACME 2031"
    assert len(entry["authors"]) == 1


# -- CSL-JSON


def test_csl_of_the_archive(archive):
    papers, registry = archive
    found = json.loads("".join(export_format("csl-json").write(papers, registry)))
    assert [item["id"] for item in found] == [one["id"] for one in papers]
    for one, item in zip(papers, found, strict=True):
        edition = registry[one["edition"]]
        assert item["type"] == "paper-conference"
        assert item["title"] == squeeze(one["title"])
        assert item["issued"]["date-parts"] == [[edition.date.year, edition.date.month, edition.date.day]]
        assert item["container-title"] == workshop_name(edition.name)
        assert len(item.get("author", [])) == len(one["authors"])
        assert all(item.values())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Quill", {"family": "Quill", "given": "Ada"}),
        ("Mia van der Berg", {"family": "Berg", "given": "Mia", "non-dropping-particle": "van der"}),
        ("Mia Van der Berg", {"family": "Berg", "given": "Mia", "non-dropping-particle": "Van der"}),
        ("Le Zhang", {"family": "Zhang", "given": "Le"}),
        ("Bo Zuse Jr.", {"family": "Zuse", "given": "Bo", "suffix": "Jr."}),
        ("Madonna", {"literal": "Madonna"}),
        ("王伟", {"literal": "王伟"}),
    ],
)
def test_csl_names(name, expected):
    (item,) = json.loads(written("csl-json", record("Kites", name)))
    assert item["author"] == [expected]


def test_csl_of_a_withdrawn_paper_names_its_page_and_says_so():
    gone = record("Kites", "Ada Quill", status="withdrawn", page_url="https://kites.example/list")
    (item,) = json.loads(written("csl-json", gone))
    assert (item["note"], item["URL"]) == ("Withdrawn", "https://kites.example/list")
