"""The engine with a small invented archive: which papers are found, in which order, and how they are counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue.filters import Filters, Years
from archive.catalogue.taxonomy import load_taxonomy
from archive.search.index import build
from archive.search.query import parse_query
from tests.support.archives import paper, records, write_archive
from tests.support.steps import steps
from tests.support.strategies import questions, quick

SNOW, KITES, LANTERN = "vanloon2019weight", "quill2024kites", "altinbuken2024lantern"
STRASS, DEEP, MOSS, FROST = "strass2024snow", "quill2031deep", "moss2031index", "frost2032learned"
ALL = [SNOW, KITES, LANTERN, STRASS, DEEP, MOSS, FROST]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The invented archive, and an edition that is not registered."""
    root = write_archive(tmp_path_factory.mktemp("archive"))
    root.store.write_papers("unlisted", [paper("nobodymoth", "Moths", "No Body", topics=("moths",))])
    return root


@pytest.fixture(scope="module")
def index(root, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:  # the fixture that isolates tests comes later than this one
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.delenv("XDG_STATE_HOME", raising=False)
        return build(root)


@pytest.fixture
def ask(index):
    def ask(text="", filters=None, **options):
        return index.search(parse_query(text), filters, **({"limit": None} | options))

    return ask


@pytest.fixture
def found(ask):
    """The ids of the papers that match all of a query."""

    def found(text, **options):
        return {hit.record["id"] for hit in ask(text, match="all", **options).hits} - {"nobodymoth"}

    return found


# -- words


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("kites", {KITES, DEEP, FROST}),
        ("kite", {KITES, DEEP, FROST}),
        ("KITES", {KITES, DEEP, FROST}),
        ("learn", {KITES, DEEP, FROST}),
        ("kites lanterns", {DEEP, FROST}),
        ("dive", {DEEP}),
        ("zuse", {KITES}),
        ("Ada Quill", {KITES, DEEP}),
        ("quill strings", {DEEP}),
        ("the kites of the", {KITES, DEEP, FROST}),
        ("what is the weight of snow", {SNOW}),
        ("unheard", set()),
        ("kites unheard", set()),
    ],
)
def test_words(found, text, ids):
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('"weight of snow"', {SNOW}),
        ('"snow weight"', set()),
        ('"weight snow"', set()),
        ('"kites on rails" wind', {KITES}),
        ('"Ada Quill"', {KITES, DEEP}),
        ('"Quill Ada"', set()),
        ('"wind for trains trains"', set()),
        ('"is heavy. Don\'t carry"', {SNOW}),
    ],
)
def test_phrases(found, text, ids):
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("kites -lanterns", {KITES}),
        ("kites NOT lanterns", {KITES}),
        ("-kites", {SNOW, LANTERN, STRASS, MOSS}),
        ("-kites -snow", {LANTERN, MOSS}),
        ('snow -"weight of snow"', {STRASS, FROST}),
        ("-(kites snow)", {SNOW, KITES, LANTERN, STRASS, DEEP, MOSS}),
        ("kites -author:quill", {FROST}),
        ("kites -author:quill,zebra", {FROST}),
        ("-year:2024..", {SNOW}),
        ("-the", {STRASS, DEEP, MOSS}),
        ("moss OR weight", {MOSS, SNOW}),
        ("moss OR weight OR ploughs", {MOSS, SNOW, STRASS}),
        ("snow weight OR ploughs", {SNOW, STRASS}),
        ("(snow weight) OR moss", {SNOW, MOSS}),
        ("snow (weight OR removal)", {SNOW, FROST}),
        ("kites OR -snow", {KITES, DEEP, FROST, LANTERN, MOSS}),
    ],
)
def test_exclusion_and_alternatives(found, text, ids):
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("title:snow", {SNOW, STRASS, FROST}),
        ("abstract:snow", {SNOW, FROST}),
        ('title:"of snow"', {SNOW}),
        ("abstract:ploughs", set()),
        ("author:quill", {KITES, DEEP}),
        ('author:"quill ada"', {KITES, DEEP}),
        ("author:quill,ada", {KITES, DEEP}),
        ("author:quill,ada,loon", {KITES, DEEP, SNOW}),
        ('author:"A. Quill"', {KITES, DEEP}),
        ("author:Ørsted", {LANTERN}),
        ("author:orsted", {LANTERN}),
        ("author:loon", {SNOW, DEEP}),
        ('author:"van loon"', {SNOW, DEEP}),
        ('author:"ada loon"', set()),
        ("topic:caching", {SNOW, KITES, DEEP}),
        ("topic:prefetching", {SNOW, KITES, DEEP}),
        ("topic:systems-software", {SNOW, KITES}),
        ('topic:"operating systems"', {SNOW, KITES}),
        ("topic:runt", {KITES}),
        ("edition:kites2031", {DEEP, MOSS}),
        ("edition:KITES", {DEEP, MOSS, FROST}),
        ("venue:acme", {DEEP, MOSS, FROST}),
        ("venue:NeurIPS", {KITES, LANTERN, STRASS}),
        ("year:2031", {DEEP, MOSS}),
        ("year:2024..2031", {KITES, LANTERN, STRASS, DEEP, MOSS}),
        ("year:2032-", {FROST}),
        ("year:..2019", {SNOW}),
        ("year:1999", set()),
        ("kites year:2031 author:quill", {DEEP}),
    ],
)
def test_fields(found, text, ids):
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("sched*", {KITES}),
        ("SCHEDULING*", {KITES}),
        ("quil*", {KITES, DEEP}),
        ("alt\u0131nb*", {LANTERN}),
        ("k-mea*", {LANTERN}),
        ("title:sched*", {KITES}),
        ("title:balloo*", set()),
        ("abstract:balloo*", {SNOW}),
        ("lantesns~", {LANTERN, DEEP, FROST}),
        ("schedulling~", {KITES}),
        ("quil~", {KITES, DEEP}),
        ("zz~", set()),
        ("-kit*", {SNOW, LANTERN, STRASS}),
    ],
)
def test_prefixes_and_misspellings(found, text, ids):
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "paper_id"),
    [
        *((text, LANTERN) for text in ("Altınbüken", "altinbuken", "ALTINBÜKEN", "ALTINBUKEN", "altınbuken")),
        *((text, LANTERN) for text in ("Łukasz", "lukasz", "ŁUKASZ", "Ørsted", "orsted", "ØRSTED")),
        *(
            (text, STRASS)
            for text in ("Straß", "strass", "STRASS", "STRAẞ", "Zoë", "zoe", "ZOË", "straßenbahn", "Strassenbahn")
        ),
        *((text, LANTERN) for text in ("C++", "c++", "k-means", "K-Means", "k means", "x86/ARM", "x86", "arm", "3.5")),
        *((text, DEEP) for text in ("data-centre", "data centre", "data/centre", "data–centre")),
        *((text, SNOW) for text in ("don't", "don’t", "donʼt", "dont", "DON’T")),
        *((text, LANTERN) for text in ("lantern's glow", "lantern’s glow", "lanternʼs glow", "lanterns glow", "lantern glow")),
    ],
)
def test_words_are_found_as_people_write_them(found, text, paper_id):
    assert paper_id in found(text)
    assert len(found(text)) <= 3


