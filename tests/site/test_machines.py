"""What a site tells programs: Google Scholar, schema.org, Open Graph, maps, feeds, files for each paper."""

from __future__ import annotations

import datetime
import json
import re

import feedparser
import pytest
from lxml import etree

from archive.export.formats import export_format
from archive.model.paper import Edition
from archive.site.files import sitemaps
from archive.site.rendering import Renderer
from archive.site.theme import Theme
from archive.store.editions import load_registry
from tests.support.archives import records
from tests.support.sites import BASE, Site, build_site, metas, one_pdf, write_odd_archive

MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # RFC 3339, as RFC 4287 wants it


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_odd_archive(tmp_path_factory.mktemp("machines") / "root")


@pytest.fixture(scope="module")
def site(root) -> Site:
    """With an address, and a copy of each PDF."""
    return build_site(root, root.folder.parent / "out", pdfs=one_pdf(root.folder.parent / "kite.pdf"))


@pytest.fixture(scope="module")
def bare(root) -> Site:
    """Without copies of PDFs."""
    return build_site(root, root.folder.parent / "bare")


def paper_pages(site: Site) -> list[str]:
    return [name.removesuffix("index.html") for name in site.pages() if name.startswith("papers/")]


def linked_data(site: Site, path: str) -> dict:
    """What a page says of its subject: the first of its scripts of data."""
    return json.loads(site.page(path).xpath("//script[@type='application/ld+json']")[0].text)


def test_scholar_finds_title_each_author_date_and_conference(site):
    page = site.page("papers/quill2024kites/")
    assert metas(page, "citation_title") == ["Kites on Rails: Scheduling Wind for Trains"]
    assert metas(page, "citation_author") == ["Ada Quill", "Bo Zuse Jr."]
    assert metas(page, "citation_publication_date") == ["2024/12/15"]
    assert metas(page, "citation_conference_title") == ["ML for Systems at NeurIPS 2024"]
    assert metas(site.page("papers/quill2031deep/"), "citation_arxiv_id") == ["3105.00001"]
    assert len(metas(site.page("papers/odd2033many/"), "citation_author")) == 26


def test_scholar_is_told_the_year_alone_where_no_day_is_known_and_nothing_where_no_year_is(site):
    assert metas(site.page("papers/frost2032learned/"), "citation_publication_date") == ["2032"]
    assert metas(site.page("papers/odd2033many/"), "citation_publication_date") == []


def test_scholar_is_told_of_one_pdf_beside_the_page_and_only_where_it_lies_there(site, bare):
    assert metas(site.page("papers/quill2024kites/"), "citation_pdf_url") == [f"{BASE}papers/quill2024kites/quill2024kites.pdf"]
    for page in paper_pages(site):
        given = metas(site.page(page), "citation_pdf_url")
        beside = [f"{BASE}{name}" for name in site.files() if name.startswith(page) and name.endswith(".pdf")]
        assert given == beside
        assert metas(bare.page(page), "citation_pdf_url") == []
    assert metas(site.page("papers/odd2033many/"), "citation_pdf_url") == []  # it has none
    assert metas(site.page("papers/strass2024snow/"), "citation_pdf_url") == []  # withdrawn


def test_the_link_to_the_pdf_leads_to_the_copy_and_without_one_to_where_it_came_from(site, bare):
    (link,) = site.page("papers/quill2024kites/").xpath("//a[text()='PDF']/@href")
    assert link == "quill2024kites.pdf"
    (link,) = bare.page("papers/quill2024kites/").xpath("//a[text()='PDF']/@href")
    assert link == "https://kites.example/quill2024kites.pdf"


def test_schema_org_is_told_what_a_paper_is(site):
    told = linked_data(site, "papers/quill2024kites/")
    assert told["@context"] == "https://schema.org"
    assert told["@type"] == "ScholarlyArticle"
    assert told["url"] == f"{BASE}papers/quill2024kites/"
    assert told["name"] == "Kites on Rails: Scheduling Wind for Trains"
    assert told["author"] == [{"@type": "Person", "name": name} for name in ("Ada Quill", "Bo Zuse Jr.")]
    assert told["datePublished"] == "2024-12-15"
    assert told["award"] == "Best Paper Award"
    assert told["encoding"]["contentUrl"].endswith("/quill2024kites.pdf")
    assert told["publication"]["location"] == {"@type": "Place", "name": "Vancouver, Canada"}
    assert linked_data(site, "papers/strass2024snow/")["creativeWorkStatus"] == "withdrawn"
    assert linked_data(site, "papers/odd2033links/")["sameAs"] == [
        "https://openreview.net/forum?id=oDD33",
        "https://kites.example/landing",
    ]


