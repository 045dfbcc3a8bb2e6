"""Topics: asked for, suggested, explained, and accepted by a person."""

from __future__ import annotations

import pytest

from archive.catalogue.items import items
from archive.catalogue.suggest.learn import Example, examples, learn, to_bytes
from archive.catalogue.suggest.model import COUNTS, THRESHOLD, Counts, Model, load_model, read_counts
from archive.catalogue.suggest.text import as_written, find, make_cues
from archive.catalogue.taxonomy import load_taxonomy
from archive.check.store import check_store
from archive.search.index import build
from archive.search.query import parse_query
from archive.store import curation as curated
from archive.store.curation import load_curation
from archive.store.editions import load_registry
from archive.store.root import Root, bundled_folder
from tests.support.archives import abstract, paper, write_archive
from tests.support.commands import run
from tests.support.terminals import Sitting

CACHED, KITES = "ray2032cache", "sky2032kites"
CTRL_C, CTRL_D = "\x03", "\x04"
TITLE = "Learned Cache Eviction with Bandits"
TEXT = (
    "Cache eviction decides the hit rate of a content delivery network. We train an agent by reinforcement learning, "
    "with a reward for each hit; a contextual bandit chooses what to evict from the cache."
)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """The invented archive with an edition that nobody has curated."""
    monkeypatch.setattr(curated, "BUNDLED", tmp_path / "none")
    root = write_archive(tmp_path / "archive")
    root.store.write_papers(
        "kites2032",
        [
            paper(CACHED, TITLE, "Al Ray"),
            paper(KITES, "Kites at Sea", "Bo Sky"),
            paper("rain2032retracted", "Cache Eviction Retracted", "Cy Rain", status="withdrawn"),
        ],
    )
    root.store.write_abstracts("kites2032", {CACHED: abstract(TEXT), KITES: abstract("Kites were flown from ships.")})
    monkeypatch.setenv("MLFORSYS_ROOT", str(root.folder))
    return root


# -- asking by topic --------------------------------------------------------------------------


@pytest.fixture
def ids(capsys, root):
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


def test_an_unknown_topic_is_wrong_usage_and_gets_the_nearest(capsys, root):
    for command in ("search", "export", "stats"):
        ran = run(capsys, command, "--topic", "cachng")
        assert ran.code == 2
        assert "Did you mean caching" in ran.err
        assert ran.out == ""


def test_an_unknown_topic_in_a_query_is_a_note(capsys, root):
    ran = run(capsys, "search", "topic:cachng")
    assert ran.code == 0
    assert "Did you mean caching" in ran.err


def test_export_filters_by_topic_as_search_does(capsys, root, ids):
    for asked in (("--topic", "systems-software"), ("--topic", "networking", "--topic", "os")):
        assert {record["id"] for record in run(capsys, "export", "--json", *asked).json} == set(ids(*asked)) != set()


def test_a_paper_whose_topic_is_called_so_is_found_below_those_that_say_the_word(tmp_path):
    root = write_archive(tmp_path)
    root.store.write_papers(
        "kites2032",
        [
            paper("a2032one", "Moss", "A One", topics=("learned-indexes",)),
            paper("b2032two", "A Database of Kites", "B Two"),
            paper("c2032three", "Snow", "C Three", topics=("compilers",)),
        ],
    )
    root.store.write_abstracts(
        "kites2032", {"c2032three": abstract("Snow " * 300 + "and one database in a thousand words of snow.")}
    )
    index = build(root)

    def found(text):
        return [hit.record["id"] for hit in index.search(parse_query(text), match="all").hits]

    assert found("database") == ["b2032two", "c2032three", "a2032one"]
    assert found("database moss") == ["a2032one"]
    assert found("learned index") == ["a2032one"]
    assert found('"index structures" moss') == ["a2032one"]


def test_facets_are_printed_on_request(capsys, root):
    ran = run(capsys, "search", "snow", "--facets")
    assert "--topic: caching (1), storage (1), systems-software (1)" in ran.out
    assert "--year: 2019 (1), 2024 (1)" in ran.out
    assert "--year:" not in run(capsys, "search", "snow").out


