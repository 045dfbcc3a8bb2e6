"""Files for the whole archive beside the pages: sitemap and feeds."""

from __future__ import annotations

import datetime
import re

import feedparser
import pytest
from lxml import etree

from archive.site.extra_files import sitemaps
from archive.site.rendering import Renderer
from archive.site.theme import Theme
from tests.support.sites import BASE, Site, build_site

MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}

ATOM = {"a": "http://www.w3.org/2005/Atom"}

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # RFC 3339, as RFC 4287 wants it


@pytest.fixture(scope="module")
def site(site_with_pdfs) -> Site:
    return site_with_pdfs


def test_the_sitemap_names_every_page_once_with_the_day_of_its_last_change(site):
    tree = etree.fromstring(site.read("sitemap.xml").encode())
    found = {url.findtext("m:loc", None, MAP): url.findtext("m:lastmod", None, MAP) for url in tree.findall("m:url", MAP)}
    leading_on = {"404.html", "authors/a-quill/index.html", "years/index.html"}
    assert sorted(found) == sorted(BASE + name.removesuffix("index.html") for name in site.pages() if name not in leading_on)
    assert len(tree) == len(found)
    assert all(day is None or datetime.date.fromisoformat(day) for day in found.values())
    assert found[f"{BASE}papers/quill2024kites/"] == "2031-05-02"
    assert found[f"{BASE}authors/ada-quill/"] == "2031-05-02"


def test_a_sitemap_of_too_many_pages_becomes_several_and_a_map_of_them(monkeypatch):
    monkeypatch.setattr("archive.site.extra_files._MOST_ADDRESSES", 2)
    pages = [(f"papers/{number}/", None) for number in range(5)]
    files = {file.path: etree.fromstring(file.text.encode()) for file in sitemaps(pages, BASE, Renderer(Theme(), {}))}
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [len(tree) for tree in files.values()] == [2, 2, 1, 3]
    assert files["sitemap.xml"].tag == f"{{{MAP['m']}}}sitemapindex"
    assert files["sitemap.xml"].findtext("m:sitemap/m:loc", None, MAP) == f"{BASE}sitemap-1.xml"


def test_robots_may_read_everything_and_find_the_sitemap(site):
    assert site.read("robots.txt") == f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"


def test_programs_find_the_data_and_browsers_the_search(site):
    told = site.read("llms.txt")
    assert told.startswith("# ML for Systems: accepted papers\n\n> The accepted papers of ML for Systems")
    assert f"- [papers.json]({BASE}papers.json): all papers as JSON" in told
    assert f"- [Kites for Systems at ACME 2031]({BASE}editions/kites2031/): 2 papers" in told
    assert "they belong to their authors" in told
    search = etree.fromstring(site.read("opensearch.xml").encode())
    (template,) = search.xpath("//*[local-name()='Url'][@type='text/html']/@template")
    assert template == f"{BASE}search/?q={{searchTerms}}"
    assert site.page("papers/quill2024kites/").xpath("//link[@rel='search']/@href") == ["../../opensearch.xml"]


def feeds(site: Site) -> list[str]:
    return [name for name in site.files() if name.endswith("feed.xml")]


def test_there_is_a_feed_of_all_papers_and_one_of_each_edition_topic_and_author(site):
    subjects = [name for name in site.pages() if re.fullmatch(r"(editions|topics|authors)/[^/]+/index\.html", name)]
    subjects.remove("authors/a-quill/index.html")
    assert set(feeds(site)) == {"feed.xml", *(name.replace("index.html", "feed.xml") for name in subjects)}
    assert site.page("").xpath("//link[@type='application/atom+xml']/@href") == ["feed.xml"]
    assert site.page("topics/caching/").xpath("//link[@type='application/atom+xml']/@href") == ["../../topics/caching/feed.xml"]


def test_feeds_follow_rfc_4287(site):
    pages = {BASE + name.removesuffix("index.html") for name in site.pages()}
    for name in feeds(site):
        feed = etree.fromstring(site.read(name).encode())
        assert feed.tag == f"{{{ATOM['a']}}}feed"
        assert feed.findtext("a:id", None, ATOM) == BASE + name
        assert feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [BASE + name]
        assert feed.xpath("a:link[@rel='alternate']/@href", namespaces=ATOM) == [BASE + name.removesuffix("feed.xml")]
        entries = feed.findall("a:entry", ATOM)
        ids = [entry.findtext("a:id", None, ATOM) for entry in entries]
        assert len(ids) == len(set(ids)) > 0
        for element in (feed, *entries):
            for required in ("id", "title", "updated"):
                assert len(element.findall(f"a:{required}", ATOM)) == 1
            assert MOMENT.fullmatch(element.findtext("a:updated", None, ATOM))
        for entry in entries:
            assert entry.xpath("a:link[@rel='alternate']/@href", namespaces=ATOM) == [entry.findtext("a:id", None, ATOM)]
            assert entry.findtext("a:id", None, ATOM) in pages
            assert entry.findtext("a:author/a:name", None, ATOM)


def test_a_feed_reader_reads_titles_authors_and_dates(site):
    for name in feeds(site):
        assert not feedparser.parse(site.read(name)).bozo
    entries = {entry.id.split("/")[-2]: entry for entry in feedparser.parse(site.read("feed.xml")).entries}
    assert entries["quill2024kites"].title == "Kites on Rails: Scheduling Wind for Trains"
    assert [author.name for author in entries["quill2024kites"].authors] == ["Ada Quill", "Bo Zuse Jr."]
    assert entries["quill2024kites"].published == "2024-12-15T00:00:00Z"
    assert entries["odd2033chinese"].title == "雪中的风筝"


def test_the_newest_come_first_in_a_feed_and_all_of_the_newest_edition(site, monkeypatch, tmp_path, odd_root):
    order = [entry.id.split("/")[-2] for entry in feedparser.parse(site.read("feed.xml")).entries]
    assert order[0] == "odd2033markup"
    assert order.index("frost2032learned") < order.index("quill2031deep") < order.index("quill2024kites")
    monkeypatch.setattr("archive.site.extra_files._ENTRIES", 2)
    assert len(feedparser.parse(build_site(odd_root, tmp_path / "short").read("feed.xml")).entries) == 8
