"""What belongs to an abstract, and what ends it."""

from __future__ import annotations

import re

import pytest

from tests.support.papers import (
    ABSTRACT,
    BODY,
    BOLD,
    HEIGHT,
    MARGIN,
    TITLE,
    WIDTH,
    Page,
    article,
    body,
    columns,
    front,
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
def test_text_after_an_abstract_is_left_out(read, head, text, gap):
    page = front().centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT).skip(gap).text(text, head=head)
    assert read(body(page)).text == ABSTRACT


@pytest.mark.parametrize("heading", ["CCS CONCEPTS", "KEYWORDS", "Keywords", "ACM Reference Format:", "Highlights"])
def test_text_after_an_abstract_with_its_own_heading_is_left_out(read, heading):
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


def test_numbers_on_separate_lines_are_not_line_numbers(read):
    text = "We asked three times and were told\n1031\nor, which came as a surprise to us,\n1032\nor more."
    assert read(article(f"{ABSTRACT}\n{text}")).text == f"{ABSTRACT} {text}".replace("\n", " ")
