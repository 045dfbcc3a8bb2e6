"""The abstract of a PDF, as its author would paste it into a form."""

from __future__ import annotations

import random
import re

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from archive.pdf.reading import Unreadable, read_pdf
from tests.support import papers
from tests.support.papers import (
    ABSTRACT,
    AUTHORS,
    BODY,
    BOLD,
    BOLD_ITALIC,
    HEIGHT,
    ITALIC,
    MAC,
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
STRUCTURED = {
    "Background": "Kites that are flown above deep snow lose their strings, and nobody has said why this should be so.",
    "Methods": "We watched forty lanterns for three winters and counted every knot that came undone by the morning.",
    "Results": "The strings dry out at night, and a drop of resin keeps two thirds of all the kites in the air.",
    "Conclusions": "Lanterns below kites can burn until dawn, and the owls do not mind them in the least.",
}
WHOLE = " ".join(f"{label}: {text}" for label, text in STRUCTURED.items())
PERMISSION = (
    "Permission to make kites by hand for use in classrooms is granted without fee, provided that they are not flown for "
    "profit and bear this notice on the first wing. Copyright 2031 by the lantern makers."
)


@pytest.fixture
def read(tmp_path):
    """What is read of pages."""

    def read(*pages, **how):
        return read_pdf(papers.write(tmp_path / "paper.pdf", *pages, **how))

    return read


# -- where it stands ------------------------------------------------------------------------------


def test_an_abstract_of_one_column_is_read_to_the_letter(read):
    assert read(article()).text == ABSTRACT


def test_a_good_abstract_leaves_no_doubts(read):
    assert read(article()).doubts == ()


def test_pages_are_counted(read):
    assert read(article(), Page().text(BODY), Page().text(BODY)).pages == 3


def test_the_front_carries_title_and_authors(read):
    reading = read(article())
    assert TITLE in reading.front
    assert AUTHORS in reading.front


def test_the_front_holds_nothing_of_the_abstract(read):
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


def test_a_heading_in_letters_far_apart(read):
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
def test_a_heading_that_runs_into_the_text(read, head, font, text_font):
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
def test_columns_whose_lines_stand_at_one_height_do_not_mix(read, gutter):
    left, right = columns(gutter)
    page = front()
    top = page.y
    page.column(*left, top).text("Abstract", BOLD).text(ABSTRACT).text("1 Introduction", BOLD).text(BODY)
    page.column(*right, top).text(BODY).text(BODY)
    assert read(page).text == ABSTRACT


def test_an_abstract_that_runs_in_does_not_mix_with_the_other_column(read):
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
    """An abstract at the foot of the left column that goes on at the head of the right one."""
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
def test_an_abstract_that_goes_on_at_the_top_of_the_right_column(read, at):
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


# -- papers with none, or with two -----------------------------------------------------------------


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
def test_a_sentence_that_begins_with_the_word_is_no_abstract(read, first):
    assert read(body(front(), text=f"{first} {BODY}")).text is None


@pytest.mark.parametrize(
    "title", ["Abstract-Minded Kites: Lanterns of the Snow", "Summary: Kites of the Snow", "Abstract Kites"]
)
def test_a_title_that_begins_with_the_word_is_no_heading(read, title):
    page = front(title=title).centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT)
    assert read(body(page)).text == ABSTRACT


def test_a_later_section_of_that_name_is_not_taken(read):
    page = body(article(), "2 Abstract Kites")
    assert read(page).text == ABSTRACT


@pytest.mark.parametrize(("font", "indent"), [(ITALIC, 0), (BOLD, 0), (ROMAN, 40)])
def test_an_abstract_without_a_heading_that_is_set_apart_is_found_and_doubtful(read, font, indent):
    page = front()
    page.column(MARGIN + indent, FULL - 2 * indent, page.y).text(ABSTRACT, font).column(MARGIN, FULL, page.y)
    reading = read(body(page))
    assert reading.text == ABSTRACT
    assert any("no heading" in doubt for doubt in reading.doubts)


