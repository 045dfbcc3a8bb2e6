"""Letters become lines, in whatever order and direction they are drawn."""

from __future__ import annotations

import pytest

from tests.support import papers
from tests.support.papers import (
    ABSTRACT,
    BODY,
    BOLD,
    MARGIN,
    Page,
    article,
    columns,
    front,
)

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
def test_a_rotated_page_is_read(read, turn, shown):
    assert read(article(after=BODY), turn=turn, shown=shown).text == ABSTRACT


def test_two_rotated_columns_are_read(read):
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
def test_words_far_apart_are_one_line(read, measure):
    text = f"{ABSTRACT} Thermometers undoubtedly disagree notwithstanding instrumentation. {ABSTRACT}"
    page = Page().column(MARGIN, measure, 720).text("Abstract", BOLD).skip(2).text(text)
    page.column(MARGIN + measure + 20, measure, 720).text(BODY).column(MARGIN + 2 * measure + 40, measure, 720).text(BODY)
    assert read(page).text == text
