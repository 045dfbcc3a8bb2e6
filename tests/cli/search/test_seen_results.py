"""Papers that a search has printed before, for alerts."""

from __future__ import annotations

from tests.support.archives import BOTH, SHORT, paper
from tests.support.commands import run


def test_since_last_prints_no_more_than_the_limit_and_remembers_that(capsys, root):
    every = set(run(capsys, "search", "kites", "-f", "ids").out.split())
    seen = []
    for _ in every:
        ran = run(capsys, "search", "kites", "--since-last", "-n", "1", "-f", "ids")
        seen += ran.out.split()
    assert len(seen) == len(set(seen)) == len(every)
    assert set(seen) == every
    root.store.write_papers("kites2032", [*root.store.papers("kites2032"), paper("new2032", "New Kites", "No Body")])
    assert run(capsys, "search", "kites", "--since-last", "-f", "ids").out == "new2032\n"


def test_since_last_shows_only_what_is_new(capsys, umbrellas):
    asked = ("search", "umbrellas", "--since-last", "--format", "ids")
    assert set(run(capsys, *asked).out.split()) == {SHORT, BOTH}
    again = run(capsys, *asked)
    assert (again.out, again.code) == ("", 0)
    assert again.err.startswith("No new papers since the last run.\n")
    assert again.err in run(capsys, *asked[:3]).err, "as text too"
    assert run(capsys, "search", "kites", "--since-last", "--format", "ids").out, "another question has a memory of its own"
    papers = umbrellas.store.papers("kites2032")
    umbrellas.store.write_papers("kites2032", [*papers, paper("new2032", "New Umbrellas", "No Body")])
    assert run(capsys, *asked).out.split() == ["new2032"]
    assert run(capsys, *asked).out == ""
