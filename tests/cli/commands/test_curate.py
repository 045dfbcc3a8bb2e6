"""``mlforsys curate``: one paper's topics, summary and corrections, by options and in an editor."""

from __future__ import annotations

import dataclasses
import re
import sys

import pytest

from archive.store.curation import load_curation
from archive.store.root import Root
from tests.support.commands import run
from tests.support.own import TOPICS, own_archive
from tests.support.terminals import Sitting

SUMMARY = "Lamps that glow under water are dim; a lens of glass makes them bright enough for divers to read all day long."
WHY = ("--reason", "A slip.", "--source", "the PDF")
PAPER = "moss2031lanterns"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Root:
    root = own_archive(tmp_path / "kites", topics=TOPICS)
    monkeypatch.chdir(root.folder)
    return root


def stored(root: Root):
    return next(paper for paper in root.store.papers("kfs2031") if paper.id == PAPER)


def curated(root: Root):
    return load_curation("kfs2031", root.folder)[PAPER]


def text(root: Root) -> str:
    return (root.folder / "curation" / "kfs2031.toml").read_text(encoding="utf-8")


# -- options -----------------------------------------------------------------------------------


def test_topics_and_a_summary_go_into_curation_and_store(capsys, root):
    ran = run(capsys, "curate", PAPER, "--topic", "cord", "--topic", "Weather", "--summary", f"  {SUMMARY}\n")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"~ {PAPER}: topics: none -> rope, weather",
        f"~ {PAPER}: summary: none -> {SUMMARY}",
    ]
    assert "curation/kfs2031.toml" in ran.err
    assert (stored(root).topics, stored(root).summary) == (("rope", "weather"), SUMMARY)
    assert (curated(root).topics, curated(root).summary) == (("rope", "weather"), SUMMARY)
    assert "Ropes and lines" in run(capsys, "topics", "rope").out
    assert run(capsys, "search", "topic:rope", "--format", "ids").out == f"{PAPER}\n"


@pytest.mark.parametrize(
    ("correction", "field", "value"),
    [
        ("title=Lanterns Below Water", "title", "Lanterns Below Water"),
        ("award=Best Paper Award", "award", "Best Paper Award"),
        ("presentation = oral", "presentation", "oral"),
        ("pdf_url=https://kites.example/new.pdf?a=b", "pdf_url", "https://kites.example/new.pdf?a=b"),
        ("doi=10.1145/3302424.3303961", "doi", "10.1145/3302424.3303961"),
        ("authors=Jane Deo -> Jane Doe", "authors", ("Cy Moss", "Jane Doe")),
    ],
)
def test_a_correction_says_what_the_page_says_and_why_it_is_wrong(capsys, root, correction, field, value):
    before = getattr(stored(root), field)
    assert run(capsys, "curate", PAPER, "--correct", correction, *WHY).code == 0
    assert getattr(stored(root), field) == value
    (one,) = curated(root).corrections
    assert (one.field, one.reason, one.source) == (field, "A slip.", "the PDF")
    assert (one.page, one.right) == (("Jane Deo", "Jane Doe") if field == "authors" else (before or "", value))


def test_the_stated_family_name_of_a_misspelled_name_is_corrected_too(capsys, root):
    papers = root.store.papers("kfs2031")
    stated = (("Cy Moss", "Moss"), ("Jane Deo", "Jane Deo"))
    root.store.write_papers(
        "kfs2031", [dataclasses.replace(one, family_names=stated) if one.id == PAPER else one for one in papers]
    )
    assert run(capsys, "curate", PAPER, "--correct", "authors=Jane Deo -> Jane Doe", *WHY).code == 0
    assert stored(root).family_names == (("Cy Moss", "Moss"),)


def test_a_correction_can_be_changed_and_undone(capsys, root):
    for title in ("Lantern", "Lanterns Below Water"):
        run(capsys, "curate", PAPER, "--correct", f"title={title}", *WHY)
    (one,) = curated(root).corrections
    assert (one.page, one.right) == ("Lanterns Under Water", "Lanterns Below Water")
    ran = run(capsys, "curate", PAPER, "--correct", "title=Lanterns Under Water")
    assert ran.code == 0
    assert curated(root).corrections == ()
    assert stored(root).title == "Lanterns Under Water"


def test_a_curated_paper_survives_an_import_of_what_the_page_says(capsys, root, tmp_path):
    run(capsys, "curate", PAPER, "--correct", "title=Lanterns Below Water", "--topic", "rope", *WHY)
    (tmp_path / "again.csv").write_text('title,authors\nLanterns Under Water,"Cy Moss, Jane Deo"\n')
    assert run(capsys, "import", tmp_path / "again.csv", "--edition", "kfs2031", "--yes").code == 0
    assert (stored(root).title, stored(root).topics) == ("Lanterns Below Water", ("rope",))


