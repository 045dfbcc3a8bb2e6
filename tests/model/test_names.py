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
    family_name,
    given_name,
    name_parts,
    name_suffix,
    read_byline,
    read_name,
    write_byline,
)
from tests.support.strategies import full_names, names, quick

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
def test_marks_are_no_part_of_a_name(byline, spaced):
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
def test_the_final_stop_of_a_byline_is_not_the_last_names(people, expected):
    assert write_byline(people) == expected
    assert read_byline(expected)[0] == tuple(people)


@quick
@given(
    bylines(lambda draw, name: draw(st.sampled_from(("", "Dr. ", "Prof. ", "Prof. Dr. ", "Dr ", "professor ", "Mr. "))) + name)
)
def test_academic_titles_vanish(byline):
    people, text = byline
    assert read_byline(text)[0] == tuple(people)


@quick
@given(names)
def test_the_parts_of_a_name_make_it_again(name):
    parts = (given_name(name), family_name(name), name_suffix(name))
    assert " ".join(part for part in parts if part) == name


@quick
@given(full_names)
def test_particles_belong_to_the_family_name(name):
    for particle in ("van", "de la", "von der"):
        assert (f" {particle} " in name) == family_name(name).startswith(f"{particle} ")


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


@pytest.mark.parametrize(
    ("text", "starred"),
    [("Ada Quill*, Bo Zuse", ("Ada Quill",)), ("Bo Zuse, Jr.*, Ada Quill", ("Bo Zuse Jr.",)), ("Ada Quill†, Bo Zuse", ())],
)
def test_a_star_is_a_star_wherever_the_name_ends(text, starred):
    assert read_byline(text)[1] == starred


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill, ada@kites.example",
        "Ada Quill, 3rd Street",
        "Ada Quill, https://kites.example",
        "Ada Quill, <b>Bo Zuse</b>",
        "Ada Quill, 12",
        "Ada Quill, ---",
        "Ada Quill, [Retracted]",
        "We fly kites from moving trains until the wind ceases so that nobody ever has to wait for a station again",
    ],
)
def test_what_is_no_name_is_refused(text):
    with pytest.raises(NotNames):
        read_byline(text)


@pytest.mark.parametrize(
    ("name", "given_", "family", "suffix"),
    [
        ("Mia van Loon", "Mia", "van Loon", ""),
        ("Mia de la Cruz Jr.", "Mia", "de la Cruz", "Jr."),
        ("Xia (Steve) Li", "Xia (Steve)", "Li", ""),
        ("Ada Haj-Kite", "Ada", "Haj-Kite", ""),
        ("Madonna", "", "Madonna", ""),
        ("Bo Zuse III", "Bo", "Zuse", "III"),
        ("Van Moss", "Van", "Moss", ""),
        ("Quill, Ada", "Ada", "Quill", ""),
        ("", "", "", ""),
    ],
)
def test_given_name_family_name_and_suffix(name, given_, family, suffix):
    assert (given_name(name), family_name(name), name_suffix(name)) == (given_, family, suffix)


def test_a_nickname_at_the_end_is_no_reason_to_say_the_family_name_twice():
    assert "Zuse" not in given_name("Bo Zuse (Bobby)")


def test_and_inside_parentheses_does_not_separate():
    assert read_byline("Ada Quill (Kites and Rails), Bo (Kit and Kat) Zuse")[0] == ("Ada Quill", "Bo (Kit and Kat) Zuse")


def test_a_star_before_the_suffix_is_taken_out():
    assert read_byline("Bo Zuse* Jr., Ada Quill")[:2] == (("Bo Zuse Jr.", "Ada Quill"), ("Bo Zuse Jr.",))


@quick
@given(st.text())
def test_any_text_is_names_or_no_names(text):
    try:
        people, starred = read_byline(text)[:2]
    except NotNames:
        return
    assert set(starred) <= set(people)
    assert all(name.strip() == name and name for name in people)


@quick
@given(st.text())
def test_any_text_has_the_parts_of_a_name(text):
    assert all(part == part.strip() for part in (family_name(text), given_name(text), name_suffix(text)))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Mia van der Berg Jr.", ("Mia", "van der", "Berg", "Jr.")),
        ("van der Berg, Jr., Mia", ("Mia", "van der", "Berg", "Jr.")),
        ("King, Ada Zoë, Jr.", ("Ada Zoë", "", "King", "Jr.")),
        ("Mia Van der Berg", ("Mia", "Van der", "Berg", "")),
        ("Mia de Las Casas", ("Mia", "de", "Las Casas", "")),
        ("Jan van 't Hoff", ("Jan", "van 't", "Hoff", "")),
        ("Ho Van Le", ("Ho Van", "", "Le", "")),
        ("Xia (Steve) Li", ("Xia (Steve)", "", "Li", "")),
        ("Madonna", ("", "", "Madonna", "")),
        ("Madonna Jr.", ("", "", "Madonna Jr.", "")),
        ("Quill,", ("", "", "Quill", "")),
        (", Ada", ("", "", "Ada", "")),
    ],
)
def test_a_name_is_divided_for_references(name, parts):
    assert name_parts(name) == parts


