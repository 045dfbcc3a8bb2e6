"""References ready to paste, in every style that there is."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue import items
from archive.cite import cite, style_names
from archive.errors import UsageError
from archive.export import export_format
from archive.models import Edition
from archive.names import family_name
from archive.record import make_record, without_abstract
from archive.registry import Registry, load_registry
from archive.root import find_root
from tests.archives import paper
from tests.commands import run
from tests.strategies import full_names, quick

ACME = Edition(id="acme2031", name="Kites at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
REGISTRY = Registry(acme2031=ACME)
SOSD = {
    "acm": "Andreas Kipf, Ryan Marcus, Alexander van Renen, Mihail Stoian, Alfons Kemper, Tim Kraska, and Thomas Neumann. "
    "2019. SOSD: A Benchmark for Learned Indexes. In ML for Systems at NeurIPS 2019, December 14, 2019. Retrieved from ",
    "apa": "Kipf, A., Marcus, R., van Renen, A., Stoian, M., Kemper, A., Kraska, T., & Neumann, T. (2019, December 14). "
    "SOSD: A Benchmark for Learned Indexes. ML for Systems at NeurIPS 2019. ",
    "chicago": "Kipf, Andreas, Ryan Marcus, Alexander van Renen, Mihail Stoian, Alfons Kemper, Tim Kraska, and Thomas Neumann. "
    "2019. “SOSD: A Benchmark for Learned Indexes.” ML for Systems at NeurIPS 2019, December 14, 2019. ",
    "ieee": "A. Kipf et al., “SOSD: A Benchmark for Learned Indexes,” in ML for Systems at NeurIPS 2019, Dec. 2019. "
    "[Online]. Available: ",
}
AMISS = re.compile(r"[.,;]\s*[.,;]|\s[.,]|”[.,]|[?!][.,]|&\w+;|<|\bNone\b|\[1\]|  ")


def reference(style, title, *authors, **facts):
    record = make_record(paper("quill2031kites", title, *authors, **facts), ACME, None)
    ((_, text),) = cite([record], REGISTRY, style)
    return text


@pytest.fixture(scope="module")
def archive():
    root = find_root()
    registry = load_registry(root.folder)
    return [item.record() for item in items(root, registry)], registry


@pytest.mark.parametrize("style", style_names())
def test_a_paper_of_the_archive_in_each_style(archive, style):
    papers, registry = archive
    ((_, text),) = cite([one for one in papers if one["id"] == "kipf2019sosd"], registry, style)
    url = "https://mlforsystems.org/assets/papers/neurips2019/sosd_kipf_2019.pdf"
    assert text.removesuffix(".") == SOSD[style] + url


@pytest.mark.parametrize("style", style_names())
def test_every_paper_of_the_archive_reads_well(archive, style):
    papers, registry = archive
    for one, (paper_id, text) in zip(papers, cite(papers, registry, style), strict=True):
        assert paper_id == one["id"]
        body = text.replace(one["pdf_url"] or "-", "URL").replace(".,", ",").replace(".;", ";")  # initials end in points
        assert one["title"].lower() in text.lower()
        assert str(one["year"]) in text
        assert not AMISS.search(body)
        for name in one["authors"][:1]:
            assert family_name(name).split()[-1] in text


@pytest.mark.parametrize("style", style_names())
def test_a_withdrawn_paper_without_names_stands_once_and_says_so(style):
    text = reference(style, "[Retracted]", status="withdrawn", page_url="https://kites.example/list")
    assert text.count("[Retracted]") == 1
    assert text.endswith("(withdrawn)")


def test_a_question_ends_a_sentence():
    assert "Kites?” in" in reference("ieee", "Why Kites?", "Ada Quill")
    assert "Kites?” Kites" in reference("chicago", "Why Kites?", "Ada Quill")
    assert "Kites? Kites" in reference("apa", "Why Kites?", "Ada Quill")


@quick
@given(st.sampled_from(style_names()), st.text(min_size=1), st.lists(full_names, max_size=3))
def test_any_title_and_names_make_a_line(style, title, authors):
    text = reference(style, f"Kites {title}", *authors)
    assert "Kites" in text
    assert "\n" not in text


def test_a_style_that_is_none_is_wrong_usage(archive):
    papers, registry = archive
    with pytest.raises(UsageError, match="acm, apa, chicago, ieee"):
        list(cite(papers, registry, "mla"))


# -- the command


@pytest.fixture
def root(tmp_path, monkeypatch):
    shutil.copytree(find_root().folder / "scraped", tmp_path / "scraped")
    monkeypatch.setenv("MLFORSYS_ROOT", str(tmp_path))


def test_several_papers_by_any_name(capsys, root):
    ran = run(capsys, "cite", "--style", "ieee", "kipf2019sosd", "mao2018learning")
    assert ran.code == 0
    first, second = ran.out.rstrip("\n").split("\n\n")
    assert first.startswith("A. Kipf et al., “SOSD")
    assert second.startswith("H. Mao, M. Schwarzkopf")
    assert run(capsys, "cite", "sosd: a benchmark", "--style", "ieee").out == first + "\n"


def test_ids_come_from_stdin_and_json_goes_out(capsys, root, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("kipf2019sosd\nno such paper at all\n"))
    ran = run(capsys, "cite", "-", "--json")
    assert ran.code == 1
    assert [one["id"] for one in json.loads(ran.out)] == ["kipf2019sosd"]
    assert "no such paper at all" in ran.err


def test_an_unknown_style_or_paper_is_a_sentence(capsys, root):
    assert run(capsys, "cite", "kipf2019sosd", "--style", "mla").code == 2
    ran = run(capsys, "cite", "zeppelinzeppelin")
    assert (ran.code, ran.out) == (1, "")


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not on this machine")
def test_pandoc_renders_the_archive_from_bibtex_and_from_csl(archive, tmp_path):
    papers, registry = archive
    records = [without_abstract(one) for one in papers]
    for name, file in (("bibtex", "all.bib"), ("csl-json", "all.json")):
        (tmp_path / file).write_text("".join(export_format(name).write(records, registry)), encoding="utf-8")
        document = f"---\nbibliography: {file}\nnocite: '@*'\n---\n"
        command = ["pandoc", "--citeproc", "-f", "markdown", "-t", "plain", "--wrap=none"]
        made = subprocess.run(command, input=document, text=True, capture_output=True, check=True, cwd=tmp_path).stdout
        for one in papers:
            assert _letters(one["title"]) in _letters(made)


def _letters(text):
    return re.sub(r"[\W_]+", "", text).casefold()
