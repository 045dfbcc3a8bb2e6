"""From text to index terms: spellings, special characters and numbers."""

from __future__ import annotations

import pytest

from archive.model.analysis import american, joins_numbers, split, split_numbers, split_words, stem


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
        ("learnt", "learned"),
        ("labelled", "labeled"),
        ("programme", "program"),
    ],
)
def test_british_and_american_spellings_are_the_same_term(british, us):
    assert stem(british) == stem(us)


@pytest.mark.parametrize("word", ["four", "hour", "noise", "size", "wise", "genre", "fence", "blue", "element", "ours"])
def test_words_that_only_look_british_are_unchanged(word):
    assert american(word) == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++17 and C++, c#", ["c++", "17", "and", "c++", "c#"]),
        ("F* or A*, x*y and Kipf*", ["f*", "or", "a*", "x", "y", "and", "kipf"]),
        (".NET, ASP.NET at example.net", [".net", "asp", "net", "at", "example", "net"]),
        ("C++x", ["c", "x"]),
    ],
)
def test_characters_that_belong_to_a_name_are_part_of_the_word(text, words):
    assert [word.text for word in split(text)] == words
    assert split_words(text) == words


def test_words_are_the_same_with_and_without_positions():
    text = "O’Neil's kites, the Kipf*'s; 雪中的风筝 on .NET/C#: Größe №5, 3D—and 🪁 x.NET A* F*x c++17 ÅNGSTRÖM"
    assert split_words(text) == [word.text for word in split(text)]


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("cifar10", [["cifar", "10"]]),
        ("tpuv3", [["tpu", "v3"], ["tpuv", "3"], ["tpu", "v", "3"]]),
        ("3d", [["3", "d"]]),
        ("kites", []),
        ("2019", []),
        ("", []),
    ],
)
def test_words_of_letters_and_digits_are_split(word, ways):
    assert split_numbers(word) == ways


def test_two_words_are_joined_if_one_is_a_number():
    assert joins_numbers("cifar", "10")
    assert joins_numbers("tpu", "v3")
    assert joins_numbers("3", "d")
    assert not joins_numbers("kites", "lanterns")
    assert not joins_numbers("20", "19")
