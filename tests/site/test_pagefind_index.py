"""Pagefind's index for sites of very many papers, and the message if Pagefind is missing."""

from __future__ import annotations

import json

import pytest

from archive.catalogue.items import items
from archive.catalogue.taxonomy import load_taxonomy
from archive.errors import ArchiveError
from archive.site import pagefind_index
from archive.site.build_options import SHARDED_FROM
from archive.site.contents import gather
from archive.store.people import load_known_people
from tests.support.commands import run
from tests.support.sites import build_site, write_odd_archive

needs_pagefind = pytest.mark.skipif(
    not pagefind_index.is_installed(), reason=f"Pagefind is not installed: {pagefind_index.EXTRA}"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    here = tmp_path_factory.mktemp("sharded")
    return build_site(write_odd_archive(here / "root"), here / "site", None, sharded=True)


def contents_of(root):
    return gather(list(items(root)), load_taxonomy(), load_known_people(root.folder), with_abstracts=False)


def policy(page):
    return page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


@needs_pagefind
def test_the_index_lies_beside_the_search_page_without_pagefinds_own_interfaces(site):
    names = {path.name for path in (site.folder / pagefind_index.FOLDER).iterdir()}
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "index", "fragment", "filter"} <= names
    assert not any("ui" in name for name in names)
    papers = len(list((site.folder / "papers").iterdir()))
    assert len(list((site.folder / pagefind_index.FOLDER / "fragment").iterdir())) == papers


@needs_pagefind
def test_many_papers_are_split_into_several_indexes(tmp_path, monkeypatch):
    monkeypatch.setattr(pagefind_index, "_OF_AN_INDEX", 4)
    site = build_site(write_odd_archive(tmp_path / "root"), tmp_path / "site", None, sharded=True)
    papers = len(list((site.folder / "papers").iterdir()))
    folders = [site.folder / folder for folder in pagefind_index.folders(papers)]
    indexed = [len(list((folder / "fragment").iterdir())) for folder in folders]
    assert (len(indexed), max(indexed), sum(indexed)) == (-(-papers // 4), 4, papers)
    assert [folder for folder in folders if (folder / "pagefind.js").exists()] == folders[:1]
    assert all(f'"{folder}"' in site.read("search/archive.js") for folder in pagefind_index.folders(papers))


@needs_pagefind
def test_only_the_search_page_may_run_the_program(site):
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy(site.page("search/"))
    assert "wasm" not in policy(site.page("papers/quill2031deep/"))
    assert site.page("search/").xpath("//script[@src]/@src")[-6:] == [f"../{name}" for name in pagefind_index.SCRIPTS]
    assert "quill2031deep" not in site.read("search/archive.js")


def test_papers_can_be_filtered_by_their_facts(tmp_path):
    root = write_odd_archive(tmp_path)
    (view,) = (view for view in contents_of(root).papers if view.id == "vanloon2019weight")
    filters = pagefind_index.filters_of(view, load_taxonomy())
    assert filters[:2] == ["year:2019", "edition:isca2019"]
    assert {"topic:storage", "topic:caching", "topic:systems-software"} <= set(filters)


def test_an_entry_is_written_in_signs_that_are_no_letters_and_read_back():
    signs = pagefind_index.in_signs({"title": "Kites für Ω"})
    assert not any(sign.isalnum() or sign.isspace() for sign in signs)
    assert json.loads(bytes(ord(sign) - 0x2800 for sign in signs)) == {"title": "Kites für Ω"}


def test_a_plain_site_has_no_pagefind(tmp_path):
    site = build_site(write_odd_archive(tmp_path / "root"), tmp_path / "site", None)
    assert not (site.folder / pagefind_index.FOLDER).exists()
    assert "wasm" not in policy(site.page("search/"))


def test_without_pagefind_a_sentence_names_the_command(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(pagefind_index, "is_installed", lambda: False)
    root = write_odd_archive(tmp_path / "root")
    ran = run(capsys, "site", tmp_path / "out", "--root", root.folder, "--search", "pagefind")
    assert (ran.code, pagefind_index.EXTRA in ran.err) == (2, True)
    assert not (tmp_path / "out").exists()
    with pytest.raises(ArchiveError, match="pip install"):
        pagefind_index.write_indexes(tmp_path, contents_of(root), None)


@pytest.mark.parametrize("there", [True, False])
def test_many_papers_use_pagefind_if_it_is_installed(capsys, tmp_path, monkeypatch, there):
    built = []
    monkeypatch.setattr(pagefind_index, "is_installed", lambda: there)
    monkeypatch.setattr(pagefind_index, "write_indexes", lambda *_: built.append(1))
    monkeypatch.setattr("archive.cli.commands.site.SHARDED_FROM", 3)
    root = write_odd_archive(tmp_path / "root")
    ran = run(capsys, "site", tmp_path / "out", "--root", root.folder)
    assert ran.code == 0
    assert bool(built) is there
    assert (pagefind_index.EXTRA in ran.err) is not there
    assert SHARDED_FROM > 1000
