"""How forgiving a search is: other spellings, abbreviations, misspellings; and what it says of itself."""

from __future__ import annotations

import pytest

from archive.model.abbreviations import LONG
from archive.model.analysis import american, stem
from archive.search.index import build
from archive.search.query import parse_query
from tests.support.archives import abstract, paper, write_archive
from tests.support.commands import run

SHORT, LONG_FORM, BOTH = "fog2032rl", "dew2032agents", "ray2032both"


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_archive(tmp_path / "archive")
    papers = {
        paper(SHORT, "RL for Umbrellas", "Cy Fog"): None,
        paper(
            LONG_FORM, "Agents that Wait", "Di Dew"
        ): "Reinforcement learning opens doors, and reinforcement learning shuts them.",
        paper(BOTH, "Umbrellas by Reinforcement Learning", "Al Ray"): "We use RL.",
        paper("ray2032color", "The Behavior of Colored Fiber", "Al Ray"): "We optimize a datacenter for hardware/software.",
        paper("sun2032kmeans", "K-Means with GPUs by Co-Design", "Al Sun"): "Three LLMs saw no prefetching.",
        paper("sky2032colour", "Optimising Neighbours", "Bo Sky"): "A data center for software, or for hardware, is centred.",
    }
    root.store.write_papers("kites2032", list(papers))
    root.store.write_abstracts("kites2032", {one.id: abstract(text) for one, text in papers.items() if text})
    monkeypatch.setenv("MLFORSYS_ROOT", str(root.folder))
    return root


@pytest.fixture
def ask(root):
    index = build(root)

    def ask(text, **options):
        return index.search(parse_query(text), **options)

    return ask


@pytest.fixture
def found(ask):
    def found(text):
        return [hit.record["id"] for hit in ask(text, match="all", limit=None).hits]

    return found


@pytest.mark.parametrize(
    ("british", "us"),
    [
        ("optimising", "optimizing"),
        ("parallelisation", "parallelization"),
        ("analyse", "analyze"),
        ("behavioural", "behavioral"),
        ("neighbourhood", "neighborhood"),
        ("datacentre", "datacenter"),
        ("centred", "centered"),
        ("dialogues", "dialogs"),
        ("licence", "license"),
        ("modelling", "modeling"),
        ("labelled", "labeled"),
        ("programme", "program"),
    ],
)
def test_british_and_american_words_are_one(british, us):
    assert stem(british) == stem(us)


@pytest.mark.parametrize("word", ["four", "hour", "noise", "size", "wise", "genre", "fence", "blue", "element", "ours"])
def test_what_only_looks_british_stays(word):
    assert american(word) == word


@pytest.mark.parametrize(
    ("text", "paper_id"),
    [
        ("behaviour", "ray2032color"),
        ("coloured fibre", "ray2032color"),
        ("optimizing neighbors", "sky2032colour"),
        ("centered", "sky2032colour"),
        ("data center", "ray2032color"),
        ("data-center", "ray2032color"),
        ("datacenter", "sky2032colour"),
        ("hardware/software", "sky2032colour"),
        ("kmeans", "sun2032kmeans"),
        ("codesign", "sun2032kmeans"),
        ("pre-fetching", "sun2032kmeans"),
        *((text, "sun2032kmeans") for text in ("GPU", "gpus", "graphics processing units", "LLM", "large language model")),
        ("fog 2032", SHORT),
        ("umbrellas acme", SHORT),
        ("kites2032 umbrellas", SHORT),
        (SHORT, SHORT),
        ("best award", "quill2024kites"),
        ("umbrellas paper pdf", SHORT),
        ("k–means", "sun2032kmeans"),
    ],
)
def test_other_spellings_are_found(found, text, paper_id):
    assert paper_id in found(text)


def test_a_text_that_says_it_otherwise_stands_above_a_topic_called_so(root):
    root.store.write_papers(
        "kites2032",
        [
            paper("a2032topic", "Boats that Learn", "A One", topics=("reinforcement-learning",)),
            paper("b2032text", "Boats by Reinforcement Learning", "B Two"),
        ],
    )
    hits = build(root).search(parse_query("RL boats"), match="all").hits
    assert [hit.record["id"] for hit in hits] == ["b2032text", "a2032topic"]