def _two_languages(*parts):
    page = front()
    for heading, text in parts:
        page.centred(heading, BOLD, 11).skip(4).text(text).skip(16)
    return body(page)


def test_of_two_languages_the_english_one_is_taken(read):
    assert read(_two_languages(("Résumé", FRENCH), ("Abstract", ABSTRACT))).text == ABSTRACT
    assert read(_two_languages(("Abstract", ABSTRACT), ("Résumé", FRENCH))).text == ABSTRACT


def test_of_two_languages_on_two_pages_the_english_one_is_taken(read):
    one = front().centred("Résumé", BOLD, 11).skip(4).text(FRENCH)
    two = Page().centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT)
    assert read(one, body(two)).text == ABSTRACT


def test_a_french_one_alone_is_taken(read):
    assert read(_two_languages(("Résumé", FRENCH))).text == FRENCH


# -- its parts -------------------------------------------------------------------------------------


def test_a_structured_abstract_that_flows_is_whole(read):
    assert read(article(WHOLE)).text == WHOLE


def test_a_structured_abstract_with_a_paragraph_a_part_is_whole(read):
    page = front().centred("Abstract", BOLD, 11).skip(4)
    for label, text in STRUCTURED.items():
        page.text(text, head=f"{label}:").skip(3)
    assert read(body(page)).text == WHOLE


@pytest.mark.parametrize("gap", [3, 6])
def test_a_structured_abstract_with_its_labels_on_lines_of_their_own_is_whole(read, gap):
    page = front().text("Abstract", BOLD, 13).skip(4)
    for label, text in STRUCTURED.items():
        page.text(label, BOLD).text(text).skip(gap)
    told = read(body(page)).text
    assert re.sub(r"(Background|Methods|Results|Conclusions):?", r"\1:", told) == WHOLE


def test_a_structured_abstract_whose_first_parts_are_short_is_whole(read):
    page = front().centred("Abstract", BOLD, 11).skip(4)
    page.text("Kites fall.", head="Background:").text("We looked on.", head="Methods:").text(ABSTRACT, head="Results:")
    assert read(body(page)).text == f"Background: Kites fall. Methods: We looked on. Results: {ABSTRACT}"


def test_a_structured_abstract_that_begins_with_an_introduction_is_whole(read):
    page = front().text("Abstract", BOLD, 13).skip(4)
    whole = WHOLE.replace("Background", "Introduction")
    for label, text in STRUCTURED.items():
        page.text(text, head=f"{label.replace('Background', 'Introduction')}:").skip(3)
    assert read(body(page)).text == whole


@pytest.mark.parametrize(("gap", "indent"), [(0, 15), (4, 0), (6, 0), (4, 15)])
def test_an_abstract_of_two_paragraphs_is_whole(read, gap, indent):
    page = front().centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT).skip(gap)
    page.text("The owls were asked as well. Their answers fill the second half of this report.", indent=indent)
    assert " ".join(read(body(page)).text.split()) == (
        ABSTRACT + " The owls were asked as well. Their answers fill the second half of this report."
    )


# -- what does not belong to it -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("Keywords:", "kites, lanterns, moss, deep snow"),
        ("Keywords", "kites · lanterns · moss · deep snow"),
        ("Key words:", "kites, lanterns, moss, deep snow"),
        ("Index Terms—", "kites, lanterns, moss, deep snow."),
        ("CCS Concepts:", "• Lanterns → Kites; • Snow → Moss."),
        ("Keywords and Phrases:", "kites, lanterns, moss, deep snow"),
        ("ACM Reference Format:", "Ada Moosbach. 2031. Lanterns and Kites. In Annals of Moss, 4 pages."),
        ("Categories and Subject Descriptors:", "K.1 [Kites]: Lanterns"),
        ("General Terms:", "Kites, Snow"),
        ("JEL:", "K1, L2"),
    ],
)
@pytest.mark.parametrize("gap", [0, 8])
def test_what_follows_an_abstract_is_left_out(read, head, text, gap):
    page = front().centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT).skip(gap).text(text, head=head)
    assert read(body(page)).text == ABSTRACT


