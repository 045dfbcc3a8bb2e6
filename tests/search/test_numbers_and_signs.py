"""Numbers joined to words and separate, names with special characters, and awards, as people type them."""

from __future__ import annotations

import pytest

from archive.store.root import Root
from tests.support.archives import paper
from tests.support.commands import run

TITLES = {
    "apart2031": "Kites trained on CIFAR-10, VGG-11, TPU v3, CPU 2017 and Llama 2 in 3-D",
    "joined2031": "Lanterns trained on cifar10, VGG11, TPUv3, CPU2017 and llama2 in 3D",
    "hundred2031": "Moths trained on cifar100, VGG-111, TPU v31, CPU 20170 and Llama 20",
    "plus2031": "Umbrellas in C++17",
    "sharp2031": "Umbrellas in C# on .NET",
    "star2031": "Umbrellas proved in F*",
    "fire2031": "Fires, frames and a C library of nets",
    "best2031": "Snow",
    "word2031": "The best paper for kites",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = Root(tmp_path_factory.mktemp("signs"))
    (root.folder / "editions.toml").write_text(
        '[kites2031]\nname = "Kites at ACME 2031"\nvenue = "ACME"\nyear = 2031\nurl = "https://kites.example/"\n'
    )
    awards = {"best2031": "Best Paper Award"}
    root.store.write_papers(
        "kites2031", [paper(name, title, "No Body", award=awards.get(name)) for name, title in TITLES.items()]
    )
    return root.folder


@pytest.fixture
def ids(folder, capsys):
    """The ids that a search on the command line prints: of full matches, best first."""

    def ids(*words):
        ran = run(capsys, "--root", str(folder), "search", *words, "--format", "ids")
        assert ran.code == 0
        return ran.out.split()

    return ids


@pytest.mark.parametrize(
    ("joined", "apart"),
    [
        ("cifar10", "CIFAR-10"),
        ("CIFAR10", "cifar 10"),
        ("vgg11", "VGG-11"),
        ("tpuv3", "TPU v3"),
        ("TPUv3", "tpu-v3"),
        ("cpu2017", "CPU 2017"),
        ("llama2", "Llama 2"),
        ("3d", "3-D"),
    ],
)
def test_a_number_matches_in_a_word_and_separately(ids, joined, apart):
    assert set(ids(*joined.split())) == set(ids(*apart.split())) == {"joined2031", "apart2031"}


def test_exact_spellings_come_first(ids):
    assert ids("cifar10") == ["joined2031", "apart2031"]
    assert ids("CIFAR-10") == ["apart2031", "joined2031"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("C++", {"plus2031"}),
        ("c++", {"plus2031"}),
        ("C++17", {"plus2031"}),
        ("C#", {"sharp2031"}),
        (".NET", {"sharp2031"}),
        (".net", {"sharp2031"}),
        ("F*", {"star2031"}),
        ("nets", {"fire2031"}),
    ],
)
def test_names_with_special_characters_find_their_papers(ids, query, found):
    assert set(ids(query)) == found


def test_a_lower_case_letter_with_a_star_is_a_prefix(ids):
    assert "fire2031" in ids("f*")


@pytest.mark.parametrize("query", ["best paper", "Best Paper Award", "best-paper award", "best papers"])
def test_papers_with_the_award_that_was_searched_for_come_first(ids, query):
    assert ids(*query.split())[0] == ("best2031" if query != "best papers" else "word2031")


def test_an_award_can_be_combined_with_other_terms(ids):
    assert ids("best", "paper", "snow") == ["best2031"]
    assert ids("best", "paper", "kites") == ["word2031"]
