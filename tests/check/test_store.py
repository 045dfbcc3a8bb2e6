"""Each kind of problem in the store is found, and all problems at once."""

from __future__ import annotations

import dataclasses
import json

import pytest

from archive.check.store import check_store
from archive.model.paper import Link, Source
from archive.store import curation as curated
from archive.store.editions import load_registry
from tests.support.archives import CACHED_TITLE, LISTS, abstract, paper, write_archive


@pytest.fixture
def root(tmp_path, monkeypatch):
    """The invented archive, without the bundled curation of editions with the same ids."""
    monkeypatch.setattr(curated, "BUNDLED_CURATION", tmp_path / "none")
    return write_archive(tmp_path)


@pytest.fixture
def check(root):
    """The problems as (kind, where, message)."""

    def check():
        return [(p.kind, p.where, p.message) for p in check_store(root, load_registry(root.folder))]

    return check


@pytest.fixture
def write(root):
    """Replaces the papers of an edition, without abstracts."""

    def write(*papers, edition="kites2032"):
        root.store.write_papers(edition, papers)
        root.store.abstracts_path(edition).unlink(missing_ok=True)

    return write


def alone(problems):
    """The only problem."""
    (problem,) = problems
    return problem


def test_a_sound_store_has_no_problems(check):
    assert check() == []


def test_no_store_has_no_problems(tmp_path, root, check):
    for path in root.store.folder.glob("*.json"):
        path.unlink()
    assert check() == []


def test_an_edition_that_no_registry_knows(check, write):
    write(paper("moth", "Moths", "No Body"), edition="unlisted")
    kind, where, message = alone(check())
    assert (kind, where) == ("edition", "unlisted.json")
    assert "editions.toml" in message


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"pdf_url": "kites.pdf"}, '"kites.pdf" is not an absolute web address'),
        ({"page_url": "ftp://kites.example/a"}, "is not an absolute web address"),
        ({"page_url": "https:///a"}, "is not an absolute web address"),
        ({"links": (Link("code", "/code"),)}, '"/code" is not an absolute web address'),
        ({"sources": (Source("list.html", "2031-05-02"),)}, '"list.html" is not an absolute web address'),
        ({"sources": (Source(LISTS, "May 2nd"),)}, '"May 2nd"'),
        ({"sources": (Source(LISTS, "2031-02-30"),)}, '"2031-02-30"'),
        ({"sources": ()}, "no source"),
        ({"authors": ()}, "no authors"),
        ({"equal_contribution": ("Bo Zuse",)}, '"Bo Zuse" contributed equally'),
        ({"arxiv_id": "arXiv:3105.00001"}, "not a bare arXiv id"),
        ({"arxiv_id": "3105.00001v2"}, "not a bare arXiv id"),
    ],
)
def test_an_invalid_fact_is_reported(check, write, facts, message):
    write(dataclasses.replace(paper("quill2032moths", "Moths", "Ada Quill"), **facts))
    kind, where, found = alone(check())
    assert (kind, where) == ("shape", "quill2032moths")
    assert message in found


@pytest.mark.parametrize(
    "facts", [{"status": "withdrawn", "authors": ()}, {"arxiv_id": "3105.0001"}, {"arxiv_id": "cs.LG/0102003"}]
)
def test_a_valid_fact_is_not_reported(check, write, facts):
    write(dataclasses.replace(paper("quill2032moths", "Moths", "Ada Quill"), **facts))
    assert check() == []


def test_an_invalid_address_is_reported(check, write):
    write(paper("quill2032moths", "Moths", "Ada Quill", pdf_url="https://[kites"))
    assert alone(check())[0] == "shape"


@pytest.mark.parametrize(
    ("kind", "facts", "name"),
    [
        ("duplicate", {"title": "DEEP kites!"}, "title"),
        ("duplicate", {"pdf_url": "https://kites.example/quill2031deep.pdf"}, "PDF"),
        ("duplicate", {"openreview_id": "mOsS31"}, "OpenReview id"),
        ("duplicate", {"arxiv_id": "3105.00001"}, "arXiv id"),
        ("id", {"id": "quill2031deep", "pdf_url": None}, "id"),
    ],
)
def test_two_papers_that_may_be_one(check, write, kind, facts, name):
    sound = paper("quill2032moths", "Moths", "Ada Quill")
    write(dataclasses.replace(sound, **facts))
    found, where, message = alone(check())
    assert found == kind
    assert "(kites2031) and " in where
    assert f"one {name}: " in message


def test_withdrawn_papers_may_have_one_title(check, write):
    write(*(paper(f"acme2032retracted{x}", "[Retracted]", status="withdrawn") for x in ("", "b")))
    assert check() == []


def test_an_abstract_without_a_paper_is_reported(check, root):
    root.store.write_abstracts("kites2032", {"nobody2032moths": abstract("Moths.")})
    assert alone(check()) == ("abstract", "abstracts/kites2032.json", "nobody2032moths is not a paper of this edition.")