def test_a_year_that_a_text_says_comes_before_papers_of_that_year(root):
    root.store.write_papers("kites2031", [paper("a2031says", "Plans for 2032", "A One")])
    found = [hit.record["id"] for hit in build(root).search(parse_query("2032"), match="all", limit=None).hits]
    assert found[0] == "a2031says"
    assert {SHORT, LONG_FORM, BOTH} <= set(found)


def test_what_is_written_as_asked_comes_first(found):
    assert found("datacenter")[0] == "ray2032color"
    assert found("hardware/software")[0] == "ray2032color"


def test_an_abbreviation_finds_its_long_form_below_itself(found):
    assert set(found("RL")) == {SHORT, LONG_FORM, BOTH}
    assert found("RL")[-1] == LONG_FORM
    assert found("rl umbrellas")[0] in (SHORT, BOTH)


@pytest.mark.parametrize("text", ["reinforcement learning", '"reinforcement learning"', "Reinforcement Learning"])
def test_a_long_form_finds_its_abbreviation_below_itself(found, text):
    assert set(found(text)) == {SHORT, LONG_FORM, BOTH}
    assert found(text)[-1] == SHORT


def test_the_table_of_abbreviations_is_sound():
    for short, long in LONG.items():
        initials = "".join(word[0] for word in long.replace("-", " ").split()).lower()
        assert short[0] == initials[0] or short in ("ml",)
        assert len(long.split()) > 0
        assert short == short.lower()


def test_a_word_that_nobody_says_is_taken_for_the_nearest_and_it_is_said(ask, capsys):
    answer = ask("umbrelas")
    assert (answer.total, answer.suggestion, dict(answer.corrections)) == (0, "umbrellas", {"umbrelas": "umbrellas"})
    assert {hit.record["id"] for hit in answer.hits} == {SHORT, BOTH}
    assert all(hit.partial for hit in answer.hits)
    assert "No paper contains “umbrelas”; searched for “umbrellas” instead:" in run(capsys, "search", "umbrelas").out


def test_where_all_words_are_demanded_the_nearest_is_only_suggested(ask, capsys):
    assert (ask("umbrelas", match="all").hits, ask("umbrelas", match="all").suggestion) == ([], "umbrellas")
    assert "Did you mean: umbrellas" in run(capsys, "search", "umbrelas", "--match", "all").err


def test_a_word_that_nobody_says_is_suggested_for_where_others_match(ask, capsys):
    answer = ask("umbrelas fiber", match="any")
    assert (answer.total, answer.suggestion, answer.is_full) == (1, "umbrellas fiber", True)
    ran = run(capsys, "search", "umbrelas", "fiber", "--match", "any", "--explain")
    assert ran.err == "Did you mean: umbrellas fiber\n"
    assert "No paper contains 'umbrelas'; 'umbrellas' is the closest match." in ran.out
    either = ask("umbrelas OR fiber")
    assert (either.total, either.suggestion) == (1, "umbrellas OR fiber")
    assert {hit.record["id"] for hit in either.hits if hit.partial} == {SHORT, BOTH}


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("umbrellaz umbrelas", "umbrellas umbrellas"),
        ("Ümbrelas, rl", "umbrellas, rl"),
        ("umbrelas colorumbrelas", "umbrellas colorumbrelas"),
    ],
)
def test_what_is_suggested_is_the_query_with_whole_words_replaced(ask, text, suggestion):
    assert ask(text).suggestion == suggestion


@pytest.mark.parametrize(
    "text", ["umbrellas", "", "zzzzzzzz", "x", "kites -umbrelas", "year:2032", "pre-fetching", "HLS", "thn"]
)
def test_nothing_is_suggested_where_nothing_is_near_or_all_is_known(ask, text):
    assert ask(text).suggestion is None


def test_words_side_by_side_rank_higher(root):
    root.store.write_papers(
        "kites2032",
        [
            paper("a2032one", "Glass Boats and Paper Towers", "A One"),
            paper("b2032two", "Paper Boats and Glass Towers", "B Two"),
        ],
    )
    hits = build(root).search(parse_query("paper boats")).hits
    assert [hit.record["id"] for hit in hits] == ["b2032two", "a2032one"]