def test_comments_and_other_papers_of_the_file_stay(capsys, root):
    (root.folder / "curation").mkdir()
    (root.folder / "curation" / "kfs2031.toml").write_text(
        f"""# Ours, since 2031.
[{PAPER}]
summary = "{SUMMARY}"  # read twice
corrections = [
  # told by Cy
  {{ field = "title", page = "Lanterns under watre", right = "Lanterns Under Water", reason = "r", source = "s" }},  # yes
]

[quill2031zebras]
topics = ["weather"]
"""
    )
    assert run(capsys, "curate", PAPER, "--correct", "authors=Jane Deo -> Jane Doe", "--topic", "rope", *WHY).code == 0
    for kept in ("# Ours, since 2031.", "# read twice", "# told by Cy", "# yes", "[quill2031zebras]\n"):
        assert kept in text(root)
    assert [one.field for one in curated(root).corrections] == ["title", "authors"]
    assert run(capsys, "curate", PAPER, "--correct", "title=Lanterns under watre").code == 0
    assert [one.field for one in curated(root).corrections] == ["authors"]
    assert "# Ours, since 2031." in text(root)


def test_topics_can_be_removed(capsys, root):
    run(capsys, "curate", PAPER, "--topic", "rope")
    assert run(capsys, "curate", PAPER, "--topic", "").code == 0
    assert stored(root).topics == curated(root).topics == ()


def test_existing_values_change_nothing(capsys, root):
    ran = run(capsys, "curate", PAPER, "--correct", "title=Lanterns Under Water")
    assert (ran.code, ran.out) == (0, "")
    assert "is unchanged" in ran.err
    assert not (root.folder / "curation").exists()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("--topic", "roape"), "There is no topic.*rope"),
        (("--summary", "Too short."), "Its summary has 2 words; it should have 15 to 35"),
        (("--summary", SUMMARY.rstrip(".")), "one sentence that ends with a full stop"),
        (("--correct", "title=Lamps"), "needs a reason .* and a source"),
        (("--correct", "title=Lamps", "--reason", "r"), "needs a reason .* and a source"),
        (("--correct", "title=", *WHY), "cannot leave title empty"),
        (("--correct", "title", *WHY), "write FIELD=VALUE"),
        (("--correct", "colour=red", *WHY), '"colour" cannot be corrected. Fields that can be: title, authors'),
        (("--correct", "status=withdrawn", *WHY), "import its row with status withdrawn"),
        (("--correct", "pdf_url=kites.pdf", *WHY), '"kites.pdf" is not an absolute web address'),
        (("--correct", "arxiv_id=arXiv:1", *WHY), "is not a bare arXiv id"),
        (("--correct", "doi=https://doi.org/10.1145/1.2", *WHY), "is not a bare DOI in lower case"),
        (("--correct", "presentation=talk", *WHY), "not one of oral, spotlight, poster"),
        (("--correct", "authors=Jane Doe", *WHY), "say which of the authors"),
        (("--correct", "authors=Bo -> Jane Doe", *WHY), 'There is no author "Bo". The authors are Cy Moss, Jane Deo'),
        (("--correct", "authors=Jane Deo -> Cy Moss", *WHY), "is already an author"),
        (("--correct", "links=https://a.example/ -> https://b.example/", *WHY), "moss2031lanterns has no link to"),
        (("--reason", "r"), "explain --correct"),
        ((), "An editor needs a terminal"),
    ],
)
def test_invalid_values_are_reported_and_change_nothing(capsys, root, asked, says):
    before = stored(root)
    ran = run(capsys, "curate", PAPER, *asked)
    assert ran.code == 2
    assert re.search(says, ran.err), ran.err
    assert stored(root) == before
    assert not (root.folder / "curation").exists()


def test_an_unknown_paper_is_reported(capsys, root):
    ran = run(capsys, "curate", "nobody2031nothing")
    assert ran.code == 1
    assert "There is no paper" in ran.err


def test_a_damaged_file_is_reported_and_not_changed(capsys, root):
    (root.folder / "curation").mkdir()
    path = root.folder / "curation" / "kfs2031.toml"
    path.write_text("[moss")
    ran = run(capsys, "curate", PAPER, "--topic", "rope")
    assert ran.code == 1
    assert str(path) in ran.err
    assert path.read_text() == "[moss"


# -- an editor ---------------------------------------------------------------------------------


