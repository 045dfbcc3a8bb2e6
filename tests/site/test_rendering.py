"""Templates are rendered, and errors in one are reported with its file and line."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from archive.site.pages.frame import SitePage
from archive.site.rendering import Renderer, fit
from archive.site.theme import Theme
from tests.support.sites import BASE, can_stand, few, must_fail, theme_with
from tests.support.strategies import quick


@pytest.mark.parametrize(
    ("template", "text", "match"),
    [
        ("year.html", "{% if %}", r"templates/year\.html, line 1: Expected an expression"),
        ("year.html", "\n{{ nobody }}", r"templates/year\.html, line 2: UndefinedError: 'nobody' is undefined"),
        (
            "paper.html",
            "{% extends 'base.html' %}\n{% block main %}\n{{ paper.title + 1 }}{% endblock %}",
            r"paper\.html, line 3: ",
        ),
        ("about.html", "{{ 1 / 0 }}", r"about\.html, line 1: ZeroDivisionError: division by zero"),
        ("about.html", "{% include 'nowhere.html' %}", r"about\.html, line 1: TemplateNotFound: "),
        ("about.html", "{% extends 'about.html' %}", r"about\.html.*RecursionError|about\.html.*maximum recursion"),
        ("feed.xml", "{{ nobody }}", r"templates/feed\.xml, line 1: "),
        ("sitemap.xml", "{{ nobody }}", r"templates/sitemap\.xml, line 1: "),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(odd_root, old, tmp_path, template, text, match):
    match += ".*The old site was not changed"
    must_fail(odd_root, old, match=match, theme=theme_with(tmp_path, template, text), some=few(odd_root))


def test_a_template_that_is_not_text_is_named(odd_root, old, tmp_path):
    theme = theme_with(tmp_path, "year.html", "")
    (theme.folder / "templates" / "year.html").write_bytes(b"\xff\xfe")
    must_fail(odd_root, old, match=r"year\.html: UnicodeDecodeError", theme=theme, some=few(odd_root))


RENDERER = Renderer(Theme(), {"navigation": (), "theme": Theme(), "contents": {"topics": ()}})


@given(st.text(max_size=60))
@quick
def test_any_text_can_be_in_a_page_and_in_a_feed(text):
    page = fit(RENDERER.render("404.html", page=SitePage("x/", "404.html", text, text, {}), up="../")).decode()
    html5lib.HTMLParser(strict=True).parse(page)
    (title,) = html.document_fromstring(page).xpath("//title")
    assert (title.text or "").split() == can_stand(text).split()
    feed = RENDERER.render("feed.xml", base=BASE, path="feed.xml", page="", title=text, updated="2031-05-02", entries=())
    read = etree.fromstring(fit(feed)).findtext("{http://www.w3.org/2005/Atom}title")
    assert read.split() == can_stand(text).split()
