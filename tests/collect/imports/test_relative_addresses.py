"""Relative addresses of a file are joined to --base-url; without it, the message says what to do."""

from __future__ import annotations

import pytest

from archive.collect.imports.relative_addresses import is_relative
from tests.support.commands import run

BASE = "https://kites.example/2033/list.html"


@pytest.mark.parametrize("text", ["papers/12.pdf", "12.pdf", "/a.pdf", "../x.pdf", "./x/yz", "papers/12", "x.pdf#page=2"])
def test_paths_are_relative_addresses(text):
    assert is_relative(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "-",
        "n/a",
        "N/A",
        "TBD",
        "e.g.",
        "a b.pdf",
        "https://a.example/b.pdf",
        "mailto:x",
        "kites.example/x.pdf",
        "10.1/2",
    ],
)
def test_other_texts_are_not_addresses(text):
    assert not is_relative(text)


@pytest.fixture
def table(root, tmp_path):
    path = tmp_path / "papers.csv"
    path.write_text(
        "Paper Title,Author Names,PDF,Slides\n"
        "Zebras on Rails,Ada Quill,papers/12.pdf,/slides/12.pdf\n"
        "Zebras at Sea,Bo Zuse,n/a,\n"
        "Zebras in Snow,Cy Moss,https://zebras.example/snow.pdf,\n"
    )
    return path


def test_relative_addresses_are_joined_as_a_browser_joins_them(capsys, root, table):
    ran = run(capsys, "import", table, "--edition", "kites2031", "--base-url", BASE, "--yes")
    assert ran.code == 0
    assert f'Relative addresses were joined to {BASE}: "papers/12.pdf" is https://kites.example/2033/papers/12.pdf.' in ran.err
    papers = {paper.title: paper for paper in root.store.papers("kites2031")}
    rails = papers["Zebras on Rails"]
    assert rails.pdf_url == "https://kites.example/2033/papers/12.pdf"
    assert [link.url for link in rails.links] == ["https://kites.example/slides/12.pdf"]
    assert papers["Zebras at Sea"].pdf_url is None
    assert papers["Zebras in Snow"].pdf_url == "https://zebras.example/snow.pdf"


def test_relative_addresses_without_a_base_are_left_out_and_the_option_is_named(capsys, root, table):
    ran = run(capsys, "import", table, "--edition", "kites2031")
    for address, what in (("papers/12.pdf", "PDF"), ("/slides/12.pdf", "slides")):
        assert f'row 2 has "{address}" as the address of its {what}, which is relative and was left out' in ran.err
    assert "--base-url URL" in ran.err


def test_an_unneeded_base_is_reported_and_an_invalid_one_refused(capsys, root, table):
    table.write_text("Paper Title,Author Names\nZebras on Rails,Ada Quill\n")
    assert "--base-url was not used" in run(capsys, "import", table, "--edition", "kites2031", "--base-url", BASE).err
    ran = run(capsys, "import", table, "--edition", "kites2031", "--base-url", "papers/")
    assert (ran.code, 'Invalid --base-url "papers/"' in ran.err) == (2, True)


def test_relative_link_to_pdf_is_the_pdf_of_the_paper(capsys, root, table):
    table.write_text("Paper Title,Author Names,Link\nZebras on Rails,Ada Quill,papers/12.pdf\nZebras,Bo Zuse,papers/12/\n")
    assert run(capsys, "import", table, "--edition", "kites2031", "--base-url", BASE, "--yes").code == 0
    rails, zebras = root.store.papers("kites2031")[-2:]
    assert rails.pdf_url == "https://kites.example/2033/papers/12.pdf"
    assert (zebras.pdf_url, zebras.page_url) == (None, "https://kites.example/2033/papers/12/")
