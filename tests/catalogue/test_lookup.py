"""Papers by all that they are called, alone and in rows."""

from __future__ import annotations

import io

import pytest

from archive.catalogue.items import items
from archive.catalogue.lookup import Lookup
from archive.errors import ArchiveError
from tests.support.archives import paper, write_archive
from tests.support.commands import run


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_archive(tmp_path / "archive")
    monkeypatch.setenv("MLFORSYS_ROOT", str(root.folder))
    return root


@pytest.mark.parametrize(
    ("asked", "paper_id"),
    [
        ("quill2031deep", "quill2031deep"),
        ("QUILL2031DEEP", "quill2031deep"),
        (" quill2031 ", "quill2031deep"),
        ("deep kites", "quill2031deep"),
        ("The Lantern’s Glow in C++", "altinbuken2024lantern"),
        ("mOsS31", "moss2031index"),
        ("https://openreview.net/forum?id=mOsS31", "moss2031index"),
        ("https://openreview.net/pdf?id=mOsS31", "moss2031index"),
        ("3105.00001", "quill2031deep"),
        ("arXiv:3105.00001v2", "quill2031deep"),
        ("https://arxiv.org/abs/3105.00001", "quill2031deep"),
        ("https://arxiv.org/pdf/3105.00001v3.pdf", "quill2031deep"),
        ("https://kites.example/quill2031deep.pdf", "quill2031deep"),
        ("http://www.kites.example/quill2031deep.pdf", "quill2031deep"),
        ("https://kites.example/deep.git", "quill2031deep"),
        ("kites.example/quill2031deep.pdf/", "quill2031deep"),
        ("openreview.net/forum?id=mOsS31&noteId=x", "moss2031index"),
        ("arxiv.org/abs/3105.00001/", "quill2031deep"),
        ("https://www.arxiv.org/abs/3105.00001", "quill2031deep"),
        ("https://doi.org/10.48550/arXiv.3105.00001", "quill2031deep"),
        ("10.48550/arXiv.3105.00001", "quill2031deep"),
        ("https://arxiv.org/html/3105.00001v3#S2", "quill2031deep"),
        ("https://arxiv.org/abs/3105.00001?context=cs", "quill2031deep"),
        ("https://www.alphaxiv.org/abs/3105.00001", "quill2031deep"),
        ("https://openreview.net/pdf?id=mOsS31#page=2", "moss2031index"),
        ("https://kites.example/quill2031deep.pdf#page=3", "quill2031deep"),
        ("Kites on Rails", "quill2024kites"),
        ("an index", "moss2031index"),
    ],
)
def test_a_paper_answers_to_all_its_names(root, asked, paper_id):
    assert Lookup(items(root)).find(asked).paper.id == paper_id


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("quill20", "matches 2 papers: quill2024kites, quill2031deep"),
        ("quill2031dep", "Did you mean quill2031deep"),
        ("zzz", "There is no paper 'zzz'"),
        ("q", "There is no paper"),
        ("the", "matches 2 papers: vanloon2019weight, altinbuken2024lantern"),
        ("...", "There is no paper"),
        ("", "There is no paper"),
        ("https://kites.example/list.html", "There is no paper"),
    ],
)
def test_what_is_none_or_several_is_said(root, asked, says):
    with pytest.raises(ArchiveError, match=says):
        Lookup(items(root)).find(asked)


def test_show_takes_several_and_a_title_in_words(capsys, root):
    shown = run(capsys, "show", "quill2031deep", "moss2031index", "--json").json
    assert [record["id"] for record in shown] == ["quill2031deep", "moss2031index"]
    assert run(capsys, "show", "Deep", "Kites", "--json").json[0]["id"] == "quill2031deep"


def test_one_of_several_that_is_none_costs_no_other(capsys, root):
    ran = run(capsys, "show", "quill2031deep", "zzz")
    assert ran.code == 1
    assert "There is no paper 'zzz'" in ran.err
    assert ran.out.startswith("Deep Kites")


