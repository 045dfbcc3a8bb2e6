"""Preview images for links, and of first pages."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from archive.site.colors import LIGHT
from archive.site.preview_images import CARD_SIZE, Card, draw_card, may_be_drawn
from archive.site.thumbnails import Thumbnails
from tests.support.sites import build_site, metas


def test_a_card_is_a_small_png_of_the_right_size_and_the_same_each_time():
    said = Card("Kites for Systems at ACME 2031 " * 8, "Kites", "1 May 2031, Léopoldville · 2 papers")
    assert may_be_drawn(said)
    card = draw_card(said, LIGHT)
    picture = Image.open(io.BytesIO(card))
    assert (picture.format, picture.size) == ("PNG", CARD_SIZE)
    assert len(card) < 60_000
    assert card == draw_card(said, LIGHT)


def test_letters_that_the_font_lacks_are_not_drawn_wrong():
    assert not may_be_drawn(Card("雪中的风筝", "Kites", "2 papers"))


def test_only_a_site_with_an_address_has_cards_and_names_them(plain_site, odd_root, tmp_path):
    files = set(plain_site.files())
    for name in plain_site.pages():
        (image,) = plain_site.page(name).xpath("//meta[@property='og:image']/@content")
        assert image.removeprefix("https://papers.example.org/kites/") in files
        assert plain_site.page(name).xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]
    bare = build_site(odd_root, tmp_path / "bare", None)
    assert not [name for name in bare.files() if name.endswith("card.png")]
    assert not bare.page("").xpath("//meta[@property='og:image']")


def test_the_text_of_a_card_is_told_to_those_who_do_not_see_it(plain_site):
    told = metas(plain_site.page("editions/kites2031/"), "og:image:alt")
    assert told == ["Kites for Systems at ACME 2031 · ML for Systems: accepted papers · 1 May 2031, Léopoldville · 2 papers"]
    assert metas(plain_site.page("authors/"), "og:image:alt")[0].startswith("ML for Systems · The accepted papers of")


def test_a_first_page_is_drawn_and_a_broken_pdf_has_no_picture(tmp_path):
    canvas = Canvas(str(tmp_path / "kite.pdf"))
    canvas.drawString(100, 700, "A kite")
    canvas.save()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 kite")
    with Thumbnails() as thumbnails:
        assert thumbnails.of(tmp_path / "broken.pdf") is None
        drawn = thumbnails.of(tmp_path / "kite.pdf")
    picture = Image.open(io.BytesIO(drawn.content))
    assert (picture.format, picture.size) == ("WEBP", (drawn.width, drawn.height))
    assert len(drawn.content) < 20_000


@pytest.mark.slow
def test_a_paper_whose_pdf_is_copied_shows_its_first_page(odd_root, tmp_path):
    canvas = Canvas(str(tmp_path / "kite.pdf"))
    canvas.drawString(100, 700, "A kite")
    canvas.save()
    site = build_site(odd_root, tmp_path / "out", pdfs=lambda item: tmp_path / "kite.pdf" if "deep" in item.paper.id else None)
    (image,) = site.page("papers/quill2031deep/").xpath("//aside//img")
    assert (image.get("src"), image.get("width")) == ("first-page.webp", "448")
    assert "papers/quill2031deep/first-page.webp" in site.files()
    assert not site.page("papers/moss2031index/").xpath("//aside//img")
