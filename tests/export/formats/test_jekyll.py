"""The page for the workshop's own site: what is scraped from it is what was exported.

The page goes through what Jekyll does to it: the front matter taken off, Liquid, a layout around it.
Where Jekyll itself is installed it does so.
"""

from __future__ import annotations

import csv
import dataclasses
import html
import io
import re
import shutil
import subprocess

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from archive.collect.families import load_family
from archive.collect.html.stated_edition import same_venue, stated_edition
from archive.errors import UsageError
from archive.export.formats import export_format, given_to
from archive.model.paper import Edition, Entry, Link, Page, Paper
from archive.model.paper_links import FORUM
from archive.model.presentation_type import PRESENTATIONS
from archive.model.record import make_record
from archive.model.text import squeeze
from archive.store.editions import Registry, load_registry
from archive.store.papers import Store
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.archives import abstract, paper
from tests.support.commands import run
from tests.support.sandbox import table
from tests.support.strategies import MARKUP, fewer, marked_up, marked_up_urls, names, quick

STORE = Store(PROJECT)
REAL = load_registry()
PAGE = "https://kites.example/2031/accepted_papers.html"
ACME = Edition(
    id="kites2031",
    name="Kites for Systems at ACME 2031",
    venue="ACME",
    year=2031,
    url="https://kites.example/2031/",
    pages=(Page(PAGE, "details"),),
)
REGISTRY = Registry({"kites2031": ACME}, None)
ABOUT = "Kites fly 5<7 & {{ page.title }} {% include x %} in $k^2$ (\\textbf{sic}) [1], “so” it's *said*."


def written(records, registry=REGISTRY, name="jekyll", with_abstracts=True) -> str:
    writer = export_format(name)
    return "".join(writer.write(given_to(writer, records, with_abstracts), registry))


def split(page: str) -> tuple[dict, str]:
    """Front matter and content, as Jekyll tells them apart."""
    matter, content = re.fullmatch(r"---\n(.*?)\n---\n(.*)", page, re.DOTALL).groups()
    return yaml.safe_load(matter), content


def rendered(page: str) -> str:
    """The page as the site shows it; Liquid finds nothing to do in it."""
    matter, content = split(page)
    assert not re.search(r"\{[{%]", content)
    return (
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>{matter['title']} | Kites</title></head><body><header>"
        '<ul class="navigation"><li><a href="/">Kites at ACME 1999</a></li></ul>'
        f'<div class="floating-description no-mobile-480">{matter["site_description"]}</div>'
        f'<div class="floating-description mobile-480">{matter["mini_site_description"]}</div></header>'
        f'<div id="content-wrapper">\n      {content}\n    </div></body></html>\n'
    )


def scraped(page: str) -> list[Entry]:
    return load_family("details").read(page, PAGE).entries


def entry(one: Paper, edition: Edition, text: str | None) -> Entry:
    """What a page can say of a paper: a landing page only where nothing else tells it."""
    told = {edition.url, *(page.url for page in edition.pages), f"{FORUM}{one.openreview_id}"}
    values = {
        f.name: getattr(one, f.name)
        for f in dataclasses.fields(Entry)
        if f.name not in ("abstract", "page_url", "family_names")
    }
    return Entry(**values, page_url=one.page_url if one.page_url not in told else None, abstract=text)


def record(one: Paper, edition: Edition = ACME, text: str | None = None):
    return make_record(one, edition, abstract(text) if text else None)


# -- the editions of the archive


def some_of(editions):
    """Every third edition for every run, the others where there is time."""
    return [one if at % 3 == 0 else pytest.param(one, marks=pytest.mark.slow) for at, one in enumerate(editions)]