def editor(folder, *changes: tuple[str, str]) -> dict[str, str]:
    """An editor that makes one change each time it is started, and records the text that it was given."""
    script = folder / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        f"changes = {list(changes)!r}\n"
        f"count = pathlib.Path({str(folder / 'count')!r})\n"
        "turn = int(count.read_text()) if count.exists() else 0\n"
        "count.write_text(str(turn + 1))\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "text = path.read_text(encoding='utf-8')\n"
        f"pathlib.Path({str(folder)!r}, f'given{{turn}}').write_text(text, encoding='utf-8')\n"
        "old, new = changes[turn]\n"
        "assert old in text, text\n"
        "path.write_text(text.replace(old, new), encoding='utf-8')\n"
    )
    return {"EDITOR": f"{sys.executable} {script}", "VISUAL": ""}


def test_the_editor_gets_the_paper_and_the_possible_values(root, tmp_path):
    with Sitting("curate", PAPER, environment=editor(tmp_path, ("topics = []", 'topics = ["rope"]'))) as sitting:
        code, drawn = sitting.leaves()
    assert code == 0, drawn
    assert stored(root).topics == ("rope",)
    given = (tmp_path / "given0").read_text(encoding="utf-8")
    assert given.startswith("# Lanterns Under Water\n# Cy Moss, Jane Deo\n")
    assert "#   rope: Papers whose main matter is a rope.\n" in given
    assert 'authors = ["Cy Moss", "Jane Deo"]' in given


def test_problems_are_shown_and_can_be_corrected(root, tmp_path):
    changes = (
        ('title = "Lanterns Under Water"', 'title = "Lanterns Below Water"'),
        ('reason = ""\nsource = ""', 'reason = "A slip."\nsource = "the PDF"'),
    )
    with Sitting("curate", PAPER, environment=editor(tmp_path, *changes)) as sitting:
        assert "needs a reason" in sitting.sees("Edit it again?")
        sitting.type("\n")
        code, drawn = sitting.leaves()
    assert code == 0, drawn
    assert stored(root).title == "Lanterns Below Water"
    given = (tmp_path / "given1").read_text(encoding="utf-8")
    assert given.startswith("#! A correction needs a reason")
    assert 'title = "Lanterns Below Water"' in given


def test_giving_up_changes_nothing(root, tmp_path):
    before = stored(root)
    with Sitting("curate", PAPER, environment=editor(tmp_path, ("topics = []", "topics = [rope]"))) as sitting:
        assert "Invalid TOML" in sitting.sees("Edit it again?")  # notes are wrapped to the terminal
        sitting.type("n\n")
        code, drawn = sitting.leaves()
    assert code == 2
    assert "Nothing was changed" in drawn
    assert stored(root) == before


def test_a_missing_editor_is_reported(root):
    with Sitting("curate", PAPER, environment={"EDITOR": "nowhere-editor", "VISUAL": ""}) as sitting:
        code, drawn = sitting.leaves()
    assert code == 1
    assert "Check EDITOR" in drawn


# -- removing ----------------------------------------------------------------------------------

ZEBRAS = "quill2031zebras"


@pytest.fixture
def zebras(capsys, root, tmp_path):
    """A file with a paper that was imported by mistake, and curated."""
    path = tmp_path / "more.csv"
    path.write_text("title,authors,abstract\nZebras by Mistake,Ada Quill,It was not accepted.\n")
    assert run(capsys, "import", path, "--edition", "kfs2031", "--yes").code == 0
    assert run(capsys, "curate", ZEBRAS, "--topic", "rope").code == 0
    return path


def test_a_removed_paper_leaves_the_store_and_is_recorded_in_curation(capsys, root, zebras):
    assert run(capsys, "curate", PAPER, "--topic", "weather").code == 0
    before = (stored(root), curated(root))
    ran = run(capsys, "curate", ZEBRAS, "--remove", "--reason", "Not accepted.")
    assert (ran.code, ran.out) == (0, f"- {ZEBRAS}: Zebras by Mistake\n")
    assert "curation/kfs2031.toml" in ran.err
    assert f"`mlforsys curate {ZEBRAS} --restore`" in ran.err
    assert run(capsys, "show", ZEBRAS).code == 1
    assert run(capsys, "search", "mistake", "-f", "ids").out == ""
    assert ZEBRAS not in root.store.abstracts("kfs2031")
    assert (stored(root), curated(root)) == before
    assert f'[{ZEBRAS}.removed]\ntitle = "Zebras by Mistake"\nauthors = ["Ada Quill"]\n' in text(root)
    assert 'reason = "Not accepted."\n\n[' in text(root)
    assert run(capsys, "check").code == 0


