"""The site in a real browser: what a reader sees, types and hears, at several widths, in both schemes."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

from archive.root import Root
from archive.site.serve import address, make_server
from tests.browsers import Browser, chromium
from tests.sites import Site, build_site, write_odd_archive

PROJECT = Path(__file__).parent.parent
KINDS = {
    "home": "",
    "editions": "editions/",
    "edition": "editions/odd2033/",
    "edition by topic": "editions/neurips2024/by-topic/",
    "paper": "papers/odd2033links/",
    "paper with markup": "papers/odd2033markup/",
    "paper from right to left": "papers/odd2033hebrew/",
    "paper of 26 authors": "papers/odd2033many/",
    "withdrawn paper": "papers/odd2033retracted/",
    "topics": "topics/",
    "topic": "topics/caching/",
    "authors": "authors/",
    "author": "authors/ada-quill/",
    "years": "years/",
    "year": "years/2024/",
    "search": "search/",
    "search with results": "search/index.html?q=kite",
    "search with facets": "search/index.html?q=kite&year=2024",
    "search with some words": "search/index.html?q=kite+zeppelin",
    "search without results": "search/index.html?q=qqqzzzxxx",
    "about": "about/",
    "missing": "404.html",
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture(scope="module")
def odd(browser, tmp_path_factory) -> Site:
    folder = tmp_path_factory.mktemp("odd")
    return build_site(write_odd_archive(folder), folder / "out", "https://papers.example.org/", abstracts=True)


@pytest.fixture(scope="module")
def real(browser, tmp_path_factory) -> Site:
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(PROJECT / "scraped", folder / "scraped", ignore=shutil.ignore_patterns("abstracts"))
    return build_site(Root(folder), folder / "out", None)


@pytest.fixture(scope="module")
def hosts(odd, real):
    """Both sites, served."""
    servers = {name: make_server(site.folder, 0) for name, site in (("odd", odd), ("real", real))}
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {name: address(server) for name, server in servers.items()}
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(params=["http", "file"])
def start(request, real, hosts) -> str:
    """The real papers' site, served and from disk."""
    return hosts["real"] if request.param == "http" else f"{real.folder.as_uri()}/"


def visit(browser: Browser, url: str) -> None:
    browser.driver.get(url)
    if "/search/" in url:
        until(lambda: browser.run("return document.getElementById('count').textContent"))


def until(holds) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("It never came to hold.")


def ask(browser: Browser, text: str) -> None:
    """Type into the search box, a letter at a time."""
    box = browser.driver.find_element("id", "q")
    box.clear()
    box.send_keys(text)
    until(lambda: text in browser.run("return decodeURIComponent(location.href.replaceAll('+', ' '))"))


def found(browser: Browser) -> list[str]:
    links = browser.run("return [...document.querySelectorAll('#results a')].map((link) => link.getAttribute('href'))")
    return [link.split("/")[-2] for link in links]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window_or_complains(browser, hosts, width, scheme):
    browser.looks(width, scheme)
    browser.complaints()
    wrong = {}
    for kind, path in KINDS.items():
        visit(browser, hosts["odd"] + path)
        wider = browser.run("return document.documentElement.scrollWidth - innerWidth")
        said = [*browser.violations(), *browser.complaints(), *([f"{wider} px too wide"] if wider > 0 else [])]
        if said:
            wrong[kind] = said
    assert wrong == {}


def test_open_facets_and_an_open_citation_please_axe_too(browser, hosts):
    browser.looks(320)
    for path in (KINDS["search with facets"], KINDS["paper"]):
        visit(browser, hosts["odd"] + path)
        browser.run("for (const part of document.querySelectorAll('details')) part.open = true")
        assert browser.violations() == []


def test_from_disk_no_page_complains(browser, odd):
    for kind, path in KINDS.items():
        if kind != "missing":  # it is for hosts
            name = path if "index.html" in path else f"{path}index.html"
            visit(browser, f"{odd.folder.as_uri()}/{name}")
    assert browser.complaints() == []


def test_a_papers_page_loads_less_than_thirty_kilobytes_and_nothing_from_elsewhere(browser, hosts):
    visit(browser, f"{hosts['real']}papers/kipf2019sosd/")
    sizes = browser.run(
        "return performance.getEntries().filter((entry) => entry.decodedBodySize).map((entry) => entry.decodedBodySize)"
    )
    assert 5_000 < sum(sizes) < 30_000
    assert all(url.startswith(hosts["real"]) for url in browser.requests())


def test_the_search_page_loads_nothing_from_elsewhere(browser, hosts):
    visit(browser, f"{hosts['real']}search/index.html?q=learning")
    assert all(url.startswith(hosts["real"]) for url in browser.requests())


def test_the_keyboard_comes_first_to_the_skip_link_and_sees_where_it_is(browser, hosts):
    browser.looks()
    visit(browser, f"{hosts['real']}papers/kipf2019sosd/")
    press_tab(browser)
    assert browser.run("return document.activeElement.className") == "skip"
    assert browser.run("return document.activeElement.getBoundingClientRect().top") >= 0
    press_tab(browser)
    assert float(browser.run("return parseFloat(getComputedStyle(document.activeElement).outlineWidth)")) >= 2


