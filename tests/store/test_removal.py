"""A paper is removed completely or not at all."""

from __future__ import annotations

import pytest

from archive.catalogue.items import removed_items
from archive.errors import ArchiveError, StoreError
from archive.model.paper import Link, Paper, Source
from archive.store.curation import load_curation
from archive.store.editions import load_registry
from archive.store.removal import remove_paper, restore_paper
from archive.store.root import Root


def test_a_paper_of_the_bundled_catalogue_is_removed_from_a_root_that_uses_it(workshop):
    root = Root(workshop)
    registry = load_registry(workshop)
    paper = root.store.papers("neurips2021")[0]
    path = remove_paper(root, registry["neurips2021"], paper, "Another workshop's.")
    assert path == workshop / "curation" / "neurips2021.toml"
    assert paper.id not in {one.id for one in root.store.papers("neurips2021")}
    (removed,) = removed_items(root, registry)
    assert (removed.edition.id, removed.paper) == ("neurips2021", paper)
    curated = load_curation("neurips2021", workshop)[paper.id]
    assert curated.summary  # what else people know of it stays known
    restore_paper(root, removed.edition, removed.paper)
    assert root.store.papers("neurips2021")[0] == paper
    assert load_curation("neurips2021", workshop)[paper.id].removed is None
    assert list(removed_items(root, registry)) == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_paper_is_put_back_where_it_stood(root, place):
    edition = load_registry(root.folder)["kites2031"]
    before = [Paper(f"quill2031{word}", word.title(), ("Ada Quill",)) for word in ("kites", "snow", "zebras")]
    root.store.write_papers("kites2031", before)
    remove_paper(root, edition, before[place])
    restore_paper(root, edition, before[place])
    assert root.store.papers("kites2031") == before


def test_papers_removed_one_after_another_come_back_in_their_old_order(root):
    edition = load_registry(root.folder)["kites2031"]
    before = root.store.papers("kites2031")
    for paper in before:
        remove_paper(root, edition, paper)
    for paper in reversed(before):
        restore_paper(root, edition, paper)
    assert root.store.papers("kites2031") == before


def test_a_paper_is_put_last_if_the_one_before_it_has_gone(root):
    edition = load_registry(root.folder)["kites2031"]
    first, second, third = (Paper(f"quill2031{word}", word.title(), ("Ada Quill",)) for word in ("kites", "snow", "zebras"))
    root.store.write_papers("kites2031", [first, second, third])
    remove_paper(root, edition, second)
    remove_paper(root, edition, first)
    restore_paper(root, edition, second)
    assert root.store.papers("kites2031") == [third, second]


def test_damaged_curation_leaves_everything_as_it_was(root):
    edition = load_registry(root.folder)["kites2031"]
    paper = root.store.papers("kites2031")[0]
    (root.folder / "curation").mkdir(exist_ok=True)
    (root.folder / "curation" / "kites2031.toml").write_text("[broken")
    with pytest.raises((ArchiveError, StoreError)):
        remove_paper(root, edition, paper)
    assert paper in root.store.papers("kites2031")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('removed = { title = "T", after = 3 }', "removed: after should be a text"),
        ("removed = true", "removed should be a table"),
        ("removed = { authors = [] }", "removed: title is missing"),
        ('removed = { title = "T", colour = "red" }', 'removed: unknown field "colour"'),
        ('removed = { title = "T", reason = 3 }', "removed: reason should be a text"),
        ('removed = { title = "T", authors = "Ada" }', "authors should be a list"),
    ],
)
def test_a_record_without_the_right_form_is_refused(tmp_path, text, says):
    (tmp_path / "archive.toml").write_text('name = "Kites"\nuse_bundled = false\n')
    (tmp_path / "curation").mkdir()
    (tmp_path / "curation" / "kites2031.toml").write_text(f"[quill2031kites]\n{text}\n")
    with pytest.raises(StoreError, match=says):
        load_curation("kites2031", tmp_path)


def test_every_field_of_a_removed_paper_comes_back(root):
    edition = load_registry(root.folder)["kites2031"]
    paper = Paper(
        "quill2031zebras",
        'Zebras: "Stripes" \\ Snow',
        ("Ada Quill", "Bo van Zuse"),
        family_names=(("Bo van Zuse", "van Zuse"),),
        equal_contribution=("Ada Quill",),
        award="Best Paper Award",
        presentation="oral",
        status="withdrawn",
        pdf_url="https://kites.example/z.pdf",
        links=(Link("slides", "https://kites.example/z.key"),),
        doi="10.1/2",
        sources=(Source("https://kites.example/", "2031-05-01"),),
    )
    root.store.write_papers("kites2031", [paper])
    remove_paper(root, edition, paper)
    (removed,) = removed_items(root)
    restore_paper(root, removed.edition, removed.paper)
    assert root.store.papers("kites2031") == [paper]
