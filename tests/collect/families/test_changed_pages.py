"""A changed page is read correctly, refused, or read with a note."""

from __future__ import annotations

import pytest

from archive.collect.families import load_family
from archive.errors import PageChanged

URL = "https://kites.example/papers.html"
KITES = '<p><a href="/kites.pdf"><b>Kites on Rails</b></a>. Ada Quill, and Bo Zuse.</p>'
LAMPS = '<p><a href="/lamps.pdf"><b>Lanterns Underwater</b></a>. Cy Moss.</p>'
SNOW = '<p><a href="/snow.pdf"><b>The Weight of Snow</b></a>. Di Frost.</p>'
WING = '<p><a href="/wing.pdf"><b>Looking Up</b></a>. Ed Wing.</p>'
STAR = '<span title="Equal contribution" class="equal_contribution">{}</span>'


def page(*papers: str, after: str = "") -> str:
    inner = "".join(papers)
    return f'<html><body><section class="accepted_papers_section"><h2>Papers</h2>{inner}</section>{after}</body></html>'


def entry(title: str = "Kites on Rails", names: str = ". Ada Quill, and Bo Zuse.", link: str = "/kites.pdf") -> str:
    return f'<p><a href="{link}"><b>{title}</b></a>{names}</p>'


def details(title: str, names: str = "Ada Quill", body: str = '<a href="/k.pdf"><b>(paper)</b></a>', more: str = "") -> str:
    return f"<p><details><summary>🔽 <b>{title}</b>. {names}.</summary><p>They fly. {body}</p>{more}</details></p>"


def read(html: str, name: str = "list"):
    return load_family(name).read(html, URL)


REFUSED = {
    "two names without a separator": entry(names=". <i>Ada Quill</i> <i>Bo Zuse</i>."),
    "two names that touch": entry(names=". <i>Ada Quill</i><i>Bo Zuse</i>."),
    "an affiliation in italics": entry(names=". Ada Quill <i>Kites</i>, and Bo Zuse."),
    "a sentence after the names": entry(names=". Ada Quill, and Bo Zuse. Workshop Talk."),
    "a sentence before the names": entry(names=". Spotlight. Ada Quill, and Bo Zuse."),
    "an award among the names": entry(names=". Ada Quill, Bo Zuse, Award Winner."),
    "a presentation in a name": entry(names=". Spotlight Ada Quill, and Bo Zuse."),
    "six words": entry(names=". Ada Quill Bo Zuse Cy Moss."),
    "one name twice": entry(names=". Ada Quill, Bo Zuse, and Ada Quill."),
    "a name behind a link": entry(names='. Ada Quill, <a href="/bo">Bo Zuse</a>.'),
    "no name after a comma": entry(names='. Ada Quill, <a href="/s.pdf">(slides)</a>'),
    "a star with a name in it": entry(names=f". Ada Quill{STAR.format('*, Bo Zuse')}."),
    "a star of two signs": entry(names=f". Ada Quill{STAR.format('**')}, and Bo Zuse."),
    "a star without a sign": entry(names=f". Ada Quill{STAR.format('')}, and Bo Zuse."),
    "a star before a name": entry(names=f". Ada Quill, {STAR.format('*')}Bo Zuse."),
    "two stars after one name": entry(names=f". Ada Quill, Bo Zuse{STAR.format('*')}{STAR.format('*')}."),
    "a title half in bold": '<p><a href="/kites.pdf"><b>Kites</b> on Rails</a>. Ada Quill.</p>',
    "a title of two bold parts": '<p><a href="/kites.pdf"><b>Kites</b> <b>on Rails</b></a>. Ada Quill.</p>',
    "a badge in a title": entry(title="Kites on Rails <span>Oral</span>"),
    "a button in a title": entry(title="Kites on Rails <button>Show</button>"),
    "a label in a title": entry(title='Kites on Rails <a href="/x">OpenReview</a>'),
    "a bold title in a later link": entry(names='. Ada Quill. <a href="/lamps.pdf"><b>Lanterns Underwater</b></a>. Cy Moss.'),
    "a link of a paper without a label": entry(names='. Ada Quill. <a href="/other.pdf"></a>'),
}


@pytest.mark.parametrize("paper", REFUSED.values(), ids=REFUSED)
def test_an_element_with_more_than_one_paper_is_refused(paper):
    with pytest.raises(PageChanged):
        read(page(LAMPS, paper, SNOW))


