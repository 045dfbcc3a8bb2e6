"""The address of a page never changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue.items import items
from archive.model.name_parts import name_key
from archive.model.paper import WITHDRAWN
from archive.site import addresses
from tests.support.archives import PAPERS, paper
from tests.support.commands import run
from tests.support.sites import build_site, write_odd_archive
from tests.support.strategies import full_names, quick


@pytest.fixture
def root(tmp_path):
    return write_odd_archive(tmp_path / "root")


def given_addresses(site) -> set[str]:
    return {name for name in site.files() if name.endswith((".html", ".bib", ".ris", ".json"))}


def test_papers_editions_topics_and_years_have_the_documented_addresses(plain_site):
    files = plain_site.files()
    for page in (
        "papers/quill2024kites/",
        "editions/neurips2024/",
        "editions/neurips2024/by-topic/",
        "topics/caching/",
        "authors/ada-quill/",
        "years/2024/",
        "search/",
        "about/",
    ):
        assert f"{page}index.html" in files


def test_adding_an_older_edition_changes_no_address(plain_site, root, tmp_path):
    before = given_addresses(plain_site)
    same_named = [paper("quill2018kites", "Older Kites", "Ada  Quill", "ADA QUILL", "Dr. Cy Moss", "王韦", "Lukasz Orsted")]
    root.store.write_papers("neurips2018", same_named)
    after = given_addresses(build_site(root, tmp_path / "out"))
    assert before < after
    new = {name.split("/")[1] for name in after - before if name.startswith("authors/")}
    assert new == {addresses.slug(name_key("王韦"))}


def test_a_filter_changes_no_address(plain_site, root, tmp_path):
    everything = given_addresses(plain_site)
    some = [item for item in items(root) if item.edition.id in ("kites2031", "odd2033")]
    assert given_addresses(build_site(root, tmp_path / "some", some=some)) < everything


def test_a_paper_that_is_withdrawn_later_keeps_its_page(plain_site, root, tmp_path):
    before = given_addresses(plain_site)
    papers = [replace(one, status=WITHDRAWN) for one, _ in PAPERS["neurips2024"]]
    root.store.write_papers("neurips2024", papers)
    site = build_site(root, tmp_path / "out")
    assert given_addresses(site) == before
    assert "Withdrawn" in site.text("papers/quill2024kites/")


def test_when_two_names_are_joined_to_one_person_the_older_address_redirects(root, tmp_path):
    (root.folder / "people.toml").unlink()
    before = build_site(root, tmp_path / "out")
    assert "1 paper" in before.text("authors/a-quill/")
    write_odd_archive(root.folder)
    after = build_site(root, tmp_path / "out")
    assert given_addresses(before) == given_addresses(after)
    (refresh,) = after.page("authors/a-quill/").xpath("//meta[@http-equiv='refresh']/@content")
    assert refresh == "0; url=../../authors/ada-quill/index.html"
    assert after.text("authors/a-quill/") == "Ada Quill This page has moved to Ada Quill"


@given(st.lists(full_names, min_size=2, max_size=8))
@quick
def test_different_people_have_different_ascii_addresses(names):
    keys = {name_key(name) for name in names}
    slugs = {addresses.slug(key) for key in keys}
    assert len(slugs) == len(keys)
    for slug in slugs:
        assert slug
        assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ada Quill", "ada-quill"),
        ("Łukasz Ørsted", "lukasz-orsted"),
        ("Deniz Altınbüken", "deniz-altinbuken"),
        ("Ameer Haj-Kite", "ameer-haj-kite"),
        ("王伟", "wangwei-0c6e5f"),
        ("王卫", "wangwei-042b98"),
        ("Андрей Щукин", "andrei-shchukin-787ff0"),
        ("김 하늘", "gim-haneul-eeeb07"),
        ("—", "e3b0c4"),
    ],
)
def test_addresses_of_people_never_change(name, slug):
    assert addresses.slug(name_key(name)) == slug


def test_the_command_takes_a_filter_and_writes_only_what_matches(capsys, root, tmp_path):
    out = tmp_path / "out"
    assert run(capsys, "site", out, "--root", root.folder, "--edition", "kites2031").code == 0
    assert sorted(path.name for path in (out / "papers").iterdir()) == ["moss2031index", "quill2031deep"]
    ran = run(capsys, "site", tmp_path / "none", "--root", root.folder, "--year", "2019", "--edition", "kites2032")
    assert ran.code == 0
    assert "No paper matches" in ran.err
    ran = run(capsys, "site", tmp_path / "none", "--root", root.folder, "--year", "1990")
    assert ran.code == 2
    assert "1990" in ran.err
    assert not (tmp_path / "none").exists()
