"""The command authors."""

from __future__ import annotations

from tests.support.commands import run


def test_authors_by_word_and_as_json(capsys, root):
    everyone = run(capsys, "authors", "--json").json
    assert everyone[0]["name"] == "Ada Quill"
    assert len(everyone) == 8
    (one,) = run(capsys, "authors", "altinbuken", "--json").json
    assert one["name"] == "Deniz Altınbüken"
    assert "Deep Kites" in run(capsys, "authors", "van", "loon").out
    assert run(capsys, "authors", "altinbukne").err.endswith(
        "Did you mean Deniz Altınbüken? `mlforsys authors` lists them all.\n"
    )
    assert (one["papers_count"], one["papers"]) == (1, ["altinbuken2024lantern"])
    nobody = run(capsys, "authors", "nobody at all")
    assert (nobody.code, nobody.out) == (2, "")
    nobody = run(capsys, "authors", "nobody at all", "--json")
    assert (nobody.code, nobody.out) == (2, "")


def test_several_authors_are_named_between_commas(capsys, root):
    names = [row["name"] for row in run(capsys, "authors", "quill,moss", "--json").json]
    assert sorted(names) == sorted(
        row["name"] for name in ("quill", "moss") for row in run(capsys, "authors", name, "--json").json
    )
    assert run(capsys, "authors", "Quill, Ada", "--json").json == run(capsys, "authors", "ada", "quill", "--json").json
    ran = run(capsys, "authors", "quill,nobody")
    assert (ran.code, ran.err.startswith('mlforsys: There is no author "nobody".')) == (2, True)
