"""Metadata of a site: Google Scholar, schema.org, Open Graph, sitemaps, feeds, files for each paper."""

from __future__ import annotations

import json

import pytest

from archive.model.paper import Edition
from archive.store.root import Root
from tests.support.archives import paper
from tests.support.sites import BASE, Site, build_site, metas


@pytest.fixture(scope="module")
def site(site_with_pdfs) -> Site:
    return site_with_pdfs


@pytest.fixture(scope="module")
def bare(plain_site) -> Site:
    return plain_site


def paper_pages(site: Site) -> list[str]:
    return [name.removesuffix("index.html") for name in site.pages() if name.startswith("papers/")]


def linked_data(site: Site, path: str) -> dict:
    """The data of a page about its subject: the first of its JSON-LD scripts."""
    return json.loads(site.page(path).xpath("//script[@type='application/ld+json']")[0].text)


def test_scholar_finds_title_each_author_date_and_conference(site):
    page = site.page("papers/quill2024kites/")
    assert metas(page, "citation_title") == ["Kites on Rails: Scheduling Wind for Trains"]
    assert metas(page, "citation_author") == ["Ada Quill", "Bo Zuse Jr."]
    assert metas(page, "citation_publication_date") == ["2024/12/15"]
    assert metas(page, "citation_conference_title") == ["Workshop on ML for Systems at NeurIPS 2024"]
    assert metas(site.page("papers/quill2031deep/"), "citation_arxiv_id") == ["3105.00001"]
    assert len(metas(site.page("papers/odd2033many/"), "citation_author")) == 26


def test_scholar_tags_split_a_name_where_its_family_name_is_stated(tmp_path):
    root = Root(tmp_path / "root")
    names, stated = ("Ada García Márquez", "Mia van Loon"), (("Ada García Márquez", "García Márquez"),)
    root.store.write_papers("neurips2024", [paper("garcia2024kites", "Kites", *names, family_names=stated)])
    page = build_site(root, tmp_path / "out").page("papers/garcia2024kites/")
    assert metas(page, "citation_author") == ["García Márquez, Ada", "Mia van Loon"]


def test_a_withdrawn_paper_is_never_offered_as_an_accepted_one(site):
    page = site.page("papers/strass2024snow/")
    assert not page.xpath("//meta[starts-with(@name, 'citation_')]")
    assert metas(page, "og:title") == ["Withdrawn: Straßenbahn Snow Ploughs"]
    assert metas(page, "description") == ["Withdrawn: Straßenbahn Snow Ploughs. ML for Systems at NeurIPS 2024."]
    assert linked_data(site, "papers/strass2024snow/")["creativeWorkStatus"] == "withdrawn"
    for feed in ("feed.xml", "editions/neurips2024/feed.xml", "authors/zoe-strass/feed.xml"):
        assert "<title>Withdrawn: Straßenbahn Snow Ploughs</title>" in site.read(feed)
        assert "<title>Straßenbahn Snow Ploughs</title>" not in site.read(feed)


def test_scholar_tags_have_the_year_where_no_day_is_known_and_no_date_without_a_year(site):
    assert metas(site.page("papers/frost2032learned/"), "citation_publication_date") == ["2032"]
    assert metas(site.page("papers/odd2033many/"), "citation_publication_date") == []


def test_scholar_tags_have_a_pdf_only_where_it_is_beside_the_page(site, bare):
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


def test_schema_org_describes_a_paper(site):
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


def test_schema_org_has_no_empty_value_on_any_page(site):
    def empty(value):
        if isinstance(value, dict):
            return any(map(empty, value.values()))
        return value in (None, "", [], {})

    for name in site.pages():
        for script in site.page(name).xpath("//script[@type='application/ld+json']"):
            assert not empty(json.loads(script.text)), name
    assert linked_data(site, "editions/neurips2024/")["startDate"] == "2024-12-15"
    assert linked_data(site, "")["potentialAction"]["target"]["urlTemplate"] == f"{BASE}search/?q={{search_term_string}}"


def test_markup_in_a_title_cannot_end_its_script_element(site):
    told = linked_data(site, "papers/odd2033markup/")
    assert told["name"].endswith("$x^2$ </script>")
    assert told["author"][0]["name"] == "Ada <i>Quill</i>"
    source = site.read("papers/odd2033markup/index.html")
    assert source.count("</script>") == source.count("<script ")


def test_an_online_edition_has_no_location():
    from archive.site.metadata import edition_event
    from archive.site.translations import load_texts
    from archive.site.views import EditionView

    for location in ("online", "Online", "Virtual"):
        edition = Edition("kites2040", "Kites", "ACME", 2040, BASE, location=location)
        told = json.loads(edition_event(EditionView(edition, load_texts()[0]), None))
        assert told["location"] == {"@type": "VirtualLocation", "url": BASE}


def test_open_graph_is_on_every_page(site):
    for name in site.pages():
        for tag in ("og:type", "og:title", "og:description", "og:site_name"):
            assert len(metas(site.page(name), tag)) == 1, (name, tag)
    assert metas(site.page("papers/quill2024kites/"), "og:type") == ["article"]
    assert metas(site.page("papers/quill2024kites/"), "og:url") == [f"{BASE}papers/quill2024kites/"]
    assert metas(site.page(""), "og:type") == ["website"]
