"""The site in a real browser: no findings of axe, no violations of the policy, nothing too wide.

Needs the extra ``browser`` and Chromium; without them these tests are skipped with a reason.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from urllib.parse import quote

import pytest

from archive.site import pagefind_index
from archive.site.serve import address, make_server
from tests.support.sites import build_site, write_odd_archive

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = [name for name in ("playwright", "axe_playwright_python") if find_spec(name) is None]  # imported by slow tests alone
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}; pip install -e '.[browser]'"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

PAGES = {
    "home": "",
    "editions": "editions/",
    "edition": "editions/odd2033/",
    "by topic": "editions/neurips2024/by-topic/",
    "topics": "topics/",
    "topic": "topics/caching/",
    "authors": "authors/",
    "author": "authors/ada-quill/",
    "trends": "trends/",
    "year": "years/2031/",
    "paper": "papers/odd2033links/",
    "paper of many": "papers/odd2033many/",
    "withdrawn": "papers/odd2033retracted/",
    "strange": "papers/odd2033hebrew/",
    "search": "search/?q=kites&year=2031",
    "nothing found": "search/?q=zeppelinzeppelin",
    "about": "about/",
    "missing": "404.html",
}
ARGUMENTS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    here = tmp_path_factory.mktemp("browser")
    return build_site(write_odd_archive(here / "root"), here / "site", None, abstracts=True).folder


@pytest.fixture(scope="module")
def served(folder) -> Iterator[str]:
    server = make_server(folder, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address(server)
    server.shutdown()
    server.server_close()
    thread.join()


def violations(page) -> list:
    """What axe finds, the size of what a finger touches included, which it asks only if told to."""
    from axe_playwright_python.sync_playwright import Axe

    return Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def windows(chromium):
    """Windows that stay open, as each costs more than three pages; as a test leaves one, so the next must not find it."""
    return []


@pytest.fixture
def look(chromium, windows):
    """Opens a page at a width and in a colour scheme. Returns it with all errors and requests."""
    own, taken = [], iter(tuple(windows))

    def window(**more):
        context = chromium.new_context(**more)
        page = context.new_page()
        context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.on("console", lambda told: page.wrong.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        (own if more else windows).append(page)
        return page

    def look(url, width=1280, scheme="light", **more):
        page = window(**more) if more else next(taken, None) or window()
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.wrong, page.asked = [], []
        page.goto(url)
        page.wait_for_load_state("load")
        return page

    yield look
    for page in own:
        page.context.close()
    for page in windows:
        if page.url != "about:blank":
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
            page.unroute_all()
            page.goto("about:blank")


def titles(page, of="#results"):
    return page.locator(f"{of} h3").all_inner_texts()


def ask(page, text):
    page.fill("#q", text)
    page.wait_for_function("text => new URLSearchParams(location.search || location.hash.slice(1)).get('q') === text", arg=text)
    page.wait_for_timeout(30)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_wide_or_forbidden(look, served, name):
    for scheme, width in (("light", 1280), ("dark", 320)):
        page = look(served + PAGES[name], width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = violations(page)
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.wrong == []
        assert all(url.startswith(served) for url in page.asked)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_works_from_disk(look, folder, name):
    path, _, query = PAGES[name].partition("?")
    file = folder / path / "index.html" if not path.endswith(".html") else folder / path
    page = look(f"{file.as_uri()}{'?' + query if query else ''}")
    assert page.wrong == []
    assert page.locator("h1").count() == 1
    assert all(url.startswith("file:") for url in page.asked)


@pytest.mark.parametrize("name", ["home", "paper", "search"])
def test_the_menu_is_one_line_on_the_narrowest_phone(look, served, name):
    page = look(served + PAGES[name], 320)
    tops = page.locator("header nav li").evaluate_all("items => items.map((item) => item.getBoundingClientRect().top)")
    assert len(tops) == 5
    assert len(set(tops)) == 1


def test_a_papers_page_is_small(look, served):
    for paper in ("odd2033links", "odd2033many", "quill2031deep"):
        page = look(f"{served}papers/{paper}/")
        sizes = {url: len(page.request.get(url).body()) for url in dict.fromkeys(page.asked)}
        fonts = {url: size for url, size in sizes.items() if url.endswith(".woff2")}
        assert sum(sizes.values()) - sum(fonts.values()) < 40_000
        assert sum(fonts.values()) < 60_000


def test_the_keyboard_comes_to_the_content_and_shows_where_it_is(look, served):
    page = look(f"{served}papers/odd2033links/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")


def test_a_citation_is_copied(look, served):
    page = look(f"{served}papers/quill2031deep/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".cite").get_by_role("button", name="Copy BibTeX").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@inproceedings{quill2031deep,")


def test_the_bibtex_of_an_entry_is_copied_and_from_disk_its_link_is_followed(look, served, folder):
    page = look(f"{served}editions/kites2031/", permissions=["clipboard-read", "clipboard-write"])
    page.locator("li.paper a.bib").first.click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@inproceedings{quill2031deep,")
    assert page.wrong == []


def test_without_a_connection_an_entry_says_so_and_a_papers_page_copies_what_it_shows(look, served):
    page = look(f"{served}editions/kites2031/", permissions=["clipboard-read", "clipboard-write"])
    page.context.set_offline(True)
    page.locator("li.paper a.bib").first.click()
    page.get_by_text("Not copied. Are you online?").wait_for()
    assert page.url.endswith("/editions/kites2031/")
    page.context.set_offline(False)
    page.goto(f"{served}papers/quill2031deep/")
    page.context.set_offline(True)
    page.get_by_role("link", name="Copy BibTeX").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@inproceedings{quill2031deep,")


def test_a_selected_entry_is_copied_without_the_names_of_its_buttons(look, served):
    page = look(f"{served}editions/kites2031/")
    selected = page.locator("li.paper").first.evaluate(
        "entry => { getSelection().selectAllChildren(entry); return getSelection().toString(); }"
    )
    assert selected.startswith("Deep Kites")
    assert "BibTeX" not in selected
    assert "of Deep Kites" not in selected


def test_authors_that_an_entry_folds_away_are_found_on_the_page_and_then_shown(look, served):
    page = look(f"{served}editions/odd2033/")
    rest = page.locator(".rest").first
    last = rest.locator("a").last.evaluate("author => author.textContent")
    assert not rest.locator("a").last.is_visible()
    page.goto("about:blank")
    page.goto(f"{served}editions/odd2033/#:~:text={quote(last)}")
    rest.locator("a").last.wait_for(state="visible")
    assert not page.locator(".rest + .others").first.is_visible()


def test_text_of_twice_the_size_fits_a_phone(look, served):
    for name in PAGES:
        page = look(served + PAGES[name], 360)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert (name, page.evaluate("document.documentElement.scrollWidth")) == (name, 360)


def test_an_entry_has_three_lines_and_its_actions_are_two_tabs_from_its_title(look, served):
    page = look(f"{served}editions/neurips2024/", width=1440)
    heights = page.evaluate("[...document.querySelectorAll('li.paper')].map((one) => one.getBoundingClientRect().height)")
    assert max(heights) <= 90
    assert two_tabs_from(page, "li.paper h3 a") == ["pdf", "SUMMARY"]
    assert arrows(page, "ArrowLeft ArrowLeft ArrowRight End Home") == ["bib", "pdf", "bib", "SUMMARY", "pdf"]
    assert violations(page) == []
    page.locator("li.paper summary").first.press("Enter")
    assert "Trains are slow" in page.locator("li.paper details[open]").inner_text()


def test_entries_work_in_search_results_and_without_scripts(look, served):
    page = look(f"{served}search/?q=kites")
    page.locator("#results li.paper a.bib").first.wait_for()
    assert two_tabs_from(page, "#results li.paper:has(.pdf):has(summary) h3 a") == ["pdf", "SUMMARY"]
    assert arrows(page, "ArrowLeft ArrowLeft") == ["bib", "pdf"]
    plain = look(f"{served}editions/neurips2024/", java_script_enabled=False)
    plain.locator("li.paper h3 a").first.focus()
    assert [press(plain, "Tab"), press(plain, "Tab")] == ["pdf", "SUMMARY"]  # BibTeX is on the paper's page


def test_one_button_unfolds_all_of_an_edition(look, served):
    page = look(f"{served}editions/neurips2024/")
    number = page.locator("details.more").count()
    page.get_by_role("button", name="Expand all").click()
    assert page.locator("details.more[open]").count() == number > 1
    page.get_by_role("button", name="Collapse all").click()
    assert page.locator("details.more[open]").count() == 0


def press(page, key):
    """Press a key, and return the class or the element that then has the focus."""
    page.keyboard.press(key)
    return page.locator(":focus").evaluate("one => one.className || one.tagName")


def two_tabs_from(page, title):
    page.locator(title).first.focus()
    return [press(page, "Tab"), press(page, "Tab")]


def arrows(page, keys):
    return [press(page, key) for key in keys.split()]


def test_citations_are_tabs_that_arrows_turn(look, served):
    page = look(f"{served}papers/quill2031deep/")
    assert page.locator("pre:visible").count() == 1
    page.get_by_role("tab", name="BibTeX").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tab", name="APA").get_attribute("aria-selected") == "true"
    assert page.locator("pre:visible").inner_text().startswith("Quill, A.")


def test_the_scheme_that_a_reader_chose_is_remembered(look, served):
    page = look(served, scheme="light")
    page.get_by_role("button", name="Use dark colours").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 20, 25)"
    page.goto(f"{served}topics/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 20, 25)"
    assert page.get_by_role("button", name="Use light colours").is_visible()


def test_a_column_of_a_chart_leads_to_the_papers_of_its_year(look, served):
    page = look(f"{served}trends/", width=320)
    page.locator("svg a[href*='caching'][href$='y2024']").first.click()
    page.wait_for_url("**/topics/caching/index.html#y2024")


def test_without_scripts_everything_but_search_is_there(look, served):
    page = look(f"{served}papers/quill2031deep/", java_script_enabled=False)
    assert "@inproceedings{quill2031deep," in page.locator("pre").first.inner_text()
    assert page.get_by_role("button", name="Copy BibTeX").count() == 0
    assert page.locator("pre").count() == page.locator("pre:visible").count() == 5
    assert "needs JavaScript" in look(f"{served}search/", java_script_enabled=False).locator("main").inner_text()


# -- search


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("kites rails", "Kites on Rails"),
        ("kiets rails", "Kites on Rails"),
        ("rail", "Kites on Rails"),
        ("orsted", "Змеи на рельсах"),
        ("lukasz", "Змеи на рельсах"),
        ('"deep kites"', "Deep Kites"),
    ],
)
def test_a_search_finds_accents_half_words_and_typos(look, served, text, paper):
    page = look(f"{served}search/")
    ask(page, text)
    assert any(title.startswith(paper) for title in [*titles(page), *titles(page, "#partial")][:3])


def state(page):
    """Waits until the page has drawn the state in its address."""
    page.wait_for_selector("#search-results[data-state]")
    page.wait_for_timeout(50)
    return page


def choose(page, group, value):
    page.check(f"#filters input[name='{group}'][value='{value}']", force=True)
    page.wait_for_function("text => location.search.includes(text)", arg=f"{group}={value}")
    return state(page)


def test_a_search_says_how_many_of_its_papers_were_withdrawn(look, served):
    page = look(f"{served}search/")
    ask(page, "ploughs")
    assert page.locator("#count").inner_text() == "1 paper"
    assert page.locator("#notes").inner_text() == "Of these, 1 was withdrawn."
    ask(page, "kites")
    assert page.locator("#notes").inner_text() == ""


def test_a_search_is_in_the_address_and_is_announced(look, served):
    page = look(f"{served}search/")
    ask(page, "kites")
    everything = titles(page)
    page.locator("#told[role=status]", has_text=page.locator("#count").inner_text()).wait_for(state="attached")
    assert page.locator("#told").inner_text().startswith(f"{len(everything)} paper")
    assert page.title().startswith("kites · ")
    choose(page, "year", "2031")
    some = titles(page)
    assert 0 < len(some) < len(everything)
    again = look(page.url)
    assert (titles(again), again.input_value("#q")) == (some, "kites")
    again.get_by_role("button", name="Remove the filter 2031").click()
    again.wait_for_function("!location.search.includes('year')")
    assert titles(state(again)) == everything
    assert again.evaluate("document.activeElement.id") == "q"


def test_the_keyboard_comes_to_the_filters_without_passing_the_papers(look, served):
    page = state(look(f"{served}search/?q=kites"))
    page.get_by_role("searchbox").focus()
    assert arrows(page, "Tab Tab") == ["BUTTON", "BUTTON"]
    assert page.locator(":focus").inner_text() == "Filters"
    page.keyboard.press("Enter")
    assert page.locator("#filters :focus").get_attribute("type") == "checkbox"


def test_what_is_chosen_is_seen_in_the_colours_that_a_reader_forces(look, served):
    page = state(look(f"{served}search/?q=kites&year=2031"))
    page.emulate_media(forced_colors="active")
    backgrounds = page.locator("#group-year .chip > span").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundColor)"
    )
    assert len(backgrounds) > 1
    assert backgrounds.count(backgrounds[0]) in (1, len(backgrounds) - 1)
    lines = page.locator("header nav a").evaluate_all("all => all.map((one) => getComputedStyle(one).borderBottomWidth)")
    page.emulate_media(forced_colors="none")
    assert sorted(lines) == ["0px"] * 4 + ["2px"]


def test_letters_typed_in_a_row_are_announced_once(look, served):
    page = state(look(f"{served}search/"))
    page.wait_for_function("() => document.querySelector('#told').textContent")
    page.evaluate("""() => {
      const told = document.querySelector("#told"), field = document.querySelector("#q");
      self.heard = [];
      new MutationObserver(() => self.heard.push(told.textContent)).observe(told, { childList: true });
      for (const text of ["k", "ki", "kites"]) {
        field.value = text;
        field.dispatchEvent(new Event("input"));
      }
    }""")
    page.wait_for_function("() => self.heard.length")
    assert page.evaluate("self.heard") == [page.locator("#count").inner_text()]


def test_the_bibtex_of_all_that_was_found_is_copied_at_once(look, served):
    page = state(look(f"{served}search/?q=kites", permissions=["clipboard-read", "clipboard-write"]))
    number = page.locator("#results > li .bib").count()
    page.get_by_role("button", name=f"Copy BibTeX of {number}").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    keys = page.locator("#results > li .bib").evaluate_all("all => all.map((link) => link.href.split('/').at(-2))")
    assert re.findall(r"^@inproceedings{(\w+),", copied, re.MULTILINE) == keys
    assert len(keys) == number > 1


def test_on_a_phone_filters_lead_back_to_the_papers_and_no_keyboard_covers_them(look, served):
    page = state(look(f"{served}search/?q=kites", 360, has_touch=True, is_mobile=True))
    page.get_by_role("button", name="Filters").tap()
    page.wait_for_function("() => document.querySelector('#filters').getBoundingClientRect().top < 200")
    page.locator("#group-year label").first.tap()
    page.wait_for_function("() => location.search.includes('year=')")
    page.get_by_role("button", name=re.compile(r"Show \d+ paper")).tap()
    assert page.evaluate("document.activeElement.id") == "count"
    page.get_by_role("button", name="Remove the filter").tap()
    page.wait_for_function("() => !location.search.includes('year=')")
    assert page.evaluate("document.activeElement.id") == "count"
    page.locator("#q").tap()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement === document.body")


def test_until_its_data_is_there_the_search_says_that_it_loads(look, served):
    page = look("about:blank")
    waiting = []
    page.route("**/search/archive.js", lambda route: waiting.append(route))
    page.goto(f"{served}search/?q=kites", wait_until="commit")
    page.get_by_text("Loading the papers").wait_for()
    assert [route.continue_() for route in waiting] == [None]
    state(page)
    assert titles(page)


def test_results_come_before_filters_and_the_first_is_visible_on_a_small_phone(look, served):
    page = look(f"{served}search/?q=kites", 320)
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate(
        "Boolean(document.querySelector('#results').compareDocumentPosition(document.querySelector('#filters')) & 4)"
    )
    first = page.locator("#results h3").first.bounding_box()
    assert first["y"] + first["height"] < 568


def test_the_keyboard_searches_moves_and_opens(look, served):
    page = look(f"{served}search/?q=kites")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.input_value("#q") == "kites"
    for key, title in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == titles(page)[title]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/papers/" in page.url


def test_going_back_finds_the_order_the_place_and_all_that_was_shown(look, served):
    page = look(f"{served}search/")
    newest = titles(state(page))
    page.select_option("#sort", "title")
    page.wait_for_function("location.search.includes('sort=title')")
    everything = titles(state(page))
    assert (sorted(everything), everything == newest) == (sorted(newest), False)
    page.evaluate("scrollTo(0, 300)")
    page.locator("#q").evaluate("field => { field.value = 'kites'; field.dispatchEvent(new Event('input')); }")
    page.wait_for_function("location.search.includes('q=kites')")
    page.go_back()
    page.wait_for_function("document.querySelector('#q').value === ''")
    state(page)
    assert titles(page) == everything
    assert page.evaluate("scrollY") == 300


def test_an_unknown_word_is_corrected_and_can_be_searched_as_typed(look, served):
    page = look(f"{served}search/?q=sceduling")
    assert page.locator("#notes").inner_text() == "No results for sceduling; nearest is scheduling."
    page.get_by_role("button", name="scheduling", exact=True).click()
    page.wait_for_function("location.search === '?q=scheduling'")
    assert page.evaluate("document.activeElement.id") == "q"
    assert titles(state(page))[0].startswith("Kites on Rails")
    page.go_back()
    page.wait_for_function("document.querySelector('#q').value === 'sceduling'")
    nothing = look(f"{served}search/?q=zeppelinzeppelin&year=2031")
    assert nothing.locator("#notes p").first.inner_text() == "No paper contains zeppelinzeppelin."
    assert not nothing.locator("#sort").is_visible()
    assert nothing.locator("main :is(h2, ol):visible").count() == 0  # no heading without papers below it
    nothing.get_by_role("button", name="start over").click()
    nothing.wait_for_function("location.search === ''")
    assert titles(state(nothing))


def test_query_words_are_highlighted_in_the_results(look, served):
    page = look(f"{served}search/?q=calm weather")
    assert page.locator("#results .excerpt").first.inner_text() == "Trains are slow in calm weather."
    assert page.locator("#results .excerpt mark").first.inner_text() == "calm"
    assert page.evaluate("getComputedStyle(document.querySelector('mark')).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_without_its_data_the_search_says_so_in_a_sentence(look, served):
    page = look("about:blank")
    page.route("**/search/archive.js", lambda route: route.abort())
    page.goto(f"{served}search/?q=kites")
    assert "could not be loaded. Reload the page" in state(page).locator("#count").inner_text()


@pytest.mark.parametrize("name", ["by topic", "topic", "author", "year", "paper", "search", "nothing found"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_layout_does_not_shift(look, served, name, width):
    page = look(served + PAGES[name], width)
    moved = """new Promise((done) => {
      const moves = [];
      new PerformanceObserver((list) => moves.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
      const named = ({ node }) => node?.id || node?.outerHTML;
      setTimeout(() => done(moves.map(({ value, sources }) => [value, ...sources.map(named)])), 300);
    })"""
    moves = page.evaluate(moved)
    assert sum(value for value, *_ in moves) < 0.02, moves


def test_the_first_twenty_are_drawn_and_more_on_request(look, served):
    page = look(f"{served}search/")
    drawn = page.locator("#results > li").count()
    assert drawn == min(20, drawn)
    if page.locator("#more").is_visible():
        page.get_by_role("button", name="Show more").click()
        page.wait_for_timeout(50)
        assert page.locator("#results > li").count() > drawn
        assert page.evaluate("document.activeElement.tagName") == "A"


@pytest.mark.skipif(not pagefind_index.is_installed(), reason=f"Pagefind is not installed: {pagefind_index.EXTRA}")
def test_a_sharded_search_finds_narrows_and_is_as_accessible(look, tmp_path, monkeypatch):
    monkeypatch.setattr(pagefind_index, "_OF_AN_INDEX", 5)  # several indexes, which are asked together
    with ThreadPoolExecutor() as elsewhere:  # the browser's driver has an event loop in this thread
        build = elsewhere.submit(build_site, write_odd_archive(tmp_path / "root"), tmp_path / "site", None, sharded=True)
    site = build.result()
    server = make_server(site.folder, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        page = look(f"{address(server)}search/?q=kites")
        page.wait_for_selector("#results li")
        everything = titles(page)
        assert any(title.startswith("Deep Kites") for title in everything)
        page.check("#filters input[value='2031']", force=True)
        page.wait_for_function("number => document.querySelectorAll('#results li').length < number", arg=len(everything))
        assert 0 < len(titles(page)) < len(everything)
        assert violations(page) == []
        check_sharded_entries(page, f"{address(server)}search/")
        assert page.wrong == []
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def check_sharded_entries(page, search: str) -> None:
    """Results have all that other lists have, and what only their entries hold is not searched."""
    page.goto(f"{search}?q=deep+kites")
    first = page.locator("#results > li").first
    first.wait_for()
    assert first.locator(".authors a").first.get_attribute("href").startswith("../authors/")
    assert first.get_by_role("link", name="BibTeX").count() == 1
    assert {text.lower() for text in page.locator("#results mark").all_inner_texts()} >= {"deep", "kites"}
    assert page.locator("#notes p").count() == 0
    assert "OR" not in page.locator("#how").inner_text()
    page.goto(f"{search}?q=deep+-kites")
    page.get_by_text("Operators such as -word").wait_for()
    page.goto(f"{search}?q=retracted")
    withdrawn = page.locator("#results > li", has=page.locator(".mark", has_text="Withdrawn"))
    withdrawn.wait_for()
    assert withdrawn.get_by_role("link", name="BibTeX").count() == 0
    for word in ("shown", "openreview"):
        page.goto(f"{search}?q={word}")
        page.get_by_text("No papers found").wait_for()


def test_a_sharded_search_says_from_disk_that_it_needs_a_server(look, tmp_path, monkeypatch):
    monkeypatch.setattr(pagefind_index, "write_indexes", lambda *_: None)
    site = build_site(write_odd_archive(tmp_path / "root"), tmp_path / "site", None, sharded=True)
    page = look((site.folder / "search" / "index.html").as_uri())
    told = page.get_by_text("This search needs a web server")
    told.wait_for()
    assert told.is_visible()
