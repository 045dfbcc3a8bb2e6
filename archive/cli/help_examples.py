"""The names in the examples of the help. In another archive, its papers, editions, people and topics replace those of the
bundled one; if it has none yet, a placeholder in capitals does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from archive.model.paper import Paper
    from archive.store.papers import Store

_IDS = ("kipf2019sosd", "mao2018learning")
_EDITIONS = ("neurips2026", "neurips2025", "neurips2023", "neurips2019", "isca2019")
_PEOPLE = ("kraska", "alizadeh")
_PERSON = "tim kraska"
_TOPICS = ("compilers", "databases", "datacenters", "learned-indexes", "datasets")
_TITLES = ("SOSD: A Benchmark", "Learning Multi-dimensional Indexing")
_MOST_PAPERS = 50  # papers of which names are used
_WORDS = re.compile(r"[\w -]+")  # what a shell takes as it stands, and in double quotes
_QUOTABLE = re.compile(r'[^"$`\\!]+')


def renamer(root: str | Path | None) -> Callable[[str], str]:
    """A function that replaces the names in an example by names of the user's archive.

    Args:
        root: the archive's root; None for the one that would be used.

    Returns:
        The function. It changes nothing if the archive has the bundled papers, or cannot be read.
    """
    from archive.store.archive_config import load_identity
    from archive.store.root import locate_root

    try:
        folder = locate_root(Path(root) if root else None)
        if folder is None or load_identity(folder).use_bundled:
            return str
        names = _names(folder)
    except (ArchiveError, OSError):
        return str
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names, key=len, reverse=True)))
    return lambda text: pattern.sub(lambda found: names[found[0]], text)


def _names(folder: Path) -> Mapping[str, str]:
    """The replacement for each name in an example."""
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.model.names import family_name
    from archive.model.text import fold
    from archive.store.editions import load_registry
    from archive.store.papers import Store

    papers = _latest_papers(Store(folder))
    authors = list(dict.fromkeys(author for paper in papers for author in paper.authors if _WORDS.fullmatch(author)))
    titles = filter(_QUOTABLE.fullmatch, (paper.title.split(":")[0] for paper in papers))
    families = dict.fromkeys(family for author in authors if " " not in (family := fold(family_name(author))))
    names = _in_order(_IDS, [paper.id for paper in papers], "ID")
    names |= _in_order(_EDITIONS, list(load_registry(folder)), "EDITION")
    names |= _in_order(_PEOPLE, list(families), "NAME")
    names |= _in_order(_TOPICS, list(load_taxonomy(folder)), "TOPIC")
    begun = re.match(r"\D+\d{4}", names[_IDS[0]])
    return names | {
        "kipf2019": begun[0] if begun else "ID",
        _PERSON: fold(authors[0]) if authors else "NAME",
        **_in_order(_TITLES, list(titles), "TITLE"),
    }


def _latest_papers(store: Store) -> list[Paper]:
    """Some papers of the latest edition."""
    return [paper for edition in list(store.editions())[-1:] for paper in store.papers(edition)][:_MOST_PAPERS]


def _in_order(names: Sequence[str], own: Sequence[str], none: str) -> dict[str, str]:
    return {name: own[i % len(own)] if own else none for i, name in enumerate(names)}
