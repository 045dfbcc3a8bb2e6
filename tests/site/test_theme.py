"""Changing a site by a theme, and the example in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.errors import ArchiveError, StoreError
from archive.site.theme import DARK, LIGHT, TEMPLATES, contrast, load_theme
from archive.store.archive_config import Identity
from tests.support import PROJECT
from tests.support.commands import run
from tests.support.sites import Site, build_site

DOCUMENT = (PROJECT / "docs" / "site.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^`(our-theme/\S+)`\n\n```\w+\n(.*?)^```$", DOCUMENT, re.M | re.S)


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> Path:
    """The theme of the documentation, file by file."""
    folder = tmp_path_factory.mktemp("documented")
    for name, text in EXAMPLE:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "our-theme"


@pytest.fixture(scope="module")
def site(odd_root, example, tmp_path_factory) -> Site:
    theme = load_theme(example)
    return build_site(odd_root, tmp_path_factory.mktemp("themed") / "out", theme.base_url, theme=theme)


def test_the_documented_example_has_every_kind_of_file():
    assert [name for name, _ in EXAMPLE] == [
        "our-theme/theme.toml",
        "our-theme/kite.svg",
        "our-theme/static/more.css",
        "our-theme/templates/home.html",
    ]


def test_the_documented_theme_is_taken_by_the_command_with_its_address(capsys, odd_root, example, tmp_path):
    ran = run(capsys, "site", tmp_path / "out", "--root", odd_root.folder, "--theme", example)
    assert ran.code == 0
    assert ran.err.count("\n") == 2  # nothing to complain about
    site = Site(tmp_path / "out")
    assert site.page("").xpath("//link[@rel='canonical']/@href") == ["https://kites.example.org/papers/"]
    ran = run(
        capsys, "site", tmp_path / "out", "--root", odd_root.folder, "--theme", example, "--base-url", "https://other.example"
    )
    assert site.read("robots.txt").endswith("Sitemap: https://other.example/sitemap.xml\n")


def test_name_texts_logo_and_report_link_are_from_the_theme(site):
    for name in site.pages():
        page = site.page(name)
        assert page.xpath("//meta[@property='og:site_name']/@content") == ["Kites for Systems: accepted papers"]
        assert page.xpath("//header//img/@src | //h1/img/@src")[0].endswith("static/kite.svg")
        assert page.xpath("//link[@rel='icon']/@href")[0].endswith("static/kite.svg")
    assert "Everything that was ever said about kites" in site.text("")
    assert site.page("papers/quill2024kites/").find(".//p[@class='report']/a").get("href") == (
        "https://github.com/kites/archive/issues/new?title=Mistake+in+quill2024kites"
    )
    assert "static/kite.svg" in site.files()


def test_the_licence_of_the_archive_is_in_its_terms():
    assert "summaries are published under CC BY 4.0." in load_theme(None, Identity("Kites", license="CC BY 4.0")).licence
    assert "published under" not in load_theme(None, Identity("Kites")).licence


def test_colours_and_styles_are_added_and_others_are_ours(site):
    style = site.read("static/site.css")
    assert style.count("--accent: #8a1c4a") == 1
    assert style.count("--accent: #ff8fb8") == 2  # where the reader chose it, and where the system did
    assert f"--ground: {LIGHT['ground']}" in style
    assert f"--ground: {DARK['ground']}" in style
    assert style.rstrip().endswith("main { max-width: 70rem; }")


def test_a_template_replaces_ours_and_may_extend_it(site):
    home = site.text("")
    assert home.startswith("Call for papers 2033")
    assert "Editions" in home


def test_a_static_file_replaces_ours(odd_root, tmp_path):
    (tmp_path / "theme" / "static" / "fonts").mkdir(parents=True)
    (tmp_path / "theme" / "static" / "site.css").write_text("body { color: red; }")
    (tmp_path / "theme" / "static" / "fonts" / "kite.woff2").write_bytes(b"font")
    site = build_site(odd_root, tmp_path / "out", theme=load_theme(tmp_path / "theme"))
    assert site.read("static/site.css").startswith("body { color: red; }")
    assert (site.folder / "static/fonts/kite.woff2").read_bytes() == b"font"


def test_a_footer_is_changed_by_a_block(odd_root, tmp_path):
    (tmp_path / "theme" / "templates").mkdir(parents=True)
    text = '{% extends "ours/base.html" %}{% block footer %}<p>Fly well.</p>{% endblock %}'
    (tmp_path / "theme" / "templates" / "base.html").write_text(text)
    site = build_site(odd_root, tmp_path / "out", theme=load_theme(tmp_path / "theme"))
    assert {" ".join(site.page(name).find(".//footer").text_content().split()) for name in site.pages()} == {"Fly well."}


def test_our_templates_contain_no_logic_beyond_loops_and_simple_ifs():
    for path in TEMPLATES.iterdir():
        text = path.read_text(encoding="utf-8")
        words = set(re.findall(r"\{%-?\s*(\w+)", text))
        assert words <= set("extends block endblock from macro endmacro for else endfor if elif endif".split()), path.name
        filters = {name for code in re.findall(r"\{[{%].*?[}%]\}", text) for name in re.findall(r"\|\s*(\w+)", code)}
        assert filters <= {"length", "join", "urlencode", "urlize", "tojson", "forceescape"}, path.name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('nmae = "Kites"', 'unknown key "nmae"'),
        ("name = 3", "name should be a text"),
        ('name = " "', "name is empty"),
        ('base_url = "kites.example"', "base_url should be the full address of the site"),
        ('base_url = "https://kites.example/?x"', "base_url should be the full address of the site"),
        ('report = "javascript:alert(1)"', "report should be a web address or mailto:"),
        ('logo = "../kite.svg"', "logo should be the name of an image"),
        ('logo = "kite.exe"', "logo should be the name of an image"),
        ('logo = "kite.svg"', "logo is kite.svg, which does not exist"),
        ("colors = 3", "colors should be a table"),
        ('[colors]\nbackground = "#ffffff"', '[colors] has no colour "background"; it has accent, ground'),
        ('[colors]\naccent = "red"', '[colors] accent should be a colour like #1d5f8f, not "red"'),
        ("[colors.dark]\naccent = 3", "[colors.dark] accent should be a colour"),
        ("[colors]\ndark = 3", "[colors.dark] should be a table"),
        ("name = ", "is not valid TOML"),
    ],
)
def test_problems_of_a_theme_are_sentences_that_name_it(tmp_path, text, says):
    (tmp_path / "theme.toml").write_text(text)
    with pytest.raises(StoreError) as caught:
        load_theme(tmp_path)
    assert says in str(caught.value)
    assert "theme.toml" in str(caught.value)


def test_a_folder_that_is_not_a_theme_is_refused(tmp_path):
    with pytest.raises(ArchiveError, match=r"contains no theme\.toml"):
        load_theme(tmp_path)
    with pytest.raises(ArchiveError, match="There is no folder"):
        load_theme(tmp_path / "nowhere")


def test_colours_that_are_too_faint_are_named_and_ours_are_not(capsys, odd_root, tmp_path):
    assert load_theme(None).faint_colors() == []
    (tmp_path / "theme.toml").write_text('[colors]\nquiet = "#bbbbbb"')
    ran = run(capsys, "site", tmp_path / "out", "--root", odd_root.folder, "--theme", tmp_path)
    assert ran.code == 0
    assert "colors: quiet #bbbbbb on #ffffff has a contrast of 1.9; text needs 4.5." in ran.err
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
