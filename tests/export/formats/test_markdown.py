"""Markdown and HTML for any site: rendered by other programs, they contain what the store does."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archive.catalogue.known_names import known_names
from archive.export.formats import export_format, given_to
from archive.model.paper import Edition, Link
from archive.model.record import make_record
from archive.model.text import squeeze
from archive.store.editions import Registry, load_registry
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.archives import abstract, paper, records, write_archive
from tests.support.commands import run
from tests.support.strategies import MARKUP, marked_up, marked_up_urls, names, quick

ACME = Edition(id="acme2031", name="Kites & <Rails> at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
REGISTRY = Registry({"acme2031": ACME}, None)


def record(title="Kites", *authors, text=None, **facts):
    return make_record(paper("quill2031kites", title, *(authors or ("Ada Quill",)), **facts), ACME, text and abstract(text))


def written(name, *some, registry=REGISTRY, with_abstracts=False):
    writer = export_format(name)
    return "".join(writer.write(given_to(writer, some, with_abstracts), registry))


def commonmark(text: str) -> str:
    return MarkdownIt("commonmark").render(text)


def with_tables_and_strikethrough(text: str) -> str:
    return MarkdownIt("js-default", {"html": True, "typographer": False, "linkify": False}).render(text)


def pandoc(text: str) -> str:
    asked = ["pandoc", "--from", "markdown-smart", "--to", "html", "--wrap=none"]
    return subprocess.run(asked, input=text, capture_output=True, text=True, check=True).stdout


def kramdown(text: str) -> str:
    asked = ["kramdown", "--smart-quotes", "apos,apos,quot,quot"]
    return subprocess.run(asked, input=text, capture_output=True, text=True, check=True, env={"LANG": "C.UTF-8"}).stdout


def typed(text: str) -> str:
    """The text with plain dashes and dots, since kramdown replaces them by typographic ones."""
    return text.replace("—", "---").replace("–", "--").replace("…", "...")


def installed(reader):
    missing = not shutil.which(reader.__name__)
    return pytest.param(reader, marks=pytest.mark.skipif(missing, reason=f"{reader.__name__} is not installed"))


READERS = [commonmark, with_tables_and_strikethrough, installed(pandoc)]


@pytest.fixture
def store(tmp_path):
    root = write_archive(tmp_path)
    return records(root), load_registry(root.folder)


# -- markdown


def test_markdown_of_an_edition(store):
    papers, registry = store
    assert written("markdown", *papers[-3:], registry=registry) == (
        "## Kites for Systems at ACME 2031\n"
        "\n"
        "1 May 2031, Léopoldville. 2 papers.\n"
        "\n"
        "- **Deep Kites**. Ada Quill\\*, Mia van Loon. Kites that dive after lanterns hang from ropes woven of glass, "
        "which break less often than older ones woven from wool. [paper](https://kites.example/quill2031deep.pdf), "
        "[arXiv](https://arxiv.org/abs/3105.00001), [code](https://kites.example/deep.git)\n"
        "- **An Index of Moss**. Cy Moss. [paper](https://kites.example/moss2031index.pdf), "
        "[OpenReview](https://openreview.net/forum?id=mOsS31)\n"
        "\n"
        "## Kites for Systems at ACME 2032\n"
        "\n"
        "1 paper.\n"
        "\n"
        "- **Learned Snow Removal with Kites**. Di Frost. *Honourable Mention*. "
        "[paper](https://kites.example/frost2032learned.pdf)\n"
    )


def test_markdown_marks_what_is_withdrawn_and_hides_its_pdf():
    text = written("markdown", record(status="withdrawn", award="Best Paper Award", presentation="oral"))
    assert text.endswith("- **Kites**. Ada Quill. *Best Paper Award; Oral; Withdrawn*.\n")
    assert text.startswith("## Kites &amp; &lt;Rails&gt; at ACME 2031\n")


def test_markdown_ends_a_title_once():
    assert "- **Why Kites?** Ada Quill." in written("markdown", record("Why Kites?"))
    assert "- **Kites**. Bo Zuse Jr.\n" in written("markdown", record("Kites", "Bo Zuse Jr.", pdf_url=None))


@pytest.mark.parametrize("reader", READERS)
def test_markdown_of_every_paper_reads_back(reader, capsys, monkeypatch):
    monkeypatch.setenv("MLFORSYS_ROOT", str(PROJECT))
    page = BeautifulSoup(reader(run(capsys, "export", "--format", "markdown").out), "lxml")
    everything = [*map(known_names(PROJECT).in_record, records(Root(PROJECT)))]
    assert [title.get_text() for title in page.select("li strong")] == [squeeze(one["title"]) for one in everything]
    for item, one in zip(page.select("li"), everything, strict=True):
        says = squeeze(item.get_text())
        assert all(name in says for name in one["authors"])
        assert squeeze(one["summary"] or "") in says
        hrefs = {link["href"] for link in item.select("a")}
        assert one["status"] == "withdrawn" or not one["pdf_url"] or one["pdf_url"] in hrefs
        assert {link["url"] for link in one["links"]} <= hrefs
        assert (one["award"] or "") in "".join(mark.get_text() for mark in item.select("em"))


@pytest.mark.parametrize("reader", READERS[:2])
def test_markdown_of_any_title_and_names_reads_back(reader):
    @quick
    @given(marked_up.map(squeeze), st.lists(names, min_size=1, max_size=4, unique=True), marked_up.map(squeeze), marked_up_urls)
    @example("1. Kites", ["Ada Q."], "- Kites", "https://kites.example/(a)_b_*c*.pdf")
    @example("www.kites.example", ["Ada Quill"], "# Kites\n> x", "https://kites.example/a<b>[c].pdf")
    def check(title, authors, text, url):
        one = record(title, *authors, text=text, pdf_url=url)
        page = BeautifulSoup(reader(written("markdown", one, with_abstracts=True)), "lxml")
        assert [title.get_text() for title in page.select("li strong")] == [title]
        names_ = page.select_one("li").get_text()
        assert squeeze(", ".join(authors)).rstrip(".") in squeeze(names_)
        assert squeeze(names_).endswith(f"Abstract. {squeeze(text)}")
        assert len(page.select("a")) == len(page.select("li")) == len(page.select("ul")) == 1
        assert not page.select("code, pre, img, h1, h3, table, s, del, blockquote, script")

    check()


@pytest.mark.parametrize("reader", [*READERS, installed(kramdown)])
def test_markdown_of_every_sign_that_means_something_somewhere(reader):
    titles = [
        squeeze(title) for title in (*MARKUP[:-1], " ".join(MARKUP), "{: .x}", "{::options /}", "x^2^ H~2~O", "a@b.example")
    ]
    some = [record(title, award=f"Award {title}") for title in titles]
    page = BeautifulSoup(reader(written("markdown", *some)), "lxml")
    assert [typed(title.get_text()) for title in page.select("li strong")] == [typed(title) for title in titles]
    assert [typed(award.get_text()) for award in page.select("li em")] == [f"Award {typed(title)}" for title in titles]


def test_markdown_prints_abstracts_only_on_request():
    assert "Snow" not in written("markdown", record(text="Snow."))
    assert "\n    *Abstract.* Snow.\n" in written("markdown", record(text="Snow."), with_abstracts=True)


# -- html


def read_html(text: str) -> BeautifulSoup:
    """The fragment within a page."""
    return BeautifulSoup(f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{text}</body></html>", "lxml")


def test_html_of_every_paper_reads_back(capsys, monkeypatch):
    monkeypatch.setenv("MLFORSYS_ROOT", str(PROJECT))
    page, registry = read_html(run(capsys, "export", "--format", "html").out), load_registry()
    everything = [*map(known_names(PROJECT).in_record, records(Root(PROJECT)))]
    assert [item["id"] for item in page.select("li")] == [one["id"] for one in everything]
    for item, one in zip(page.select("li"), everything, strict=True):
        assert item.select_one(".title").get_text() == squeeze(one["title"])
        assert [name.get_text() for name in item.select("bdi")] == one["authors"]
        assert [star.find_previous("bdi").get_text() for star in item.select("abbr")] == one["equal_contribution"]
        assert [summary.get_text() for summary in item.select(".summary")] == [one["summary"]] * bool(one["summary"])
        assert ("withdrawn" in item.get("class", [])) == (one["status"] == "withdrawn")
        hrefs = {link["href"] for link in item.select("a")}
        assert one["status"] == "withdrawn" or not one["pdf_url"] or one["pdf_url"] in hrefs
        assert item.find_parent("section").h2.get_text() == registry[one["edition"]].name
    assert page.select_one("#mendis2019ithemal .mark").get_text() == "Best Paper Award"
    assert page.select_one("#neurips2023 .facts").get_text() == "16 December 2023, New Orleans, USA. 32 papers, 1 withdrawn."


@quick
@given(marked_up.map(squeeze), st.lists(names, min_size=1, max_size=4, unique=True), marked_up.map(squeeze), marked_up_urls)
def test_html_of_any_title_and_names_reads_back(title, authors, text, url):
    one = record(title, *authors, text=text, pdf_url=url, award=text, links=(Link(title, f"{url}#x"),))
    page = read_html(written("html", one, with_abstracts=True))
    assert page.select_one(".title").get_text() == title
    assert [name.get_text() for name in page.select("bdi")] == authors
    assert squeeze(page.select_one(".abstract p").get_text()) == text
    assert [(link["href"], link.get_text()) for link in page.select("a")] == [(url, "paper"), (f"{url}#x", title)]
    assert not page.select("script, code, li li")


def test_html_contains_no_script_addresses():
    text = written("html", record(pdf_url="javascript:alert(1)", links=(Link("x", "data:text/html,x"),)))
    assert "javascript" not in text
    assert "data:" not in text


def test_html_prints_abstracts_only_on_request():
    assert "Snow" not in written("html", record(text="Snow."))
    assert "Snow." in written("html", record(text="Snow."), with_abstracts=True)


def test_papers_are_listed_under_their_editions_in_any_order():
    other = Edition("x", "Other Kites", "ACME", 2032, "https://kites.example/x/")
    mixed = [record("One"), make_record(paper("b", "Two", "Bo Zuse"), other, None), record("Three")]
    text = written("html", *mixed)
    assert re.findall(r"<h2>(.*?)</h2>|auto\">(.*?)</b>", text) == [
        ("Kites &amp; &lt;Rails&gt; at ACME 2031", ""), ("", "One"), ("", "Three"), ("x", ""), ("", "Two")
    ]  # fmt: skip


def test_an_award_is_called_as_it_is():
    one = record(award="ßharp kite", presentation="spotlight")
    assert "*ßharp kite; Spotlight*" in written("markdown", one)


def test_each_address_is_linked_once():
    twice = record(
        pdf_url="https://k.example/1", links=(Link("slides", "https://k.example/2"), Link("x", "https://k.example/1"))
    )
    assert written("markdown", twice).endswith(" [paper](https://k.example/1), [slides](https://k.example/2)\n")
    one = record(page_url="https://arxiv.org/abs/3105.00001", arxiv_id="3105.00001", pdf_url=None)
    assert written("markdown", one).endswith(" [page](https://arxiv.org/abs/3105.00001)\n")


# -- the command


def test_the_command_prints_abstracts_only_on_request(tmp_path, capsys):
    root = write_archive(tmp_path)
    asked = ("export", "--root", root.folder, "--edition", "isca2019", "--format")
    for name in ("markdown", "html", "jekyll", "jekyll-data"):
        assert "whole winter" not in run(capsys, *asked, name).out
        assert "whole winter" in run(capsys, *asked, name, "--with-abstracts").out
    assert "whole winter" in run(capsys, *asked, "json").out