def test_a_request_in_a_sentence_need_not_find_its_frame(found, ask):
    assert "ray2032color" in found("I am interested in papers which discuss colored fiber")
    assert "interested" in ask("I am interested in papers on fiber").plan.left_out
    assert ask("interested readers").plan.left_out == ()
    assert [ask(text).plan.left_out for text in ("fiber papers", "paper boats", "papers")] == [("papers",), (), ()]
    assert ask("what is the best fiber?").total == 1


def test_pages_continue_one_another(ask):
    everything = [hit.record["id"] for hit in ask("kites umbrellas learned", limit=None).hits]
    pages = [
        hit.record["id"] for offset in range(0, 12, 2) for hit in ask("kites umbrellas learned", limit=2, offset=offset).hits
    ]
    assert pages == everything[:12]


def test_a_long_description_is_ranked_in_company_and_keeps_all_results(ask):
    text = "learned kites lanterns snow wind rails umbrellas trains glow"
    hits = ask(text, limit=None).hits
    scores = [hit.score for hit in hits if hit.partial]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.record["id"] for hit in hits}) == len(hits) == len(ask(text, match="any", limit=None).hits)


# -- what is said on stderr


@pytest.mark.parametrize("options", [("-n0",), ("--limit", "0"), ("--offset", "9")])
def test_an_empty_page_of_some_matches_says_so(capsys, root, options):
    ran = run(capsys, "search", "umbrellas", *options)
    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (0, "", "2 papers in all, but none at this offset.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("edition:nowhere", 'There is no edition "nowhere". Choose from isca2019, kites2031, kites2032, neurips2024.'),
        ("venue:nowhere", 'There is no venue "nowhere". Choose from acme, isca, neurips.'),
    ],
)
def test_an_edition_or_venue_that_there_is_not_is_noted(capsys, root, text, said):
    assert said in run(capsys, "search", text).err.splitlines()
    assert said not in run(capsys, "search", "edition:kites venue:ACM").err


# -- explaining


def test_reasons_add_up_to_the_score(ask):
    for hit in ask("reinforcement learning umbrellas", limit=None).hits:
        assert sum(score for _, score in hit.reasons) == pytest.approx(hit.score)


def test_explain_says_how_the_query_was_understood(capsys, root):
    ran = run(capsys, "search", "the", "RL", "umbrelas", "year:2032", "-kites", "--explain")
    assert 'Wanted: RL (else "reinforcement learning"); umbrelas.' in ran.out.replace("the topic 'rl', else ", "")
    for sentence in (
        "Required: year:2032.",
        "Excluded: kites.",
        "Ignored, as words without a topic: the.",
        "Wanted: RL (else",
    ):
        assert sentence in ran.out
    ran = run(capsys, "search", "learned kites lanterns snow wind rails umbrellas", "--explain")
    assert "each paper's score is smoothed over the papers most similar to it." in ran.out
    for line in ran.out.splitlines():
        if " = " in line:
            alone, told = line.split(", before that ")[-1].split(" = ")
            assert sum(float(one.split()[0]) for one in told.split(" + ")) == pytest.approx(float(alone), abs=0.05)
    shape = run(capsys, "search", "umbrellas", "--explain", "--json").json
    assert shape["understood"] == ["Wanted: umbrellas."]
    assert all(result["score_parts"] for result in shape["results"])


# -- opening, alerts, links


def test_open_starts_a_browser_with_the_pdf(capsys, root, monkeypatch):
    opened: list[str] = []
    monkeypatch.setenv("BROWSER", "a-browser")
    monkeypatch.setattr("webbrowser.open", lambda link: opened.append(link) or True)
    assert run(capsys, "search", "umbrellas", "--open", "1").code == 0
    assert opened == [f"https://kites.example/{run(capsys, 'search', 'umbrellas', '--format', 'ids').out.split()[0]}.pdf"]
    ran = run(capsys, "search", "umbrellas", "--open", "9")
    assert (ran.code, len(opened)) == (1, 1)
    assert "There is no result 9: 2 are on this page" in ran.err