# -- the command ------------------------------------------------------------------------------


def test_topics_are_a_tree_with_counts(capsys, root):
    lines = run(capsys, "topics").out.splitlines()
    assert lines[0] == "Areas"
    at = next(i for i, line in enumerate(lines) if line.startswith("systems-software"))
    assert lines[at].split()[1] == "2"
    assert lines[at + 1].startswith("  runtime-systems")
    assert "Methods" in lines
    shapes = {shape["id"]: shape for shape in run(capsys, "topics", "--json").json}
    assert shapes["systems-software"]["papers_count"] == 2
    assert shapes["runtime-systems"]["broader"] == "systems-software"


def test_one_topic_shows_its_papers_by_year_and_marks_suggested_ones(capsys, root):
    out = run(capsys, "topics", "prefetching").out
    assert out.startswith("Caching and prefetching: 3 papers")
    assert out.index("2019") < out.index("The Weight of Snow") < out.index("2024") < out.index("2031") < out.index("Deep Kites")
    assert f"? {TITLE}" in out
    shape = run(capsys, "topics", "caching", "--json").json
    assert [record["id"] for record in shape["results"]] == ["vanloon2019weight", "quill2024kites", "quill2031deep"]
    assert [record["id"] for record in shape["suggested_results"]] == [CACHED]


def test_an_unknown_topic_is_no_topic_to_show(capsys, root):
    ran = run(capsys, "topics", "kites")
    assert (ran.code, ran.out) == (2, "")


def test_different_tasks_are_wrong_usage_together(capsys, root):
    assert run(capsys, "topics", "--review", "--explain", CACHED).code == 2


# -- suggestions ------------------------------------------------------------------------------


def test_suggested_topics_are_never_topics(capsys, root, ids):
    record = run(capsys, "show", CACHED, "--json").json[0]
    assert record["topics"] == []
    assert set(record["suggested_topics"]) == {"caching", "reinforcement-learning"}
    assert CACHED not in ids("--topic", "caching")
    facets = run(capsys, "search", "--edition", "kites2032", "--json").json["facets"]
    assert facets["topic"] == {}


def test_suggested_topics_are_marked_wherever_they_are_shown(capsys, root):
    assert "caching?" in run(capsys, "show", CACHED).out
    assert "caching?" in run(capsys, "search", "eviction").out
    header, *rows = run(capsys, "export", "--format", "csv", "--edition", "kites2032").out.splitlines()
    at = header.split(",").index("suggested_topics")
    assert "caching" in rows[0].split(",")[at]


def test_no_suggestion_rather_than_a_wrong_one(capsys, root):
    assert "suggested_topics" not in run(capsys, "show", KITES, "--json").json[0]
    assert "suggested_topics" not in run(capsys, "show", "rain2032retracted", "--json").json[0]
    assert "suggested_topics" not in run(capsys, "show", "quill2024kites", "--json").json[0]


def test_an_explanation_names_the_words_and_where_they_stand(capsys, root):
    out = run(capsys, "topics", "--explain", CACHED).out
    assert "“Cache”" in out
    assert "1 in the title, " in out
    shape = run(capsys, "topics", "--explain", CACHED, "--json").json
    caching = next(verdict for verdict in shape["verdicts"] if verdict["topic"] == "caching")
    assert caching["score"] >= shape["threshold"] == THRESHOLD
    assert caching["score"] == pytest.approx(sum(piece["score"] for piece in caching["evidence"]), abs=0.02)
    cache = next(piece for piece in caching["evidence"] if piece["term"] == "cach")
    assert (cache["in_title"], cache["in_abstract"]) == (1, 2)


def test_an_explanation_of_no_paper_is_an_error(capsys, root):
    assert run(capsys, "topics", "--explain", "nobody").code == 1


