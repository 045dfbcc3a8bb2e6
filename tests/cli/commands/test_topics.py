"""`mlforsys topics`, and papers filtered by topic."""

from __future__ import annotations

import pytest

from archive.catalogue.topic_suggestions.model import THRESHOLD
from archive.store.curation import load_curation
from tests.support.archives import AT_SEA, CACHED, CACHED_TITLE
from tests.support.commands import run
from tests.support.own import own_archive


@pytest.fixture
def ids(capsys, uncurated):
    """The papers that a search finds."""

    def ids(*args):
        ran = run(capsys, "search", "--format", "ids", *args)
        assert ran.code == 0
        return ran.out.split()

    return ids


def test_a_broader_topic_includes_the_narrower(ids):
    assert set(ids("--topic", "systems-software")) == {"vanloon2019weight", "quill2024kites"}
    assert ids("--topic", "runtime-systems") == ["quill2024kites"]


def test_several_topics_are_alternatives_and_the_query_asks_for_both(ids):
    assert set(ids("--topic", "networking", "--topic", "storage")) == {"vanloon2019weight", "altinbuken2024lantern"}
    assert set(ids("--topic", "networking,storage")) == {"vanloon2019weight", "altinbuken2024lantern"}
    assert ids("topic:caching", "topic:storage") == ["vanloon2019weight"]
    assert ids("topic:networking", "topic:storage") == []


def test_a_synonym_is_as_good_as_the_id(ids):
    assert ids("--topic", "Prefetching") == ids("--topic", "caching") != []


def test_an_unknown_topic_is_wrong_usage_with_a_suggestion(capsys, uncurated):
    for command in ("search", "export", "stats"):
        ran = run(capsys, command, "--topic", "cachng")
        assert ran.code == 2
        assert "Did you mean caching" in ran.err
        assert ran.out == ""


def test_an_unknown_topic_in_a_query_is_a_note(capsys, uncurated):
    ran = run(capsys, "search", "topic:cachng")
    assert ran.code == 0
    assert "Did you mean caching" in ran.err


def test_export_filters_by_topic_as_search_does(capsys, uncurated, ids):
    for asked in (("--topic", "systems-software"), ("--topic", "networking", "--topic", "os")):
        assert {record["id"] for record in run(capsys, "export", "--json", *asked).json} == set(ids(*asked)) != set()


def test_facets_are_printed_on_request(capsys, uncurated):
    ran = run(capsys, "search", "snow", "--facets")
    assert "--topic: caching (1), storage (1), systems-software (1)" in ran.out
    assert "--year: 2019 (1), 2024 (1)" in ran.out
    assert "--year:" not in run(capsys, "search", "snow").out


def test_topics_are_a_tree_with_counts(capsys, uncurated):
    lines = run(capsys, "topics").out.splitlines()
    assert lines[0] == "Areas"
    at = next(i for i, line in enumerate(lines) if line.startswith("systems-software"))
    assert lines[at].split()[1] == "2"
    assert lines[at + 1].startswith("  runtime-systems")
    assert "Methods" in lines
    shapes = {shape["id"]: shape for shape in run(capsys, "topics", "--json").json}
    assert shapes["systems-software"]["papers_count"] == 2
    assert shapes["runtime-systems"]["broader"] == "systems-software"


def test_one_topic_shows_its_papers_by_year_and_marks_suggested_ones(capsys, uncurated):
    out = run(capsys, "topics", "prefetching").out
    assert out.startswith("Caching and prefetching: 3 papers")
    assert out.index("2019") < out.index("The Weight of Snow") < out.index("2024") < out.index("2031") < out.index("Deep Kites")
    assert f"? {CACHED_TITLE}" in out
    shape = run(capsys, "topics", "caching", "--json").json
    assert [record["id"] for record in shape["results"]] == ["vanloon2019weight", "quill2024kites", "quill2031deep"]
    assert [record["id"] for record in shape["suggested_results"]] == [CACHED]


def test_an_unknown_topic_cannot_be_shown(capsys, uncurated):
    ran = run(capsys, "topics", "kites")
    assert (ran.code, ran.out) == (2, "")


def test_several_tasks_at_once_are_wrong_usage(capsys, uncurated):
    assert run(capsys, "topics", "--review", "--explain", CACHED).code == 2


def test_suggested_topics_are_never_topics(capsys, uncurated, ids):
    record = run(capsys, "show", CACHED, "--json").json[0]
    assert record["topics"] == []
    assert set(record["suggested_topics"]) == {"caching", "reinforcement-learning"}
    assert CACHED not in ids("--topic", "caching")
    facets = run(capsys, "search", "--edition", "kites2032", "--json").json["facets"]
    assert facets["topic"] == {}


def test_suggested_topics_are_marked_wherever_they_are_shown(capsys, uncurated):
    assert "caching?" in run(capsys, "show", CACHED).out
    assert "caching?" in run(capsys, "search", "eviction").out
    header, *rows = run(capsys, "export", "--format", "csv", "--edition", "kites2032").out.splitlines()
    at = header.split(",").index("suggested_topics")
    assert "caching" in rows[0].split(",")[at]


