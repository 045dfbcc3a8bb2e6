"""Hypothesis strategies: names of people, entries of pages, queries. All are invented."""

from __future__ import annotations

import re

from hypothesis import settings
from hypothesis import strategies as st

from archive.model.paper import Entry
from archive.model.text import squeeze, title_key
from archive.search.query import FIELDS

quick = settings()  # as many examples as the profile has: see tests/conftest.py
fewer = settings(max_examples=max(6, settings.default.max_examples * 2 // 5))  # where an example is a whole page

GIVEN = (
    "Ada",
    "Zoë",
    "Łukasz",
    "Jean-Luc",
    "Q.",
    "J. R.",
    "Ümit",
    "O'Ree",
    "Андрей",
    "小红",
    "Xia (Steve)",
    "Andrea",
    "Dragan",
)
FAMILY = ("Quill", "Ørsted", "Altınbüken", "Haj-Kite", "D'Arc", "Щукин", "Moss", "Andersen", "Profitt", "Drum", "Li")
PARTICLES = ("", "", "", "van", "de la", "von der")
SUFFIXES = ("", "", "", "Jr.", "III")


def _joined(parts: tuple[str, ...]) -> str:
    return " ".join(part for part in parts if part)


full_names = st.tuples(*map(st.sampled_from, (GIVEN, PARTICLES, FAMILY, SUFFIXES))).map(_joined)
names = full_names | st.sampled_from(("Madonna", "Ödön", "Šárka"))
"""Names as a byline gives them, without marks and titles."""
plain_names = full_names.filter(lambda name: "(" not in name)

WORDS = ("kites", "the", "snow", "wind", "Deep", "of", "rails", "Łódź", "K-means", "moss", "—", "🙂", "in", "C++", "lantern's")
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
pdfs = st.sampled_from(("https://kites.example/1.pdf", "https://kites.example/2.pdf", None))

entries = st.builds(
    Entry,
    title=titles,
    authors=st.lists(names, max_size=3).map(tuple),
    award=st.sampled_from((None, "Best Kite")),
    status=st.sampled_from((None, None, "withdrawn")),
    pdf_url=pdfs,
    openreview_id=st.sampled_from((None, None, "aAa", "bBb")),
    abstract=st.sampled_from((None, "Snow is heavy.", "Kites fly.")),
)
"""Entries of a page, often alike in title, PDF or OpenReview id."""

lists = st.lists(entries, max_size=6)
"""What a page may list, clashes and all."""


def _tidy(listed: list[Entry]) -> list[Entry]:
    return [
        Entry(entry.title, entry.authors, pdf_url=f"https://kites.example/{i}.pdf", abstract=entry.abstract)
        for i, entry in enumerate(listed)
    ]


tidy_lists = st.lists(entries.filter(lambda e: title_key(e.title)), max_size=6, unique_by=lambda e: title_key(e.title)).map(
    _tidy
)
"""Lists whose papers differ in title and in PDF."""

TOKENS = (
    *("kites", "snow", "the", "Altınbüken", "C++", "k-means", "lantern’s", "x86/ARM", "好", "🙂"),
    *(
        '"',
        "“",
        "”",
        "«",
        "(",
        ")",
        "-",
        "−",
        "--",
        "*",
        "~",
        "OR",
        "AND",
        "NOT",
        "|",
        "&&",
        ":",
        "..",
        " ",
        "\t",
        "\0",
        "\x1b",
    ),
    *(f"{field}:" for field in FIELDS),
    *("colour:", "http://", "2019", "2018..2020", "2020..2018", "ki*", "kitse~", "'", "_", "\u0301", "™", "İ", "ß"),
)
questions = st.lists(st.sampled_from(TOKENS), max_size=12).flatmap(
    lambda parts: st.sampled_from((" ".join(parts), "".join(parts)))
) | st.text(max_size=40)
"""Anything that may be typed, most of it nearly sense."""

LETTERS = "aZéßøŁıİǅ学かЩשﷺ한αΩ"
NASTY = (
    *LETTERS, *"{}\\$%&#_~^<>|\"'`“”‘’–—-…,;:.?!@=+*()[]/ \t\n\x00\x1b\x85\u200b\u2028\u0301🙂",
    "$x^2$", "<b>Snow</b>", "TPUs", "iOS", "Q-learning", "and", "others", "\\LaTeX", "\\'e", "{GPU}", "100%", "ER  - ",
    "TY  - CONF", "@inproceedings{x,", "}\n@comment{", "--", "van", "Jr.", " and ", "𝒪(n)", "x\u0323", "&amp;", "ﬁ", "AI: A",
)  # fmt: skip
nasty_texts = (
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=8).map("".join)
    | st.lists(st.sampled_from(NASTY), min_size=1, max_size=8).map(" ".join)
    | st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
)
"""Titles and names as no page should have them: every script, markup, what formats take for their own."""


MARKUP = (
    *("<b>", "</b>", "&", "&amp;", "<script>alert(1)</script>", "</details>", "<!--", "]]>", "&#123;"),
    *("{{ x }}", "{% raw %}", "{% endraw %}", "{%", "}}", "{", "[", "](", "(paper)", "[1]", "*", "A* search", "**", "_x_"),
    *("and", "Kites,", "Kites:", ":", ",", ".", "…", '"', "'", "“so”", "`", "\\", "$x^2$", "|", "~~", "#", "---", "=", "@"),
    *("Kites", "Łódź", "شبكات", "系统", "システム", "Системы", "🔽", "🙂", "C++", "n²", "e\u0301"),
)
marked_up = (
    st.lists(st.sampled_from(MARKUP), min_size=1, max_size=6).map(" ".join)
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=30)
).filter(lambda text: squeeze(text) and not re.search("retracted|withdrawn", text, re.I))
marked_up_urls = st.sampled_from(
    (
        "https://kites.example/a.pdf",
        "https://kites.example/b?x=1&copy=2#c",
        "https://kites.example/{{x}}.pdf",
        "https://kites.example/it's(1).pdf",
        "https://kites.example/%7Bx%7D",
        "https://kites.example/Łódź.pdf",
    )
)
"""Titles and addresses with what Markdown, HTML, Liquid and Jekyll take for their own."""