def test_accepted_topics_are_curation_and_survive(capsys, root):
    suggested = run(capsys, "show", CACHED, "--json").json[0]["suggested_topics"]
    path = root.folder / "curation" / "kites2032.toml"
    path.parent.mkdir()
    path.write_text(f'# ours\n[{KITES}]\ntopics = ["networking"]  # by hand\n')
    ran = run(capsys, "topics", "--accept", CACHED)
    assert (ran.code, ran.out) == (0, f"{CACHED}: {', '.join(suggested)}\n")
    assert path.read_text().startswith(f'# ours\n[{KITES}]\ntopics = ["networking"]  # by hand\n')
    assert load_curation("kites2032", root.folder)[CACHED].topics == tuple(suggested)
    record = run(capsys, "show", CACHED, "--json").json[0]
    assert record["topics"] == suggested
    assert "suggested_topics" not in record


@pytest.mark.parametrize(
    ("paper_id", "message"),
    [
        ("quill2024kites", "already has topics"),
        (KITES, "No topics are suggested"),
        ("rain2032retracted", "is withdrawn"),
        ("nobody", "no paper"),
    ],
)
def test_what_cannot_be_accepted_changes_nothing(capsys, root, paper_id, message):
    before = root.store.path("kites2032").read_bytes()
    ran = run(capsys, "topics", "--accept", CACHED, "--accept", paper_id)
    assert ran.code == 1
    assert message in ran.err
    assert root.store.path("kites2032").read_bytes() == before
    assert not (root.folder / "curation").exists()


def test_broken_curation_is_left_alone(capsys, root):
    path = root.folder / "curation" / "kites2032.toml"
    path.parent.mkdir()
    path.write_text("[broken")
    assert run(capsys, "topics", "--accept", CACHED).code == 1
    assert path.read_text() == "[broken"
    assert run(capsys, "show", CACHED, "--json").json[0]["topics"] == []


def test_learning_is_for_a_checkout(capsys, root):
    ran = run(capsys, "topics", "--learn")
    assert ran.code == 1
    assert "checkout" in ran.err


# -- review on a terminal ---------------------------------------------------------------------


def review(root, *keys):
    """What ``topics --review`` says last, after a person pressed keys; a longer one is typed as the topic to add."""
    with Sitting("--root", str(root.folder), "topics", "--review", "kites2032") as sitting:
        for key in keys:
            if len(key) > 1:
                sitting.sees("Topic:")
                sitting.type(key)
            else:
                sitting.sees("q stop")
                sitting.press(key)
        return sitting.leaves()


def test_a_review_accepts_drops_adds_and_stops(root):
    assert review(root, "1", "+", "dbms\n", "a", "q") == (0, "1 paper settled, 1 left to review.\r\n")
    stored = {one.id: one.topics for one in root.store.papers("kites2032")}
    assert stored == {CACHED: ("databases", "reinforcement-learning"), KITES: (), "rain2032retracted": ()}
    assert load_curation("kites2032", root.folder)[CACHED].topics == stored[CACHED]


def test_what_is_skipped_comes_again(root):
    assert "0 papers settled, 2 left" in review(root, "s", "s")[1]
    assert not (root.folder / "curation").exists()


def test_an_interrupt_keeps_what_was_settled_and_the_rest_comes_again(root):
    code, said = review(root, "a", CTRL_C)
    assert code == 130
    assert "1 paper settled, 1 left" in said
    assert "0 papers settled, 1 left" in review(root, CTRL_D)[1]


def test_a_topic_is_not_added_beside_its_narrower_one_and_methods_stay_last(root):
    review(root, "1", "+", "learned indexes\n", "+", "databases\n", "a", "q")
    assert root.store.papers("kites2032")[0].topics == ("learned-indexes", "reinforcement-learning")


@pytest.mark.parametrize("instead", ["nothing of the kind\n", " \n"])
def test_what_is_no_topic_is_not_added(root, instead):
    review(root, "+", instead, "a", "q")
    assert root.store.papers("kites2032")[0].topics == ("caching", "reinforcement-learning")


def test_a_review_needs_a_terminal(capsys, root):
    ran = run(capsys, "topics", "--review")
    assert ran.code == 2
    assert "--accept" in ran.err


# -- the model --------------------------------------------------------------------------------


def test_the_longest_cue_alone_counts():
    cues = make_cues(load_taxonomy())
    found, _ = find("Graph neural networks", "", cues)
    assert list(found) == ["graph neural network"]


