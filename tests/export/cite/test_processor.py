"""References in each style, compared with those of another processor."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.export.cite import style_names
from archive.export.formats.csl_json import item as csl_item
from tests.support.citations import PROJECT, cited, real_cited, real_records, real_references, real_registry, record
from tests.support.readers import pandoc
from tests.support.strategies import fewer, nasty_texts

FOLDER = PROJECT / "archive" / "export" / "cite" / "styles"
STYLES = style_names()
DIFFERENT = {"abulibdeh2020learned", "chang2023plpilot", "chang2023improving"}
"""Papers with a nickname in parentheses or a given name in small letters, of which pandoc makes no initial."""


def by_pandoc(style):
    """The references of pandoc's processor for all papers, by id, without numbers and without letters after years."""
    asides = ("note", "archive", "archive_location")
    items = [{k: v for k, v in csl_item(one).items() if k not in asides} for one in real_references()]
    arguments = ("-f", "csljson", "-t", "json", "--citeproc", "--csl", str(FOLDER / f"{style}.csl"))
    for block in json.loads(pandoc(json.dumps(items), *arguments))["blocks"][0]["c"][1]:
        text = re.sub(r"^\[\d+\] ?", "", plain(block))
        yield block["c"][0][0].removeprefix("ref-"), re.sub(r"\b(20\d\d)[a-z]\b", r"\1", text).strip()


def plain(node):
    """The text of an element of pandoc's document."""
    if isinstance(node, list):
        return "".join(map(plain, node))
    kind, content = node["t"], node.get("c")
    match kind:
        case "Str":
            return content
        case "Quoted":
            return ("“{}”" if content[0]["t"] == "DoubleQuote" else "‘{}’").format(plain(content[1]))
        case "Space" | "SoftBreak":
            return " "
        case "Div" | "Span" | "Link":
            return plain(content[1])
        case _:
            return plain(content)


@pytest.mark.parametrize("style", STYLES)
def test_every_paper_reads_as_another_processor_sets_it(style):
    theirs = dict(by_pandoc(style))
    for one, text in zip(real_references(), real_cited(style), strict=True):
        ours = text.removesuffix(" (withdrawn)").replace("[Online]. ", "")  # IEEE: pandoc's term is another
        if style == "apa" and one.id in DIFFERENT:
            assert "(" not in ours.partition(" (20")[0]
            assert " ." not in ours
        else:
            assert ours == theirs[one.id]


def test_without_authors_the_title_is_printed_once():
    withdrawn = next(one for one in real_records() if one["status"])
    assert not withdrawn["authors"]
    for style, head in {
        "apa": "[Retracted]. (2023",
        "ieee": "“[Retracted],” in",
        "chicago": "“[Retracted].” 2023. Workshop on ML",
        "harvard": "“[Retracted]” (2023) Workshop on ML",
        "mla": "“[Retracted].” Workshop on ML",
    }.items():
        (text,) = cited(style, withdrawn, registry=real_registry())
        assert text.startswith(head)
        assert text.count("Retracted") == 1


def test_many_authors_are_cut_as_the_style_has_it():
    crowd = record("Kites", *(f"Ada{'abcdefghijklmnopqrstuvwxyz'[i]} Quill{i}" for i in range(26)))
    acm, apa, chicago, harvard, ieee, mla = (cited(style, crowd)[0] for style in STYLES)
    assert harvard.startswith("Quill0, A. et al. (2031)")
    assert mla.startswith("Quill0, Adaa, et al. “Kites.” ")
    assert "Quill18, A., … Quill25, A. (2031)" in apa
    assert ieee.startswith("A. Quill0 et al., “Kites,”")
    assert "Adaz Quill25. 2031." in acm
    assert chicago.startswith("Quill0, Adaa, Adab Quill1, Adac Quill2, et al. 2031.")


@pytest.mark.parametrize(
    ("style", "name", "shown"),
    [
        ("apa", "Mia van der Loon", "van der Loon, M."),
        ("chicago", "Mia van der Loon", "Loon, Mia van der. 2031."),
        ("ieee", "Mia van der Loon", "M. van der Loon,"),
        ("apa", "Jean-Luc J. R. Kite", "Kite, J.-L. J. R."),
        ("apa", "J.R. Kite", "Kite, J. R."),
        ("apa", "shengwen Kite", "Kite, S."),
        ("apa", "Xia (Steve) Li", "Li, X. ("),
        ("apa", "小红 王", "王, 小红"),
        ("apa", "Madonna", "Madonna. (2031)"),
        ("chicago", "Bo K Zuse", "Zuse, Bo K. 2031."),
        ("apa", "Ada O'Kite", "O’Kite, A."),
        ("acm", "Łukasz Ørsted III", "Łukasz Ørsted III. 2031"),
    ],
)
def test_names(style, name, shown):
    (text,) = cited(style, record("Snow", name))
    assert shown in text


@fewer
@given(nasty_texts, st.lists(nasty_texts, max_size=3), st.sampled_from(STYLES))
def test_any_paper_is_one_line(title, authors, style):
    (text,) = cited(style, record(title, *authors))
    assert text == text.strip()
    assert len(text.splitlines()) == 1
    assert not re.search("[\x00-\x1f]", text)


def test_styles_are_listed_without_the_processor():
    with pytest.raises(UsageError):
        cited("vancouver")
    assert cited("apa") == []