@pytest.mark.parametrize("edition", some_of(STORE.editions()))
def test_every_edition_comes_back_from_its_page(edition):
    known, papers = REAL[edition], STORE.papers(edition)
    page = written([record(one, known, f"{i}. {ABOUT}") for i, one in enumerate(papers)], REAL)
    expected = [entry(one, known, f"{i}. {ABOUT}") for i, one in enumerate(papers)]
    assert scraped(rendered(page)) == expected
    venue, year = stated_edition(rendered(page))
    assert same_venue(venue, known.venue)
    assert year == known.year


@pytest.mark.parametrize("edition", some_of(STORE.editions()))
def test_every_edition_can_be_exported_scraped_and_exported_again(edition, tmp_path, capsys, monkeypatch):
    """Exported, put where a mirror has it, and scraped into an empty root by the command itself."""
    monkeypatch.setenv("MLFORSYS_ROOT", str(PROJECT))
    file = tmp_path / "page.html"
    assert run(capsys, "export", "--format", "jekyll", "--edition", edition, "--output", file).code == 0
    mirrored = tmp_path / "mirror" / "kites.example" / "2031" / "accepted_papers.html"
    mirrored.parent.mkdir(parents=True)
    mirrored.write_text(rendered(file.read_text(encoding="utf-8")), encoding="utf-8")
    known, root = REAL[edition], Root(tmp_path / "root")
    root.folder.mkdir()
    # Under another name, so that nothing curated helps.
    registered = table("again2031", ("details", PAGE), year=known.year, venue=known.venue)
    (root.folder / "editions.toml").write_text(registered, encoding="utf-8")
    ran = run(capsys, "scrape", "again2031", "--mirror", tmp_path / "mirror", "--no-abstracts", "--root", root.folder)
    assert ran.code == 0, ran.err

    def page_of(one: Paper) -> str | None:
        listed = one.page_url in {page.url for page in known.pages}
        return PAGE if listed else one.page_url

    own = {"id": "", "topics": (), "summary": None, "sources": ()}
    assert [dataclasses.replace(one, **own) for one in root.store.papers("again2031")] == [
        dataclasses.replace(one, page_url=page_of(one), **own) for one in STORE.papers(edition)
    ]


# -- papers that nobody has written yet

labels = st.sampled_from(
    ("paper", "page", "OpenReview", "arXiv", "(x)", "slides", "code", "video (part 1)", "{{ x }}", "<b>", "Folien & Töne")
)
papers = st.builds(
    lambda people, stars, **facts: Paper(
        id="kites", authors=tuple(people), equal_contribution=tuple(n for n in people if n in stars), **facts
    ),
    people=st.lists(names, min_size=1, max_size=5, unique=True).filter(
        lambda people: "Madonna" not in people or len(people) != 2  # “Madonna, Ada Quill” may be one name, and is refused
    ),
    stars=st.sets(names, max_size=20),
    title=marked_up.map(squeeze),
    award=st.none() | marked_up.map(squeeze) | st.sampled_from(("Best Paper Award", "Oral", "(Shared) best paper.")),
    presentation=st.none() | st.sampled_from(PRESENTATIONS),
    status=st.sampled_from((None, None, "withdrawn")),
    pdf_url=st.none() | marked_up_urls,
    page_url=st.none() | marked_up_urls,
    links=st.lists(st.builds(Link, labels, marked_up_urls), max_size=3).map(tuple),
    openreview_id=st.none() | st.sampled_from(("aAa-_1", "bBb")),
    arxiv_id=st.none() | st.sampled_from(("3105.00001", "cs/0101001")),
).filter(  # “(paper)” leads to the PDF of a paper whose title leads nowhere
    lambda paper: paper.pdf_url or paper.page_url or all(link.label != "paper" for link in paper.links)
)


@fewer
@given(st.lists(st.tuples(papers, st.none() | marked_up.map(squeeze)), min_size=1, max_size=3))
def test_papers_of_every_kind_come_back(some):
    page = written([record(one, ACME, text) for one, text in some])
    assert scraped(rendered(page)) == [entry(one, ACME, text) for one, text in some]


