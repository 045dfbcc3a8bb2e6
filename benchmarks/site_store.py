"""An invented archive of any size, with a seed: what the benchmarks of size run over."""

from __future__ import annotations

import random
from pathlib import Path

from archive.catalogue.taxonomy import load_taxonomy
from archive.model.paper import Abstract, Paper, Source
from archive.store.root import Root

AN_EDITION = 500
_FIRST = 1990


_WORDS = 20_000


def vocabulary(seed: int = 1) -> list[str]:
    """The words of the archive of that seed, most frequent first."""
    return _draw_words(random.Random(seed))


def _draw_words(draw: random.Random) -> list[str]:
    return ["".join(draw.choices("abcdefghiklmnoprstuvw", k=draw.randint(3, 11))) for _ in range(_WORDS)]


def write_store(folder: Path, papers: int, abstracts: bool, seed: int = 1) -> None:
    """Write a store of so many papers, 500 an edition, and the table of its editions.

    Args:
        folder: the root; it must be there.
        abstracts: whether each paper has one, of 150 words.
    """
    draw = random.Random(seed)
    words = _draw_words(draw)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    family, given = ([word.capitalize() for word in draw.sample(words, k)] for k in (3000, 300))
    topics = list(load_taxonomy())

    def text(length: int) -> str:
        return " ".join(draw.choices(words, weights, k=length))

    store, tables = Root(folder).store, []
    for first in range(0, papers, AN_EDITION):
        year = _FIRST + first // AN_EDITION
        edition = f"kites{year}"
        url = f"https://kites.example/{year}/"
        tables.append(
            f'[{edition}]\nname = "Kites at ACME {year}"\nvenue = "ACME"\nyear = {year}\nurl = "{url}"\ndate = {year}-05-01\n'
        )
        written = [
            Paper(
                id=f"kite{year}n{number}",
                title=text(9).capitalize(),
                authors=tuple(f"{draw.choice(given)} {draw.choice(family)}" for _ in range(draw.randint(1, 7))),
                pdf_url=f"{url}{number}.pdf",
                topics=tuple(draw.sample(topics, draw.randint(1, 3))),
                summary=text(25).capitalize() + ".",
                sources=(Source(url, f"{year}-05-02"),),
            )
            for number in range(first, min(first + AN_EDITION, papers))
        ]
        store.write_papers(edition, written)
        if abstracts:
            found = {paper.id: Abstract(text(150).capitalize() + ".", "page", url, f"{year}-05-02") for paper in written}
            store.write_abstracts(edition, found)
    (folder / "editions.toml").write_text("\n".join(tables), encoding="utf-8")
    (folder / "archive.toml").write_text('name = "Kites for Systems"\nuse_bundled = true\n', encoding="utf-8")