def test_agents_that_are_language_models_are_no_reinforcement_learning():
    agents = "Agents plan the work of a data center; each agent tells the other agents."
    assert "reinforcement-learning" in load_model().suggest("Agents for Data Centers", agents)
    assert "reinforcement-learning" not in load_model().suggest("Agents for Data Centers", f"{agents} They are LLM agents.")
    both = f"{agents} They are LLM agents, trained by deep reinforcement learning with a reward for each policy."
    assert "reinforcement-learning" in load_model().suggest("Agents for Data Centers by Reinforcement Learning", both)


@pytest.mark.parametrize(
    ("title", "abstract", "topics"),
    [
        ("Agentic Kites", "LLM agents call tools, and other agents check their work.", {"llm-agents"}),
        ("A Router for LLM Serving", "vLLM answers requests with a KV cache in less time.", {"llm-serving"}),
        ("Carbon-Aware Cooling", "Energy consumption and carbon emissions of kites fall.", {"energy"}),
    ],
)
def test_words_of_new_subjects_lead_to_their_topics(title, abstract, topics):
    suggested = set(load_model().suggest(title, abstract))
    assert topics <= suggested
    assert not suggested & {"networking", "reinforcement-learning", "llm-for-systems"}


def test_a_ceded_cue_is_counted_only_where_it_speaks():
    """Papers whose LLMs are served say nothing against what the word tells elsewhere."""
    taxonomy = load_taxonomy()
    served = [Example(f"Kites {i}", "An LLM answers through vLLM.", ("llm-serving",)) for i in range(20)]
    helping = [Example(f"Lamps {i}", "An LLM writes drivers.", ("llm-for-systems",)) for i in range(5)]
    counts = learn([*served, *helping], taxonomy)
    assert (counts.terms["llm"], counts.silent["llm"]["llm-for-systems"], counts.both["llm"]["llm-for-systems"]) == (25, 20, 5)


def test_where_no_area_is_sure_the_surest_is_suggested_and_nothing_on_a_whim():
    model = Model(load_taxonomy(), Counts(0, {}, {}, {}))
    assert model.weigh("Kites", "Flash and disks are small.")[0].score < THRESHOLD
    assert model.suggest("Kites", "Flash and disks are small.") == ("storage",)
    assert model.weigh("Kites", "The disk is small.")
    assert model.suggest("Kites", "The disk is small.") == ()


def test_a_broader_topic_that_is_far_surer_stands_for_its_narrower_one():
    model = Model(load_taxonomy(), Counts(0, {}, {}, {}))
    text = "Databases: a dbms plans SQL queries; transactions, OLTP and OLAP, join order and cardinality estimation."
    beside = f"{text} A B-tree, a Bloom filter and a sketch are there."
    scores = {verdict.topic: verdict.score for verdict in model.weigh("Query Optimization in Database Systems", beside)}
    assert min(scores["databases"], scores["learned-indexes"]) > THRESHOLD
    suggested = model.suggest("Query Optimization in Database Systems", beside)
    assert ("databases" in suggested, "learned-indexes" in suggested) == (True, False)
    assert "learned-indexes" in model.suggest("Learned Indexes", f"A learned index, a learned Bloom filter, a B-tree. {text}")


def test_a_term_is_told_as_the_paper_writes_it():
    assert as_written("cach evict", "Kites", "On Cache Evictions") == "Cache Evictions"
    assert as_written("moss", "Kites") == "moss"


def test_counting_moves_a_cue_towards_what_it_is_worth():
    taxonomy = load_taxonomy()
    text = "The cache is small."
    papers = [Example(f"Kites {i}", text, ("networking",)) for i in range(20)]
    before = {v.topic: v.score for v in Model(taxonomy, Counts(0, {}, {}, {})).weigh("Kites", text)}
    after = {v.topic: v.score for v in Model(taxonomy, learn(papers, taxonomy)).weigh("Kites", text)}
    assert before["caching"] > 0
    assert after.get("caching", 0) < before["caching"]


