"""``mlforsys export``: what it prints, and the files it writes."""

from __future__ import annotations

import csv
import io
import json

import pytest

from archive.cli import formats
from archive.export.formats import format_names
from tests.support.archives import PAPERS
from tests.support.commands import run

IDS = {paper.id for papers in PAPERS.values() for paper, _ in papers}


def test_help_names_every_format(capsys):
    told = " ".join(run(capsys, "export", "--help").out.split())
    told = told.replace("- ", "-")  # the help may break a line there
    assert f"One of {', '.join(formats.FORMATS)}." in told


@pytest.mark.parametrize("name", format_names())
def test_a_folder_gets_a_file_for_each_paper(capsys, root, tmp_path, name):
    folder = tmp_path / "out"
    ran = run(capsys, "export", "--format", name, "--output", f"{folder}/")
    assert (ran.code, ran.out, ran.err) == (0, "", f"{len(IDS)} files written to {folder}.\n")
    assert {path.name.partition(".")[0] for path in folder.iterdir()} == IDS
    for path in sorted(folder.iterdir())[::3]:
        alone = run(capsys, "export", "--format", name, path.name.partition(".")[0]).out
        assert path.read_bytes() == alone.encode()


def test_an_existing_folder_needs_no_slash_and_keeps_its_other_files(capsys, root, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    ran = run(capsys, "export", "--edition", "isca2019", "--format", "ris", "--output", tmp_path)
    assert ran.err == f"1 file written to {tmp_path}.\n"
    assert (tmp_path / "vanloon2019weight.ris").read_text().startswith("TY  - CONF\n")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_gets_all_papers(capsys, root, tmp_path):
    out = tmp_path / "all.json"
    ran = run(capsys, "export", "--format", "csl-json", "--output", out)
    assert ran.err == f"{len(IDS) - 1} papers (+1 withdrawn) written to {out}.\n"
    assert {one["id"] for one in json.loads(out.read_text())} == IDS


def test_a_hyphen_is_standard_output(capsys, root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "export", "--output", "-").out == run(capsys, "export").out
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(
    ("output", "why"),
    [("none/x.bib", "the folder does not exist"), ("none/deep/", "the folder does not exist"), ("f/", "is a file")],
)
def test_an_unwritable_output_is_left_unchanged(capsys, root, tmp_path, monkeypatch, output, why):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f").write_text("mine")
    ran = run(capsys, "export", "--output", output)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err
    assert (tmp_path / "f").read_text() == "mine"
    assert not (tmp_path / "none").exists()


def test_abstracts_come_on_request(capsys, root):
    assert "Snow is heavy" not in run(capsys, "export", "vanloon2019weight").out
    assert "abstract = {Snow is heavy." in run(capsys, "export", "vanloon2019weight", "--with-abstracts").out
    assert "abstract" not in run(capsys, "search", "snow", "--format", "bibtex").out


def test_ids_come_from_standard_input_in_their_order(capsys, root, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("moss2031index\nquill2024kites\n"))
    ran = run(capsys, "export", "--format", "csl-json", "-")
    assert [one["id"] for one in json.loads(ran.out)] == ["moss2031index", "quill2024kites"]


def test_export_filters_and_writes_files(capsys, workshop, tmp_path):
    papers = run(capsys, "export", "--format", "json", "--edition", "isca2019").json
    assert len(papers) == 5
    assert all("score" not in paper for paper in papers)
    out = tmp_path / "papers.csv"
    assert run(capsys, "export", "--format", "csv", "--output", str(out)).code == 0
    with out.open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 187


def test_an_export_into_a_missing_folder_is_wrong_usage(capsys, workshop, tmp_path):
    ran = run(capsys, "export", "--output", tmp_path / "none" / "x.csv")
    assert ran.code == 2
    assert "cannot be written" in ran.err
    assert not (tmp_path / "none").exists()


def test_an_export_into_a_folder_is_a_file_for_each_paper(capsys, workshop, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    ran = run(capsys, "export", "--edition", "isca2019", "--format", "csl-json", "--output", out)
    assert (ran.code, ran.out, ran.err) == (0, "", f"5 files written to {out}.\n")
    names = sorted(path.name for path in out.iterdir())
    assert "elthakeb2019sinreq.csl.json" in names
    for path in out.iterdir():
        (item,) = json.loads(path.read_text())
        assert f"{item['id']}.csl.json" == path.name


def test_abstracts_are_in_citations_only_on_request(capsys, workshop):
    kept = workshop / "scraped" / "abstracts" / "isca2019.json"
    kept.parent.mkdir(exist_ok=True)
    told = {"text": "Kites are quantized.", "source": "page", "url": "https://kites.example/", "retrieved": "2031-05-02"}
    kept.write_text(json.dumps({"elthakeb2019sinreq": told}))
    for output_format in ("bibtex", "ris", "csl-json", "markdown", "html"):
        bare = run(capsys, "export", "--edition", "isca2019", "--format", output_format).out
        full = run(capsys, "export", "--edition", "isca2019", "--format", output_format, "--with-abstracts").out
        assert "Kites are quantized" not in bare
        assert "Kites are quantized" in full


def test_a_format_given_as_a_paper_is_named_as_one(capsys, root):
    ran = run(capsys, "export", "bibtex")
    assert (ran.code, ran.out, ran.err) == (2, "", "mlforsys: bibtex is a format: `mlforsys export --format bibtex`.\n")
