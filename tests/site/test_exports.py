"""Files for other programs beside the pages."""

from __future__ import annotations

import json

import pytest

from archive.export.formats import export_format
from archive.store.editions import load_registry
from tests.support.archives import records
from tests.support.sites import Site


@pytest.fixture(scope="module")
def site(site_with_pdfs) -> Site:
    return site_with_pdfs


def test_every_paper_has_its_citations_and_its_facts_as_files(site, odd_root):
    registry = load_registry(odd_root.folder)
    for record in records(odd_root):
        bare = record | {"abstract": None, "abstract_source": None}
        path = f"papers/{record['id']}/{record['id']}"
        assert site.read(f"{path}.bib") == "".join(export_format("bibtex").write([bare], registry))
        assert site.read(f"{path}.ris") == "".join(export_format("ris").write([bare], registry))
        assert json.loads(site.read(f"{path}.json")) == bare


def test_all_papers_and_each_edition_are_one_file_in_the_shape_of_export(site, odd_root):
    registry = load_registry(odd_root.folder)
    bare = [record | {"abstract": None, "abstract_source": None} for record in records(odd_root)]
    assert json.loads(site.read("papers.json")) == bare
    assert json.loads(site.read("papers.csl.json")) == json.loads("".join(export_format("csl-json").write(bare, registry)))
    assert len(site.read("papers.json").splitlines()) == len(bare) + 2  # a paper a line
    for ending, name in (("bib", "bibtex"), ("ris", "ris"), ("csv", "csv")):
        assert (site.folder / f"papers.{ending}").read_bytes().decode() == "".join(export_format(name).write(bare, registry))
    some = json.loads(site.read("editions/kites2031/kites2031.json"))
    assert [one["id"] for one in some] == ["quill2031deep", "moss2031index"]
    assert site.read("editions/kites2031/kites2031.bib").count("@inproceedings{") == 2


def test_a_topic_is_cited_with_its_narrower_topics_and_without_withdrawn_papers(site):
    page = site.page("topics/systems-software/")
    (button,) = page.xpath("//a[@data-copy-file and contains(@class, 'button')]")
    assert button.text == "Copy all BibTeX"
    written = site.read("topics/systems-software/systems-software.bib")
    standing = [item for item in page.xpath("//li[contains(@class, 'paper')]") if item.xpath(".//a[@class='bib']")]
    assert written.count("@inproceedings{") == len(standing) > 1
    assert "quill2024kites" in written  # of a narrower topic
