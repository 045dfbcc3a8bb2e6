"""Typography of references: nested quotation marks, and no punctuation twice."""

from __future__ import annotations

import re

import pytest

from archive.export.cite import style_names
from archive.export.cite.typography import finish
from tests.support.citations import cited, real_cited, real_references, record

STYLES = style_names()
IN_TITLE_CASE = ("chicago", "mla")


@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.slow)], ids=["every twentieth paper", "every paper"])
@pytest.mark.parametrize("style", STYLES)
def test_no_reference_has_anything_twice_or_left_over(style, step):
    for one, text in zip(real_references()[::step], real_cited(style, step), strict=True):
        said = text.replace(one.url, "URL")
        assert not re.search(r"[.,;:!?] *[.,;]|\s[.,;:]|  |&\w+;|</?\w|[{}\\]|None", said.replace(".,", ",")), text
        assert _unquoted(said).count(_unquoted(one.title.partition(":")[0])) == 1 or style in IN_TITLE_CASE
        assert text.count(one.url) == 1
        assert text.endswith("(withdrawn)") == one.withdrawn


def _unquoted(text: str) -> str:
    """The text without quotation marks and apostrophes, which differ between styles."""
    return re.sub("[“”‘’'\"]", "", text)


@pytest.mark.parametrize(
    ("style", "title", "shown"),
    [
        ("apa", "Why Snow?", "Why Snow? Workshop on Kites"),
        ("ieee", "Why Snow?", "“Why Snow?” in"),
        ("ieee", "The “Cold” of Snow", "“The ‘Cold’ of Snow,” in"),
        ("ieee", 'The "Cold"', "“The ‘Cold,’” in"),
        ("apa", "The “Cold”", "The “Cold.” Workshop on Kites"),
        ("acm", "Snow, etc.", "Snow, etc. In"),
        ("chicago", "End-to-end k-means", "“End-to-End K-Means.”"),
        ("apa", "Snow & <b>Ice</b> &amp; 5% of $x^2$…", "Snow & <b>Ice</b> &amp; 5% of $x^2$…"),
    ],
)
def test_titles(style, title, shown):
    (text,) = cited(style, record(title))
    assert shown in text


def test_addresses_stay_as_they_are():
    url = "https://kites.example/o'b.?x=“y”,..z"
    for style in STYLES:
        (text,) = cited(style, record("Snow", pdf_url=url))
        assert url in text
    assert finish("Kites.. a..b https://x/a..b", "https://x/a..b") == "Kites. a..b https://x/a..b"
