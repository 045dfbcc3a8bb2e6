"""Every link of a site works, at any path of any host and from disk; nothing is loaded from elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.support.sites import BASE, Site, build_site, hrefs, one_pdf

LOADED = {"link", "script", "img", "source", "iframe", "object", "embed"}  # what a browser fetches by itself


@pytest.fixture(scope="module")
def sites(odd_root, site_with_pdfs, tmp_path_factory) -> dict[str | None, Site]:
    """The same site with a base URL and without."""
    folder = tmp_path_factory.mktemp("links")
    return {BASE: site_with_pdfs, None: build_site(odd_root, folder / "out", None, pdfs=one_pdf(folder / "kite.pdf"))}


@pytest.fixture(params=[BASE, None], ids=["with an address", "without"])
def site(request, sites) -> Site:
    return sites[request.param]


def test_every_relative_link_and_asset_of_every_page_is_a_file_of_the_site(site):
    files = set(site.files())
    for page in site.pages():
        for link in site.links(page):
            if page == "404.html" and link.link.startswith("/"):
                assert link.link.startswith("/kites/")
                assert link.link.removeprefix("/kites/").split("?")[0] in files
            elif not link.is_foreign:
                assert link.file in files, link


def test_every_fragment_is_an_element_of_its_page(site):
    for page in site.pages():
        for link in site.links(page):
            if link.fragment and not link.is_foreign:
                assert site.page(link.file).xpath("//*[@id=$id]", id=link.fragment), link


def test_links_name_their_file_and_work_from_disk(site):
    for page in site.pages():
        for link in site.links(page):
            if not link.is_foreign and link.tag in ("a", "form"):
                assert urlsplit(link.link).path == "" or "." in urlsplit(link.link).path.rsplit("/", 1)[-1], link
                assert page == "404.html" or not link.link.startswith("/"), link


def test_every_page_can_be_reached_from_home(site):
    seen, ahead = set(), ["index.html"]
    while ahead:
        page = ahead.pop()
        if page not in seen:
            seen.add(page)
            ahead += [link.file for link in site.links(page) if not link.is_foreign and link.file.endswith(".html")]
    alone = set(site.pages()) - seen
    assert alone == {"404.html", "authors/a-quill/index.html", "years/index.html"}  # the last two lead on from older addresses


def test_nothing_is_loaded_from_elsewhere(sites):
    for page in sites[None].pages():
        for link in sites[None].links(page):
            assert link.tag not in LOADED or not link.is_foreign, link
    for name in sites[None].files():
        if name.endswith((".css", ".js", ".svg")) and name != "search/archive.js":
            text = sites[None].read(name).replace('xmlns="http://www.w3.org/2000/svg"', "")
            assert not re.search(r"(?:url\(|@import|src=|fetch\(|import\()\s*['\"]?(?:https?:)?//", text), name


def test_every_page_has_the_strict_policy_and_nothing_that_it_forbids(site):
    for name in site.pages():
        page = site.page(name)
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy.split("; ")
        assert not page.xpath("//@style | //style | //@*[starts-with(name(), 'on')]")
        assert not page.xpath("//script[not(@src) and not(@type='application/ld+json')]")
        assert not [href for href in hrefs(page) if href.lower().startswith("javascript:")]


def test_canonical_addresses_are_absolute_and_do_not_name_the_file(sites):
    for name in sites[BASE].pages():
        canonical = sites[BASE].page(name).xpath("//link[@rel='canonical']/@href")
        if name == "404.html":
            assert canonical == []
        elif name == "authors/a-quill/index.html":
            assert canonical == [f"{BASE}authors/ada-quill/"]
        elif name == "years/index.html":
            assert canonical == [f"{BASE}trends/"]
        else:
            assert canonical == [BASE + name.removesuffix("index.html")]


def test_without_a_base_url_no_page_has_a_canonical_address(sites):
    for name in sites[None].pages():
        page = sites[None].page(name)
        assert not page.xpath("//link[@rel='canonical'] | //meta[@property='og:url'] | //meta[@name='citation_pdf_url']")
    assert not [name for name in sites[None].files() if name.endswith(".xml")]
    assert "Sitemap" not in sites[None].read("robots.txt")


def test_a_papers_page_weighs_less_than_40_kilobytes_in_all_and_the_fonts_less_than_60(site):
    for name in site.pages():
        if name.startswith("papers/"):
            loaded = {link.file for link in site.links(name) if link.tag in LOADED and not link.is_foreign}
            assert sum((site.folder / file).stat().st_size for file in {name, *loaded}) < 40_000, name
    assert sum(file.stat().st_size for file in (site.folder / "static" / "fonts").glob("*.woff2")) < 60_000