def test_an_import_leaves_a_removed_paper_out_until_it_is_restored(capsys, root, zebras):
    before = root.store.papers("kfs2031")
    run(capsys, "curate", ZEBRAS, "--remove")
    ran = run(capsys, "import", zebras, "--edition", "kfs2031", "--yes")
    assert ran.code == 0
    assert f"1 paper left out, removed by curation (curation/kfs2031.toml): {ZEBRAS}." in ran.err
    assert run(capsys, "show", ZEBRAS).code == 1

    ran = run(capsys, "curate", ZEBRAS, "--restore")
    assert (ran.code, ran.out) == (0, f"+ {ZEBRAS}: Zebras by Mistake\n")
    assert "removed" not in text(root)
    assert root.store.papers("kfs2031") == before
    assert run(capsys, "import", zebras, "--edition", "kfs2031", "--yes").code == 0
    assert root.store.papers("kfs2031") == before
    assert ZEBRAS in root.store.abstracts("kfs2031")


def test_a_removal_deleted_from_curation_by_hand_no_longer_applies(capsys, root, zebras):
    run(capsys, "curate", ZEBRAS, "--remove")
    (root.folder / "curation" / "kfs2031.toml").unlink()
    assert run(capsys, "import", zebras, "--edition", "kfs2031", "--yes").code == 0
    assert run(capsys, "show", ZEBRAS).code == 0


def test_a_removal_written_by_hand_is_reported_by_check(capsys, root):
    (root.folder / "curation").mkdir()
    (root.folder / "curation" / "kfs2031.toml").write_text(f'[{PAPER}.removed]\ntitle = "Lanterns Under Water"\n')
    ran = run(capsys, "check")
    assert ran.code == 1
    assert f"`mlforsys curate {PAPER} --remove`" in ran.out + ran.err
    ran = run(capsys, "curate", PAPER, "--restore")
    assert ran.code == 0
    assert text(root).strip() == ""
    assert [paper.id for paper in root.store.papers("kfs2031")].count(PAPER) == 1
    assert run(capsys, "check").code == 0


def test_the_id_of_a_removed_paper_is_not_reused(capsys, root, zebras):
    run(capsys, "curate", ZEBRAS, "--remove")
    zebras.write_text("title,authors\nZebras on Purpose,Ada Quill\n")
    assert run(capsys, "import", zebras, "--edition", "kfs2031", "--yes").code == 0
    assert run(capsys, "search", "purpose", "-f", "ids").out == f"{ZEBRAS}b\n"


def test_only_a_removed_paper_is_restored(capsys, root):
    ran = run(capsys, "curate", PAPER, "--restore")
    assert (ran.code, ran.out) == (1, "")
    assert f"'{PAPER}' is not a removed paper" in ran.err.replace('"', "'")


@pytest.mark.parametrize("option", ["--remove", "--restore"])
def test_removing_and_restoring_exclude_other_options(capsys, root, option):
    ran = run(capsys, "curate", PAPER, option, "--topic", "rope")
    assert ran.code == 2
    assert "Leave out the other options" in ran.err


def test_removed_paper_is_named_as_such(capsys, root, zebras):
    assert "No paper was removed." in run(capsys, "curate", "x", "--restore").err
    run(capsys, "curate", ZEBRAS, "--remove")
    assert f"Removed papers: {ZEBRAS}." in run(capsys, "curate", "x", "--restore").err
    ran = run(capsys, "curate", ZEBRAS, "--topic", "rope")
    assert ran.code == 1
    assert f"It was removed by hand from kfs2031. To put it back: `mlforsys curate {ZEBRAS} --restore`." in ran.err


def test_a_removed_paper_is_restored_by_its_title_too(capsys, root, zebras):
    run(capsys, "curate", ZEBRAS, "--remove")
    ran = run(capsys, "curate", "zebras by", "--restore")
    assert (ran.code, ran.out) == (0, f"+ {ZEBRAS}: Zebras by Mistake\n")


def test_a_title_with_a_wrong_word_is_not_guessed_by_what_writes(capsys, root):
    for option in (
        ("--remove",),
        ("--summary", "Kites fly on rails in this paper, as they do in all of its fifteen other words here."),
    ):
        ran = run(capsys, "curate", "The Weight of Rain", *option)
        assert ran.code == 1
        assert "There is no paper" in ran.err


@pytest.mark.parametrize("topics", [["cord,weather"], ["cord, Weather"], ["rope", "weather"]])
def test_topics_may_stand_between_commas(capsys, root, topics):
    assert run(capsys, "curate", PAPER, *(word for topic in topics for word in ("--topic", topic))).code == 0
    assert stored(root).topics == ("rope", "weather")


def test_the_name_of_a_topic_may_have_a_comma(capsys, root):
    path = root.folder / "topics.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Ropes and lines"', '"Ropes, and lines"'), encoding="utf-8")
    assert run(capsys, "curate", PAPER, "--topic", "ropes, and lines").code == 0
    assert stored(root).topics == ("rope",)