@quick
@given(marked_up)
@example("[Retracted")
@example("A Kite [withdrawn] by Wind")
@example("</html>")
def test_a_title_of_any_letters_comes_back(title):
    one = paper("kites", squeeze(title), "Ada Quill")
    assert [found.title for found in scraped(rendered(written([record(one)])))] == [squeeze(title)]


def test_a_withdrawn_paper_may_have_lost_its_title_and_names():
    gone = Paper("kites", "[Retracted]", status="withdrawn", pdf_url="https://kites.example/22.pdf")
    page = written([record(gone)])
    assert scraped(rendered(page)) == [entry(gone, ACME, None)]
    assert "<b>[Retracted]</b>" in page


def test_a_title_that_is_nothing_but_the_mark_is_marked_once():
    retitled = Paper("kites", "Retracted", ("Ada Quill",), status="withdrawn")
    assert scraped(rendered(written([record(retitled)]))) == [entry(retitled, ACME, None)]


def test_an_unsafe_address_is_left_out():
    one = paper("kites", "Kites", "Ada Quill", pdf_url="javascript:alert(1)", links=(Link("x", "file:///etc/passwd"),))
    (found,) = scraped(rendered(written([record(one)])))
    assert (found.pdf_url, found.links) == (None, ())


def test_abstracts_are_printed_only_on_request():
    some = [record(paper("kites", "Kites", "Ada Quill"), ACME, ABOUT)]
    assert [found.abstract for found in scraped(rendered(written(some, with_abstracts=False)))] == [None]
    assert "page.title" not in written(some, name="jekyll-data", with_abstracts=False)


# -- the front matter


def test_the_front_matter_is_that_of_the_sites_own_pages():
    matter, _ = split(written([record(one, REAL["neurips2023"]) for one in STORE.papers("neurips2023")], REAL))
    assert matter == {
        "layout": "default",
        "title": "Accepted Papers",
        "permalink": "/neurips2023/accepted_papers.html",
        "workshop_name": "neurips2023",
        "site_title": "ML for Systems",
        "site_description": "Workshop on ML for Systems at NeurIPS 2023, December 16, New Orleans, USA",
        "mini_site_description": "Workshop on ML for Systems at NeurIPS '23, Dec 16",
    }


def test_the_newest_edition_is_at_the_root_of_the_site():
    matter, _ = split(written([record(paper("k", "Kites", "Ada Quill"), REAL["neurips2026"])], REAL))
    assert matter["permalink"] == "/accepted_papers.html"
    assert "workshop_name" not in matter


@pytest.mark.parametrize(
    "name", ['Kites: "{{ x }}" for Systems', "Змеи", "---", "Kites & <Rails>", "O'Ree\x7f\x85\u2028\\ Kites"]
)
def test_the_header_says_the_edition_whatever_its_name(name):
    edition = dataclasses.replace(ACME, name=name)
    page = written([record(paper("k", "Kites", "Ada Quill"), edition)], Registry({"kites2031": edition}, None))
    matter, _ = split(page)  # which the layout prints as it is
    assert html.unescape(matter["site_description"]) == squeeze(f"Workshop on {name} at ACME 2031")
    assert "<" not in matter["site_description"] + matter["site_title"]
    assert stated_edition(rendered(page)) == ("ACME", 2031)


def test_the_star_is_explained_if_there_is_one():
    starred = paper("k", "Kites", "Ada Quill", "Bo Zuse", equal_contribution=("Bo Zuse",))
    assert "footnote_box" in written([record(starred)])
    assert "footnote_box" not in written([record(paper("k", "Kites", "Ada Quill"))])


@pytest.mark.parametrize("name", ["jekyll", "jekyll-data"])
def test_papers_of_several_editions_are_refused(name):
    some = [record(paper("k", "Kites", "Ada Quill"), edition) for edition in (ACME, REAL["isca2019"])]
    with pytest.raises(UsageError, match=r"holds one edition, but these papers are of 2.* --edition isca2019"):
        list(export_format(name).write(some, REGISTRY))


