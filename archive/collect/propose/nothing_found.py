"""Why no papers were found on a page, and what to do instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from archive.collect.html.page import text_of
from archive.collect.propose.candidates import innermost, simple_selectors
from archive.collect.propose.lexicon import Lexicon
from archive.collect.propose.source import GivenPage
from archive.collect.propose.structured import articles
from archive.model.text import quote

_SCRIPTED = re.compile(
    r"enable javascript|requires javascript|javascript (?:is )?(?:required|disabled)|loading\s*(?:\.\.\.|…)", re.I
)
_APP = "#root:empty, #app:empty, #__next:empty, #___gatsby:empty, [data-reactroot]:empty, app-root:empty, [ng-app], [v-cloak]"
_LITTLE = 600  # characters of text; a list of papers has more
_TITLES = 4  # of one kind that make a list
_PATTERNS = (
    "If authors stand in the same text as the title, divide it with --title-pattern and --authors-pattern, such as "
    "--authors-pattern '^(.+?):' --title-pattern ': (.+)$' for \"Ada Quill: Deep Kites\"."
)
_FILE = (
    "Write them into a CSV file with the columns title and authors (also pdf_url, if there are PDFs), or use "
    "the export of your "
    "submission system, and run `mlforsys import FILE --edition ID`."
)


def unmatched(soup: BeautifulSoup, patterns: Mapping[str, str]) -> list[str]:
    """A sentence for each pattern that a person gave and that no text of the page has; by the names of their options."""
    texts = [text_of(tag) for tag in innermost(soup.body or soup)] if patterns else []
    return [
        f"No text of the page matches {option} {quote(pattern)}."
        for option, pattern in patterns.items()
        if not any(re.search(pattern, text) for text in texts)
    ]


def why_nothing(page: GivenPage, lexicon: Lexicon) -> list[str]:
    """Sentences that say what the page seems to be, and what to do."""
    soup = page.soup
    if (urlsplit(page.url).hostname or "").endswith("openreview.net"):
        return [
            "OpenReview fills this page with JavaScript, so it cannot be read. Give the edition the key openreview "
            "with the group's name, or save its notes as JSON and run `mlforsys import notes.json --edition ID`."
        ]
    text = text_of(soup.body) if soup.body else ""
    if _is_filled_in(page, len(text)):
        return [
            f"The page is filled in by JavaScript: without it, it holds {len(text)} characters of text and no papers. Open it "
            "in a browser, save it as complete HTML there and give that file to "
            f"`mlforsys add FILE --url {page.url}`. Or: {_FILE}"
        ]
    if structured := articles(soup):
        return [f"Only the page's schema.org data lists papers: {len(structured)}, the first {quote(structured[0])}. {_FILE}"]
    titles = _titles_alone(soup, lexicon)
    if titles:
        return [
            f"The page seems to list {len(titles)} titles without authors, the first {quote(titles[0])}. {_PATTERNS} "
            f"Or: {_FILE}"
        ]
    return [
        "No list of papers with authors was found on the page. If there is one, point to it: --paper 'CSS SELECTOR' "
        f"for one paper's element, --title and --authors for its parts. {_PATTERNS} If the page has no authors: {_FILE}"
    ]


def _is_filled_in(page: GivenPage, length: int) -> bool:
    """Whether scripts are to write a page's text, of which without them only ``length`` characters are there."""
    if page.soup.select_one(_APP):
        return True
    if length < _LITTLE and page.soup.find("script"):
        return True
    return length < 3 * _LITTLE and bool(_SCRIPTED.search(page.html))


def _titles_alone(soup: BeautifulSoup, lexicon: Lexicon) -> list[str]:
    """Texts of one kind of element that read like titles, if most of that kind do."""
    kinds: dict[str, list[str]] = {}
    for tag in innermost(soup.body or soup):
        if text := text_of(tag):
            kinds.setdefault(simple_selectors(tag)[0], []).append(text)
    return max((_titles_among(texts, lexicon) for texts in kinds.values()), key=len, default=[])


def _titles_among(texts: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Those of some texts that read like titles, each once; none if that is not most of them."""
    titles = [text for text in Counter(texts) if 4 <= len(text.split()) <= 25 and lexicon.title(text) >= 0.85]
    return titles if len(titles) >= _TITLES and 5 * len(titles) >= 4 * len(texts) else []
