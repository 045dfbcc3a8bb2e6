"""The content of a site's pages, by kind of page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.site import search_data
from tests.support.sites import MANY, Site, build_site, few, hrefs


@pytest.fixture(scope="module")
def site(site_with_abstracts) -> Site:
    return site_with_abstracts


def titles(site: Site, path: str) -> list[str]:
    """The papers on a page, in its order."""
    listed = site.page(path).findall(".//li[@class='paper']")
    return [hrefs(one)[0].split("/")[-2] for one in listed]


def test_home_describes_the_archive_lists_editions_and_has_a_search_box(site):
    home = site.page("")
    assert "The accepted papers of ML for Systems, searchable" in site.text("")
    rows = [" ".join(li.text_content().split()) for li in home.findall(".//ol[@class='timeline']/li")]
    assert rows[0] == "odd2033 7 papers"
    assert "2031 Kites for Systems at ACME 2031 Léopoldville · 2 papers" in rows
    assert "2024 ML for Systems at NeurIPS 2024 Vancouver, Canada · 2 papers" in rows  # a withdrawn one not
    form = home.find(".//form[@role='search']")
    assert form.get("action") == "search/index.html"
    assert form.find(".//input").get("name") == "q"
    assert home.xpath("//label[@for='q']")


def test_home_shows_the_newest_papers_the_awards_topics_by_kind_and_searches_to_try(site):
    home = site.page("")
    assert titles(site, "")[0] == "odd2033links"  # the one with an award
    assert "odd2033retracted" not in titles(site, "")
    awards = [" ".join(li.text_content().split()) for li in home.findall(".//section[@class='awards']//li")]
    assert awards[-1] == "Best Paper Award Kites on Rails: Scheduling Wind for Trains ML for Systems at NeurIPS 2024"
    assert home.find(".//div[@class='kinds']//h3").text == "Areas"
    examples = [a.get("href") for a in home.find(".//p[@class='quiet examples']").iter("a")]
    assert examples[0].startswith("search/index.html?q=")
    assert "search/index.html?q=Ada%20Quill" in examples


def test_trends_are_charts_whose_columns_lead_to_the_papers(site):
    page = site.page("trends/")
    links = page.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    assert "../years/2024/index.html" in links
    assert "../topics/caching/index.html#y2024" in links
    told = page.xpath("//*[local-name()='svg']//*[local-name()='a']/*[local-name()='title']/text()")
    assert "2024: 1 paper of 2, 50%" in told
    assert "2019: 1 paper" in told
    assert "Caching and prefetching" in site.text("trends/")
    assert "<svg" in site.read("field.svg")
    (refresh,) = site.page("years/").xpath("//meta[@http-equiv='refresh']/@content")
    assert refresh == "0; url=../trends/index.html"
    assert site.page("topics/caching/").xpath("//*[local-name()='svg']")
    assert site.page("authors/ada-quill/").xpath("//*[local-name()='svg']")


def test_an_entry_has_all_actions_for_a_paper(site):
    for path in (
        "editions/neurips2024/",
        "editions/neurips2024/by-topic/",
        "topics/caching/",
        "authors/ada-quill/",
        "years/2024/",
    ):
        (entry,) = [li for li in site.page(path).findall(".//li[@class='paper']") if "quill2024kites" in hrefs(li)[0]]
        links = hrefs(entry)
        up = "../../../" if "by-topic" in path else "../../"
        assert links[:3] == [  # the keyboard comes from the title to these
            f"{up}papers/quill2024kites/index.html",
            "https://kites.example/quill2024kites.pdf",
            f"{up}papers/quill2024kites/quill2024kites.bib",
        ]
        assert f"{up}authors/ada-quill/index.html" in links
        assert f"{up}topics/caching/index.html" in links
        assert entry.find(".//details/summary").text == "Abstract"
    (entry,) = [li for li in site.page("editions/neurips2024/").findall(".//li[@class='paper']") if "snow" in hrefs(li)[0]]
    assert not [href for href in hrefs(entry) if href.endswith((".pdf", ".bib"))]  # withdrawn


def test_an_edition_lists_its_papers_in_the_pages_order(site):
    assert titles(site, "editions/neurips2024/") == ["quill2024kites", "altinbuken2024lantern", "strass2024snow"]
    text = site.text("editions/neurips2024/")
    assert "15 December 2024, Vancouver, Canada · 2 papers, 1 withdrawn" in text
    assert "Best Paper Award" in text
    assert "Withdrawn" in text


def test_an_edition_is_shown_by_topic_on_request(site):
    page = site.page("editions/neurips2024/")
    assert "../../editions/neurips2024/by-topic/index.html" in hrefs(page)
    heads = [h2.text for h2 in site.page("editions/neurips2024/by-topic/").iter("h2")]
    assert heads == ["Awards", "Caching and prefetching", "Networking", "Without a topic"]
    assert sorted(titles(site, "editions/neurips2024/by-topic/")) == sorted(titles(site, "editions/neurips2024/"))


def test_an_edition_links_to_its_own_page_its_lists_its_openreview_group_and_its_exports(site):
    page = site.page("editions/kites2031/")
    assert "https://kites.example/2031/" in hrefs(page)
    assert [href for href in hrefs(page) if "kites2031." in href][1:] == [
        f"../../editions/kites2031/kites2031.{ending}" for ending in ("bib", "ris", "csl.json", "csv", "json")
    ]
    assert "https://mlforsystems.org/neurips2024/accepted_papers.html" in hrefs(site.page("editions/neurips2024/"))


def test_a_papers_page_has_everything_the_archive_knows(site):
    page, text = site.page("papers/quill2031deep/"), site.text("papers/quill2031deep/")
    assert page.find(".//h1").text == "Deep Kites"
    for said in (
        "Kites for Systems at ACME 2031",
        "1 May 2031, Léopoldville",
        "* Equal contribution: Ada Quill",
        "Kites that dive after lanterns",
        "Deep learning of data-centre kites.",
        "Caching and prefetching",
    ):
        assert said in text
    for link in (
        "../../editions/kites2031/index.html",
        "../../authors/ada-quill/index.html",
        "../../authors/mia-van-loon/index.html",
        "../../topics/caching/index.html",
        "https://kites.example/quill2031deep.pdf",
        "https://arxiv.org/abs/3105.00001",
        "https://kites.example/deep.git",
    ):
        assert link in hrefs(page)
    assert "https://openreview.net/forum?id=mOsS31" in hrefs(site.page("papers/moss2031index/"))


def test_a_papers_page_has_awards_and_only_safe_links(site):
    page = site.page("papers/odd2033links/")
    assert [mark.text for mark in page.findall(".//strong[@class='mark']")] == ["Best Paper Award", "Spotlight"]
    buttons = {a.text: a.get("href") for a in page.findall(".//ul[@class='buttons']//a")}
    assert buttons == {
        "PDF": "https://kites.example/odd2033links.pdf",
        "Copy BibTeX": "odd2033links.bib",
        "OpenReview": "https://openreview.net/forum?id=oDD33",
        "Page": "https://kites.example/landing",
        "slides & video": "https://kites.example/slides?a=1&b=%3C2%3E",
    }


def test_a_papers_page_can_be_cited_in_five_forms_each_with_a_button_to_copy(site):
    page = site.page("papers/quill2024kites/")
    boxes = {pre.get("aria-label"): pre for pre in page.iter("pre")}
    assert list(boxes) == ["BibTeX", "APA", "ACM", "IEEE", "RIS"]
    for name, box in boxes.items():
        assert box.getparent().find(".//button").text == f"Copy {name}"
    assert boxes["BibTeX"].text.startswith("@inproceedings{quill2024kites,")
    assert boxes["RIS"].text.startswith("TY  - CONF")
    assert boxes["APA"].text == (
        "Quill, A., & Zuse, B., Jr. (2024, December 15). Kites on Rails: Scheduling Wind for Trains. "
        "Workshop on ML for Systems at NeurIPS 2024. https://kites.example/quill2024kites.pdf"
    )
    scripts = [s.get("src") for s in page.iter("script") if s.get("src")]
    assert scripts == ["../../static/scheme.js", "../../static/site.js"]


def test_a_papers_page_has_its_facts_before_its_text_and_leads_to_papers_that_cite_it(site):
    page = site.page("papers/quill2024kites/")
    assert [part.tag for part in page.find(".//article")] == ["header", "aside", "div"]
    cited_by = "https://scholar.google.com/scholar?q=Kites+on+Rails%3A+Scheduling+Wind+for+Trains"
    assert cited_by in hrefs(page)


def test_an_edition_and_a_topic_lead_to_the_search_within_them(site):
    for path, query in (("editions/neurips2024/", "edition=neurips2024"), ("topics/caching/", "topic=caching")):
        assert f"../../search/index.html?{query}" in hrefs(site.page(path))


def test_a_papers_page_names_related_papers_with_reasons(site):
    near = site.page("papers/quill2024kites/").find(".//section[@class='related']")
    assert "../../papers/quill2031deep/index.html" in hrefs(near)
    assert "Ada Quill" in near.text_content()


def test_a_papers_page_leads_to_the_previous_and_the_next_of_its_edition(site):
    turns = {
        name: {
            a.get("rel"): a.get("href").split("/")[-2] for a in site.page(f"papers/{name}/").findall(".//nav[@class='pager']/a")
        }
        for name in ("quill2024kites", "altinbuken2024lantern", "strass2024snow")
    }
    assert turns == {
        "quill2024kites": {"next": "altinbuken2024lantern"},
        "altinbuken2024lantern": {"prev": "quill2024kites", "next": "strass2024snow"},
        "strass2024snow": {"prev": "altinbuken2024lantern"},
    }


def test_a_papers_page_has_a_link_to_report_a_mistake_with_its_id(site):
    link = site.page("papers/quill2024kites/").find(".//p[@class='report']/a")
    assert "quill2024kites" in link.get("href")
    assert "quill2024kites" in link.text


def test_a_withdrawn_papers_page_stays_is_marked_and_has_no_pdf(site):
    page = site.page("papers/strass2024snow/")
    assert [mark.text for mark in page.findall(".//strong[@class='mark']")] == ["Withdrawn"]
    assert not [href for href in hrefs(page) if href.endswith(".pdf")]
    assert not [href for href in hrefs(page) if "scholar" in href]
    assert "Related papers" not in site.text("papers/strass2024snow/")


def test_papers_without_authors_and_with_twenty_six(site):
    assert site.page("papers/odd2033retracted/").find(".//p[@class='authors']") is None
    assert "odd2033retracted" in titles(site, "editions/odd2033/")
    assert [a.text_content() for a in site.page("papers/odd2033many/").findall(".//p[@class='authors']/a")] == list(MANY)
    assert "PDF" not in [a.text for a in site.page("papers/odd2033many/").iter("a")]


def test_a_topic_lists_its_papers_and_those_of_narrower_ones_by_year(site):
    page = site.page("topics/caching/")
    assert [h2.text for h2 in page.iter("h2")] == ["2031", "2024", "2019"]
    assert "3 papers" in site.text("topics/caching/")
    tree = {a.text_content(): a.getparent().find("span").text for a in site.page("topics/").findall(".//ul[@class='tree']//a")}
    assert tree["Caching and prefetching"] == "3"


def test_an_author_has_all_papers_of_all_spellings(site):
    assert titles(site, "authors/ada-quill/") == ["odd2033links", "quill2031deep", "quill2024kites"]
    assert "3 papers" in site.text("authors/ada-quill/")
    assert "Also printed as A. Quill" in site.text("authors/ada-quill/")


def test_the_list_of_authors_is_in_the_order_of_family_names_with_counts(site):
    page = site.page("authors/")
    heads = [h2.text for h2 in page.iter("h2")]
    assert heads == [*sorted(heads[:-1]), "Other"]
    under_m = page.xpath("//section[h2='M']//li")
    assert [" ".join(li.text_content().split()) for li in under_m] == ["Cy Moss 2"]
    assert [" ".join(li.text_content().split()) for li in page.xpath("//section[h2='V']//li")] == ["Mia van Loon 2"]
    numbers = page.xpath("//section//li/span/text()")
    assert 1 < len(numbers) < len(page.xpath("//section//li"))
    assert min(map(int, numbers)) > 1  # of one paper no number is shown


def test_an_address_in_the_note_on_an_edition_is_a_link(odd_root, tmp_path):
    some = [replace(item, edition=replace(item.edition, note="<See> https://kites.example/x.")) for item in few(odd_root)[:1]]
    site = build_site(odd_root, tmp_path / "out", some=some)
    for path in (f"editions/{some[0].edition.id}/", "about/"):
        (link,) = site.page(path).xpath("//a[@href='https://kites.example/x']")
        assert link.text == "https://kites.example/x"
        assert "<See>" in site.text(path)


def test_a_year_lists_its_editions_and_papers(site):
    assert titles(site, "years/2024/") == ["quill2024kites", "altinbuken2024lantern", "strass2024snow"]
    assert "ML for Systems at NeurIPS 2024" in site.text("years/2024/")


def test_search_says_what_to_do_without_a_script(site):
    page = site.page("search/")
    assert "browse by" in page.find(".//noscript").text_content()
    scripts = ["static/scheme.js", "static/site.js", *search_data.SCRIPTS]
    assert [s.get("src") for s in page.iter("script") if s.get("src")] == [f"../{name}" for name in scripts]


def test_about_explains_sources_licence_and_corrections(site):
    text = site.text("about/")
    for said in (
        "collected from the workshop’s own pages and lists",
        "free for any use",
        "MIT licence",
        "belong to their authors",
    ):
        assert said in text
    assert site.page("about/").xpath("//*[@id='corrections']")
    assert "https://mlforsystems.org/neurips2024/accepted_papers.html" in hrefs(site.page("about/"))


def test_the_404_page_works_in_any_folder_and_on_any_host(site):
    assert "/kites/search/index.html" in hrefs(site.page("404.html"))
