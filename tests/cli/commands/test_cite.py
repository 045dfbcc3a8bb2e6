"""The command cite."""

from __future__ import annotations

import io

import pytest

from tests.support.citations import PROJECT
from tests.support.commands import run

FOLDER = PROJECT / "archive" / "export" / "cite" / "styles"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (
            "apa",
            "Quill, A., & Zuse, B., Jr. (2024, December 15). Kites on Rails: Scheduling Wind for Trains. "
            "Workshop on ML for Systems at NeurIPS 2024. https://kites.example/quill2024kites.pdf",
        ),
        (
            "ieee",
            "A. Quill and B. Zuse Jr., “Kites on Rails: Scheduling Wind for Trains,” in Workshop on "
            "ML for Systems at NeurIPS 2024, Vancouver, Canada, Dec. 2024. [Online]. Available: https://kites.example/quill2024kites.pdf",
        ),
        (
            "acm",
            "Ada Quill and Bo Zuse Jr. 2024. Kites on Rails: Scheduling Wind for Trains. In Workshop on "
            "ML for Systems at NeurIPS 2024, December 15, 2024. Vancouver, Canada. Retrieved from https://kites.example/quill2024kites.pdf",
        ),
        (
            "chicago",
            "Quill, Ada, and Bo Zuse Jr. 2024. “Kites on Rails: Scheduling Wind for Trains.” Workshop on "
            "ML for Systems at NeurIPS 2024 (Vancouver, Canada), December 15. https://kites.example/quill2024kites.pdf.",
        ),
    ],
)
def test_a_reference_in_each_style(capsys, root, style, text):
    assert run(capsys, "cite", "quill2024kites", "--style", style) == (0, text + "\n", "")


def test_papers_are_cited_by_any_name_in_the_order_given(capsys, root, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("3105.00001\n\nThe Weight of Snow\n"))
    ran = run(capsys, "cite", "frost2032", "-", "--json", "--style", "ieee")
    assert [one["id"] for one in ran.json] == ["frost2032learned", "quill2031deep", "vanloon2019weight"]
    assert {one["style"] for one in ran.json} == {"ieee"}
    assert ran.json[0]["text"].startswith(
        "D. Frost, “Learned Snow Removal with Kites,” in Workshop on Kites for Systems at ACME 2032, 2032."
    )


def test_unknown_papers_are_reported_and_the_others_are_cited(capsys, root):
    ran = run(capsys, "cite", "frost2032learned", "nobody1999nothing")
    assert (ran.code, ran.out.count("\n")) == (1, 1)
    assert 'no paper "nobody1999nothing"' in ran.err


def test_a_csl_file_can_be_used_as_style(capsys, root, tmp_path):
    own = tmp_path / "own.csl"
    own.write_bytes((FOLDER / "apa.csl").read_bytes())
    assert run(capsys, "cite", "frost2032learned", "--style", own).out == run(capsys, "cite", "frost2032learned").out


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "nature",
            None,
            'There is no style "nature". Styles: acm, apa, chicago, harvard, ieee, mla, bibtex, or the path of a .csl',
        ),
        ("none.csl", None, "cannot be read"),
        ("broken.csl", "<style", "cannot be read"),
        ("page.csl", "<html/>", "cannot be read as a CSL style"),
        ("bare.csl", '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"/>', "not a CSL style with a bibliography"),
    ],
)
def test_an_unknown_style_is_wrong_usage(capsys, root, tmp_path, monkeypatch, name, content, says):
    monkeypatch.chdir(tmp_path)
    if content:
        (tmp_path / name).write_text(content)
    ran = run(capsys, "cite", "frost2032learned", "--style", name)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err


def test_filters_select_papers_as_in_export(capsys, root):
    both = run(capsys, "cite", "quill2031deep", "moss2031index", "--style", "mla")
    assert run(capsys, "cite", "--edition", "kites2031", "--style", "mla") == both
    assert run(capsys, "cite", "quill2031deep", "moss2031index", "--author", "moss").out.startswith("Moss, C. (2031")
    assert run(capsys, "cite", "quill2031deep", "--year", "2024") == (0, "", "No paper matches.\n")
    assert run(capsys, "cite", "--edition", "nowhere1999").code == 2


def test_neither_papers_nor_filters_is_wrong_usage(capsys, root):
    ran = run(capsys, "cite")
    assert (ran.code, ran.out) == (2, "")
    assert "Give an ID, or filters such as --edition" in ran.err


def test_the_limit_and_a_format_equal_to_the_style_work(capsys, root):
    assert run(capsys, "cite", "--edition", "kites2031", "-n", "1") == run(capsys, "cite", "quill2031deep")
    both = run(capsys, "cite", "quill2031deep", "--style", "bibtex", "--format", "bibtex")
    assert both == run(capsys, "cite", "quill2031deep", "--style", "bibtex")
