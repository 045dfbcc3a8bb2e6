"""An archive for another workshop: started with ``init``, filled from an invented CSV file."""

from __future__ import annotations

from pathlib import Path

from archive.store.archive_config import Identity
from archive.store.new_archive import start_archive
from archive.store.root import Root
from tests.support.archives import abstract, paper

KFS = Identity(
    "Kites for Systems",
    short_name="KfS",
    url="https://kites.example/",
    contact="chairs@kites.example",
    license="CC BY 4.0",
)
TABLE = """
[kfs2031]
name = "Kites for Systems 2031"
venue = "KfS"
year = 2031
url = "https://kites.example/2031/"
"""
TOPICS = """
[rope]
name = "Ropes and lines"
kind = "area"
description = "Papers whose main matter is a rope."
about = "What kites hang on, and how long it lasts."
synonyms = ["cord"]

[weather]
name = "Weather"
kind = "area"
description = "Papers on wind and rain as such."
"""
PAPERS = (
    (paper("quill2031kites", "Kites on Rails: Scheduling Wind", "Ada Quill", "Bo Zuse"), "We tie kites to rails."),
    (paper("moss2031lanterns", "Lanterns Under Water", "Cy Moss", "Jane Deo"), "Lamps glow on a cord."),
)


def own_archive(folder: Path, *, topics: str = "", identity: Identity = KFS) -> Root:
    """An archive of its own with two papers, and with topics if they are given."""
    start_archive(folder, identity)
    root = Root(folder)
    with (folder / "editions.toml").open("a", encoding="utf-8") as file:
        file.write(TABLE)
    if topics:
        (folder / "topics.toml").write_text(topics, encoding="utf-8")
    root.store.write_papers("kfs2031", [one for one, _ in PAPERS])
    root.store.write_abstracts("kfs2031", {one.id: abstract(text) for one, text in PAPERS})
    return root