def test_since_last_shows_only_what_is_new(capsys, root):
    asked = ("search", "umbrellas", "--since-last", "--format", "ids")
    assert set(run(capsys, *asked).out.split()) == {SHORT, BOTH}
    again = run(capsys, *asked)
    assert (again.out, again.code) == ("", 0)
    assert again.err.startswith("No new papers since the last run.\n")
    assert again.err in run(capsys, *asked[:3]).err, "as text too"
    assert run(capsys, "search", "kites", "--since-last", "--format", "ids").out, "another question has a memory of its own"
    papers = root.store.papers("kites2032")
    root.store.write_papers("kites2032", [*papers, paper("new2032", "New Umbrellas", "No Body")])
    assert run(capsys, *asked).out.split() == ["new2032"]
    assert run(capsys, *asked).out == ""


def test_links_obey(capsys, root):
    assert "\x1b]8;;" not in run(capsys, "search", "umbrellas").out
    assert "\x1b]8;;https://kites.example/" in run(capsys, "search", "umbrellas", "--hyperlink", "always").out
    assert run(capsys, "show", SHORT, "--hyperlink", "always").out.count("\x1b]8;;https://kites.example/fog2032rl.pdf") == 1


@pytest.mark.parametrize("text", ["fibr", "Fogg"])
def test_a_short_word_or_a_name_is_offered_and_not_replaced(ask, text):
    answer = ask(text)
    assert (answer.hits, dict(answer.corrections), list(answer.offers)) == ([], {}, [text])


def test_a_name_that_is_nearly_right_is_offered(root, capsys):
    root.store.write_papers("kites2031", [paper("kraska2031snow", "Snow", "Tim Kraska")])
    ran = run(capsys, "search", "kraksa")
    assert (ran.out, ran.err.splitlines()[-1]) == ("", "No paper contains “kraksa”. Did you mean: kraska")
    ran = run(capsys, "search", "kraksa", "umbrellas")
    assert "With some of the words:" in ran.out
    assert "No paper contains “kraksa”. Did you mean: kraska umbrellas" in ran.err


def test_a_word_is_no_correction_of_itself(ask):
    answer = ask("title:datacenter")
    assert (answer.hits, answer.suggestion) == ([], None)


# -- why nothing was found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zzzqqq"], "No paper contains “zzzqqq”."),
        (["zzzqqq", "--year", "2032"], "No paper that passes the filters contains “zzzqqq”."),
        (["zzzqqq", "qqqzzz"], "No paper contains any of these words."),
        (["fiber", "agents", "--match", "all"], "No paper contains all of these words. Try fewer words, or --match any."),
        (["author:fog", "title:fiber"], "No paper matches all of this. Try fewer words or fields."),
        (["2032.00042"], "No paper in this archive has the address or id “2032.00042”."),
        (["author:kraksa"], "No paper matches."),
        (["topic:db"], "No paper matches."),
        (["year:abc"], "No paper matches."),
        (["author:"], "No paper matches."),
    ],
)
def test_nothing_found_says_why(capsys, root, arguments, said):
    for more in ([], ["--format", "ids"]):
        assert run(capsys, "search", *arguments, *more).err.splitlines()[-1] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("author:fogg", 'No paper has an author "fogg". Did you mean Cy Fog? `mlforsys authors` lists them all.'),
        ("topic:databse", 'There is no topic "databse". Did you mean databases or datasets? `mlforsys topics` lists them all.'),
        ("year:1999", "There is no edition of 1999. Editions range from 2018 to 2032."),
        ("author:", "author: needs a value, such as author:kraska."),
    ],
)
def test_a_field_s_wrong_value_is_said_as_an_option_s_is(capsys, root, text, said):
    assert said in run(capsys, "search", text).err.splitlines()


def test_an_archive_without_abstracts_says_so(capsys, root):
    assert "abstracts yet" not in run(capsys, "search", "abstract:zebra").err
    for edition in root.store.editions():
        root.store.write_abstracts(edition, {})
    assert "This archive has no abstracts yet; `mlforsys scrape` collects them." in run(capsys, "search", "abstract:zebra").err