def test_schema_org_is_told_nothing_empty_on_any_page(site):
    def empty(value):
        if isinstance(value, dict):
            return any(map(empty, value.values()))
        return value in (None, "", [], {})

    for name in site.pages():
        for script in site.page(name).xpath("//script[@type='application/ld+json']"):
            assert not empty(json.loads(script.text)), name
    assert linked_data(site, "editions/neurips2024/")["startDate"] == "2024-12-15"
    assert linked_data(site, "")["potentialAction"]["target"]["urlTemplate"] == f"{BASE}search/?q={{search_term_string}}"


def test_markup_in_a_title_cannot_end_the_script_that_tells_it(site):
    told = linked_data(site, "papers/odd2033markup/")
    assert told["name"].endswith("$x^2$ </script>")
    assert told["author"][0]["name"] == "Ada <i>Quill</i>"
    source = site.read("papers/odd2033markup/index.html")
    assert source.count("</script>") == source.count("<script ")


def test_an_online_edition_is_at_no_place():
    from archive.site.machines import edition_event
    from archive.site.views import EditionView

    told = json.loads(edition_event(EditionView(Edition("kites2040", "Kites", "ACME", 2040, BASE, location="online")), None))
    assert told["location"] == {"@type": "VirtualLocation", "url": BASE}


def test_open_graph_is_on_every_page(site):
    for name in site.pages():
        for tag in ("og:type", "og:title", "og:description", "og:site_name"):
            assert len(metas(site.page(name), tag)) == 1, (name, tag)
    assert metas(site.page("papers/quill2024kites/"), "og:type") == ["article"]
    assert metas(site.page("papers/quill2024kites/"), "og:url") == [f"{BASE}papers/quill2024kites/"]
    assert metas(site.page(""), "og:type") == ["website"]


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
    monkeypatch.setattr("archive.site.files._MOST_ADDRESSES", 2)
    pages = [(f"papers/{number}/", None) for number in range(5)]
    files = {file.path: etree.fromstring(file.text.encode()) for file in sitemaps(pages, BASE, Renderer(Theme(), {}))}
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [len(tree) for tree in files.values()] == [2, 2, 1, 3]
    assert files["sitemap.xml"].tag == f"{{{MAP['m']}}}sitemapindex"
    assert files["sitemap.xml"].findtext("m:sitemap/m:loc", None, MAP) == f"{BASE}sitemap-1.xml"


def test_robots_may_read_everything_and_are_told_of_the_map(site):
    assert site.read("robots.txt") == f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"


def feeds(site: Site) -> list[str]:
    return [name for name in site.files() if name.endswith("feed.xml")]


def test_there_is_a_feed_of_all_papers_and_one_of_each_edition_topic_and_author(site):
    subjects = [name for name in site.pages() if re.fullmatch(r"(editions|topics|authors)/[^/]+/index\.html", name)]
    subjects.remove("authors/a-quill/index.html")
    assert set(feeds(site)) == {"feed.xml", *(name.replace("index.html", "feed.xml") for name in subjects)}
    assert site.page("").xpath("//link[@type='application/atom+xml']/@href") == ["feed.xml"]
    assert site.page("topics/caching/").xpath("//link[@type='application/atom+xml']/@href") == ["../../topics/caching/feed.xml"]


def test_feeds_are_what_rfc_4287_asks(site):
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


def test_the_newest_come_first_in_a_feed_and_all_of_the_newest_edition(site, monkeypatch, tmp_path, root):
    order = [entry.id.split("/")[-2] for entry in feedparser.parse(site.read("feed.xml")).entries]
    assert order[0] == "odd2033markup"
    assert order.index("frost2032learned") < order.index("quill2031deep") < order.index("quill2024kites")
    monkeypatch.setattr("archive.site.files._ENTRIES", 2)
    assert len(feedparser.parse(build_site(root, tmp_path / "short").read("feed.xml")).entries) == 8


def test_every_paper_has_its_citations_and_its_facts_as_files(site, root):
    registry = load_registry(root.folder)
    for record in records(root):
        bare = record | {"abstract": None, "abstract_source": None}
        path = f"papers/{record['id']}/{record['id']}"
        assert site.read(f"{path}.bib") == "".join(export_format("bibtex").write([bare], registry))
        assert site.read(f"{path}.ris") == "".join(export_format("ris").write([bare], registry))
        assert json.loads(site.read(f"{path}.json")) == bare


def test_all_papers_and_each_edition_are_one_file_in_the_shape_of_export(site, root):
    registry = load_registry(root.folder)
    bare = [record | {"abstract": None, "abstract_source": None} for record in records(root)]
    assert json.loads(site.read("papers.json")) == bare
    for ending, name in (("bib", "bibtex"), ("ris", "ris"), ("csv", "csv"), ("json", "json")):
        assert (site.folder / f"papers.{ending}").read_bytes().decode() == "".join(export_format(name).write(bare, registry))
    some = json.loads(site.read("editions/kites2031/kites2031.json"))
    assert [one["id"] for one in some] == ["quill2031deep", "moss2031index"]
    assert site.read("editions/kites2031/kites2031.bib").count("@inproceedings{") == 2
