"""Bylines and the parts of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.name_parts import family_names
from archive.model.names import (
    FAMILY_FIRST,
    LIST,
    NAME_AFFILIATION,
    NotNames,
    read_byline,
    read_name,
    write_byline,
)
from tests.support.strategies import full_names, names, plain_names, quick

SEPARATORS = ((", ", ", and ", " and ", " & ", ",", " , ", "、", "，"), ("; ", ";", " and ", " & "), (" · ", " | ", "\n"))


def name_lists(**kind):
    """Names of which at most one has one word: two may be halves of one."""
    return st.lists(names, **kind).filter(lambda people: sum(" " not in name for name in people) < 2)


@st.composite
def bylines(draw, ornament=lambda draw, name: name):
    """Names, and the sentence that prints them."""
    people = draw(name_lists(min_size=1, max_size=6))
    text = ornament(draw, people[0])
    separators = draw(st.sampled_from(SEPARATORS))
    if len(people) == 2 and any(" " not in name for name in people):
        separators = (" and ", " & ")  # ``Quill, Ada Maria`` may be one person's
    for name in people[1:]:
        text += draw(st.sampled_from(separators)) + ornament(draw, name)
    return people, text + draw(st.sampled_from(("", ".", " .", ". ")))


@quick
@given(bylines())
def test_names_joined_in_any_way_read_back_the_same(byline):
    people, text = byline
    assert read_byline(text)[:2] == (tuple(people), ())


@quick
@given(bylines(lambda draw, name: name + draw(st.sampled_from(("", "*", " *", "∗", "†")))), st.booleans())
def test_marks_are_not_part_of_a_name(byline, spaced):
    people, text = byline
    assert read_byline(text.replace(" ", "  ") if spaced else text)[0] == tuple(people)


@quick
@given(st.lists(full_names, min_size=1, max_size=5, unique=True), st.data())
def test_stars_come_back_as_equal_contribution(people, data):
    starred = data.draw(st.lists(st.sampled_from(people), unique=True))
    text = ", ".join(name + "*" * (name in starred) for name in people) + "."
    assert read_byline(text)[:2] == (tuple(people), tuple(name for name in people if name in starred))


@quick
@given(name_lists(unique=True, max_size=5), st.data())
def test_a_byline_that_is_written_reads_back(people, data):
    starred = tuple(name for name in people if data.draw(st.booleans()))
    assert read_byline(write_byline(people, starred))[:2] == (tuple(people), starred)


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (["Ada Quill", "Bo Zuse"], "Ada Quill, Bo Zuse."),
        (["Ada Quill", "Bo Zuse Jr."], "Ada Quill, Bo Zuse Jr."),
        (["Bo Zuse Jr"], "Bo Zuse Jr"),
        (["Ada Q."], "Ada Q."),
        (["Ada Q"], "Ada Q"),
        (["Ada Quill", "Bo St."], "Ada Quill, Bo St.,"),
        (["Bo St.", "Ada Quill"], "Bo St., Ada Quill."),
        ([], ""),
    ],
)
def test_the_full_stop_of_a_byline_is_not_part_of_the_last_name(people, expected):
    assert write_byline(people) == expected
    assert read_byline(expected)[0] == tuple(people)


@quick
@given(
    bylines(lambda draw, name: draw(st.sampled_from(("", "Dr. ", "Prof. ", "Prof. Dr. ", "Dr ", "professor ", "Mr. "))) + name)
)
def test_academic_titles_are_removed(byline):
    people, text = byline
    assert read_byline(text)[0] == tuple(people)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("", ()),
        (" . ", ()),
        ("Madonna", ("Madonna",)),
        ("Ada Q.", ("Ada Q.",)),
        ("Ada Quill, Bo Zuse, Jr.", ("Ada Quill", "Bo Zuse Jr.")),
        ("Bo Zuse, Jr, and Ada Quill", ("Bo Zuse Jr.", "Ada Quill")),
        ("Bo Zuse III, Ada Quill II.", ("Bo Zuse III", "Ada Quill II")),
        ("Bo Zuse, PhD, Ada Quill, M.Sc.", ("Bo Zuse", "Ada Quill")),
        ("Xia (Steve, or so) Li, Bo Zuse", ("Xia (Steve, or so) Li", "Bo Zuse")),
        ("Sandy Anderson and Andy Brand", ("Sandy Anderson", "Andy Brand")),
        ("Ada\u00a0Quill,\n  Bo\tZuse\u200b", ("Ada Quill", "Bo Zuse")),
        ("Zoe\u0308 Moss", ("Zoë Moss",)),
        ("Drew Profitt", ("Drew Profitt",)),
    ],
)
def test_bylines(text, people):
    assert read_byline(text)[0] == people


# -- the forms that pages and files print ------------------------------------------------------

AFFILIATIONS = (
    "MIT",
    "Kite Lab, Oslo (Norway)",
    "University of Kites; ACME, Inc.",
    "INRIA and CNRS",
    "",
    "Bank of Kites & Sons",
)


@quick
@given(st.lists(plain_names, min_size=1, max_size=5), st.data(), st.sampled_from((", ", "; ", " and ")))
def test_affiliations_in_parentheses_are_removed(people, data, between):
    told = [f"{name} ({data.draw(st.sampled_from(AFFILIATIONS))}){data.draw(st.sampled_from(('', '*')))}" for name in people]
    assert read_byline(between.join(told)).names == tuple(people)


@quick
@given(st.lists(st.lists(plain_names, min_size=1, max_size=3), min_size=1, max_size=3), st.data())
def test_shared_affiliations_are_removed(groups, data):
    told = [f"{', '.join(people)} ({data.draw(st.sampled_from(AFFILIATIONS))})" for people in groups]
    assert read_byline("; ".join(told)).names == tuple(name for people in groups for name in people)


@quick
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("Ada", "Jean-Luc", "J. R.", "Zoë")), st.sampled_from(("Quill", "van Loon", "García Márquez"))
        ),
        min_size=1,
        max_size=4,
    )
)
def test_family_names_that_come_first_are_kept(people):
    text = "; ".join(f"{family}, {given_}" for given_, family in people)
    names = tuple(f"{given_} {family}" for given_, family in people)
    byline = read_byline(text, FAMILY_FIRST)
    assert byline.names == names
    assert byline.family_names == family_names((name, family) for name, (_, family) in zip(names, people, strict=True))


@quick
@given(st.lists(plain_names, min_size=1, max_size=5), st.data())
def test_affiliations_after_commas_are_removed_if_the_style_says_so(people, data):
    told = [f"{name}, {data.draw(st.sampled_from(('MIT', 'Kite Lab, Oslo', 'Kites and Sons')))}" for name in people]
    assert read_byline("; ".join(told), NAME_AFFILIATION).names == tuple(people)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Quill, Ada and Frost, Bo", ("Ada Quill", "Bo Frost")),
        ("Quill, A., Frost, B.", ("A. Quill", "B. Frost")),
        ("Quill, A., Frost, B. & Moss, C.", ("A. Quill", "B. Frost", "C. Moss")),
        ("Zuse, Jr., Bo; García Márquez, Ada", ("Bo Zuse Jr.", "Ada García Márquez")),
        ("Ada Quill, Bo Moss (X); Cy Frost (Y)", ("Ada Quill", "Bo Moss", "Cy Frost")),
        ("Ada Quill (X). Bo Moss (Y).", ("Ada Quill", "Bo Moss")),
        ("Ada Quill with Bo Zuse", ("Ada Quill", "Bo Zuse")),
        ("Ada Quill und Bo Zuse", ("Ada Quill", "Bo Zuse")),
        ("Ada Quill y Bo Zuse", ("Ada Quill", "Bo Zuse")),
        ("Santiago Ramón y Cajal", ("Santiago Ramón y Cajal",)),
        ("王伟、李娜", ("王伟", "李娜")),
        ("Ada Quill1, Bo Zuse2 (1 MIT; 2 ETH)", ("Ada Quill", "Bo Zuse")),
        ("Ada Quill¹, Bo Zuse² ¹MIT ²ETH", ("Ada Quill", "Bo Zuse")),
        ("NovaÄ\x8diÄ‡ Ana, DÃ\xa0vid Moss", ("Novačić Ana", "Dàvid Moss")),
        ("{Barnes and Kite, Inc.} and Ada Quill", ("Barnes and Kite, Inc.", "Ada Quill")),
        ("The Kite Team, Ada Quill", ("The Kite Team", "Ada Quill")),
        ("Huawei Li, Yale Patt", ("Huawei Li", "Yale Patt")),
        ("Sharan Ranjit S, Vishak Prasad C", ("Sharan Ranjit S", "Vishak Prasad C")),
        ("By Ada Quill", ("Ada Quill",)),
        ("Ada Quill·Bo Zuse ・ Cy Moss", ("Ada Quill", "Bo Zuse", "Cy Moss")),
        ("Ada Quill ∙ Bo Zuse ⋅ Cy Moss", ("Ada Quill", "Bo Zuse", "Cy Moss")),
        ("Aina Gal·la, 阿卜杜拉·汗, ジョン・スミス", ("Aina Gal·la", "阿卜杜拉·汗", "ジョン・スミス")),
        ("محمد علي، أحمد حسن", ("محمد علي", "أحمد حسن")),
        ("Assoc. Prof. Ada Quill, Dr.-Ing. Bo Zuse, Ir. Cy Moss, MPH", ("Ada Quill", "Bo Zuse", "Cy Moss")),
        (r"Ada Quill$^{1,2}$, Bo Zuse$^\dagger$ and Cy Moss^2", ("Ada Quill", "Bo Zuse", "Cy Moss")),
        ("Ada Quill¹’², Bo Zuse²*", ("Ada Quill", "Bo Zuse")),
        ("Ada Quill*, Bo Zuse*, Cy Moss†; *Equal contribution; †Corresponding author", ("Ada Quill", "Bo Zuse", "Cy Moss")),
        ("Van den Bosch, Mia; Quill, Ada", ("Mia Van den Bosch", "Ada Quill")),
        ("Ana Castro e Silva, Antoni Puig i Cadafalch", ("Ana Castro e Silva", "Antoni Puig i Cadafalch")),
        ("Quill, AB; Zuse, CD", ("AB Quill", "CD Zuse")),
    ],
)
def test_forms(text, people):
    assert read_byline(text).names == people


@pytest.mark.parametrize(
    "text",
    [
        *("Ada Quill et al.", "Ada Quill and others", "Ada Quill, ...", "nan", "N/A", "TBD", "Anonymous Authors", "Ada Quill2"),
        *(
            "Ada Quill, MIT; Bo Zuse, ETH",
            "Ada Quill, Bo Zuse; Cy Moss",
            "Ada Quill, Google, Bo Zuse, Meta",
            "Ada Quill, DeepMind",
        ),
        *("Ada Quill (MIT) Bo Zuse (ETH)", "Ada Quill (MIT", "Ada Quill¹ Bo Zuse²", "Ada Quill* Bo Zuse", "Ada Quill – MIT"),
        *(
            "Ada Quill from MIT",
            "Ada Quill, Kite University",
            "Ada Quill, Hong Kong",
            "Ada Quill a, Bo Zuse b",
            "Ada Quill [1]",
        ),
        *(
            "García Márquez, Ada",
            "Quill A, Frost B",
            "Quill A.B., Frost B.",
            "Ada Quill and, Bo Zuse",
            "José Ortega y Gasset y Ada Quill",
            "Ada Quill, Kites Inc., Bo Zuse",
        ),
        *("Ada Quill, MIT", "Ada Quill, TBD", "Ada Quill, Ph.D. Student, MIT", "Ada Quill, Professor, Bo Zuse"),
        *("Ana Rossi e Luca Bianchi", "Ada Quill og Bo Zuse", "Иван Петров и Анна Смирнова", "王小明 李四 张三", "王小明等"),
        *("Ada Quill (joint work with Bo Zuse)", "Ada Quill, joint work with Bo Zuse", "Ada Quill on behalf of the Kite Team"),
        *("Ada Quill, Sony AI", "Ada Quill, Georgia Tech, Bo Zuse, IIT Delhi", "Ada Quill, Johns Hopkins"),
        "Ada Quill, TU Delft",
        "Best Paper Award Mia van Loon, Bo Zuse",
        *("Ada Quill. Bo Zuse. Cy Moss.", "Ada Quill u.a.", "Ada Quill, Bo Zuse eds.", "Ada Quill +3 more", "Ada Å imon"),
    ],
)
def test_ambiguous_bylines_are_refused(text):
    with pytest.raises(NotNames):
        read_byline(text)


def test_in_a_list_every_separator_separates():
    assert read_byline("Ada Quill, Bo Zuse; Cy Moss", LIST).names == ("Ada Quill", "Bo Zuse", "Cy Moss")


def test_only_family_names_that_differ_from_the_rule_are_kept():
    assert read_name("Mia van Loon", "van Loon").family_names == ()
    assert read_name("Ada García Márquez", "García Márquez").family_names == (("Ada García Márquez", "García Márquez"),)
    assert read_name("Bo Zuse Jr.", "Zuse Jr.").family_names == ()
    assert read_name("Ada Quill", "Zuse").family_names == ()
