"""Why nothing was found on a page, and what can be done instead."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from archive.collect.html.page import text_of
from archive.collect.propose.candidates import simple_selectors
from archive.collect.propose.lexicon import Lexicon
from archive.collect.propose.structured import articles

_SCRIPTED = re.compile(
    r"enable javascript|requires javascript|javascript (?:is )?(?:required|disabled)|loading\s*(?:\.\.\.|…)", re.I
)
_APP = "#root:empty, #app:empty, #__next:empty, #___gatsby:empty, [data-reactroot]:empty, app-root:empty, [ng-app], [v-cloak]"
_LITTLE = 600  # characters of text; a list of papers has more
_TITLES = 4  # of one kind that make a list
_FILE = (
    "Write them into a CSV file with the columns title and authors (also pdf_url, if there are PDFs), or use "
    "the export of your "
    "submission system, and run `mlforsys import FILE --edition ID`."
)


def why_nothing(soup: BeautifulSoup, html: str, url: str, lexicon: Lexicon) -> list[str]:
    """Sentences: what the page seems to be, and the way out."""
    if (urlsplit(url).hostname or "").endswith("openreview.net"):
        return [
            "OpenReview fills this page with JavaScript, so it cannot be read. Give the edition the key openreview "
            "with the group's name, or save its notes as JSON and run `mlforsys import notes.json --edition ID`."
        ]
    text = text_of(soup.body) if soup.body else ""
    scripts = len(soup.find_all("script"))
    if soup.select_one(_APP) or (len(text) < _LITTLE and scripts) or (len(text) < 3 * _LITTLE and _SCRIPTED.search(html)):
        return [
            f"The page is filled in by JavaScript: without it, it holds {len(text)} characters of text and no papers. Open it "
            f"in a browser, save it as complete HTML there and give that file to `mlforsys add FILE --url {url}`. Or: {_FILE}"
        ]
    if structured := articles(soup):
        return [f"Only the page's schema.org data lists papers: {len(structured)}, the first {structured[0]!r}. {_FILE}"]
    titles = _titles_alone(soup, lexicon)
    if titles:
        return [f"The page seems to list {len(titles)} titles without authors, the first {titles[0]!r}. {_FILE}"]
    return [
        "No list of papers with authors was found on the page. If there is one, point to it: --paper 'CSS SELECTOR' "
        f"for one paper's element, --title and --authors for its parts. If the page has no authors: {_FILE}"
    ]


def _titles_alone(soup: BeautifulSoup, lexicon: Lexicon) -> list[str]:
    """Texts of one kind of element that read like titles, where most of that kind do."""
    kinds: dict[str, list[str]] = {}
    body: Tag = soup.body or soup
    for tag in body.find_all(["li", "a", "h3", "h4", "h5", "p", "td", "b", "strong", "div", "span"]):
        if tag.find_parent(["nav", "footer", "header"]) or tag.find(["p", "div", "ul", "table"]):
            continue
        if text := text_of(tag):
            kinds.setdefault(simple_selectors(tag)[0], []).append(text)
    best: list[str] = []
    for texts in kinds.values():
        alike = [text for text in Counter(texts) if lexicon.title(text) >= 0.85 and 4 <= len(text.split()) <= 25]
        if len(alike) >= _TITLES and 5 * len(alike) >= 4 * len(texts) and len(alike) > len(best):
            best = alike
    return best