@pytest.mark.parametrize("heading", ["CCS CONCEPTS", "KEYWORDS", "Keywords", "ACM Reference Format:", "Highlights"])
def test_what_follows_an_abstract_under_its_own_heading_is_left_out(read, heading):
    page = front().text("ABSTRACT", BOLD, 11).text(ABSTRACT).skip(6).text(heading, BOLD, 11).text("kites, lanterns, moss")
    assert read(body(page)).text == ABSTRACT


def test_keywords_printed_like_the_text_are_left_out(read):
    page = front().centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT).text("Keywords: kites, lanterns, moss, snow")
    assert read(body(page)).text == ABSTRACT


@pytest.mark.parametrize(
    "text", [PERMISSION, "© 2031 The lantern makers. All kites reserved.", "Copyright © 2031 by the owls."]
)
@pytest.mark.parametrize("size", [7, 10])
def test_a_copyright_block_below_is_left_out(read, text, size):
    left, right = columns()
    page = front()
    top = page.y
    page.column(*left, top).text("Abstract", BOLD, 11).skip(3).text(ABSTRACT).skip(10).text(text, size=size)
    body(page.column(*right, top))
    assert read(page).text == ABSTRACT


def test_a_note_on_the_authors_below_is_left_out(read):
    page = front().text("Abstract", BOLD, 12).skip(3).text(ABSTRACT)
    page.text("Correspondence to: Ada Moosbach <moosbach@lanterns.example>.").skip(2)
    assert read(body(page)).text == ABSTRACT


def test_authors_between_heading_and_edge_are_left_out_of_a_column_of_two(read):
    left, right = columns()
    page = Page().centred(TITLE, BOLD, 17).skip(10)
    top = page.y
    page.column(*left, top).centred("Ada Moosbach", size=11).centred("moosbach@lanterns.example").skip(14)
    page.centred("Abstract", BOLD, 11).skip(3).text(ABSTRACT)
    page.column(*right, top).centred("Piet van der Winter", size=11).centred("winter@lanterns.example").skip(14)
    assert read(body(page)).text == ABSTRACT


@pytest.mark.parametrize("turn", [90, 270])
def test_a_stamp_in_the_margin_is_left_out(read, turn):
    page = article().put("arXiv:3101.01234v2  [cs.KI]  3 Jan 2031", 40, 300, size=18, turn=turn)
    assert read(page).text == ABSTRACT


def test_a_stamp_close_to_the_text_is_left_out(read):
    page = body(front().text("Abstract", BOLD, 12).skip(3).text(ABSTRACT))
    page.put("arXiv:3101.01234v2  [cs.KI]  3 Jan 2031", MARGIN - 4, 420, size=18, turn=90)
    assert read(page).text == ABSTRACT


def test_a_slanted_watermark_is_left_out(read):
    assert read(article().put("DRAFT OF THE OWLS", 150, 400, BOLD, 60, turn=50)).text == ABSTRACT


def _numbered(page, x, first=0, step=12.0, last=40.0):
    y = HEIGHT - MARGIN
    while y > last:
        y -= step
        page.put(f"{first:03d}", x, y, size=7)
        first += 1
    return page


@pytest.mark.parametrize("edge", [30, WIDTH - 45])
@pytest.mark.parametrize("step", [12.0, 11.3])
def test_line_numbers_in_the_margin_are_left_out(read, edge, step):
    assert read(_numbered(article(), edge, step=step)).text == ABSTRACT


def test_line_numbers_of_two_columns_are_left_out(read):
    left, right = columns()
    page = front()
    top = page.y
    page.column(*left, top).centred("Abstract", BOLD, 11).skip(1.8).text(ABSTRACT)
    body(page).column(*right, top).text(BODY)
    assert read(_numbered(_numbered(page, 34), WIDTH - 46, 55)).text == ABSTRACT


def test_line_numbers_in_the_size_of_the_text_are_left_out(read):
    page = front().text("Abstract", BOLD, 10).text(ABSTRACT)
    page = body(page)
    heights = sorted({piece.y for piece in page.pieces}, reverse=True)
    for number, y in enumerate(heights, 1):
        page.put(str(number), 60 - 5 * len(str(number)), y)
    assert read(page).text == ABSTRACT