def test_characters_that_make_another_word_are_not_ignored(found):
    assert found('"C"') == found("C#") == set()


@pytest.mark.parametrize(
    ("text", "ids"), [("balloo", {SNOW}), ("quil", {KITES, DEEP}), ("kit lanterns", {DEEP, FROST}), ("ploug", {STRASS})]
)
def test_an_incomplete_word_is_a_prefix_if_nothing_else_matches(found, text, ids):
    assert found(text) == ids


def test_a_word_that_also_begins_others_is_not_a_prefix(found):
    assert found("kite") == {KITES, DEEP, FROST}
    assert found("tie") == {KITES}


@pytest.mark.parametrize("text", ["***", "()", "…", "-", "~", '""', "🙂", "OR", "title:-"])
def test_a_query_of_punctuation_matches_nothing(ask, text):
    answer = ask(text)
    assert (answer.total, answer.hits) == (0, [])


def test_a_query_of_stop_words_is_searched(found):
    assert found("the of") == {SNOW, LANTERN, FROST}


@pytest.mark.parametrize("text", ["how? kites", "kites, or why, strings", "(deep kites at night) OR (kites which dive)"])
def test_stop_words_need_not_match_anywhere_in_the_query(found, text):
    assert DEEP in found(text)


@pytest.mark.parametrize("text", ["author:quil*", "author:quilk~"])
def test_authors_are_found_by_parts_too(found, text):
    assert found(text) == {KITES, DEEP}