def test_no_topic_is_suggested_if_none_is_likely(capsys, uncurated):
    assert "suggested_topics" not in run(capsys, "show", AT_SEA, "--json").json[0]
    assert "suggested_topics" not in run(capsys, "show", "rain2032retracted", "--json").json[0]
    assert "suggested_topics" not in run(capsys, "show", "quill2024kites", "--json").json[0]


def test_an_explanation_names_the_words_and_their_places(capsys, uncurated):
    out = run(capsys, "topics", "--explain", CACHED).out
    assert '"Cache"' in out
    assert "1 in the title, " in out
    shape = run(capsys, "topics", "--explain", CACHED, "--json").json
    caching = next(verdict for verdict in shape["verdicts"] if verdict["topic"] == "caching")
    assert caching["score"] >= shape["threshold"] == THRESHOLD
    assert caching["score"] == pytest.approx(sum(piece["score"] for piece in caching["evidence"]), abs=0.02)
    cache = next(piece for piece in caching["evidence"] if piece["term"] == "cach")
    assert (cache["in_title"], cache["in_abstract"]) == (1, 2)


def test_explaining_an_unknown_paper_is_an_error(capsys, uncurated):
    assert run(capsys, "topics", "--explain", "nobody").code == 1


def test_accepted_topics_are_curation_and_survive(capsys, uncurated):
    suggested = run(capsys, "show", CACHED, "--json").json[0]["suggested_topics"]
    path = uncurated.folder / "curation" / "kites2032.toml"
    path.parent.mkdir()
    path.write_text(f'# ours\n[{AT_SEA}]\ntopics = ["networking"]  # by hand\n')
    ran = run(capsys, "topics", "--accept", CACHED)
    assert (ran.code, ran.out) == (0, f"{CACHED}: {', '.join(suggested)}\n")
    assert path.read_text().startswith(f'# ours\n[{AT_SEA}]\ntopics = ["networking"]  # by hand\n')
    assert load_curation("kites2032", uncurated.folder)[CACHED].topics == tuple(suggested)
    record = run(capsys, "show", CACHED, "--json").json[0]
    assert record["topics"] == suggested
    assert "suggested_topics" not in record


@pytest.mark.parametrize(
    ("paper_id", "message"),
    [
        ("quill2024kites", "already has topics"),
        (AT_SEA, "No topics are suggested"),
        ("rain2032retracted", "is withdrawn"),
        ("nobody", "no paper"),
    ],
)
def test_topics_that_cannot_be_accepted_change_nothing(capsys, uncurated, paper_id, message):
    before = uncurated.store.path("kites2032").read_bytes()
    ran = run(capsys, "topics", "--accept", CACHED, "--accept", paper_id)
    assert ran.code == 1
    assert message in ran.err
    assert uncurated.store.path("kites2032").read_bytes() == before
    assert not (uncurated.folder / "curation").exists()


def test_broken_curation_is_left_alone(capsys, uncurated):
    path = uncurated.folder / "curation" / "kites2032.toml"
    path.parent.mkdir()
    path.write_text("[broken")
    assert run(capsys, "topics", "--accept", CACHED).code == 1
    assert path.read_text() == "[broken"
    assert run(capsys, "show", CACHED, "--json").json[0]["topics"] == []


def test_the_bundled_model_is_retrained_only_in_a_checkout(capsys, uncurated):
    ran = run(capsys, "topics", "--learn")
    assert ran.code == 1
    assert "checkout" in ran.err


@pytest.mark.parametrize("task", [("--accept", "moss2031lanterns"), ("--review",)])
def test_without_topics_there_is_nothing_to_accept_or_review(capsys, tmp_path, monkeypatch, task):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    folder = own_archive(tmp_path / "own").folder
    ran = run(capsys, "--root", folder, "topics", *task)
    assert (ran.code, ran.out) == (1, "")
    assert "This archive has no topics. `mlforsys topics --suggest-taxonomy` proposes some" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("about", "shown"),
    [
        ("Papers on ropes, and on twine.", False),
        ("Ropes and twine: papers on both.", False),
        ("What holds a kite.", True),
    ],
)
def test_the_rule_of_a_topic_is_shown_if_it_says_more_than_the_sentence_for_readers(capsys, tmp_path, about, shown):
    topics = f'[rope]\nname = "Ropes"\nkind = "area"\ndescription = "Papers on ropes and twine."\nabout = "{about}"\n'
    folder = own_archive(tmp_path / "own", topics=topics).folder
    out = run(capsys, "--root", folder, "topics", "rope").out
    assert out.splitlines()[1] == about
    assert ("Rule: Papers on ropes and twine." in out) == shown


@pytest.mark.parametrize("asked", [["caching,storage"], ["caching", "storage"]])
def test_several_topics_get_the_command_that_finds_their_papers(capsys, uncurated, asked):
    ran = run(capsys, "topics", *asked)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("`mlforsys search --topic caching,storage`\n")
    assert 'There is no topic "caching nosuch"' in run(capsys, "topics", "caching", "nosuch").err