def test_numbers_on_lines_of_their_own_are_no_line_numbers(read):
    text = "We asked three times and were told\n1031\nor, which came as a surprise to us,\n1032\nor more."
    assert read(article(f"{ABSTRACT}\n{text}")).text == f"{ABSTRACT} {text}".replace("\n", " ")


# -- words -----------------------------------------------------------------------------------------


def _lines(text):
    """An abstract with some lines more; ``\\n`` is where they break."""
    return article(f"{ABSTRACT}\n{text}")


def _told(reading):
    assert reading.text.startswith(ABSTRACT)
    return reading.text.removeprefix(ABSTRACT).strip()


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("They shine upon snow and the lan-\nterns shine back.", "They shine upon snow and the lanterns shine back."),
        ("Each child ties a glim-\nmerfold to it.", "Each child ties a glimmerfold to it."),
        ("It is the work of ther-\nmometers alone.", "It is the work of thermometers alone."),
        (
            "It is of no im-\nportance to under-\nstanding or over-\nlapping owls.",
            "It is of no importance to understanding or overlapping owls.",
        ),
        ("It hangs on the knots’ re-\nsilience.", "It hangs on the knots’ resilience."),
    ],
)
def test_words_broken_at_the_ends_of_lines_are_joined(read, printed, text):
    assert _told(read(_lines(printed))) == text


@pytest.mark.parametrize(
    "printed",
    [
        "We use state-of-the-art kites.",
        "We use state-\nof-the-art kites.",
        "We use state-of-\nthe-art kites.",
        "We use state-of-the-\nart kites.",
    ],
)
def test_a_compound_keeps_its_hyphens_wherever_it_is_broken(read, printed):
    assert _told(read(_lines(printed))) == "We use state-of-the-art kites."


@pytest.mark.parametrize("compound", ["well-known", "snow-bound", "owl-eyed", "moss-green", "knot-aware"])
def test_a_compound_that_stands_elsewhere_with_its_hyphen_keeps_it(read, compound):
    page = _lines("These are {} things.".format(compound.replace("-", "-\n")))
    body(page, "2 Again", text=f"It is {compound} that it is {compound}. {BODY}")
    assert _told(read(page)) == f"These are {compound} things."


def test_a_compound_that_stands_with_its_hyphen_on_a_later_page_keeps_it(read):
    page = _lines("These are moss-\ngreen things.")
    assert _told(read(page, Page().text(BODY), Page().text(f"So moss-green. {BODY}"))) == "These are moss-green things."


def test_a_word_that_stands_elsewhere_without_a_hyphen_loses_it(read):
    page = _lines("These are hang-\nbased knots.")
    body(page, "2 Again", text=f"The hangbased knots are hangbased. {BODY}")
    assert _told(read(page)) == "These are hangbased knots."


@pytest.mark.parametrize("printed", ["in the years 2031-\n2032 alone.", "of the Moss-\nWinter kind.", "of snow—\nand moss."])
def test_hyphens_and_dashes_that_break_no_word_stay(read, printed):
    assert _told(read(_lines(printed))) == printed.replace("\n", "")


def test_a_break_behind_a_slash_leaves_no_blank(read):
    assert _told(read(_lines("of kites and/\nor lanterns."))) == "of kites and/or lanterns."


def test_ligatures_are_letters(read):
    text = f"{ABSTRACT} The \ufb01rst \ufb02ight of a \ufb01nch is a \ufb02eeting one, and not dif\ufb01cult."
    page = front().centred("Abstract", BOLD, 11).skip(4).text(text, MAC)
    assert read(body(page)).text == f"{ABSTRACT} The first flight of a finch is a fleeting one, and not difficult."


def test_ligatures_are_letters_also_where_a_word_breaks(read):
    page = front().centred("Abstract", BOLD, 11).skip(4).text(f"{ABSTRACT}\nIt is the \ufb02ee-\nting \ufb01n-\ncher.", MAC)
    assert read(body(page)).text == f"{ABSTRACT} It is the fleeting fincher."