def test_a_fuzzy_term_in_the_title_does_not_match_the_abstract(found):
    assert found("title:strimgs~") == set()


def test_a_prefix_in_a_field_may_be_longer_than_the_stem(found):
    assert found("title:schedulin*") == {KITES}


def test_a_query_with_decomposed_accents_is_the_same_query(found):
    assert found("Altınbu\u0308ken") == {LANTERN}


# -- full matches and partial ones


def test_papers_with_all_words_come_before_those_with_some(ask):
    answer = ask("kites lanterns")
    assert {hit.record["id"] for hit in answer.hits if not hit.partial} == {DEEP, FROST}
    assert {hit.record["id"] for hit in answer.hits if hit.partial} == {KITES, LANTERN}
    assert [hit.partial for hit in answer.hits] == sorted(hit.partial for hit in answer.hits)
    assert answer.total == 2
    assert sum(answer.facets["year"].values()) == 2


def test_partial_matches_only_fill_the_page(ask):
    assert [hit.partial for hit in ask("kites lanterns", limit=2).hits] == [False, False]
    assert [hit.partial for hit in ask("kites lanterns", limit=3).hits] == [False, False, True]


def test_partial_matches_obey_filters_fields_and_exclusions(ask):
    assert {hit.record["id"] for hit in ask("kites lanterns moss year:2031").hits} == {DEEP, MOSS}
    assert {hit.record["id"] for hit in ask("kites lanterns moss", Filters(editions=("kites2032",))).hits} == {FROST}
    assert {hit.record["id"] for hit in ask("kites lanterns -wind").hits} == {LANTERN, DEEP}


def test_years_and_editions_stay_required_with_match_any(ask):
    answer = ask("year:2031 kites lanterns", match="any")
    assert answer.hits
    assert {hit.record["year"] for hit in answer.hits} == {2031}


def test_match_all_gives_no_partial_matches_and_any_only_full_ones(ask):
    assert {hit.record["id"] for hit in ask("kites lanterns", match="all").hits} == {DEEP, FROST}
    answer = ask("kites lanterns", match="any")
    assert {hit.record["id"] for hit in answer.hits} == {KITES, LANTERN, DEEP, FROST}
    assert not any(hit.partial for hit in answer.hits)
    assert answer.total == 4


@pytest.mark.parametrize("limit", [1, 2, 3, None])
def test_papers_with_some_of_the_words_are_counted_whether_they_are_shown_or_not(ask, limit):
    answer = ask("kites lanterns", limit=limit)
    assert (answer.total, answer.total_partial) == (2, 2)


def test_facets_count_only_full_matches(ask):
    answer = ask("kites lanterns moss")
    assert answer.total == 0
    assert not any(answer.facets.values())
    assert answer.total_partial == len(answer.hits) > 0
    assert all(hit.partial for hit in answer.hits)


@pytest.mark.parametrize("limit", [1, None])
@pytest.mark.parametrize("match", ["all", "any"])
def test_with_match_all_or_any_nothing_is_partial(ask, match, limit):
    assert ask("kites lanterns", match=match, limit=limit).total_partial == 0


def test_one_word_has_no_partial_matches(ask):
    assert ask("unheard").hits == ask("the unheard").hits == []


def test_a_word_in_the_title_counts_more(ask):
    assert ask("moss").hits[0].record["id"] == MOSS
    assert ask("snow").hits[0].record["id"] in (SNOW, STRASS)


# -- order, limits, counts


def test_an_empty_query_lists_all_papers_in_the_archive_s_order(ask):
    assert [hit.record["id"] for hit in ask().hits] == [*ALL, "nobodymoth"]
    assert [hit.record["id"] for hit in ask(filters=Filters(venues=("ACME",))).hits] == [DEEP, MOSS, FROST]


def test_records_are_those_of_the_store(ask, root):
    assert [hit.record for hit in ask().hits] == records(root)