@pytest.mark.parametrize("content", ["{", "[]", '{"frost2032learned": {"text": 1}}', '{"frost2032learned": "text"}'])
def test_a_damaged_file_of_abstracts(check, root, content):
    root.store.abstracts_path("kites2032").write_text(content)
    kind, where, _ = alone(check())
    assert (kind, where) == ("abstract", "abstracts/kites2032.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[nobody2032moths]\nsummary = "Moths."\n', "nobody2032moths is not a paper of this edition."),
        ("[frost2032learned]\ncolour = 1\n", 'unknown key "colour"'),
        ("[frost2032learned\n", "not valid TOML"),
    ],
)
def test_curation_that_does_not_fit(check, root, content, message):
    (root.folder / "curation").mkdir()
    (root.folder / "curation" / "kites2032.toml").write_text(content)
    kind, where, found = alone(check())
    assert (kind, where) == ("curation", "curation/kites2032.toml")
    assert message in found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"edition": "kites2032"}',
        b'{"edition": "kites2031", "papers": []}',
        b'{"edition": "kites2032", "papers": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]}',
        b'{"edition": "kites2032", "papers": [1]}',
        b'\xff{"edition": "kites2032", "papers": []}',
        b"[" * 100_000,
    ],
    ids=range(9),
)
def test_a_damaged_edition(check, root, content):
    root.store.path("kites2032").write_bytes(content)
    root.store.abstracts_path("kites2032").unlink()
    kind, where, message = alone(check())
    assert kind == "shape"
    assert where.startswith("kites2032.json")
    assert message


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8-sig",
        pytest.param(
            "utf-16",
        ),
    ],
)
def test_an_edition_in_another_encoding(check, root, encoding):
    path = root.store.path("kites2032")
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert alone(check())[0] == "shape"


def test_another_layout(check, root):
    path = root.store.path("kites2032")
    path.write_text(json.dumps(json.loads(path.read_bytes())))
    kind, where, message = alone(check())
    assert (kind, where) == ("shape", "kites2032.json")
    assert "layout" in message


def test_all_problems_are_found_at_once(check, root, write):
    root.store.path("kites2031").write_text(
        json.dumps(
            {
                "edition": "kites2031",
                "papers": [
                    {"id": "A B", "title": " ", "authors": "Ada", "colour": 1},
                    {"id": "quill2031deep", "title": "Deep Kites", "status": "lost", "presentation": "song", "links": [1]},
                ],
            }
        )
    )
    write(paper("moth", "Moths", "Ada Quill", pdf_url="kites.pdf", arxiv_id="1", sources=()))
    root.store.write_abstracts("kites2032", {"nobody2032moths": abstract("Moths.")})
    write(paper("moth", "Moths", "Ada Quill"), edition="unlisted")
    problems = check()
    assert [where for kind, where, _ in problems if kind == "shape"] == [
        *["kites2031.json: A B"] * 4,
        *["kites2031.json: quill2031deep"] * 3,
        *["moth"] * 3,
    ]
    assert [kind for kind, _, _ in problems if kind != "shape"] == ["edition", "abstract", "id", "duplicate"]


SUMMARY = "Kites on long strings were too slow, so shorter strings were tried, and trains came home an hour earlier."


@pytest.mark.parametrize(
    ("facts", "kind", "message"),
    [
        ({"topics": ("kites",)}, "topic", 'no topic "kites"'),
        ({"topics": ("storage",) * 2}, "topic", "each once"),
        ({"topics": ("storage", "caching", "security", "databases", "compilers")}, "topic", "at most 4"),
        ({"topics": ("learned-indexes", "databases")}, "topic", "databases is listed beside a narrower"),
        ({"topics": ("reinforcement-learning", "storage")}, "topic", "methods should come after"),
        ({"topics": ("storage",), "status": "withdrawn"}, "topic", "withdrawn"),
        ({"summary": SUMMARY, "status": "withdrawn"}, "summary", "withdrawn"),
        ({"summary": "Kites fly."}, "summary", "2 words"),
        ({"summary": f"{SUMMARY[:-1]}, {SUMMARY}"}, "summary", "38 words"),
        ({"summary": SUMMARY[:-1]}, "summary", "full stop"),
        ({"summary": SUMMARY.replace("slow, so", "slow. So")}, "summary", "one sentence"),
    ],
)  # fmt: skip
def test_topics_and_summaries_out_of_bounds(uncurated, facts, kind, message):
    uncurated.store.write_papers("kites2032", [paper("ray2032cache", CACHED_TITLE, "Al Ray", **facts)])
    uncurated.store.abstracts_path("kites2032").unlink()
    problems = check_store(uncurated, load_registry(uncurated.folder))
    assert [problem.kind for problem in problems] == [kind]
    assert message in problems[0].message


def test_topics_and_a_summary_within_bounds(uncurated):
    uncurated.store.write_papers(
        "kites2032", [paper("ray2032cache", CACHED_TITLE, "Al Ray", topics=("caching",), summary=SUMMARY)]
    )
    uncurated.store.abstracts_path("kites2032").unlink()
    assert check_store(uncurated, load_registry(uncurated.folder)) == []


def test_a_paper_of_the_bundled_catalogue_needs_both(uncurated):
    uncurated.store.write_papers("neurips2019", [paper("kipf2019sosd", "SOSD", "Andreas Kipf")])
    problems = check_store(uncurated, load_registry(uncurated.folder))
    assert sorted(problem.kind for problem in problems) == ["summary", "topic"]
    assert {problem.where for problem in problems} == {"kipf2019sosd"}
    uncurated.store.write_papers(
        "neurips2019",
        [paper("kipf2019sosd", "SOSD", "Andreas Kipf", topics=("supervised-learning",), summary=SUMMARY)],
    )
    (problem,) = check_store(uncurated, load_registry(uncurated.folder))
    assert "only methods" in problem.message


def test_people_who_may_be_one_are_listed_as_doubtful(uncurated):
    uncurated.store.write_papers(
        "kites2032",
        [paper("ray2032cache", CACHED_TITLE, "Al B. Ray"), paper("ray2032moss", "Moss", "Al Ray", topics=("storage",))],
    )
    uncurated.store.abstracts_path("kites2032").unlink()
    (problem,) = check_store(uncurated, load_registry(uncurated.folder))
    assert (problem.kind, problem.where) == ("doubtful", "people.toml")
    assert "Al Ray" in problem.message
    assert "an extra middle name" in problem.message
