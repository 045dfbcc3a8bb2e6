"""The index of a page finds the same elements as a selector."""

from __future__ import annotations

import pytest
import soupsieve

from archive.collect.html.index import PageIndex
from archive.collect.html.page import parse_html

PAGE = parse_html(
    "<html><body><h2>Papers</h2><ul class='papers all'><li class='paper'><b>Kites</b><p>Ada</p><p>Bo</p></li>"
    "<li><p><b>Snow</b></p><ul><li class='paper'>Inner</li></ul></li></ul><p>After</p><hr>"
    "<table><tr><td>1</td><td>Lamps</td></tr><tr><th>No</th></tr></table></body></html>"
)
SELECTORS = (
    *("li", "li.paper", "ul.papers > li", "ul > li.paper", "li:has(> b)", "li:not(:has(> b))", "td:nth-of-type(2)", "p + p"),
    *("h1, h2, hr", "tr:has(> td)", "li p", "ul.all", "section", ":scope > li", "p:nth-of-type(1)", "ul.papers + p", "b, p"),
)


@pytest.mark.parametrize("selector", SELECTORS)
def test_it_finds_what_the_selector_matches_of_an_element_and_inside_it(selector):
    index, pattern = PageIndex(PAGE), soupsieve.compile(selector)
    for element in PAGE.find_all(True):
        own = [element] if pattern.match(element) else []
        expected = [*own, *pattern.select(element)]
        assert list(map(id, index.select(pattern, element))) == list(map(id, expected)), element
        assert index.matches(pattern, element) == bool(own)


def test_elements_before_another_come_nearest_first():
    index = PageIndex(PAGE)
    last = PAGE.find_all("td")[-1]
    assert [tag.get_text() for tag in index.before(["h2", "b"], last)] == ["Snow", "Kites", "Papers"]
    assert [tag.get_text() for tag in index.named("td", PAGE.table)] == ["1", "Lamps"]