def test_quotation_marks_and_foreign_letters_stay(read):
    text = "The “Größe” of a naïve kite’s façade isn’t señor Łukasz’s – nor Søren’s — affair.".replace("Ł", "L")
    assert _told(read(_lines(text))) == text


@pytest.mark.parametrize("after", [False, True])
def test_accents_that_are_drawn_over_letters_are_composed(read, after):
    page = _lines("A word of")
    last = next(piece for piece in page.pieces if piece.text == "A word of")
    x = last.x + last.width() + 2.5
    for letter, accent in (("c", ""), ("a", ""), ("f", ""), ("e", "´"), ("u", "¨"), ("n", "˜"), ("o", "ˆ"), ("ı", "¨")):
        width = papers._width(letter, MAC, 10)
        marks = [(accent, x + (width - papers._width(accent, MAC, 10)) / 2)] if accent else []
        for text, at in [(letter, x), *marks] if after else [*marks, (letter, x)]:
            page.put(text, at, last.y, MAC)
        x += width
    assert _told(read(page)) == "A word of caféüñôï"


@pytest.mark.parametrize("mark", ["1", "2,3", "∗", "†", "*", "‡"])
@pytest.mark.parametrize(
    "sentence", ["The kites{} of the village fly low.", "The kites fly low.{}", "They fly low,{} and the owls too."]
)
def test_marks_of_footnotes_are_gone(read, mark, sentence):
    assert _told(read(_lines(sentence.format("^{" + mark + "}")))) == sentence.format("")


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("a loss of 10^{−3} knots.", "a loss of 10⁻³ knots."),
        ("a loss of 10^{-3} knots.", "a loss of 10⁻³ knots."),
        ("a gain of 10^{12} knots.", "a gain of 10¹² knots."),
        ("the area x^{2} of snow.", "the area x² of snow."),
        ("the area of 3 m^{2} and of 7 km^{2} each.", "the area of 3 m² and of 7 km² each."),
        ("a time of O(n^{2}) nights.", "a time of O(n²) nights."),
        ("water is H_{2}O all winter.", "water is H₂O all winter."),
        ("air is CO_{2} and more.", "air is CO₂ and more."),
        ("on the 19^{th} of May.", "on the 19th of May."),
    ],
)
def test_exponents_and_indices_stay_readable(read, printed, text):
    assert _told(read(_lines(printed))) == text


@pytest.mark.parametrize("printed", ["an owl x_{i} of them.", "an owl x_{max} of them."])
def test_indices_of_letters_stay_with_their_letter(read, printed):
    index = printed[printed.index("{") + 1 : printed.index("}")]
    assert re.fullmatch(f"an owl x_?{{?({index}|ᵢ|ₘₐₓ)}}? of them.", _told(read(_lines(printed))))


# -- how the page is drawn ----------------------------------------------------------------------------