def test_ids_from_search_compose(capsys, root, monkeypatch):
    ids = run(capsys, "search", "kites", "--format", "ids").out
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    assert [record["id"] for record in run(capsys, "show", "-", "--json").json] == ids.split()
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    bibtex = run(capsys, "export", "--format", "bibtex", "-").out
    assert [line.split("{")[1].rstrip(",") for line in bibtex.splitlines() if line.startswith("@")] == ids.split()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(capsys, "show", "-", "--json").json == []


def test_a_shell_completes_from_the_store(root, capsys):
    for line, expected in (
        ("mlforsys show qu", ["quill2031deep", "quill2024kites"]),
        ("mlforsys search --topic run", ["runtime-systems"]),
        ("mlforsys search --topic=caching,run", ["--topic=caching,runtime-systems"]),
        ("mlforsys search --edition kites", ["kites2031", "kites2032"]),
        ("mlforsys search --author Den", ["Deniz Altınbüken"]),
        ("mlforsys search --author altinb", ["Deniz Altınbüken"]),
        ('mlforsys search --author "deniz al', ["Deniz Altınbüken"]),
        ("mlforsys search -f bib", ["bibtex"]),
        ("mlforsys search --sort ", ["relevance", "year", "-year", "title"]),
        ("mlforsys search --of", ["--offset"]),
        ("mlforsys cite --style A", ["acm", "apa"]),
        ("mlforsys authors Den", ["Deniz Altınbüken"]),
        ("mlforsys topics run", ["runtime-systems"]),
        ("mlforsys scrape kites", ["kites2031", "kites2032"]),
        ("mlforsys rel", ["related"]),
        (f"mlforsys --root {root.folder} show qu", ["quill2031deep", "quill2024kites"]),
        (f"mlforsys export --root {root.folder} qu", ["quill2031deep", "quill2024kites"]),
        ("mlforsys --root /no/such/folder show qu", []),
    ):
        offered = run(capsys, "__complete", "--line", line).out.splitlines()
        assert [value.split("\t")[0] for value in offered] == expected, line


# -- a title with one wrong word


@pytest.mark.parametrize(
    "asked",
    [
        "The Weight of Rain",
        "A Weight of Snow",
        "The Weight Snow",
        "The Great Weight of Snow",
        "the weight of snow, again",
    ],
)
def test_a_title_with_one_wrong_word_is_found_and_it_is_said(capsys, root, asked):
    ran = run(capsys, "show", asked)
    assert ran.code == 0
    assert "The Weight of Snow" in ran.out
    assert ran.err == f'No paper has the title "{asked}"; showing "The Weight of Snow" (vanloon2019weight).\n'


def test_the_words_of_such_a_title_may_be_several_arguments(capsys, root):
    ran = run(capsys, "show", "The", "Weight", "of", "Rain")
    assert ran.code == 0
    assert "vanloon2019weight" in ran.err


@pytest.mark.parametrize("asked", ["A Weight of Rain", "Deep Moths", "The Weight of"])
def test_a_title_with_more_wrong_words_or_too_few_is_not_guessed(root, asked):
    said: list[str] = []
    found = Lookup(items(root), said.append)
    if asked == "The Weight of":  # a beginning is no mistake
        assert found.find(asked).paper.id == "vanloon2019weight"
    else:
        with pytest.raises(ArchiveError, match="There is no paper"):
            found.find(asked)
    assert said == []


def test_where_two_titles_are_as_near_none_is_taken(root):
    twins = [paper("one2031", "Kites over red snow", "No Body"), paper("two2031", "Kites over white snow", "No Body")]
    root.store.write_papers("kites2032", twins)
    said: list[str] = []
    with pytest.raises(ArchiveError, match="There is no paper"):
        Lookup(items(root), said.append).find("Kites over blue snow")
    assert said == []


def test_who_cannot_be_told_is_given_no_other_paper(root):
    with pytest.raises(ArchiveError, match="There is no paper"):
        Lookup(items(root)).find("The Weight of Rain")
