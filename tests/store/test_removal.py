"""A paper is removed whole, or a sentence says why it would come back."""

from __future__ import annotations

import pytest

from archive.errors import ArchiveError, StoreError
from archive.store.editions import load_registry
from archive.store.removal import remove_paper
from archive.store.root import Root


def test_a_paper_of_the_bundled_catalogue_is_not_removed(workshop):
    root = Root(workshop)
    edition = load_registry(workshop)["neurips2021"]
    paper = root.store.papers("neurips2021")[0]
    with pytest.raises(ArchiveError, match=r"was not removed: "):
        remove_paper(root, edition, paper)
    assert paper in root.store.papers("neurips2021")


def test_damaged_curation_leaves_everything_as_it_was(root):
    edition = load_registry(root.folder)["kites2031"]
    paper = root.store.papers("kites2031")[0]
    (root.folder / "curation").mkdir(exist_ok=True)
    (root.folder / "curation" / "kites2031.toml").write_text("[broken")
    with pytest.raises((ArchiveError, StoreError)):
        remove_paper(root, edition, paper)
    assert paper in root.store.papers("kites2031")