ORDERS = {
    "lines mixed": papers.shuffled,
    "lines backwards": lambda pieces: pieces[::-1],
    "words": papers.words,
    "words mixed": lambda pieces: papers.shuffled(papers.words(pieces)),
    "letters": papers.letters,
    "letters mixed": lambda pieces: papers.shuffled(papers.letters(pieces)),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_the_order_in_which_a_page_is_drawn_does_not_matter(read, order):
    assert read(article(), order=order).text == ABSTRACT


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_the_order_in_which_two_columns_are_drawn_does_not_matter(read, order):
    left, right = columns()
    page = front()
    top = page.y
    page.column(*left, top).text("Abstract", BOLD).text(ABSTRACT).text("1 Introduction", BOLD).text(BODY)
    page.column(*right, top).text(BODY)
    assert read(page, order=order).text == ABSTRACT


def test_columns_drawn_line_by_line_across_the_page_do_not_mix(read):
    left, right = columns()
    page = front()
    top = page.y
    page.column(*left, top).text("Abstract", BOLD).text(ABSTRACT).text("1 Introduction", BOLD).text(BODY)
    page.column(*right, top).text(BODY)
    assert read(page, order=lambda pieces: sorted(pieces, key=lambda piece: (-piece.y, piece.x))).text == ABSTRACT


@pytest.mark.parametrize("shown", [0, 90])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_drawn_turned_is_read_all_the_same(read, turn, shown):
    assert read(article(), turn=turn, shown=shown).text == ABSTRACT


def test_two_columns_drawn_turned_are_read_all_the_same(read):
    left, right = columns()
    page = front()
    top = page.y
    page.column(*left, top).text("Abstract", BOLD).text(ABSTRACT).text("1 Introduction", BOLD).text(BODY)
    page.column(*right, top).text(BODY)
    assert read(page, turn=90, shown=90).text == ABSTRACT


@pytest.mark.parametrize("size", [7, 9, 12, 16])
def test_the_size_of_the_type_does_not_matter(read, size):
    page = front().text("Abstract", BOLD, size + 1).skip(3).text(ABSTRACT, size=size).skip(size)
    assert read(page.text("1 Introduction", BOLD, size + 2).text(BODY, size=size)).text == ABSTRACT


@pytest.mark.parametrize("measure", [140, 170])
def test_words_that_stand_far_apart_make_one_line(read, measure):
    text = f"{ABSTRACT} Thermometers undoubtedly disagree notwithstanding instrumentation. {ABSTRACT}"
    page = Page().column(MARGIN, measure, 720).text("Abstract", BOLD).skip(2).text(text)
    page.column(MARGIN + measure + 20, measure, 720).text(BODY).column(MARGIN + 2 * measure + 40, measure, 720).text(BODY)
    assert read(page).text == text


# -- doubts ------------------------------------------------------------------------------------------


def _doubts(reading):
    return " | ".join(reading.doubts)


def test_an_abstract_that_is_short_is_doubtful(read):
    reading = read(
        article("Kites lose their strings above deep snow, and nobody has said why. The owls of this village do not mind.")
    )
    assert "words" in _doubts(reading)


def test_an_abstract_that_is_long_is_doubtful(read):
    page = front().centred("Abstract", BOLD, 11).skip(4).text(" ".join([ABSTRACT] * 8), size=8)
    reading = read(body(page))
    assert len(reading.text.split()) > 500
    assert "words" in _doubts(reading)


def test_an_abstract_without_a_full_stop_at_its_end_is_doubtful(read):
    reading = read(article(ABSTRACT.rstrip(".")))
    assert reading.text == ABSTRACT.rstrip(".")
    assert "full stop" in _doubts(reading)


def test_an_abstract_that_begins_in_lower_case_is_doubtful(read):
    assert "lower case" in _doubts(read(article("and then the k" + ABSTRACT[1:])))


def test_an_abstract_with_an_e_mail_address_is_doubtful(read):
    assert "e-mail" in _doubts(read(article(f"Write to owls@lanterns.example for all our kites. {ABSTRACT}")))


@pytest.mark.parametrize(
    "heading", ["Keywords: Kites, lanterns.", "Introduction. Ever since people have hung lanterns, kites fell."]
)
def test_an_abstract_with_another_heading_inside_is_doubtful(read, heading):
    reading = read(article(f"{ABSTRACT} {heading}"))
    assert reading.text == ABSTRACT or "heading" in _doubts(reading)


def test_an_abstract_that_ends_with_an_address_of_the_web_or_a_bracket_is_no_doubt(read):
    assert read(article(ABSTRACT.rstrip(".") + " (or longer).")).doubts == ()
    assert read(article(ABSTRACT + " Our kites are found at https://lanterns.example/kites.")).doubts == ()


# -- files that give no text ----------------------------------------------------------------------


def _fails(path, match):
    with pytest.raises(Unreadable, match=match):
        read_pdf(path)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"<!DOCTYPE html><html><body>This kite has flown.</body></html>", b"PK\x03\x04 kites", bytes(4096)]
)
def test_a_file_that_is_something_else_is_no_pdf(tmp_path, content):
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    _fails(path, "not a PDF")


