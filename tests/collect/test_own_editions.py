# ruff: noqa: E501 - pages are as wide as pages are
"""An edition added by a user: one table in the root's editions.toml, pages in a folder, no code."""

from __future__ import annotations

import pytest

from tests.support.commands import run

LIST = """<html><body><header><div class="floating-description">{header}</div></header>
<section class="main-content accepted_papers_section"><h2>Accepted Papers</h2>
<p><a href="/papers/kites.pdf"><b>Kites on Rails</b></a>. Ada Quill<span title="Equal contribution" class="equal_contribution">*</span>, and Bo Zuse.<br/><b>Best Paper Award</b></p>
<p><a href=""><b>Lanterns Underwater</b></a>. Cy Moss.</p>
</section></body></html>"""
DETAILS = """<html><body><div class="floating-description">{header}</div>
<div class ="accepted_papers_section"><div class="inner clearfix"><section class="main-content"><h2>Accepted Papers</h2>
<p><details><summary>🔽 <b>Kites on Rails</b>. Ada Quill, Bo Zuse .</summary>
<p>Flying kites from trains is hard. Ours flew. <a href="/papers/kites.pdf"><b>(paper)</b></a></p></details></p>
<p><details><summary>🔽 <b>Lanterns Underwater</b>. Cy Moss.</summary>
<p>Wet lanterns glow anyway. <a href="/papers/lanterns.pdf"><b>(paper)</b></a></p></details></p>
</section></div></div></body></html>"""
SCHEDULE = """<html><body><div class="floating-description">{header}</div><table><tbody>
<tr id="wse-detail-1"><td>9:00</td><td><strong>Welcome</strong></td><td><i></i></td></tr>
<tr id="wse-detail-2"><td>9:10</td><td><a><strong>Kites on Rails</strong></a> <small>(Spotlight)</small>
<div class="collapse" id="collapse2"><div class="card card-body"><p>Flying kites from trains is hard. Ours flew.</p>
<div><a href="https://openreview.net/forum?id=kItEs">Link »</a></div></div></div></td><td><i>Ada Quill · Bo Zuse</i></td></tr>
<tr id="wse-detail-3"><td>9:20</td><td><strong>Lanterns Underwater</strong> <small>(Poster)</small></td><td><i>Cy Moss</i></td></tr>
</tbody></table></body></html>"""
TABLE = """
[kites2031]
name = "Kites and Lanterns at ACME 2031"
venue = "ACME"
year = 2031
url = "https://kites.example/2031/"
pages = [{{ url = "https://kites.example/2031/papers.html", family = "{family}" }}]
"""


@pytest.fixture(params=[("list", LIST), ("details", DETAILS), ("schedule", SCHEDULE)], ids=lambda pair: pair[0])
def own(request, tmp_path):
    family, page = request.param
    root, mirror = tmp_path / "root", tmp_path / "mirror"
    folder = mirror / "kites.example" / "2031"
    folder.mkdir(parents=True)
    root.mkdir()
    (root / "editions.toml").write_text(TABLE.format(family=family))
    (folder / "papers.html").write_text(page.format(header="Kites and Lanterns at ACME 2031, May 1st"))
    return root, mirror


def test_an_own_edition_is_scraped_searched_shown_and_exported_like_others(capsys, own):
    root, mirror = own
    ran = run(capsys, "scrape", "kites2031", "--mirror", mirror, "--root", root)
    assert ran.code == 0
    assert ran.out.startswith("kites2031: 2 papers")
    assert run(capsys, "search", "kites", "--root", root, "--format", "ids").out == "quill2031kites\n"
    assert (
        run(capsys, "search", "author:moss", "--venue", "ACME", "--root", root, "--format", "ids").out == "moss2031lanterns\n"
    )
    assert "Ada Quill" in run(capsys, "show", "quill2031kites", "--root", root).out
    assert "booktitle = {{Workshop} on {Kites} and {Lanterns} at {ACME} 2031}" in run(capsys, "export", "--root", root).out
    row = next(row for row in run(capsys, "editions", "--json", "--root", root).json if row["id"] == "kites2031")
    assert row["papers"] == 2
    assert run(capsys, "check", "--root", root).code == 0


def test_its_page_of_another_year_is_refused(capsys, own):
    root, mirror = own
    page = mirror / "kites.example" / "2031" / "papers.html"
    page.write_text(page.read_text().replace("ACME 2031", "ACME 2030"))
    ran = run(capsys, "scrape", "kites2031", "--mirror", mirror, "--root", root)
    assert ran.code == 1
    assert "ACME 2030" in ran.err
    assert not (root / "scraped" / "kites2031.json").exists()


def test_an_edition_without_a_page_stays_in_the_order_of_its_file(capsys, tmp_path):
    (tmp_path / "editions.toml").write_text(TABLE.format(family="list").replace("pages = ", "# "))
    rows = "title,authors,status\nKites,Ada Quill,\nLanterns,Cy Moss,withdrawn\nStrings,Bo Zuse,\n"
    (tmp_path / "papers.csv").write_text(rows)
    asked = ("--root", tmp_path)
    assert run(capsys, "import", tmp_path / "papers.csv", "--edition", "kites2031", "--yes", *asked).code == 0
    before = (tmp_path / "scraped" / "kites2031.json").read_bytes()
    ran = run(capsys, "scrape", "kites2031", "--no-abstracts", *asked)
    assert "order" not in ran.err
    assert (tmp_path / "scraped" / "kites2031.json").read_bytes() == before
