"""The taxonomy: topics that papers have, ``topics.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.errors import StoreError, UsageError
from archive.model.text import title_key, words
from archive.store.files import read_toml
from archive.store.root import TOPICS

MOST_TOPICS = 4
KINDS = ("area", "method")
_TEXT = {"name", "kind", "description"}
_TEXTS = {"synonyms"}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. ``broader`` is the id of the topic that includes it; ``description`` the rule by which
    papers get it; ``synonyms`` other words for it."""

    id: str
    name: str
    kind: str
    description: str
    broader: str | None = None
    synonyms: tuple[str, ...] = ()


class Taxonomy(dict[str, Topic]):
    """The topics by id, in the order of their file."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        super().__init__((topic.id, topic) for topic in topics)

    def find(self, text: str) -> Topic:
        """The topic of that id, name or synonym, case, accents, blanks, hyphens and a plural's s aside; else a
        :class:`UsageError` that names the nearest."""
        key = title_key(text)
        for wanted in (key, key.removesuffix("s")):
            for spellings in (lambda t: (t.id, t.name), lambda t: t.synonyms):
                for topic in self.values():
                    if wanted and wanted in map(title_key, spellings(topic)):
                        return topic
        raise UsageError(f'There is no topic "{text}".{self._nearest(" ".join(words(text)))} `mlforsys topics` lists all.')

    def narrower(self, topic_id: str) -> list[Topic]:
        """The topics right below one."""
        return [topic for topic in self.values() if topic.broader == topic_id]

    def tree(self, above: str | None = None, depth: int = 0) -> Iterator[tuple[int, Topic]]:
        """All topics with their depth, areas before methods, each above its narrower ones."""
        for topic in sorted(self.values(), key=lambda topic: KINDS.index(topic.kind)):
            if topic.broader == above:
                yield depth, topic
                yield from self.tree(topic.id, depth + 1)

    def within(self, topic_id: str) -> frozenset[str]:
        """A topic and all below it."""
        return frozenset({topic_id}).union(*(self.within(topic.id) for topic in self.narrower(topic_id)))

    def with_broader(self, ids: Iterable[str]) -> list[str]:
        """The topics and all above them, each once; ids that the taxonomy does not know stay."""
        found: dict[str, None] = {}
        for topic_id in ids:
            above: str | None = topic_id
            while above is not None and above not in found:
                found[above] = None
                above = self[above].broader if above in self else None
        return list(found)

    def spared(self, ids: Sequence[str]) -> list[str]:
        """Those among topics that a narrower one beside them includes already."""
        return [topic for topic in ids if any(topic in self.with_broader([other])[1:] for other in ids)]

    def arranged(self, ids: Iterable[str]) -> list[str]:
        """Areas before methods, else as they stand; ids that the taxonomy does not know last."""
        return sorted(ids, key=lambda topic: KINDS.index(self[topic].kind) if topic in self else len(KINDS))

    def names(self, ids: Iterable[str]) -> list[str]:
        """Names to show; an unknown topic shows its id."""
        return [self[topic_id].name if topic_id in self else topic_id for topic_id in ids]

    def _nearest(self, wanted: str) -> str:
        from rapidfuzz import fuzz, process

        spellings = {" ".join(words(s)): topic.id for topic in self.values() for s in (topic.id, topic.name, *topic.synonyms)}
        close = process.extract(wanted, list(spellings), scorer=fuzz.ratio, limit=5, score_cutoff=65)
        near = list(dict.fromkeys(spellings[spelling] for spelling, _, _ in close))[:3]
        return f" Did you mean {' or '.join(near)}?" if near else ""


@lru_cache(maxsize=1)
def load_taxonomy(path: Path = TOPICS) -> Taxonomy:
    """The bundled taxonomy. Raises :class:`StoreError` naming file, topic and key of what is wrong."""
    taxonomy = Taxonomy(_topic(path, topic_id, table) for topic_id, table in read_toml(path).items())
    for topic in taxonomy.values():
        if topic.broader is not None and topic.broader not in taxonomy:
            raise StoreError(f"{path}: [{topic.id}]: broader names {topic.broader!r}, which is no topic.")
        if topic.broader is not None and topic.id in taxonomy.with_broader([topic.broader]):
            raise StoreError(f"{path}: [{topic.id}]: it would be broader than itself.")
    return taxonomy


def _topic(path: Path, topic_id: str, table: Any) -> Topic:
    def wrong(what: str) -> StoreError:
        return StoreError(f"{path}: [{topic_id}]: {what}. See its head.")

    if not isinstance(table, Mapping):
        raise wrong("it should be a table")
    if unknown := table.keys() - _TEXT - _TEXTS - {"broader"}:
        raise wrong(f"unknown key {sorted(unknown)[0]!r}")
    for key in (*_TEXT, "broader"):
        if not isinstance(table.get(key, "" if key == "broader" else None), str):
            raise wrong(f"{key} should be a text")
    if table["kind"] not in KINDS:
        raise wrong(f"kind should be {' or '.join(KINDS)}, not {table['kind']!r}")
    for key in _TEXTS & table.keys():
        if not isinstance(table[key], list) or not all(isinstance(text, str) for text in table[key]):
            raise wrong(f"{key} should be a list of texts")
    return Topic(id=topic_id, **{key: tuple(value) if key in _TEXTS else value for key, value in table.items()})  # type: ignore[arg-type]
