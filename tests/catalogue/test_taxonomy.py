"""The taxonomy: topics by name and synonym, and errors in the file."""

from __future__ import annotations

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.errors import StoreError, UsageError

ASKED = """systems-software runtime-systems distributed-systems security compilers databases architecture circuit-design
networking storage datacenters programming-languages representation-learning optimization modeling practice datasets
llm-for-systems ml-for-large-scale-ml reinforcement-learning supervised-learning unsupervised-learning bayesian-optimization
graph-neural-networks quantization-and-compression""".split()


def test_the_bundled_taxonomy_has_the_areas_of_the_call_and_the_methods():
    taxonomy = load_taxonomy()
    assert set(ASKED) <= taxonomy.keys()
    assert [topic.kind for topic in taxonomy.values()] == sorted(topic.kind for topic in taxonomy.values())


@pytest.mark.parametrize(
    ("called", "topic"),
    [
        ("databases", "databases"),
        ("DBMS", "databases"),
        ("Graph Neural Networks", "graph-neural-networks"),
        ("gnn", "graph-neural-networks"),
        ("learned index structures", "learned-indexes"),
        ("data center", "datacenters"),
    ],
)
def test_a_topic_is_found_by_id_name_and_synonym(called, topic):
    assert load_taxonomy().find(called).id == topic


def test_an_unknown_topic_gets_a_suggestion():
    with pytest.raises(UsageError, match="databases"):
        load_taxonomy().find("databsaes")


def test_a_synonym_that_is_alike_is_named_beside_its_topic():
    with pytest.raises(UsageError, match=r'Did you mean distributed-systems \("consensus"\)\?'):
        load_taxonomy().find("nonsense")
    with pytest.raises(UsageError, match=r"Did you mean databases or datasets\?"):
        load_taxonomy().find("databse")


def test_the_tree_has_every_topic_once_below_its_broader_one():
    taxonomy = load_taxonomy()
    tree = [(depth, topic.id) for depth, topic in taxonomy.tree()]
    assert sorted(topic for _, topic in tree) == sorted(taxonomy)
    above: list[str] = []
    for depth, topic in tree:
        del above[depth:]
        assert taxonomy[topic].broader == (above[-1] if above else None)
        above.append(topic)


def test_redundant_broader_topics_are_dropped_and_areas_come_first():
    taxonomy = load_taxonomy()
    assert taxonomy.redundant(["learned-indexes", "databases", "compilers"]) == ["databases"]
    assert taxonomy.redundant(["databases", "compilers"]) == []
    assert taxonomy.areas_first(["kites", "reinforcement-learning", "storage", "databases"]) == [
        "storage", "databases", "reinforcement-learning", "kites",
    ]  # fmt: skip


def test_within_and_broader_are_inverse():
    taxonomy = load_taxonomy()
    for topic in taxonomy:
        for inner in taxonomy.within(topic):
            assert topic in taxonomy.with_broader([inner])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[a]\nname = "A"\nkind = "area"\n', "description is missing"),
        ('[a]\nname = "A"\nkind = "area"\ndescription = 1\n', "description should be text, not 1"),
        ('[a]\nname = "A"\nkind = "thing"\ndescription = "x"\n', "kind should be one of area, method"),
        ('[a]\nname = "A"\nkind = "area"\ndescription = "x"\nbroader = "b"\n', '"b"'),
        ('[a]\nname = "A"\nkind = "area"\ndescription = "x"\ncolour = "red"\n', 'unknown key "colour"'),
        ('[a]\nname = "A"\nkind = "area"\ndescription = "x"\nsynonyms = "b"\n', "synonyms"),
        ('[a]\nname = "A"\nkind = "area"\ndescription = "x\\u0007"\n', "control character"),
        ('["A b"]\nname = "A"\nkind = "area"\ndescription = "x"\n', "an id is lower-case"),
        ("a = 1\n", "it should be a table"),
    ],
)
def test_a_broken_taxonomy_is_named_with_its_entry(tmp_path, text, message):
    path = tmp_path / "topics.toml"
    path.write_text(text)
    with pytest.raises(StoreError, match=message) as raised:
        load_taxonomy(tmp_path)
    assert "topics.toml" in str(raised.value)
