"""Ready references: as the styles want them, as another processor sets them, and as people ask for them."""

from __future__ import annotations

import io
import json
import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.export.cite import cite, style_names
from archive.export.cite.typography import finish
from archive.export.formats.csl_json import item as csl_item
from tests.support.citations import PROJECT, REGISTRY, real_records, real_references, real_registry, record
from tests.support.commands import run
from tests.support.readers import pandoc
from tests.support.strategies import fewer, nasty_texts

FOLDER = PROJECT / "archive" / "export" / "cite" / "styles"
STYLES = style_names()
DIFFERENT = {"abulibdeh2020learned", "chang2023plpilot", "chang2023improving"}
"""Papers with a nickname in parentheses or a given name in small letters, of which pandoc makes no initial."""


def cited(style, *records, registry=REGISTRY):
    return [text for _, text in cite(records, registry, style)]


@cache
def real_cited(style):
    """All papers of the workshop in a style."""
    return cited(style, *real_records(), registry=real_registry())


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (
            "apa",
            "Quill, A., & Zuse, B., Jr. (2024, December 15). Kites on Rails: Scheduling Wind for Trains. "
            "ML for Systems at NeurIPS 2024. https://kites.example/quill2024kites.pdf",
        ),
        (
            "ieee",
            "A. Quill and B. Zuse Jr., “Kites on Rails: Scheduling Wind for Trains,” in ML for Systems at NeurIPS 2024, "
            "Vancouver, Canada, Dec. 2024. [Online]. Available: https://kites.example/quill2024kites.pdf",
        ),
        (
            "acm",
            "Ada Quill and Bo Zuse Jr. 2024. Kites on Rails: Scheduling Wind for Trains. In ML for Systems at NeurIPS 2024, "
            "December 15, 2024. Vancouver, Canada. Retrieved from https://kites.example/quill2024kites.pdf",
        ),
        (
            "chicago",
            "Quill, Ada, and Bo Zuse Jr. 2024. “Kites on Rails: Scheduling Wind for Trains.” ML for Systems at NeurIPS 2024 "
            "(Vancouver, Canada), December 15. https://kites.example/quill2024kites.pdf.",
        ),
    ],
)
def test_a_reference_in_each_style(capsys, root, style, text):
    assert run(capsys, "cite", "quill2024kites", "--style", style) == (0, text + "\n", "")


def by_pandoc(style):
    """What pandoc's processor makes of all papers, by id; without numbers and letters after years, which are a list's."""
    asides = ("note", "archive", "archive_location")
    items = [{k: v for k, v in csl_item(one).items() if k not in asides} for one in real_references()]
    arguments = ("-f", "csljson", "-t", "json", "--citeproc", "--csl", str(FOLDER / f"{style}.csl"))
    for block in json.loads(pandoc(json.dumps(items), *arguments))["blocks"][0]["c"][1]:
        text = re.sub(r"^\[\d+\] ?", "", plain(block))
        yield block["c"][0][0].removeprefix("ref-"), re.sub(r"\b(20\d\d)[a-z]\b", r"\1", text).strip()


def plain(node):
    """The text of a piece of pandoc's document."""
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


@pytest.mark.parametrize("style", STYLES)
def test_no_reference_has_anything_twice_or_left_over(style):
    for one, text in zip(real_references(), real_cited(style), strict=True):
        said = text.replace(one.url, "URL")
        assert not re.search(r"[.,;:!?] *[.,;]|\s[.,;:]|  |&\w+;|</?\w|[{}\\]|None", said.replace(".,", ",")), text
        assert _unquoted(said).count(_unquoted(one.title.partition(":")[0])) == 1 or style == "chicago"
        assert text.count(one.url) == 1
        assert text.endswith("(withdrawn)") == one.withdrawn


def _unquoted(text: str) -> str:
    """Without quotation marks and apostrophes, which a style sets as it likes."""
    return re.sub("[“”‘’'\"]", "", text)


def test_nobody_is_named_where_nobody_wrote_and_the_title_stands_once():
    withdrawn = next(one for one in real_records() if one["status"])
    assert not withdrawn["authors"]
    for style, head in {"apa": "[Retracted]. (2023", "ieee": "“[Retracted],” in", "chicago": "“[Retracted].” 2023. ML"}.items():
        (text,) = cited(style, withdrawn, registry=real_registry())
        assert text.startswith(head)
        assert text.count("Retracted") == 1


def test_many_authors_are_cut_as_the_style_has_it():
    crowd = record("Kites", *(f"Ada{'abcdefghijklmnopqrstuvwxyz'[i]} Quill{i}" for i in range(26)))
    (acm,), (apa,), (chicago,), (ieee,) = (cited(style, crowd) for style in STYLES)
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


@pytest.mark.parametrize(
    ("style", "title", "shown"),
    [
        ("apa", "Why Snow?", "Why Snow? Kites"),
        ("ieee", "Why Snow?", "“Why Snow?” in"),
        ("ieee", "The “Cold” of Snow", "“The ‘Cold’ of Snow,” in"),
        ("ieee", 'The "Cold"', "“The ‘Cold,’” in"),
        ("apa", "The “Cold”", "The “Cold.” Kites"),
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


@fewer
@given(nasty_texts, st.lists(nasty_texts, max_size=3), st.sampled_from(STYLES))
def test_whatever_a_paper_holds_is_one_line(title, authors, style):
    (text,) = cited(style, record(title, *authors))
    assert text == text.strip()
    assert len(text.splitlines()) == 1
    assert not re.search("[\x00-\x1f]", text)


def test_papers_are_asked_for_by_any_name_and_come_in_that_order(capsys, root, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("3105.00001\n\nThe Weight of Snow\n"))
    ran = run(capsys, "cite", "frost2032", "-", "--json", "--style", "ieee")
    assert [one["id"] for one in ran.json] == ["frost2032learned", "quill2031deep", "vanloon2019weight"]
    assert {one["style"] for one in ran.json} == {"ieee"}
    assert ran.json[0]["text"].startswith(
        "D. Frost, “Learned Snow Removal with Kites,” in Kites for Systems at ACME 2032, 2032."
    )


def test_what_is_not_there_is_told_and_the_others_are_cited(capsys, root):
    ran = run(capsys, "cite", "frost2032learned", "nobody1999nothing")
    assert (ran.code, ran.out.count("\n")) == (1, 1)
    assert "no paper 'nobody1999nothing'" in ran.err


def test_a_style_of_ones_own(capsys, root, tmp_path):
    own = tmp_path / "own.csl"
    own.write_bytes((FOLDER / "apa.csl").read_bytes())
    assert run(capsys, "cite", "frost2032learned", "--style", own).out == run(capsys, "cite", "frost2032learned").out


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("mla", None, "There is no style 'mla'. Styles: acm, apa, chicago, ieee, or the path of a .csl file"),
        ("none.csl", None, "cannot be read"),
        ("broken.csl", "<style", "cannot be read"),
        ("page.csl", "<html/>", "cannot be read as a CSL style"),
        ("bare.csl", '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"/>', "not a CSL style with a bibliography"),
    ],
)
def test_what_is_no_style_is_wrong_usage(capsys, root, tmp_path, monkeypatch, name, content, says):
    monkeypatch.chdir(tmp_path)
    if content:
        (tmp_path / name).write_text(content)
    ran = run(capsys, "cite", "frost2032learned", "--style", name)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err


def test_styles_are_told_without_a_processor():
    with pytest.raises(UsageError):
        cited("vancouver")
    assert cited("apa") == []
