"""Finding an abstract: below its heading, in its column, on its page, or nowhere."""

from __future__ import annotations

import pytest

from tests.support.papers import (
    ABSTRACT,
    AUTHORS,
    BODY,
    BOLD,
    BOLD_ITALIC,
    HEIGHT,
    ITALIC,
    MARGIN,
    ROMAN,
    TITLE,
    WIDTH,
    Page,
    article,
    body,
    columns,
    front,
)

FULL = WIDTH - 2 * MARGIN
FRENCH = (
    "Les cerfs-volants que l'on mène au-dessus de la neige perdent leurs ficelles plus souvent que les autres. "
    "Nous avons regardé quarante lanternes pendant trois hivers et compté chaque nœud défait avant le matin. "
    "Les ficelles sèchent la nuit, et une goutte de résine sur chaque nœud garde les cerfs-volants en l'air."
)
PERMISSION = (
    "Permission to make kites by hand for use in classrooms is granted without fee, provided that they are not flown for "
    "profit and bear this notice on the first wing. Copyright 2031 by the lantern makers."
)


def test_an_abstract_of_one_column_is_read_to_the_letter(read):
    assert read(article()).text == ABSTRACT


def test_a_good_abstract_leaves_no_doubts(read):
    assert read(article()).doubts == ()


def test_pages_are_counted(read):
    assert read(article(), Page().text(BODY), Page().text(BODY)).pages == 3


def test_the_front_contains_title_and_authors(read):
    reading = read(article())
    assert TITLE in reading.front
    assert AUTHORS in reading.front


def test_the_front_contains_nothing_of_the_abstract(read):
    assert ABSTRACT[:40] not in read(article()).front


def test_the_first_page_is_there_whole(read):
    assert {TITLE, AUTHORS, "Abstract", "1 Introduction"} <= set(read(article()).first_page.split("\n"))


@pytest.mark.parametrize(
    "heading", ["Abstract", "ABSTRACT", "A BSTRACT", "a b s t r a c t", "A B S T R A C T", "Summary", "SUMMARY"]
)
def test_a_heading_above_the_abstract(read, heading):
    assert read(article(heading=heading)).text == ABSTRACT


def test_a_heading_at_the_left_edge(read):
    page = body(front().text("Abstract", BOLD, 12).skip(3).text(ABSTRACT))
    assert read(page).text == ABSTRACT


def test_a_heading_with_a_number(read):
    page = body(front().text("0 Abstract", BOLD, 12).skip(3).text(ABSTRACT))
    assert read(page).text == ABSTRACT


def test_a_heading_in_the_font_of_the_text(read):
    page = body(front().centred("Abstract").skip(3).text(ABSTRACT))
    assert read(page).text == ABSTRACT


def test_a_heading_in_small_capitals(read):
    page = front()
    page.put("A", 280, page.y - 12, size=12).put("BSTRACT", 289, page.y - 12, size=9.6)
    assert read(body(page.skip(20).text(ABSTRACT))).text == ABSTRACT


def test_a_letterspaced_heading(read):
    page = front()
    for i, letter in enumerate("abstract"):
        page.put(letter, 80 + 9 * i, page.y - 12, ITALIC)
    assert read(body(page.skip(20).text(ABSTRACT))).text == ABSTRACT


@pytest.mark.parametrize(
    ("head", "font", "text_font"),
    [
        ("Abstract—", BOLD_ITALIC, BOLD),
        ("Abstract—", BOLD_ITALIC, ROMAN),
        ("Abstract.", BOLD, ROMAN),
        ("Abstract:", BOLD, ROMAN),
        ("ABSTRACT.", ROMAN, ROMAN),
        ("Abstract", BOLD, ROMAN),
        ("Summary.", BOLD, ROMAN),
    ],
)
def test_a_run_in_heading(read, head, font, text_font):
    page = body(front().text(ABSTRACT, text_font, head=head, head_font=font))
    assert read(page).text == ABSTRACT


def test_a_heading_beside_the_text(read):
    page = front()
    page.put("Abstract", MARGIN, page.y - 12, BOLD, 11)
    page.column(MARGIN + 110, FULL - 110, page.y).text(ABSTRACT).column(MARGIN, FULL, page.y - 10)
    assert read(body(page)).text == ABSTRACT


@pytest.mark.parametrize(
    "heading", ["1 Introduction", "1. Introduction", "I. INTRODUCTION", "1 INTRODUCTION", "Introduction", "1 Lanterns of Old"]
)
def test_the_first_section_is_left_out(read, heading):
    page = body(front().text("Abstract", BOLD, 12).skip(3).text(ABSTRACT), heading)
    assert read(page).text == ABSTRACT


@pytest.mark.parametrize(("font", "size"), [(BOLD, 10), (ITALIC, 10), (BOLD, 14)])
def test_the_first_section_is_left_out_however_its_heading_is_printed(read, font, size):
    page = body(front().text("Abstract", font, size).skip(3).text(ABSTRACT), "Introduction", font, size)
    assert read(page).text == ABSTRACT


