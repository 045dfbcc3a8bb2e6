"""Names and titles in every script, and with markup in them, are shown completely and safely; pages are valid HTML."""

from __future__ import annotations

import json
import os
import subprocess
from itertools import pairwise

import html5lib
import pytest
from lxml import etree

from tests.support.sites import MANY, ODD, Site, can_stand

LISTS = ("editions/odd2033/", "editions/odd2033/by-topic/")


@pytest.fixture(scope="module")
def site(site_with_abstracts) -> Site:
    return site_with_abstracts


@pytest.mark.parametrize("one", ODD, ids=[one.id for one in ODD])
def test_titles_and_names_are_complete_on_each_page(site, one):
    page = site.page(f"papers/{one.id}/")
    assert page.find(".//h1").text_content() == can_stand(one.title)
    assert [a.text_content() for a in page.findall(".//p[@class='authors']/a")] == list(one.authors)
    named = page.find(".//title").text.split(" · ")[0].removesuffix(" …")
    assert can_stand(f"Withdrawn: {one.title}" if one.withdrawn else one.title).startswith(named)
    for path in LISTS:
        (item,) = [
            li for li in site.page(path).findall(".//li[@class='paper']") if f"/{one.id}/" in li.find(".//a").get("href")
        ]
        assert item.find(".//a").text_content() == can_stand(one.title)
        assert [bdi.text_content() for bdi in item.xpath(".//p[@class='authors']//bdi")] == list(one.authors)
    if one.authors:
        author = page.find(".//p[@class='authors']/a").get("href")
        assert " ".join(can_stand(one.title).split()) in site.text(author.removeprefix("../../").removesuffix("index.html"))


def test_no_markup_of_a_title_name_or_abstract_becomes_an_element(site):
    for name in site.pages():
        page = site.page(name)
        assert not page.xpath("//script[not(@src) and not(@type)] | //h1/b | //a/b | //bdi/i | //em | //p/b"), name


def test_right_to_left_names_and_titles_are_marked(site):
    page = site.page("papers/odd2033hebrew/")
    assert page.find(".//h1").get("dir") == "auto"
    assert [a.find("bdi").text for a in page.findall(".//p[@class='authors']/a")] == ["שרה לוי", "محمد علي"]


def test_all_of_twenty_six_names_are_listed_everywhere(site):
    for path in ("papers/odd2033many/", "editions/odd2033/", f"authors/{MANY[25].lower().replace(' ', '-')}/"):
        assert all(name in site.text(path) for name in MANY)


# Of some hundred pages of papers and people, by default a quarter.
@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)], ids=["one of many", "every page"])
def test_every_page_is_html_that_a_strict_parser_takes(site, step):
    many = [name for name in site.pages() if name.startswith(("papers/", "authors/"))]
    for name in [*many[::step], *(set(site.pages()) - set(many))]:
        assert html5lib.HTMLParser(strict=True).parse(site.read(name)) is not None


@pytest.mark.skipif("VNU" not in os.environ, reason="VNU is not set to the path of the W3C's checker, vnu.jar")
def test_every_page_is_valid_according_to_the_w3c(site):
    files = [str(site.folder / name) for name in site.pages()]
    asked = ["java", "-Xss8m", "-jar", os.environ["VNU"], "--errors-only", "--format", "json", *files]
    told = json.loads(subprocess.run(asked, capture_output=True, check=False).stderr)
    assert told["messages"] == []


def test_ids_are_unique_and_what_refers_to_one_finds_it(site):
    for name in site.pages():
        page = site.page(name)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        for reference in page.xpath("//@aria-labelledby | //@aria-describedby | //label/@for"):
            assert reference in ids, name


def test_headings_go_down_one_step_at_a_time_and_there_is_one_of_the_first(site):
    for name in site.pages():
        levels = [int(heading.tag[1]) for heading in site.page(name).xpath("//h1 | //h2 | //h3 | //h4")]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_every_xml_and_svg_file_is_well_formed(site):
    found = [name for name in site.files() if name.endswith((".xml", ".svg"))]
    assert len(found) > 5
    for name in found:
        etree.fromstring((site.folder / name).read_bytes())