def test_sorted_by_year_the_newest_come_first_and_within_a_year_the_best(ask):
    assert [hit.record["id"] for hit in ask("kites", sort="-year").hits] == [FROST, DEEP, KITES]
    years = [hit.record["year"] for hit in ask(sort="-year").hits]
    assert years == [2032, 2031, 2031, 2024, 2024, 2024, 2019, None]
    assert [hit.record["id"] for hit in ask("snow", sort="-year", limit=2).hits] == [FROST, STRASS]


def test_sorting_by_title_ignores_articles_and_accents(ask):
    titles = [hit.record["title"] for hit in ask(sort="title").hits]
    assert titles == sorted(titles, key=str.lower)
    assert [hit.record["title"] for hit in ask(sort="title", limit=2).hits] == titles[:2]


@pytest.mark.parametrize("sort", ["relevance", "year", "title"])
@pytest.mark.parametrize("limit", [0, 1, 2, 100])
def test_a_limit_cuts_the_results_and_not_the_counts(ask, sort, limit):
    answer = ask("kites", limit=limit, sort=sort)
    assert len(answer.hits) == min(limit, 3)
    assert answer.total == 3
    assert [hit.record["id"] for hit in answer.hits] == [hit.record["id"] for hit in ask("kites", sort=sort).hits][:limit]


@pytest.mark.parametrize("text", ["", "kites", "snow -kites", "kites OR moss", "year:2024", "unheard", "moths"])
def test_facets_count_the_full_matches(ask, text):
    answer = ask(text, match="all", limit=None)
    some = [hit.record for hit in answer.hits]
    assert answer.facets == {
        "year": Counter(str(record["year"]) for record in some if record["year"]),
        "edition": Counter(record["edition"] for record in some),
        "topic": Counter(topic for record in some for topic in load_taxonomy().with_broader(record["topics"])),
        "author": Counter(name for record in some for name in record["authors"]),
    }
    assert ask(text, match="all", limit=1).facets == answer.facets
    assert answer.total == len(some)


filters = st.builds(
    Filters,
    years=st.lists(st.builds(Years, st.none() | st.integers(2018, 2033), st.none() | st.integers(2018, 2033)), max_size=2).map(
        tuple
    ),
    editions=st.lists(st.sampled_from(("kites2031", "kites2032", "isca2019", "neurips2024", "unlisted", "KITES2031", ""))).map(
        tuple
    ),
    topics=st.lists(st.sets(st.sampled_from(("caching", "storage", "systems-software", "moths", "cach"))), max_size=2).map(
        lambda demanded: tuple(
            frozenset().union(*(load_taxonomy().within(topic) for topic in alternatives)) for alternatives in demanded
        )
    ),
    authors=st.lists(
        st.sampled_from(("quill", "Ada Quill", "VAN LOON", "orsted", "Straß", "jr", "qui", "", "...", "body")), max_size=2
    ).map(tuple),
    venues=st.lists(st.sampled_from(("ACME", "neurips", "isca", "Neur", "NeurIPS 2024")), max_size=2).map(tuple),
    award=st.booleans(),
)


@quick
@given(filters, st.sampled_from(("", "", "kites", "-snow")))
def test_the_index_filters_as_filters_do(index, root, filters, text):
    everything = index.search(parse_query(text), limit=None, match="all")
    expected = [hit.record["id"] for hit in everything.hits if filters.accepts(hit.record)]
    answer = index.search(parse_query(text), filters, limit=None, match="all")
    assert [hit.record["id"] for hit in answer.hits] == expected
    assert answer.total == len(expected)


@quick
@given(questions, filters, st.sampled_from(("auto", "all", "any")), st.sampled_from(("relevance", "year", "-year", "title")))
def test_any_query_has_an_answer(index, text, filters, match, sort):
    answer = index.search(parse_query(text), filters, limit=3, match=match, sort=sort)
    assert len(answer.hits) <= 3
    assert answer.total >= sum(not hit.partial for hit in answer.hits)
    assert all(filters.accepts(hit.record) for hit in answer.hits)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1000 + "kites",
        "kites " * 100,
        " ".join(f"w{i}" for i in range(1000)),
        " OR ".join(f"w{i}" for i in range(1000)),
        " ".join(f"-w{i}" for i in range(500)),
        '"' + "kites " * 500 + '"',
        "ab-" * 500 + "ab",
        "k" * 10_000,
        "k" * 1000 + "~",
        "kites~ " * 50,
    ],
    ids=lambda text: f"{text[:8]}-{len(text)}",
)
def test_long_queries_have_an_answer(index, text):
    answer = index.search(parse_query(text), limit=3)
    assert len(answer.hits) <= 3
    assert answer.total >= sum(not hit.partial for hit in answer.hits)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["kites " * 1500, "year:2031 " * 1500, "a*" * 1500, "kite" * 25_000, "索" * 30_000, "a-" * 50_000],
    ids=["words", "years", "phrase", "one word", "signs", "hyphens"],
)
def test_the_work_of_a_very_long_query_is_linear(index, text):
    assert steps(lambda: index.search(parse_query(text), limit=3)) < 300 * len(text)  # it was minutes


