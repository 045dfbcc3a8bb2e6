"""The taxonomy: the topics of papers, in ``topics.toml``, the bundled one or an archive's own::

[rope]                                         # the id; it never changes
name = "Ropes and lines"
kind = "area"                                  # what a paper is about; or "method", how it does it
description = "Papers on ropes as such."       # the rule for people who assign topics
about = "What kites hang on, and how long."    # for readers; by default the description
broader = "materials"                          # the topic that includes this one
synonyms = ["line", "cord"]                    # other names
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.catalogue.near_values import near_spellings
from archive.errors import StoreError, UsageError
from archive.model.text import did_you_mean, fold, quote, title_key, words
from archive.store.file_names import TOPICS
from archive.store.files import file_version, read_toml
from archive.store.root import data_files
from archive.store.validation import TEXT, TEXTS, Rule, one_of, problems

MOST_TOPICS = 4
KINDS = ("area", "method")
_REQUIRED = ("name", "kind", "description")
_RULES: Mapping[str, Rule] = {
    "name": TEXT,
    "kind": one_of(KINDS),
    "description": TEXT,
    "about": TEXT,
    "broader": TEXT,
    "synonyms": TEXTS,
}
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_FORM = "A topic has name, kind and description, and may have about, broader and synonyms."


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic.

    Attributes:
        kind: ``area`` or ``method``.
        description: the rule for people who assign topics.
        broader: the id of the topic that includes it.
        synonyms: other names.
        about: what it is, for readers.
    """

    id: str
    name: str
    kind: str
    description: str
    broader: str | None = None
    synonyms: tuple[str, ...] = ()
    about: str | None = None

    @property
    def text(self) -> str:
        """What it is, for readers."""
        return self.about or self.description


