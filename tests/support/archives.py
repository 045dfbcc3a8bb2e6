"""A small invented archive, written through the store into a folder of the test's own."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from archive.catalogue.items import items
from archive.model.paper import Abstract, Link, Paper, Source
from archive.model.record import Record
from archive.store.root import Root

LISTS = "https://kites.example/list.html"
TABLES = """
[kites2031]
name = "Kites for Systems at ACME 2031"
venue = "ACME"
year = 2031
date = 2031-05-01
location = "Léopoldville"
url = "https://kites.example/2031/"

[kites2032]
name = "Kites for Systems at ACME 2032"
venue = "ACME"
year = 2032
url = "https://kites.example/2032/"
"""


NAME = 'name = "ML for Systems"\nuse_bundled = true\n'
"""What an ``archive.toml`` holds that makes editions of one's own part of the bundled archive: only then is there a site."""


def paper(paper_id: str, title: str, *authors: str, **more: object) -> Paper:
    """A valid paper: with a source, and a PDF of its own."""
    facts = {"pdf_url": f"https://kites.example/{paper_id}.pdf", "sources": (Source(LISTS, "2031-05-02"),)} | more
    return Paper(id=paper_id, title=title, authors=authors, **facts)


def abstract(text: str, source: str = "page") -> Abstract:
    return Abstract(text=text, source=source, url=LISTS, retrieved="2031-05-02")


PAPERS: dict[str, tuple[tuple[Paper, str | None], ...]] = {
    "isca2019": (
        (
            paper("vanloon2019weight", "The Weight of Snow", "Mia van Loon", topics=("storage", "caching")),
            "Snow is heavy. Don't carry the weight of a whole winter! Weather balloons help.",
        ),
    ),
    "neurips2024": (
        (
            paper(
                "quill2024kites",
                "Kites on Rails: Scheduling Wind for Trains",
                "Ada Quill",
                "Bo Zuse Jr.",
                award="Best Paper Award",
                presentation="oral",
                topics=("caching", "runtime-systems"),
            ),
            "Trains are slow in calm weather. We tie learned kites to a train. The schedulers were happy.",
        ),
        (
            paper(
                "altinbuken2024lantern",
                "The Lantern's Glow in C++",
                "Deniz Altınbüken",
                "Łukasz Ørsted",
                topics=("networking",),
            ),
            "Lanterns glow under water. A k-means clustering of lamps runs in 3.5 seconds on x86/ARM machines.",
        ),
        (
            paper("strass2024snow", "Straßenbahn Snow Ploughs", "Zoë Straß", status="withdrawn"),
            None,
        ),
    ),
    "kites2031": (
        (
            paper(
                "quill2031deep",
                "Deep Kites",
                "Ada Quill",
                "Mia van Loon",
                equal_contribution=("Ada Quill",),
                summary="Kites that dive after lanterns hang from ropes woven of glass, "
                "which break less often than older ones woven from wool.",
                links=(Link("code", "https://kites.example/deep.git"),),
                topics=("caching",),
                arxiv_id="3105.00001",
            ),
            "Deep learning of data-centre kites. It scales to ten thousand strings.",
        ),
        (paper("moss2031index", "An Index of Moss", "Cy Moss", openreview_id="mOsS31"), None),
    ),
    "kites2032": (
        (
            paper("frost2032learned", "Learned Snow Removal with Kites", "Di Frost", award="Honourable Mention"),
            "Removal of snow is learned from lanterns and the wind in the rails.",
        ),
    ),
}


def written_once(write: Callable[[Path], Root]) -> Callable[[Path], Root]:
    """Write the same files as the first time into an empty folder. The slow store is used only once per process."""
    known: dict[str, bytes] = {}

    @wraps(write)
    def give(folder: Path) -> Root:
        if folder.exists() and any(folder.iterdir()):
            return write(folder)
        if not known:
            root = write(folder)
            known.update({str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
            return root
        for name, content in known.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Root(folder)

    return give


@cache
def _held(folder: Path) -> tuple[list[str], list[tuple[str, bytes, int]]]:
    """The folders and files below a folder that never changes, with the content and times of files."""
    folders, files = [], []
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_dir():
            folders.append(name)
        else:
            files.append((name, path.read_bytes(), path.stat().st_mtime_ns))
    return folders, files


def copy_archive(source: Path, target: Path) -> None:
    """Copy an archive that is written once per run, with the times of its files, in half the time of ``shutil``."""
    folders, files = _held(source)
    for folder in ("", *folders):
        os.makedirs(target / folder, exist_ok=True)
    for name, content, changed in files:
        path = f"{target}/{name}"
        with open(path, "wb", buffering=0) as file:
            file.write(content)
        os.utime(path, ns=(changed, changed))


@written_once
def write_archive(folder: Path) -> Root:
    """The whole invented archive under ``folder``; two of its editions are the bundled registry's."""
    root = Root(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "editions.toml").write_text(TABLES, encoding="utf-8")
    for edition, papers in PAPERS.items():
        root.store.write_papers(edition, [one for one, _ in papers])
        texts = {one.id: abstract(text) for one, text in papers if text}
        if texts:
            root.store.write_abstracts(edition, texts)
    return root


def records(root: Root) -> list[Record]:
    """All papers in the archive's order, as records."""
    return [item.record() for item in items(root)]


SHORT, LONG_FORM, BOTH = "fog2032rl", "dew2032agents", "ray2032both"
UMBRELLAS: dict[Paper, str | None] = {
    paper(SHORT, "RL for Umbrellas", "Cy Fog"): None,
    paper(
        LONG_FORM, "Agents that Wait", "Di Dew"
    ): "Reinforcement learning opens doors, and reinforcement learning shuts them.",
    paper(BOTH, "Umbrellas by Reinforcement Learning", "Al Ray"): "We use RL.",
    paper("ray2032color", "The Behavior of Colored Fiber", "Al Ray"): "We optimize a datacenter for hardware/software.",
    paper("sun2032kmeans", "K-Means with GPUs by Co-Design", "Al Sun"): "Three LLMs saw no prefetching.",
    paper("sky2032colour", "Optimising Neighbours", "Bo Sky"): "A data center for software, or for hardware, is centred.",
}
"""Papers that say one thing in several ways: abbreviations, spellings, words written as one and apart."""


@written_once
def write_umbrellas(folder: Path) -> Root:
    """The invented archive, with papers that say one thing in several ways in its last edition."""
    root = write_archive(folder)
    root.store.write_papers("kites2032", list(UMBRELLAS))
    root.store.write_abstracts("kites2032", {one.id: abstract(text) for one, text in UMBRELLAS.items() if text})
    return root


CACHED, AT_SEA = "ray2032cache", "sky2032kites"
CACHED_TITLE = "Learned Cache Eviction with Bandits"
CACHED_TEXT = (
    "Cache eviction decides the hit rate of a content delivery network. We train an agent by reinforcement learning, "
    "with a reward for each hit; a contextual bandit chooses what to evict from the cache."
)


@written_once
def write_uncurated(folder: Path) -> Root:
    """The invented archive, with papers without topics in its last edition."""
    root = write_archive(folder)
    root.store.write_papers(
        "kites2032",
        [
            paper(CACHED, CACHED_TITLE, "Al Ray"),
            paper(AT_SEA, "Kites at Sea", "Bo Sky"),
            paper("rain2032retracted", "Cache Eviction Retracted", "Cy Rain", status="withdrawn"),
        ],
    )
    root.store.write_abstracts("kites2032", {CACHED: abstract(CACHED_TEXT), AT_SEA: abstract("Kites were flown from ships.")})
    return root