READ = {
    "raised marks": entry(names=". Ada Quill<sup>1</sup>, and Bo Zuse<sup>*</sup>."),
    "names in elements with commas": entry(names=". <i>Ada Quill</i>, <i>Bo Zuse</i>."),
    "and between elements": entry(names=". <i>Ada Quill</i> and <i>Bo Zuse</i>."),
    "a star": entry(names=f". Ada Quill{STAR.format('*')}, and Bo Zuse."),
    "a title in italics within": entry(title="Kites <i>on</i> Rails"),
    "a link beside an unlinked title": '<p><b>Kites on Rails</b>. Ada Quill, Bo Zuse. <a href="/kites.pdf">[pdf]</a></p>',
}


@pytest.mark.parametrize("paper", READ.values(), ids=READ)
def test_equivalent_markup_is_read(paper):
    reading = read(page(LAMPS, paper, SNOW, WING))
    assert not reading.notes
    kites = reading.entries[1]
    assert (kites.title, kites.authors) == ("Kites on Rails", ("Ada Quill", "Bo Zuse"))
    assert kites.pdf_url == "https://kites.example/kites.pdf"


def test_a_second_list_is_refused():
    with pytest.raises(PageChanged, match="2"):
        read(page(KITES, after=f'<section class="accepted_papers_section">{LAMPS}</section>'))


@pytest.mark.parametrize("box", ['<section class="posters">{}</section>', "<div>{}</div>"])
def test_papers_outside_the_list_are_reported(box):
    notes = read(page(KITES, after=box.format(LAMPS + SNOW))).notes
    assert any("/lamps.pdf" in note for note in notes)
    assert any("Lanterns Underwater" in note for note in notes)


def test_links_around_the_content_are_not_papers():
    assert not read(page(KITES, after='<footer><a href="/flyer.pdf">Flyer</a></footer>')).notes


def test_text_between_papers_is_reported_and_prose_above_is_not():
    assert any("session" in note for note in read(page(KITES, "<p>The second session.</p>", LAMPS)).notes)
    assert not read(page("<p>All these papers will be shown as posters.</p>", KITES, LAMPS)).notes
    assert any("Looking Up" in note for note in read(page("<p>Looking Up. Ed Wing, and Ada Quill.</p>", KITES, LAMPS)).notes)


def test_the_only_paper_without_a_link_is_reported():
    bare = "<p><b>Looking Up</b>. Ed Wing.</p>"
    assert any("Looking Up" in note for note in read(page(KITES, LAMPS, bare, SNOW)).notes)
    assert not read(page(KITES, LAMPS, bare, SNOW, bare.replace("Looking Up", "Looking Down"))).notes


def test_a_title_that_links_nowhere_says_that_there_is_no_pdf():
    assert not read(page(KITES, LAMPS, WING.replace("/wing.pdf", ""), SNOW)).notes


def test_a_duplicate_title_is_reported():
    assert any("twice" in note for note in read(page(KITES, LAMPS, KITES.replace("/kites.pdf", "/other.pdf"))).notes)


DETAILS_REFUSED = {
    "two summaries": details("Kites", more="<summary><b>Lamps</b>. Cy Moss.</summary>"),
    "a bold title in a link of the body": details(
        "Kites", body='<a href="/k.pdf">(paper)</a> <a href="/l"><b>Lamps</b></a>. Cy Moss'
    ),
    "the only link without a label": details("Kites", body='See <a href="/k.pdf">our text</a>.'),
}


@pytest.mark.parametrize("paper", DETAILS_REFUSED.values(), ids=DETAILS_REFUSED)
def test_a_details_element_with_more_than_one_paper_is_refused(paper):
    with pytest.raises(PageChanged):
        read(page(details("Snow", "Di Frost"), paper), "details")


def test_text_between_details_elements_is_reported():
    notes = read(page(details("Kites"), "<div>Session two</div>", details("Lamps", "Cy Moss")), "details").notes
    assert any("Session two" in note for note in notes)


def test_an_incomplete_row_of_a_programme_is_reported():
    row = '<tr id="wse-detail-{}"><td><strong>Kites</strong>{}</td><td><i>Ada Quill</i></td></tr>'
    whole = row.format(1, '<small>(Poster)</small><a href="https://openreview.net/forum?id=k">l</a>')
    html = f"<html><body><table>{whole}{row.format(2, '')}</table></body></html>"
    assert any("Kites" in note for note in read(html, "schedule").notes)
    html = f"<html><body><table>{whole}</table><small>(Spotlight)</small></body></html>"
    assert any("Spotlight" in note for note in read(html, "schedule").notes)
