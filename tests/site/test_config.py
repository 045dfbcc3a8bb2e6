"""The site's settings in an archive.toml, and an archive's own pages."""

from __future__ import annotations

import re

import pytest

from archive.errors import ArchiveError, StoreError
from archive.site.config import load_site
from archive.site.own_pages import load_own_pages
from archive.site.theme import load_theme
from archive.store.archive_config import load_identity
from tests.support.archives import paper, write_archive
from tests.support.commands import run
from tests.support.sites import Site, build_site, few, hrefs, metas, must_fail

ARCHIVE = """
name = "Kites for Systems"
use_bundled = true

[site]
tagline = "Every kite paper."
base_url = "https://kites.example/papers/"
logo = "kite.svg"
font = "kite.woff2"
examples = ["deep kites", "moss"]
files = ["CNAME"]

[nav]
Organizers = "organizers"
"Call for papers" = "https://kites.example/cfp"

[colors]
accent = "#8a1c4a"
"""
PAGE = """# Organizers

Ada Quill & [Cy Moss](program.md#who), *2031*.

| year | chair |
|---|---|
| 2031 | <script>alert(1)</script> |

![A kite](kite.png) [trap](javascript:alert(1)) [topics](../topics/index.html) [here](#organizers) [talk](<a talk.pdf#page=2>)
[a paper](../papers/quill2031deep/) [its citation](../papers/quill2031deep/#cite) [search](../search/index.html?q=a#q=a)
"""
PROGRAM = """![A kite](kite.png) and *all* of `it`.

## Program

### Who?

### Main

### Who

### …
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = write_archive(tmp_path_factory.mktemp("own") / "root")
    folder = root.folder
    (folder / "archive.toml").write_text(ARCHIVE, encoding="utf-8")
    (folder / "pages").mkdir()
    (folder / "pages" / "organizers.md").write_text(PAGE, encoding="utf-8")
    (folder / "pages" / "program.md").write_text(PROGRAM, encoding="utf-8")
    for name in ("kite.svg", "kite.woff2", "CNAME", "pages/kite.png", "pages/a talk.pdf"):
        (folder / name).write_text("kite", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(folder, tmp_path_factory) -> Site:
    from archive.store.root import Root

    theme = load_theme(None, load_identity(folder), load_site(folder)[0])
    out = tmp_path_factory.mktemp("site") / "out"
    return build_site(Root(folder), out, theme.base_url, theme=theme, own=load_own_pages(folder))


def test_name_tagline_logo_colours_font_and_files_are_the_archives(site):
    assert "Kites for Systems: accepted papers Every kite paper." in site.text("")
    style = site.read("static/site.css")
    assert "--accent: #8a1c4a" in style
    assert 'src: url("kite.woff2")' in style
    assert {"static/kite.svg", "static/kite.woff2", "CNAME", "card.png", "editions/kites2031/card.png"} <= set(site.files())
    assert [a.text for a in site.page("").find(".//p[@class='quiet examples']").iter("a")] == ["deep kites", "moss"]
    image = site.page("papers/quill2031deep/").xpath("//meta[@property='og:image']/@content")
    assert image == ["https://kites.example/papers/editions/kites2031/card.png"]


def test_own_pages_are_in_the_menu_and_cannot_do_what_pages_cannot(site):
    menu = {a.text: a.get("href") for a in site.page("papers/quill2031deep/").find(".//nav[@aria-label='Site']").iter("a")}
    assert menu["Organizers"] == "../../pages/organizers/index.html"
    assert menu["Call for papers"] == "https://kites.example/cfp"
    page = site.page("pages/organizers/")
    assert page.find(".//title").text == "Organizers · Kites for Systems"
    assert page.find(".//article/h1").text == "Organizers"
    assert not page.xpath("//article//script")
    assert "<script>alert(1)</script>" in site.text("pages/organizers/")
    assert not [href for href in hrefs(page) if href.startswith("javascript")]
    assert page.xpath("//article//img/@src") == ["../kite.png"]
    assert {"pages/kite.png", "pages/a talk.pdf"} <= set(site.files())


def test_links_of_own_pages_work_on_a_server_and_from_disk(site):
    assert hrefs(site.page("pages/organizers/").find(".//article")) == [
        "../program/index.html#who",
        "../../topics/index.html",
        "#organizers",
        "../a%20talk.pdf#page=2",
        "../../papers/quill2031deep/index.html",
        "../../papers/quill2031deep/index.html#cite",
        "../../search/index.html?q=a#q=a",
    ]


def test_headings_of_own_pages_have_ids_and_the_first_is_the_pages(site):
    page = site.page("pages/program/")
    headings = page.xpath("//article//*[self::h1 or self::h2 or self::h3]")
    assert [(heading.tag, heading.get("id")) for heading in headings] == [
        ("h1", "program"),
        ("h3", "who"),
        ("h3", "main-2"),
        ("h3", "who-2"),
        ("h3", "heading"),
    ]
    assert metas(page, "description") == ["A kite and all of it."]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("site = 3", "site should be a table"),
        ("nav = 3", "nav should be a table"),
        ('[site]\nlanugage = "de"', '[site] has no key "lanugage"'),
        ('[site]\nlanguage = "english"', "[site] language should be the code of a language"),
        ('[site]\nlogo = "nowhere.svg"', "[site] logo is nowhere.svg, which does not exist"),
        ('[site]\nfont = "x.exe"', "[site] font should name a file beside archive.toml"),
        ('[site]\nfiles = ["../secret"]', "[site] files should name a file beside archive.toml"),
        ('[site]\nexamples = "x"', "[site] examples should be a list of texts"),
        ('[nav]\nX = "javascript:alert(1)"', "[nav] X should be a web address or the name of a page"),
        ("[nav]\nX = 3", "[nav] X should be a web address or the name of a page"),
        ('[colors]\naccent = "red"', "[colors] accent should be a colour"),
    ],
)
def test_problems_are_sentences_that_name_the_key(tmp_path, text, says):
    (tmp_path / "archive.toml").write_text(f'name = "Kites"\n{text}\n' if "[" in text else f'{text}\nname = "Kites"\n')
    with pytest.raises(StoreError, match=re.escape(says)):
        load_site(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("Organizers", "# A", "name the page in lower-case letters"),
        ("a", "No heading.", "has no heading"),
        ("a", "# A\n\n[b](b.md)", "leads to b.md, which is not in"),
        ("a", "# A\n\n![b](https://kites.example/b.png)", "loads nothing from other hosts"),
    ],
)
def test_problems_of_an_own_page_are_sentences_that_name_it(tmp_path, name, text, says):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / f"{name}.md").write_text(text)
    with pytest.raises(StoreError, match=re.escape(says)):
        load_own_pages(tmp_path)


@pytest.mark.parametrize("link", ["../topics/none/index.html", "../papers/", "../../other/", "a.md#nowhere"])
def test_a_link_of_an_own_page_that_leads_to_nothing_leaves_the_old_site(odd_root, old, tmp_path, link):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.md").write_text(f"# A\n\n[b]({link})")
    says = re.escape(f"a.md leads to {link}, which the site does not have.")
    must_fail(odd_root, old, match=says, own=load_own_pages(tmp_path), some=few(odd_root))


def test_a_file_never_replaces_one_that_the_site_makes(odd_root, old, tmp_path):
    (tmp_path / "archive.toml").write_text('name = "Kites"\n[site]\nfiles = ["papers.bib"]\n')
    (tmp_path / "papers.bib").write_text("kite")
    says = re.escape("papers.bib cannot be copied: the site has a papers.bib of its own.")
    must_fail(odd_root, old, match=says, theme=load_theme(None, own=load_site(tmp_path)[0]), some=few(odd_root))


def test_an_archive_with_editions_of_its_own_and_no_name_has_no_site(capsys, tmp_path):
    root = write_archive(tmp_path / "root")
    ran = run(capsys, "site", tmp_path / "out", "--root", root.folder)
    assert ran.code == 2
    assert "has editions of its own (kites2031, kites2032) but no name" in ran.err
    assert not (tmp_path / "out").exists()
    assert run(capsys, "site", tmp_path / "out", "--root", root.folder, "--edition", "neurips2024").code == 0


def test_a_name_of_three_hundred_letters_is_an_error_that_names_its_paper(tmp_path):
    root = write_archive(tmp_path / "root")
    root.store.write_papers("kites2032", [paper("long2032name", "A Long Name", "K" * 300)])
    with pytest.raises(ArchiveError, match=r"long2032name: an author's name has 300 letters"):
        build_site(root, tmp_path / "out")
    assert not (tmp_path / "out").exists()