class Taxonomy(dict[str, Topic]):
    """The topics by id, in the order of their file."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        super().__init__((topic.id, topic) for topic in topics)

    def find(self, text: str) -> Topic:
        """The topic with this id, name or synonym, regardless of case, accents, blanks, hyphens and a plural s.

        Raises:
            UsageError: there is none; the message names similar ones.
        """
        key = title_key(text)
        for wanted in (key, key.removesuffix("s")):
            for spellings in (lambda t: (t.id, t.name), lambda t: t.synonyms):
                for topic in self.values():
                    if wanted and wanted in map(title_key, spellings(topic)):
                        return topic
        if not self:
            raise UsageError(
                f'There is no topic "{text}": this archive has no topics. `mlforsys topics` explains how to add some.'
            )
        raise UsageError(f'There is no topic "{text}".{self._nearest(" ".join(words(text)))} `mlforsys topics` lists them all.')

    def named(self, text: str) -> Topic:
        """The topic that :meth:`find` finds, else the only one whose id begins so; ``topic:`` in a query takes all of
        these.

        Raises:
            UsageError: there is none, or there are several; the message names them.
        """
        try:
            return self.find(text)
        except UsageError:
            start = fold(text.strip())
            begun = [topic for topic in self.values() if start and fold(topic.id).startswith(start)]
            if len(begun) == 1:
                return begun[0]
            if not begun:
                raise
        near = did_you_mean([topic.id for topic in begun])
        raise UsageError(f'There is no topic "{text}".{near} `mlforsys topics` lists them all.')

    def resolve(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The ids of the topics that a person gives a paper, as the store keeps them: each once, areas before methods.

        Args:
            texts: ids, names or synonyms.

        Raises:
            UsageError: a topic is unknown, there are too many, or one includes another.
        """
        ids = list(dict.fromkeys(self.find(text).id for text in texts))
        if len(ids) > MOST_TOPICS:
            raise UsageError(f"A paper has at most {MOST_TOPICS} topics, not {len(ids)}. Keep the most important ones.")
        if redundant := self.redundant(ids):
            raise UsageError(f"{redundant[0]} already includes a narrower topic of the list. Keep one of them.")
        return tuple(self.areas_first(ids))

    def narrower(self, topic_id: str) -> list[Topic]:
        """The topics directly below one."""
        return [topic for topic in self.values() if topic.broader == topic_id]

    def tree(self, above: str | None = None, depth: int = 0) -> Iterator[tuple[int, Topic]]:
        """All topics with their depth, areas before methods, each before its narrower ones."""
        for topic in sorted(self.values(), key=lambda topic: KINDS.index(topic.kind)):
            if topic.broader == above:
                yield depth, topic
                yield from self.tree(topic.id, depth + 1)

    def within(self, topic_id: str) -> frozenset[str]:
        """The ids of a topic and all topics below it."""
        return frozenset({topic_id}).union(*(self.within(topic.id) for topic in self.narrower(topic_id)))

    def with_broader(self, ids: Iterable[str]) -> list[str]:
        """The topics and all topics above them, each once; unknown ids are kept."""
        found: dict[str, None] = {}
        for topic_id in ids:
            above: str | None = topic_id
            while above is not None and above not in found:
                found[above] = None
                above = self[above].broader if above in self else None
        return list(found)

    def all_broader(self, topic_id: str) -> list[str]:
        """The ids of all topics above one; stops if the chain returns to a topic."""
        found: list[str] = []
        above = self[topic_id].broader
        while above is not None and above in self and above not in found:
            found.append(above)
            above = self[above].broader
        return found

    def redundant(self, ids: Sequence[str]) -> list[str]:
        """Those of some topics that are superfluous, since a narrower one of them is there."""
        return [topic for topic in ids if any(topic in self.with_broader([other])[1:] for other in ids)]

    def areas_first(self, ids: Iterable[str]) -> list[str]:
        """The topics with areas before methods, otherwise in their order; unknown ids last."""
        return sorted(ids, key=lambda topic: KINDS.index(self[topic].kind) if topic in self else len(KINDS))

    def names(self, ids: Iterable[str]) -> list[str]:
        """The names to show; the id for an unknown topic."""
        return [self[topic_id].name if topic_id in self else topic_id for topic_id in ids]

    def _nearest(self, wanted: str) -> str:
        """The topics with a spelling like what was asked for; with the synonym if the id says nothing of it."""
        spellings = {" ".join(words(s)): topic.id for topic in self.values() for s in (topic.id, topic.name, *topic.synonyms)}
        near: dict[str, str] = {}
        for spelling in near_spellings(wanted, spellings, most=5):
            topic = spellings[spelling]
            own = " ".join(words(f"{topic} {self[topic].name}"))
            near.setdefault(topic, topic if spelling in own else f'{topic} ("{spelling}")')
        return did_you_mean(list(near.values())[:3])


def load_taxonomy(folder: Path | None = None) -> Taxonomy:
    """The topics of the archive under ``folder``, perhaps none: the bundled ones, unless it is an archive of its own, and
    those of ``folder/topics.toml``, which add to them and override them.

    Raises:
        StoreError: a file is damaged; the message names file, topic and key.
    """
    files = data_files(folder, TOPICS)
    return _load(tuple((path, file_version(path)) for path in files))


@lru_cache(maxsize=4)
def _load(files: tuple[tuple[Path, tuple[int, int]], ...]) -> Taxonomy:
    where: dict[str, Path] = {}
    topics: dict[str, Topic] = {}
    for path, _ in files:
        for topic_id, table in read_toml(path).items():
            where[topic_id], topics[topic_id] = path, _topic(path, topic_id, table)
    taxonomy = Taxonomy(topics.values())
    for topic in taxonomy.values():
        place = f"{where[topic.id]}: [{topic.id}]"
        if topic.broader is not None and topic.broader not in taxonomy:
            raise StoreError(f"{place}: broader is {quote(topic.broader)}, which is not a topic.")
        if topic.id in taxonomy.all_broader(topic.id):
            raise StoreError(f"{place}: its chain of broader topics leads back to itself.")
    return taxonomy


def _topic(path: Path, topic_id: str, table: Any) -> Topic:
    wrong_id = [] if _ID.fullmatch(topic_id) else ["an id is lower-case letters, digits and hyphens"]
    for problem in (*wrong_id, *problems(table, _RULES, _REQUIRED, what="a table", key="key")):
        raise StoreError(f"{path}: [{topic_id}]: {problem}. {_FORM}")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return Topic(id=topic_id, **values)