def test_at_most_four_topics_are_suggested_and_none_with_its_broader_one():
    taxonomy = load_taxonomy()
    text = (
        "Databases, learned indexes, bandits, graph neural networks, congestion control, circuits, compilers, caches, LLMs. "
        * 5
    )
    suggested = load_model().suggest("Databases with learned index structures", text)
    assert len(suggested) == 4
    assert not any(taxonomy[topic].broader in suggested for topic in suggested)


def test_the_same_papers_give_the_same_bytes():
    taxonomy = load_taxonomy()
    papers = [Example("Cache kites", TEXT, ("caching", "networking")), Example("Moss", "Moss and cache.", ("storage",))]
    content = to_bytes(learn(papers, taxonomy))
    assert content == to_bytes(learn(list(papers), taxonomy))


def test_counts_read_back_are_the_counts_written(tmp_path):
    taxonomy = load_taxonomy()
    counts = learn([Example("Cache kites", TEXT, ("caching",))] * 3, taxonomy)
    (tmp_path / "counts.json").write_bytes(to_bytes(counts))
    assert read_counts(tmp_path / "counts.json") == counts


def test_the_bundled_counts_are_what_is_learned_from_the_catalogue():
    counts = read_counts(COUNTS)
    papers = examples(items(Root(bundled_folder())))
    abstracts = sum(bool(paper.abstract) for paper in papers)
    if abstracts != counts.abstracts:
        pytest.skip(f"They were learned with {counts.abstracts} abstracts, and {abstracts} are here.")
    assert COUNTS.read_bytes() == to_bytes(learn(papers, load_taxonomy())), "Run `mlforsys topics --learn`."


def test_the_bundled_counts_are_of_topics_that_there_are():
    model = load_model()
    assert set(read_counts_of(model).topics) <= set(load_taxonomy())


def read_counts_of(model):
    return model._counts


# -- what check asks --------------------------------------------------------------------------

SUMMARY = "Kites on long strings were too slow, so shorter strings were tried, and trains came home an hour earlier."


@pytest.mark.parametrize(
    ("facts", "kind", "message"),
    [
        ({"topics": ("kites",)}, "topic", "no topic 'kites'"),
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
def test_topics_and_summaries_out_of_bounds(root, facts, kind, message):
    root.store.write_papers("kites2032", [paper("ray2032cache", TITLE, "Al Ray", **facts)])
    root.store.abstracts_path("kites2032").unlink()
    problems = check_store(root, load_registry(root.folder))
    assert [problem.kind for problem in problems] == [kind]
    assert message in problems[0].message


def test_topics_and_a_summary_within_bounds(root):
    root.store.write_papers("kites2032", [paper("ray2032cache", TITLE, "Al Ray", topics=("caching",), summary=SUMMARY)])
    root.store.abstracts_path("kites2032").unlink()
    assert check_store(root, load_registry(root.folder)) == []


def test_a_paper_of_the_bundled_catalogue_needs_both(root):
    root.store.write_papers("neurips2019", [paper("kipf2019sosd", "SOSD", "Andreas Kipf")])
    problems = check_store(root, load_registry(root.folder))
    assert sorted(problem.kind for problem in problems) == ["summary", "topic"]
    assert {problem.where for problem in problems} == {"kipf2019sosd"}
    root.store.write_papers(
        "neurips2019",
        [paper("kipf2019sosd", "SOSD", "Andreas Kipf", topics=("supervised-learning",), summary=SUMMARY)],
    )
    (problem,) = check_store(root, load_registry(root.folder))
    assert "only methods" in problem.message


def test_people_who_may_be_one_are_listed_as_doubtful(root):
    root.store.write_papers(
        "kites2032", [paper("ray2032cache", TITLE, "Al B. Ray"), paper("ray2032moss", "Moss", "Al Ray", topics=("storage",))]
    )
    root.store.abstracts_path("kites2032").unlink()
    (problem,) = check_store(root, load_registry(root.folder))
    assert (problem.kind, problem.where) == ("doubtful", "people.toml")
    assert "Al Ray" in problem.message
    assert "an extra middle name" in problem.message
