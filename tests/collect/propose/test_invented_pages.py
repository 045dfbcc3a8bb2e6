"""The same invented papers in many layouts: each is read correctly, and with high confidence unless something is doubtful."""

from __future__ import annotations

import pytest

from archive.collect.propose import propose
from archive.collect.propose.lexicon import learn
from archive.store.root import bundled_catalogue

URL = "https://kites.example/2033/accepted.html"
PAPERS = {
    "Learning When to Land a Kite": ["Ada Quill", "Cy Moss"],
    "Lantern Scheduling under Uncertain Wind": ["Mia van Loon", "Bo Zuse", "Di Frost"],
    "How Long Is a Kite String? A Measurement Study": ["Jane Doe"],
    "Glass Ropes for Deep Water Lamps": ["Cy Moss", "Di Frost"],
    "Weather Models that Kites Can Afford": ["Ada Quill", "Ed Wing"],
    "Predicting Gusts from Lantern Light with Transformers": ["Ed Wing", "Mia van Loon", "Bo Zuse"],
    "Trains that Fly: Lessons from Three Years": ["Maria Garcia", "Wei Zhang"],
}
BADGE = "<span class=award>Best Paper Award</span>"
OLDER = (
    "<h3>2032</h3><ul><li><b>Older Kites Considered</b><br>Ada Quill, Old One</li>"
    "<li><b>Older Lanterns in the Dark</b><br>Bo Zuse, Di Frost</li>"
    "<li><b>Old Trains with Old Wheels</b><br>Mia van Loon, Cy Moss</li></ul>"
)
BREAK = "<tr><td>12:00</td><td>Lunch break</td><td></td></tr>"
BOLD = "style='font-weight:700'"
LISTS = ("<ul>", "</ul>")
SURE = {  # a paper, what stands before and after all
    "a list, bold": ("<li><b>{t}</b><br>{a}</li>", *LISTS),
    "paragraphs with affiliations": ("<p><b>{t}</b><br>{aff}</p>", "", ""),
    "a table with times": ("<tr><td>9:{i}0</td><td>{t}</td><td>{a}</td></tr>", "<table><tr><th>Time<th>Title<th>", "</table>"),
    "a table with a break": ("<tr><td>9:{i}0</td><td>{t}</td><td>{a}</td></tr>", "<table>", f"{BREAK}</table>"),
    "definitions": ("<dt>{t}</dt><dd>{a}</dd>", "<dl>", "</dl>"),
    "cards with badges": (
        "<div class='card'><span class='badge'>Poster</span><h5>{t}</h5><p class='card-text'>{aff}</p></div>", "<div>", "</div>"
    ),
    "OpenReview": (
        "<li class='note'><h4><a href='https://openreview.net/forum?id=x{i}ABCDE'>{t}</a>"
        "<a href='https://openreview.net/pdf?id=x{i}ABCDE'><img src='p.svg'></a></h4><div class='note-authors'>{a}</div></li>",
        *LISTS,
    ),
    "Google Sites": (f"<p class='zfr'><span {BOLD}>{{t}}</span></p><p class='zfr'><span>{{a}}</span></p>", "<div>", "</div>"),
    "Sphinx": ("<li><p><strong>{t}</strong></p><p>{a}</p></li>", "<section id='accepted-papers'><ul>", "</ul></section>"),
    "an accordion": ("<div class='item'><details><summary>{t}</summary><div><em>{a}</em></div></details></div>", "", ""),
    "titles in quotation marks": ("<li>“{t}” by {a}</li>", *LISTS),
    "an award beside one title": ("<li><strong>{t}</strong> {badge}<br>{a}</li>", *LISTS),
    "the years before below": ("<li><b>{t}</b><br>{a}</li>", "<h3>2033</h3><ul>", f"</ul>{OLDER}"),
    "sessions with chairs": ("<h3>Session {i}: Kites (chair: Grace Hall)</h3><p><i>{t}</i><br>{a}</p>", "", ""),
}  # fmt: skip
DOUBTFUL = {
    "title, full stop, authors": ("<li>{t}. {a}. <a href='{i}.pdf'>[PDF]</a></li>", *LISTS),
    "authors in parentheses": ("<li>{t} ({a})</li>", *LISTS),
    "authors before a colon": ("<li>{a}: <i>{t}</i></li>", *LISTS),
}


@pytest.fixture(scope="module")
def lexicon():
    known = bundled_catalogue()
    return learn(paper for edition in known.editions() for paper in known.papers(edition))


def page(form: str, before: str, after: str) -> str:
    papers = "".join(
        form.format(
            i=i,
            t=title,
            a=", ".join(names),
            aff=", ".join(f"{name} (University of Utrecht)" for name in names),
            badge=BADGE if i == 1 else "",
        )
        for i, (title, names) in enumerate(PAPERS.items())
    )
    head = "<title>Accepted papers - KfS 2033</title>"
    navigation = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/cfp'>Call</a></li></ul></nav>"
    return (
        f"<html><head>{head}</head><body>{navigation}<h1>Kites for Systems (KfS 2033)</h1><h2>Accepted papers</h2>"
        f"{before}{papers}{after}<footer><p>Contact us.</p></footer></body></html>"
    )


@pytest.mark.parametrize("form", SURE)
def test_a_layout_is_read_with_high_confidence(form, lexicon):
    proposal = propose(page(*SURE[form]), URL, lexicon)
    assert {entry.title: list(entry.authors) for entry in proposal.entries} == PAPERS
    assert (proposal.confidence, proposal.doubts) == ("high", [])


@pytest.mark.parametrize("form", DOUBTFUL)
def test_a_layout_is_read_with_low_confidence(form, lexicon):
    proposal = propose(page(*DOUBTFUL[form]), URL, lexicon)
    assert proposal.confidence == "low"
    assert sum(PAPERS.get(entry.title) == list(entry.authors) for entry in proposal.entries) >= len(PAPERS) - 1
