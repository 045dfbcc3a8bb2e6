"""Values of files: names, titles, decisions, marks and characters, and unexpected forms of each."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.collect.imports import file_content as content_module
from archive.collect.imports.decisions import is_accepted
from archive.collect.imports.drafts import BylineReading, Draft
from archive.collect.imports.entries import make_row
from archive.collect.imports.markup import plain
from archive.collect.imports.readers import reader_for
from archive.errors import UsageError
from tests.collect.imports.test_file_content import rows_of, workbook, write
from tests.collect.imports.test_readers import KITES
from tests.support.strategies import full_names, quick

# -- words and names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quill, Ada", "Ada Quill"),
        ("van der Loon, Mia", "Mia van der Loon"),
        ("Zuse, Jr., Bo", "Bo Zuse Jr."),
        ("Bo Zuse, Jr.", "Bo Zuse Jr."),
        ("Dr. Ada Quill, PhD", "Ada Quill"),
        ("Ada Quill (Kite (North) Lab)*", "Ada Quill"),
        ("Xia (Steve) Li", "Xia (Steve) Li"),
        ("Li, Xia (Steve)", "Xia Li"),
        ("Ada Quill<sup>a</sup>", "Ada Quill"),
        ("Ada Quill <ada@kites.example>", "Ada Quill"),
        ("Ada Quill†", "Ada Quill"),
        (r"Ada Quill\textsuperscript{1}", "Ada Quill"),
        (r"Erd\H{o}s P{\'a}l", "Erdős Pál"),
        ("Zo&euml; Stra&szlig;", "Zoë Straß"),
        ("王小红", "王小红"),
    ],
)
def test_a_name_is_read_as_a_byline_prints_it(text, name):
    assert make_row(Draft("", "Kites", [text, "Bo Frost"])).entry.authors == (name, "Bo Frost")


@pytest.mark.parametrize(
    "text",
    ["https://kites.example/", "12345", "Ada Quill, Bo Zuse and Cy Moss", "Ada = Bo", "Ada Quill1", "nan", "Kite University"],
)
def test_texts_that_are_not_names_are_refused(text):
    assert make_row(Draft("", "Kites", ["Bo Frost", text])).problem.startswith("author 2 is ")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (r"{\'E}tudes of \emph{Moss} at 90%", "Études of Moss at 90%"),
        (r"Snow in $O(n^2)$ \& \textbf{Ice}", "Snow in $O(n^2)$ & Ice"),
        ("Kites&nbsp;&amp; <i>Rails</i>", "Kites & Rails"),
        ("List<T> in C++ & R&D", "List<T> in C++ & R&D"),
        (r"C:\kites", r"C:\kites"),
        ("~10x for $5 and $6", "~10x for $5 and $6"),
        (r"\unknown{Kites} for \$5", r"\unknown{Kites} for $5"),
        (r"\systemname{}: Flying", r"\systemname{}: Flying"),
        (r"{\em Fast} \texttt{kites}, \textsc{Snow} and \mbox{rain}", "Fast kites, Snow and rain"),
        (r"\LaTeX{} on \href{https://kites.example}{Rails}", "LaTeX on Rails"),
        (r"\foreignlanguage{german}{Drachen} fly\thanks{By the wind.}", "Drachen fly"),
        (r"From $\alpha$ to \alpha: ``Kites''~-- \emph{really} --- now", "From $\\alpha$ to α: “Kites” – really — now"),
        (r"\v{S}\'{\i}p, Fran\c{c}ois, na\"{\i}ve {\L}\'od\'z", "Šíp, François, naïve Łódź"),
        ("", ""),
    ],
)
def test_markup_in_titles_becomes_what_a_reader_sees(text, title):
    assert plain(text) == title


@pytest.mark.parametrize(
    ("decision", "meant"),
    [
        *((yes, True) for yes in ("Accept", "ACCEPT (Poster)", "accepted", "Accept-Oral", "Accept as poster", "Spotlight")),
        *((no, False) for no in ("Reject", "Desk Reject", "Withdrawn", "not accepted", "", "-", "no decision", "Under review")),
        *((maybe, None) for maybe in ("accept?", "probably accept", "Conditional accept", "Accept with revisions", "Tier 1")),
    ],
)
def test_only_plain_words_are_decisions(decision, meant):
    assert is_accepted(decision) is meant


def test_control_characters_and_lone_surrogates_are_removed(tmp_path):
    path = write(tmp_path / "odd.csv", "title,authors\n\x1b[31mKites,Ada\x07 Quill\n")
    assert (rows_of(path)[0].title, rows_of(path)[0].entry.authors) == ("[31mKites", ("Ada Quill",))
    path = write(tmp_path / "half.json", '[{"title": "Kites \\ud83e", "authors": ["Ada Quill"]}]')
    assert "its title has lost letters" in rows_of(path)[0].problem
    path = workbook(tmp_path / "cr.xlsx", A=[["title", "authors"], ["Kites_x000D_\non Rails", "Ada Quill"]])
    assert rows_of(path)[0].title == "Kites on Rails"


def test_a_title_as_long_as_a_page_is_refused():
    assert make_row(Draft("", "Kites " * 80, ["Ada Quill"])).entry is not None
    assert make_row(Draft("", "Kites " * 200, ["Ada Quill"])).problem.startswith("its title has 1,199 characters")


def test_an_author_with_only_an_address_has_no_name():
    draft = Draft("", "Kites", ["Bo Frost", "ada@kites.example"])
    assert make_row(draft).problem.startswith("author 2 has only an e-mail address; --allow-missing-authors")
    assert make_row(draft, BylineReading(allow_missing=True)).entry.authors == ("Bo Frost",)
    assert make_row(Draft("", "Kites", "Bo Frost, ada@kites.example")).problem.startswith(
        "in its authors, an author has only an e-mail"
    )


def test_abstracts_of_every_reader_are_cleaned():
    row = make_row(Draft("", "Kites", ["Ada Quill"], abstract=r"<p>Owls &amp; kites, 10\% of \emph{owls}.</p>"))
    assert row.entry.abstract == "Owls & kites, 10% of owls."


def test_an_unknown_command_is_reported():
    row = make_row(Draft("", r"\systemname{}: Flying", ["Ada Quill"]))
    assert [remark.sentence for remark in row.remarks] == [
        r"has \systemname in its title, an unknown TeX command; it was kept as it is"
    ]


def test_letters_encoded_twice_are_repaired_even_if_half_of_them_are_invisible():
    row = make_row(Draft("", "Kites Ã\xa0 la Carte", ["MarÃ\xada Quill"]))
    assert (row.entry.title, row.entry.authors) == ("Kites à la Carte", ("María Quill",))


@pytest.mark.parametrize(
    ("unseen", "name"),
    [("\x01", "U+0001, a control character"), ("\u202e", "U+202E, a character that reverses the direction of text")],
)
def test_invisible_characters_are_left_out_and_reported(tmp_path, unseen, name):
    made = [
        make_row(Draft("", f"Kites{unseen} on Rails", [f"Ada{unseen} Quill", "Bo Zuse"])),
        make_row(Draft("", f"Kites{unseen} on Rails", f"Ada{unseen} Quill, Bo Zuse")),
        *rows_of(
            write(
                tmp_path / "kites.bib",
                f"@inproceedings{{a, title={{Kites{unseen} on Rails}}, author={{Quill, Ada{unseen} and Zuse, Bo}}}}",
            )
        ),
    ]
    for row in made:
        assert (row.entry.title, row.entry.authors) == ("Kites on Rails", ("Ada Quill", "Bo Zuse"))
        title, author = (remark.sentence for remark in row.remarks if remark.kind == "invisible characters")
        assert title == f'has {name}, in "Kites on Rails"; it was left out'
        assert f"has {name}, in " in author


def test_footnote_numbers_are_not_part_of_names(tmp_path):
    path = write(tmp_path / "notes.csv", 'title,authors\nKites,"Ada Quill1,2, Bo Zuse² and Cy Moss1"\n')
    assert rows_of(path)[0].entry.authors == ("Ada Quill", "Bo Zuse", "Cy Moss")


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (["García Márquez, Ada", "Frost, Bo"], ("Ada García Márquez", "Bo Frost")),
        (["Ada Quill, MIT", "Bo Zuse, ETH"], None),
        (["García Márquez, Ada", "Bo Frost"], None),
        (["Ada Quill, Leeds", "Bo Zuse, Kitebank"], None),
    ],
)
def test_a_list_of_names_is_inverted_only_if_it_is_unambiguous(authors, names):
    row = make_row(Draft("", "Kites", authors))
    assert (row.entry.authors if row.entry else None) == names


# -- in general --------------------------------------------------------------------------------

cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\",;\t'| "), max_size=30)


@quick
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.sampled_from(",;\t"), st.sampled_from(("utf-8", "utf-16")))
def test_any_cells_are_read_or_refused(tmp_path_factory, pairs, delimiter, encoding):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["Paper ID", "Paper Title", "Authors", "Status"])
    writer.writerows(["7", title, names, "Accept"] for title, names in pairs)
    path = write(tmp_path_factory.mktemp("cells") / "x.csv", out.getvalue().encode(encoding))
    rows = rows_of(path)
    assert len(rows) == len(pairs)
    for row in rows:
        assert bool(row.entry) != bool(row.problem)


@quick
@given(st.lists(full_names, min_size=1, max_size=26, unique=True))
def test_a_byline_reads_the_same_in_every_notation(names):
    bars = make_row(Draft("", "Kites", names))
    turned = make_row(Draft("", "Kites", [f"{name}*" for name in names]))
    assert bars.entry.authors == turned.entry.authors == tuple(names)


@quick
@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_an_error_message(tmp_path_factory, data):
    path = write(tmp_path_factory.mktemp("bytes") / "x", data)
    rows = []
    with contextlib.suppress(UsageError):
        rows = rows_of(path)
    assert all(row.problem or row.entry.title for row in rows)


KEYS = (
    *(
        "title",
        "authors",
        "id",
        "edition",
        "pid",
        "status",
        "decision",
        "abstract",
        "links",
        "topics",
        "papers",
        "notes",
        "file",
    ),
    *("content", "value", "venueid", "forum", "replyto", "details", "directReplies", "original", "invitations", "attributes"),
)
leaves = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(("Kites", "Ada Quill", "Accept", "", "kites2031"))
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
)
items = st.fixed_dictionaries(
    {"title": st.just("Kites") | values, "authors": st.just(["Ada Quill"]) | values},
    optional=dict.fromkeys(
        ("id", "edition", "pid", "status", "links", "file", "attributes", "topics", "equal_contribution"), values
    ),
)
notes = st.fixed_dictionaries(
    {
        "content": st.fixed_dictionaries(
            {"title": st.just("Kites") | values}, optional=dict.fromkeys(("authors", "venueid"), values)
        )
    },
    optional=dict.fromkeys(("id", "forum", "replyto", "details", "invitation", "invitations", "ddate"), values),
)


@quick
@given(st.lists(items | notes | values, max_size=3) | values)
def test_any_json_gives_rows_or_an_error_message(data):
    content = content_module.Content(names=["x"], data=data)
    with contextlib.suppress(UsageError):
        for draft in reader_for(content).read(content, KITES).drafts:
            row = make_row(draft)
            assert bool(row.entry) != bool(row.problem)


NOTE = {"content": {"title": "Kites", "authors": ["Ada Quill"]}, "forum": "kItEs"}
PAPER = {"title": "Kites", "authors": ["Ada Quill"]}


@pytest.mark.parametrize(
    "items",
    [
        [NOTE | {"details": {"directReplies": 5, "replies": {"a": 1}, "original": {"content": {"authors": 3}}}}],
        [NOTE, {"content": {"decision": "Accept"}, "forum": "kItEs", "replyto": "kItEs", "invitations": 7}],
        [NOTE | {"forum": 3, "id": None, "content": {"title": "Kites", "authors": [{"fullname": 3}], "pdf": "http://[x"}}],
        [PAPER | {"links": 5, "topics": 5, "id": "x", "edition": "kites2031", "presentation": ["oral"]}],
        [PAPER | {"links": [{"label": 1}, {"url": "https://kites.example/"}], "equal_contribution": "Ada Quill"}],
        [PAPER | {"pid": 1, "authors": [["Ada"], None, {"first": 1}], "status": ["x"], "decision": {}}],
        [PAPER | {"file": "1.pdf", "attributes": {"presentation_type": ["x"]}, "title": ["Kites"]}],
    ],
)
def test_unusual_json_gives_rows(items):
    content = content_module.Content(names=["x"], data=items)
    assert [make_row(draft) for draft in reader_for(content).read(content, KITES).drafts]


def test_an_invalid_address_is_left_out_and_reported(tmp_path):
    (row,) = rows_of(write(tmp_path / "x.bib", "@misc{a, title={Kites}, author={Ada Quill}, year=2031, url={http://[x}}"))
    assert row.entry.page_url is None
    assert "which is not valid and was left out" in row.remarks[0].sentence