# -- the forms that pages and files print ------------------------------------------------------

AFFILIATIONS = (
    "MIT",
    "Kite Lab, Oslo (Norway)",
    "University of Kites; ACME, Inc.",
    "INRIA and CNRS",
    "",
    "Bank of Kites & Sons",
)
MARKS = ("", "*", "†", "¹", "¹,²", "ᵃ", "<sup>1</sup>", "<sup>a,*</sup>", r"\textsuperscript{2}", "$^{1}$")
plain_names = full_names.filter(lambda name: "(" not in name)


@quick
@given(st.lists(plain_names, min_size=1, max_size=5), st.data(), st.sampled_from((", ", "; ", " and ")))
def test_affiliations_in_parentheses_go(people, data, between):
    told = [f"{name} ({data.draw(st.sampled_from(AFFILIATIONS))}){data.draw(st.sampled_from(('', '*')))}" for name in people]
    assert read_byline(between.join(told)).names == tuple(people)


@quick
@given(st.lists(st.lists(plain_names, min_size=1, max_size=3), min_size=1, max_size=3), st.data())
def test_affiliations_of_several_go(groups, data):
    told = [f"{', '.join(people)} ({data.draw(st.sampled_from(AFFILIATIONS))})" for people in groups]
    assert read_byline("; ".join(told)).names == tuple(name for people in groups for name in people)


@quick
@given(st.lists(plain_names, min_size=1, max_size=5), st.data())
def test_raised_marks_go(people, data):
    text = ", ".join(name + data.draw(st.sampled_from(MARKS)) for name in people)
    assert read_byline(text).names == tuple(people)


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
def test_family_names_that_stand_first_come_back(people):
    text = "; ".join(f"{family}, {given_}" for given_, family in people)
    names = tuple(f"{given_} {family}" for given_, family in people)
    byline = read_byline(text, FAMILY_FIRST)
    assert byline.names == names
    assert byline.family_names == family_names((name, family) for name, (_, family) in zip(names, people, strict=True))


@quick
@given(st.lists(plain_names, min_size=1, max_size=5), st.data())
def test_affiliations_after_commas_go_where_the_style_says_so(people, data):
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
def test_what_can_be_read_in_several_ways_is_refused(text):
    with pytest.raises(NotNames):
        read_byline(text)


@pytest.mark.parametrize("legend", ["(*equal contribution)", "* These authors contributed equally.", "*: Equal contribution"])
def test_a_legend_says_what_stars_are(legend):
    byline = read_byline(f"Ada Quill*, Bo Zuse* and Cy Moss {legend}")
    assert (byline.names, byline.equal) == (("Ada Quill", "Bo Zuse", "Cy Moss"), ("Ada Quill", "Bo Zuse"))
    assert "equal" in byline.legend.lower()


def test_in_a_list_everything_separates():
    assert read_byline("Ada Quill, Bo Zuse; Cy Moss", LIST).names == ("Ada Quill", "Bo Zuse", "Cy Moss")


@pytest.mark.parametrize(
    ("name", "family", "parts"),
    [
        ("Ada García Márquez", "García Márquez", ("Ada", "", "García Márquez", "")),
        ("Mia van Loon Jr.", None, ("Mia", "van", "Loon", "Jr.")),
        ("José Ortega y Gasset", "Ortega y Gasset", ("José", "", "Ortega y Gasset", "")),
        ("Kim Minsu", "Kim", ("Minsu", "", "Kim", "")),
        ("Barnes and Kite, Inc.", None, ("", "", "Barnes and Kite, Inc.", "")),
        ("Kite Team", None, ("", "", "Kite Team", "")),
    ],
)
def test_a_family_name_that_is_stated_divides_the_name(name, family, parts):
    assert name_parts(name, family) == parts


def test_only_what_the_rule_would_not_say_is_kept():
    assert read_name("Mia van Loon", "van Loon").family_names == ()
    assert read_name("Ada García Márquez", "García Márquez").family_names == (("Ada García Márquez", "García Márquez"),)
    assert read_name("Bo Zuse Jr.", "Zuse Jr.").family_names == ()
    assert read_name("Ada Quill", "Zuse").family_names == ()
