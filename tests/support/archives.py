"""A small invented archive, written through the store into a folder of the test's own."""

from __future__ import annotations

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


def paper(paper_id: str, title: str, *authors: str, **more: object) -> Paper:
    """A paper that is sound: with a source, and a PDF of its own."""
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
    """All papers in the archive's own order, as results show them."""
    return [item.record() for item in items(root)]
