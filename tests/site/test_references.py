"""The references on a paper's page are those of ``mlforsys cite``, by whichever way they were made."""

from __future__ import annotations

import itertools

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.export.bibliographic_data import make_reference
from archive.export.cite import cite
from archive.site.references import STYLES, is_plain
from archive.store.editions import load_registry
from tests.support.archives import paper, records, write_archive

NAMES = (
    "Ada Quill",
    "Mia van der Berg",
    "Jean-Luc Marie Straß",
    "J.-L. Moss",
    "Łukasz Ørsted",
    "A. B. Zuse",
    "D'Arcy O'Neil",
    "Li Xiaozhou-Wei",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = write_archive(tmp_path_factory.mktemp("references"))
    titles = ("Kites? Of Course", "Kites at 3.5 Knots!", "An End.", "5G for Kites", "Kites: A Survey (and More)")
    for first, edition in enumerate(("kites2031", "kites2032")):
        made = [
            paper(f"x{edition}{number}{at}", title, *itertools.islice(itertools.cycle(NAMES), at, at + number))
            for number in (1, 2, 3, 6, 7)
            for at, title in enumerate(titles)
            if (number + at) % 2 == first
        ]
        many = paper(f"many{edition}", "Many", *(f"Ada{chr(97 + n)} Quill{chr(97 + n)}" for n in range(23)))
        root.store.write_papers(edition, [*made, many])
    return root


@pytest.mark.parametrize("style", [style for _, style, _ in STYLES])
def test_the_simple_formatter_gives_the_same_references_as_the_processor(root, style):
    registry, taxonomy = load_registry(root.folder), load_taxonomy(root.folder)
    known = {one["id"]: one for one in records(root)}
    found = {key: make_reference(one, registry.get(one["edition"]), taxonomy) for key, one in known.items()}
    plain = [key for key, reference in found.items() if is_plain(reference)]
    assert len(plain) > 20
    make = next(make for _, name, make in STYLES if name == style)
    assert {key: make(found[key]) for key in plain} == dict(cite([known[key] for key in plain], registry, style))