def test_a_page_that_is_a_picture_holds_no_text(tmp_path):
    _fails(papers.scan(tmp_path / "paper.pdf"), "holds no text")


def test_an_empty_page_holds_no_text(tmp_path):
    _fails(papers.write(tmp_path / "paper.pdf", Page()), "holds no text")


def test_a_picture_before_the_paper_is_no_obstacle(read):
    assert read(Page(), article()).text == ABSTRACT


def test_a_file_without_pages_says_so(tmp_path):
    _fails(papers.bare(tmp_path / "paper.pdf", kids=False), "it has no pages")


@pytest.mark.parametrize("strength", [40, 128])
def test_a_file_with_a_password_is_encrypted(tmp_path, strength):
    lock = StandardEncryption("lantern", "owl", strength=strength)
    _fails(papers.write(tmp_path / "paper.pdf", article(), lock=lock), "encrypted")


@pytest.mark.parametrize("strength", [40, 128])
def test_a_file_whose_password_is_the_owner_s_alone_is_read(read, strength):
    lock = StandardEncryption("", "owl", canPrint=0, canCopy=0, strength=strength)
    assert read(article(), lock=lock).text == ABSTRACT


# -- damaged files --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "paper.pdf"
    return papers.write(path, article(), Page().text(BODY), compressed=False).read_bytes()


@pytest.fixture
def survives(tmp_path):
    """Whether bytes give a reading or are refused, and nothing else."""
    path = tmp_path / "paper.pdf"

    def survives(content):
        path.write_bytes(content)
        try:
            return read_pdf(path)
        except Unreadable as error:
            return error

    return survives


@pytest.mark.parametrize("tenth", range(1, 20))
def test_a_file_cut_short_is_read_or_refused(survives, sound, tenth):
    for more in range(3):
        survives(sound[: len(sound) * tenth // 20 + more])


def test_a_file_cut_before_its_first_page_is_damaged(survives, sound):
    assert str(survives(sound[:40])) == "it is damaged"


@pytest.mark.parametrize("seed", range(20))
def test_flipped_bytes_are_read_or_refused(survives, sound, seed):
    chance = random.Random(seed)
    content = bytearray(sound)
    for _ in range(1 + seed * 3):
        content[chance.randrange(9, len(content))] = chance.randrange(256)
    survives(bytes(content))


def test_a_file_without_its_table_of_objects_is_mended_or_refused(survives, sound):
    survives(sound[: sound.rindex(b"xref\n0")])


@pytest.mark.parametrize("place", [b"0", b"7", b"99999999", b"-1", b"kites"])
def test_a_wrong_place_of_the_table_is_mended_or_refused(survives, sound, place):
    survives(re.sub(rb"startxref\s+\d+", b"startxref\n" + place, sound))


@pytest.mark.parametrize("seed", range(5))
def test_garbage_behind_the_first_letters_is_refused(survives, seed):
    assert isinstance(survives(b"%PDF-1.7\n" + random.Random(seed).randbytes(5000)), Unreadable)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b"/Contents", b"/Kontents"),
        (b"/Parent", b"/Barent"),
        (b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 0 0 ]"),
        (b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 1e30 nan -7 ]"),
        (b"/BaseFont /Times-Roman", b"/BaseFont 7"),
        (b"/Subtype /Type1", b"/Subtype /Type0"),
        (b"/Length ", b"/Length -"),
        (b"/Kids [ ", b"/Kids [ 1 0 R 2 0 R "),
        (b" Tf", b"e9 Tf"),
        (b" Tm", b" 0 Tm"),
    ],
)
def test_false_entries_are_read_or_refused(survives, sound, said, instead):
    assert said in sound
    survives(sound.replace(said, instead))


def test_garbage_before_the_file_is_no_obstacle(survives, sound):
    assert survives(b"HTTP/1.0 200 Kites\r\n\r\n" + sound).text == ABSTRACT


def test_garbage_behind_the_file_is_no_obstacle(survives, sound):
    assert survives(sound + b"\n<!-- kites -->\n" * 50).text == ABSTRACT
