"""CSL-JSON: its items, and bibliographies that other programs make from it."""

from __future__ import annotations

import json

import pytest
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from tests.support.archives import write_archive
from tests.support.citations import PROJECT, real, real_references, record, reference, written
from tests.support.readers import csl_by_pandoc, pandoc
from tests.support.strategies import nasty_texts, quick

STYLES = PROJECT / "archive" / "cite" / "styles"


def item(*args, **facts):
    (one,) = json.loads(written("csl-json", record(*args, **facts)))
    return one


def test_csl_of_the_archive(tmp_path):
    from archive.store.editions import load_registry
    from tests.support.archives import records

    root = write_archive(tmp_path)
    text = written("csl-json", *records(root), registry=load_registry(root.folder))
    shapes = {one["id"]: one for one in json.loads(text)}
    assert shapes["quill2024kites"] == {
        "id": "quill2024kites",
        "type": "paper-conference",
        "title": "Kites on Rails: Scheduling Wind for Trains",
        "author": [{"family": "Quill", "given": "Ada"}, {"family": "Zuse", "given": "Bo", "suffix": "Jr."}],
        "issued": {"date-parts": [[2024, 12, 15]]},
        "container-title": "Workshop on ML for Systems at NeurIPS 2024",
        "publisher-place": "Vancouver, Canada",
        "URL": "https://kites.example/quill2024kites.pdf",
        "keyword": "Caching and prefetching, Runtime systems",
        "note": "Best Paper Award",
    }
    assert shapes["strass2024snow"]["note"] == "Withdrawn"
    assert (shapes["quill2031deep"]["archive"], shapes["quill2031deep"]["archive_location"]) == ("arXiv", "3105.00001")
    assert shapes["frost2032learned"]["issued"] == {"date-parts": [[2032]]}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Mia van der Loon", {"family": "Loon", "given": "Mia", "non-dropping-particle": "van der"}),
        ("Mia de la Cruz Jr.", {"family": "Cruz", "given": "Mia", "non-dropping-particle": "de la", "suffix": "Jr."}),
        ("von Quill, III, Ada", {"family": "Quill", "given": "Ada", "non-dropping-particle": "von", "suffix": "III"}),
        ("Xia (Steve) Li", {"family": "Li", "given": "Xia (Steve)"}),
        ("Madonna", {"literal": "Madonna"}),
        ("{Kite and Rail Group}", {"literal": "Kite and Rail Group"}),
    ],
)
def test_names_are_divided_as_csl_has_it(name, parts):
    assert item("Kites", name)["author"] == [parts]


def test_csl_is_what_a_processor_reads():
    source = CiteProcJSON(json.loads(real("csl-json")))
    for one in real_references():
        read = source[one.id]
        assert (read.type, str(read.title), str(read.URL)) == ("paper-conference", one.title, one.url)
        assert [name.get("family", name.get("literal")) for name in read.get("author", [])] == [n.family for n in one.authors]
        assert (read.issued.year, read.issued.month, read.issued.day) == (one.date.year, one.date.month, one.date.day)


def test_csl_is_what_pandoc_reads():
    ours = json.loads(real("csl-json"))
    for theirs, one in zip(csl_by_pandoc(json.dumps(ours), "csljson"), ours, strict=True):
        assert json.loads(json.dumps(theirs).replace("\\u2019", "'")) == one


@pytest.mark.parametrize("form", ["csljson", "bibtex"])
def test_pandoc_sets_a_bibliography_with_every_paper(form):
    text = pandoc(
        real({"csljson": "csl-json"}.get(form, form)),
        *("-f", form, "-t", "plain", "--wrap=none", "--citeproc", "--csl", str(STYLES / "acm.csl")),
    )
    lines = [line for line in text.split("\n") if line]
    assert len(lines) == len(real_references())
    for one in real_references():
        (line,) = (line for line in lines if line.endswith(one.url) and one.title.lower() in line.lower().replace("’", "'"))
        assert all(name.family in line.replace("’", "'") for name in one.authors)
        assert ".." not in line


@quick
@given(nasty_texts, st.lists(nasty_texts, max_size=3))
def test_any_paper_reads_back(title, authors):
    one, expected = item(title, *authors), reference(title, *authors)
    assert one.get("title", "") == expected.title
    assert len(one.get("author", ())) == len(expected.authors)
    assert all(name.get("literal") or (name["family"] and name["given"]) for name in one.get("author", ()))