def test_the_command_prints_nothing_where_the_edition_is_missing(capsys, monkeypatch):
    monkeypatch.setenv("MLFORSYS_ROOT", str(PROJECT))
    ran = run(capsys, "export", "--format", "jekyll-data")
    assert (ran.code, ran.out) == (2, "")
    assert "--edition" in ran.err


# -- data for the site's later pages


def data(*some) -> list[dict]:
    return list(csv.DictReader(io.StringIO(written(some, name="jekyll-data"), newline="")))


def test_the_data_has_the_columns_of_the_sites_own_files():
    (row,) = data(record(paper("kites", "Kites", "Ada Quill", pdf_url="https://k.example/assets/papers/k/paper37.pdf")))
    assert list(row)[:5] == ["id", "authors", "title", "abstract", "tag"]
    assert (row["id"], row["tag"]) == ("37", "37")
    (row,) = data(record(paper("quill2031kites", "Kites", "Ada Quill")))
    assert (row["id"], row["tag"]) == ("quill2031kites", "quill2031kites")


@fewer
@given(st.lists(st.tuples(papers, marked_up.map(squeeze)), min_size=1, max_size=3))
def test_a_page_that_prints_the_data_as_it_is_gives_the_papers_back(some):
    """What the site's pages do with each row."""
    rows = data(*(record(one, ACME, text) for one, text in some))
    page = "".join(
        f"<p><details><summary>🔽 <b>{row['title']}</b>. {row['authors']}.</summary>\n"
        f'<p>{row["abstract"]} <a href="/assets/papers/kites2031/paper{row["tag"]}.pdf"><b>(paper)</b></a></p>'
        "\n</details></p>\n"
        for row in rows
    )
    found = scraped(f'<section class="accepted_papers_section">{page}</section></html>')
    assert [(one.title, one.status, one.abstract) for one in found] == [(one.title, one.status, text) for one, text in some]
    assert [(one.authors, one.equal_contribution) for one in found] == [
        (one.authors, one.equal_contribution) for one, _ in some
    ]
    for row, (one, _) in zip(rows, some, strict=True):
        for fact in ("award", "presentation", "pdf_url", "page_url", "openreview_id", "arxiv_id"):
            assert html.unescape(row[fact]) == html.unescape(html.escape(getattr(one, fact) or ""))


# -- Jekyll itself

LAYOUT = """<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><header>
<div class="floating-description">{{ page.site_description }}</div></header>
{{ content }}
</body></html>
"""


@pytest.mark.skipif(not shutil.which("jekyll"), reason="Jekyll is not installed")
@pytest.mark.parametrize("ending", ["html", "md"])
def test_jekyll_leaves_the_page_alone(ending, tmp_path):
    titles = [*MARKUP[:-1], " ".join(MARKUP)]
    some = [
        paper(f"k{i}", squeeze(title), "Ada Quill", "Bo Zuse Jr.", equal_contribution=("Ada Quill",), award=squeeze(title))
        for i, title in enumerate(titles)
    ]
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_layouts" / "default.html").write_text(LAYOUT, encoding="utf-8")
    (tmp_path / "2031").mkdir()
    page = written([record(one, ACME, ABOUT) for one in some])
    (tmp_path / "2031" / f"accepted_papers.{ending}").write_text(page, encoding="utf-8")
    asked = ["jekyll", "build", "--disable-disk-cache", "-s", tmp_path, "-d", tmp_path / "_site"]
    made = subprocess.run(asked, capture_output=True, text=True, env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    assert made.returncode == 0, made.stderr
    text = (tmp_path / "_site" / "2031" / "accepted_papers.html").read_text(encoding="utf-8")
    assert scraped(text) == [entry(one, ACME, ABOUT) for one in some]
    assert stated_edition(text) == ("ACME", 2031)