def test_a_first_section_is_left_out_also_close_below(read):
    page = front().text("Abstract", BOLD, 10).text(ABSTRACT).text("1. Introduction", BOLD, 10).text(BODY)
    assert read(page).text == ABSTRACT


def test_an_abstract_in_the_left_of_two_columns(read):
    left, right = columns()
    page = front()
    top = page.y
    body(page.column(*left, top).centred("Abstract", BOLD, 11).skip(3).text(ABSTRACT))
    page.column(*right, top - 5).text(BODY)
    assert read(page).text == ABSTRACT


@pytest.mark.parametrize("gutter", [24, 16, 12])
def test_columns_with_aligned_lines_do_not_mix(read, gutter):
    left, right = columns(gutter)
    page = front()
    top = page.y
    page.column(*left, top).text("Abstract", BOLD).text(ABSTRACT).text("1 Introduction", BOLD).text(BODY)
    page.column(*right, top).text(BODY).text(BODY)
    assert read(page).text == ABSTRACT


def test_an_abstract_with_a_run_in_heading_does_not_mix_with_the_other_column(read):
    left, right = columns(14)
    page = front()
    top = page.y
    page.column(*left, top).text(ABSTRACT, BOLD, 9, head="Abstract—", head_font=BOLD_ITALIC)
    page.skip(4).text("kites, lanterns, moss, snow.", BOLD, 9, head="Index Terms—", head_font=BOLD_ITALIC)
    body(page, "I. INTRODUCTION", ROMAN, 10)
    page.column(*right, top).text(BODY * 2)
    assert read(page).text == ABSTRACT


def test_an_abstract_across_both_columns(read):
    left, right = columns()
    page = front().centred("Abstract", BOLD, 11).skip(3)
    page.column(54, WIDTH - 108, page.y).text(ABSTRACT)
    top = page.y - 20
    body(page.column(*left, top))
    page.column(*right, top - 15).text(BODY)
    assert read(page).text == ABSTRACT


@pytest.mark.parametrize("heading", ["1 Introduction", ""])
def test_an_abstract_across_both_columns_with_little_room_below(read, heading):
    left, right = columns()
    page = front().centred("Abstract", BOLD, 11).skip(3)
    page.column(54, WIDTH - 108, page.y).text(ABSTRACT)
    top = page.y - 8
    page.column(*left, top)
    if heading:
        page.text(heading, BOLD)
    page.text(BODY).column(*right, top).text(BODY)
    assert read(page).text == ABSTRACT


def _over_the_columns(at):
    """An abstract at the foot of the left column that continues at the top of the right one."""
    left, right = columns()
    words = ABSTRACT.split()
    page = front()
    top = page.y
    page.column(*left, top).text("Dedicated to all owls.", ITALIC)
    first = " ".join(words[:at])
    lines = len(Page().column(*left, 0).text(first).pieces)
    page.column(*left, 90 + 12 * lines + 15).text("Abstract", BOLD, 11).skip(3).text(first)
    page.column(*right, top).text(" ".join(words[at:]))
    return body(page)


@pytest.mark.parametrize("at", [21, 22, 31, 38, 50])  # 21 and 38: where a sentence ends
def test_an_abstract_that_continues_at_the_top_of_the_right_column(read, at):
    assert read(_over_the_columns(at)).text == ABSTRACT


def test_small_print_at_the_foot_of_the_column_does_not_interrupt_it(read):
    page = _over_the_columns(22)
    page.column(*columns()[0], 80).text(PERMISSION, size=7)
    assert read(page).text == ABSTRACT


def test_a_word_broken_over_the_columns_is_one_word(read):
    left, right = columns()
    page = front()
    top = page.y
    page.column(*left, 150).text("Abstract", BOLD, 11).skip(3)
    page.text("We watched lanterns for three winters and counted every knot that came undone before the morn-")
    page.column(*right, top).text(f"ing. {ABSTRACT}")
    whole = f"We watched lanterns for three winters and counted every knot that came undone before the morning. {ABSTRACT}"
    assert read(body(page)).text == whole


def test_an_abstract_with_one_line_alone_in_the_left_column_is_whole(read):
    left, right = columns()
    page = front()
    top = page.y
    page.column(*left, 100).text("Abstract", BOLD, 11).skip(3).text("We watched forty lanterns for three winters and")
    page.column(*right, top).text(f"wept. {ABSTRACT}")
    assert read(body(page)).text == f"We watched forty lanterns for three winters and wept. {ABSTRACT}"


def _over_the_pages(at, first_foot=True):
    words = ABSTRACT.split()
    one = front()
    one.column(MARGIN, FULL, 130).text("Abstract", BOLD, 12).skip(3).text(" ".join(words[:at]))
    two = Page(HEIGHT - MARGIN).text(" ".join(words[at:]))
    return one, body(two)