@pytest.mark.parametrize("field", ["edition", "topic"])
def test_invalid_bytes_in_a_query_are_not_an_error(index, field):
    assert index.search(parse_query(f"{field}:a\udcff")).total == 0


# -- exclusion, wildcards and addresses cover what a word and a result cover


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The ids that a query finds among papers with topics, awards, presentations and addresses."""
    root = write_archive(tmp_path_factory.mktemp("shown"))
    papers = [
        paper("ash2031agents", "Agents that Wait", "A Ash", topics=("reinforcement-learning",), award="Best Paper Award"),
        paper("bay2031lost", "Lost Letters", "B Bay", topics=("databases",), presentation="oral", arxiv_id="2031.00042"),
        paper("elm2031kites", "Kites of Two Rooms", "E Elm", pdf_url="https://kites.example/elm.pdf", doi="10.5555/elm.1"),
        paper("fir2031gone", "Gone with the Frost", "F Fir", status="withdrawn", openreview_id="aBc123"),
    ]
    root.store.write_papers("kites2031", papers)
    index = build(root)
    ours = {one.id for one in papers}

    def shown(text):
        return {hit.record["id"] for hit in index.search(parse_query(text), limit=None, match="all").hits} & ours

    return shown


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("-reinforcement", {"ash2031agents"}),
        ("NOT learning", {"ash2031agents"}),
        ('-"reinforcement learning"', {"ash2031agents"}),
        ("-(reinforcement OR databases)", {"ash2031agents", "bay2031lost"}),
        ("-(reinforcement agents)", {"ash2031agents"}),
        ("-(reinforcement kites)", set()),
        ("-best", {"ash2031agents"}),
        ("-oral", {"bay2031lost"}),
        ("-withdrawn", {"fir2031gone"}),
        ("-elm2031kites", {"elm2031kites"}),
    ],
)
def test_exclusion_covers_all_that_a_result_shows(shown, text, excluded):
    assert shown("2031") - shown(f"2031 {text}") == excluded


@pytest.mark.parametrize(
    ("prefix", "word"),
    [
        ("databas*", "databases"),
        ("rl*", "rl"),
        ("203*", "2031"),
        ("elm2031*", "elm2031kites"),
        ("bes*", "best"),
        ("topic:databas*", "topic:databases"),
        ("topic:reinforcement*", "topic:reinforcement-learning"),
    ],
)
def test_a_wildcard_finds_no_less_than_its_word(shown, prefix, word):
    assert shown(word)
    assert shown(prefix) >= shown(word)


@pytest.mark.parametrize(
    ("text", "paper_id"),
    [
        ("https://arxiv.org/abs/2031.00042", "bay2031lost"),
        ("https://arxiv.org/pdf/2031.00042v3", "bay2031lost"),
        ("2031.00042", "bay2031lost"),
        ("arXiv:2031.00042", "bay2031lost"),
        ("https://openreview.net/forum?id=aBc123", "fir2031gone"),
        ("https://doi.org/10.5555/ELM.1", "elm2031kites"),
        ("doi:10.5555/elm.1", "elm2031kites"),
        ("http://www.kites.example/elm.pdf", "elm2031kites"),
    ],
)
def test_a_pasted_address_or_id_finds_only_its_paper(shown, text, paper_id):
    assert shown(text) == {paper_id}
    assert shown(f"{text} zebra") == set()


def test_an_address_that_no_paper_has_finds_nothing_similar(ask):
    assert ask("https://kites.example/learned/kites").hits == []