def press_tab(browser: Browser) -> None:
    for kind in ("keyDown", "keyUp"):
        key = {"type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        browser.driver.execute_cdp_cmd("Input.dispatchKeyEvent", key)


def test_who_wants_no_motion_gets_none(browser, hosts):
    visit(browser, hosts["real"])
    for motion, behaviour in (("no-preference", "smooth"), ("reduce", "auto")):
        browser.looks(motion=motion)
        assert browser.run("return getComputedStyle(document.documentElement).scrollBehavior") == behaviour


def test_an_edition_prints_as_a_programme(browser, hosts):
    browser.looks(media="print", scheme="dark")
    visit(browser, f"{hosts['real']}editions/isca2019/")
    assert browser.text("h1") == "ML for Systems at ISCA 2019"
    assert "Best Paper Award" in browser.text("main")
    shown = "return [...document.querySelectorAll(arguments[0])].some((one) => one.checkVisibility())"
    assert browser.run(shown, ".paper .authors")
    for left_out in ("nav", ".find", ".exports", ".summary", ".elsewhere"):
        assert not browser.run(shown, left_out), left_out
    assert browser.run("return getComputedStyle(document.body).color") == "rgb(27, 31, 36)"
    browser.looks()


def test_without_a_script_the_search_says_where_else_to_look(browser, hosts):
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get(f"{hosts['real']}search/")
        assert "Searching here needs JavaScript" in browser.driver.find_element("tag name", "main").text
        assert not browser.driver.find_element("id", "search").is_displayed()
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_search_from_home_is_answered_as_one_types_on(browser, start):
    browser.looks()
    browser.driver.get(f"{start}index.html")
    browser.driver.find_element("id", "q").send_keys("Altınbüken\n")
    until(lambda: "/search/" in browser.driver.current_url)
    until(lambda: browser.text("#count") == "1 paper.")
    ask(browser, "sosd")
    until(lambda: found(browser)[:1] == ["kipf2019sosd"])


@pytest.mark.parametrize("typed", ["altinbuken", "ALTINBÜKEN", "Altınb", "altinbuekn"])
def test_accents_halves_and_slips_find_the_same_author(browser, start, typed):
    visit(browser, f"{start}search/index.html")
    ask(browser, typed)
    papers = "return [...document.querySelectorAll('.found .authors')].map((one) => one.textContent)"
    until(lambda: any("Deniz Altınbüken" in names for names in browser.run(papers)[:1]))


def test_facets_narrow_stand_in_the_address_and_are_a_step_back(browser, start):
    browser.looks()
    visit(browser, f"{start}search/index.html")
    ask(browser, "learning")
    before = browser.text("#count")
    browser.press("#year-2020")
    until(lambda: browser.text("#count") != before)
    assert "year=2020" in browser.driver.current_url
    facts = browser.run("return [...document.querySelectorAll('.found .facts')].map((one) => one.textContent)")
    assert facts
    assert all("NeurIPS 2020" in one for one in facts)
    narrowed, sent = browser.text("#count"), browser.driver.current_url
    browser.driver.back()
    until(lambda: browser.text("#count") == before)
    assert browser.run("return document.getElementById('q').value") == "learning"
    browser.driver.forward()
    until(lambda: browser.text("#count") == narrowed)
    browser.driver.get("about:blank")
    visit(browser, sent)
    assert browser.text("#count") == narrowed
    assert browser.run("return document.getElementById('year-2020').checked")
    browser.press("#clear")
    until(lambda: browser.text("#count") == before)


def test_twenty_are_drawn_and_more_on_request_with_the_keyboard_on_the_next(browser, start):
    visit(browser, f"{start}search/index.html")
    assert len(found(browser)) == 20
    assert browser.text("#count") == "119 papers."
    browser.press("#more")
    until(lambda: len(found(browser)) == 40)
    at = browser.run("return [...document.querySelectorAll('#results a')].indexOf(document.activeElement)")
    assert at == 20


def test_how_many_were_found_is_announced(browser, start):
    visit(browser, f"{start}search/index.html?q=qqqzzzxxx")
    assert browser.run("return document.getElementById('count').getAttribute('role')") == "status"
    assert browser.text("#count") == "No papers found."
    assert "Try fewer words" in browser.text(".found")


def test_an_answer_that_comes_after_a_newer_question_is_dropped(browser, hosts):
    visit(browser, f"{hosts['real']}search/index.html")
    browser.run("""
        const quick = self.ENGINE.ask;
        self.ENGINE.ask = (text, chosen) => new Promise((resolve) =>
          setTimeout(() => resolve(quick(text, chosen)), text === "sosd" ? 0 : 150));
    """)
    ask(browser, "learning")
    ask(browser, "sosd")
    time.sleep(0.3)
    assert found(browser)[:1] == ["kipf2019sosd"]


def test_a_citation_is_copied_or_selected_at_a_button(browser, hosts):
    visit(browser, f"{hosts['real']}papers/kipf2019sosd/")
    browser.press(".copy button")
    until(lambda: browser.text(".copy [role=status]") in ("Copied.", "Selected; copy it with your keyboard."))