@pytest.mark.parametrize("at", [21, 22, 31, 38])
def test_an_abstract_that_runs_on_to_the_next_page(read, at):
    assert read(*_over_the_pages(at)).text == ABSTRACT


def test_page_numbers_and_running_heads_do_not_interrupt_it(read):
    one, two = _over_the_pages(22)
    for number, page in enumerate((one, two), 1):
        page.put(str(number), WIDTH / 2, 40, size=9)
        page.put("Annals of Kites and Lanterns, Vol. 3, Winter 2031", 200, HEIGHT - 40, ITALIC, 9)
    assert read(one, two).text == ABSTRACT


def test_running_heads_in_the_size_and_font_of_the_text_do_not_interrupt_it(read):
    one, two = _over_the_pages(22)
    two.put("Annals of Kites and Lanterns, Vol. 3, Winter 2031", 200, HEIGHT - 36)
    one.put("1", WIDTH / 2, 40)
    assert read(one, two).text == ABSTRACT


def test_a_footnote_does_not_interrupt_it(read):
    one, two = _over_the_pages(22)
    one.put("∗", MARGIN, 66, size=6).put("Both authors held the ladder alike.", MARGIN + 5, 62, size=8)
    assert read(one, two).text == ABSTRACT


def test_an_abstract_after_a_title_page(read):
    second = Page().centred("Abstract", BOLD, 12).skip(6).text(ABSTRACT)
    assert read(front(), second, body(Page())).text == ABSTRACT


def test_an_abstract_after_a_title_page_has_title_and_authors_in_front(read):
    second = Page().centred("Abstract", BOLD, 12).skip(6).text(ABSTRACT)
    front_of_it = read(front(), second, body(Page())).front
    assert TITLE in front_of_it
    assert AUTHORS in front_of_it


def test_an_abstract_after_a_title_page_and_the_contents(read):
    contents = Page().text("Contents", BOLD, 14).skip(6)
    for line in ("Abstract . . . . . . . . . . 2", "1 Introduction . . . . . . . . . . 4", "2 Owls . . . . . . . . . . 9"):
        contents.text(line)
    third = Page().centred("Abstract", BOLD, 12).skip(6).text(ABSTRACT)
    assert read(front(), contents, third, body(Page())).text == ABSTRACT


def test_a_paper_without_an_abstract_gives_none(read):
    reading = read(body(front()))
    assert reading.text is None
    assert reading.doubts == ()


def test_a_paper_without_an_abstract_in_two_columns_gives_none(read):
    left, right = columns()
    page = front()
    top = page.y
    body(page.column(*left, top)).column(*right, top).text(BODY)
    assert read(page).text is None


@pytest.mark.parametrize("first", ["Abstract machines fly kites.", "Abstract-minded owls fly kites.", "Summary of it: none."])
def test_a_sentence_that_begins_with_abstract_is_not_a_heading(read, first):
    assert read(body(front(), text=f"{first} {BODY}")).text is None


@pytest.mark.parametrize(
    "title", ["Abstract-Minded Kites: Lanterns of the Snow", "Summary: Kites of the Snow", "Abstract Kites"]
)
def test_a_title_that_begins_with_abstract_is_not_a_heading(read, title):
    page = front(title=title).centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT)
    assert read(body(page)).text == ABSTRACT


def test_a_later_section_called_abstract_is_ignored(read):
    page = body(article(), "2 Abstract Kites")
    assert read(page).text == ABSTRACT


@pytest.mark.parametrize(("font", "indent"), [(ITALIC, 0), (BOLD, 0), (ROMAN, 40)])
def test_an_abstract_without_a_heading_that_is_set_apart_is_found_and_doubtful(read, font, indent):
    page = front()
    page.column(MARGIN + indent, FULL - 2 * indent, page.y).text(ABSTRACT, font).column(MARGIN, FULL, page.y)
    reading = read(body(page, text=BODY))
    assert reading.text == ABSTRACT
    assert any("no heading" in doubt for doubt in reading.doubts)


def _two_languages(*parts):
    page = front()
    for heading, text in parts:
        page.centred(heading, BOLD, 11).skip(4).text(text).skip(16)
    return body(page)


def test_of_two_languages_the_english_abstract_is_read(read):
    assert read(_two_languages(("Résumé", FRENCH), ("Abstract", ABSTRACT))).text == ABSTRACT
    assert read(_two_languages(("Abstract", ABSTRACT), ("Résumé", FRENCH))).text == ABSTRACT


def test_of_two_languages_on_two_pages_the_english_abstract_is_read(read):
    one = front().centred("Résumé", BOLD, 11).skip(4).text(FRENCH)
    two = Page().centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT)
    assert read(one, body(two)).text == ABSTRACT


def test_a_single_french_abstract_is_read(read):
    assert read(_two_languages(("Résumé", FRENCH))).text == FRENCH
