"""Counts of papers by year and topic, rising and falling topics, new and returning authors, frequent collaborators."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from archive.catalogue.author_identity import Person
from archive.catalogue.items import Item
from archive.catalogue.taxonomy import Taxonomy, Topic

RISING, FALLING = "rising", "falling"
_NOTABLE = 1.28  # standard errors between two shares; by chance, one in ten rises that much
_FEWEST = 4  # papers from which a topic can rise or fall


@dataclass(frozen=True, slots=True)
class Year:
    """The papers of a year and their authors.

    Attributes:
        new: authors without an earlier paper in the archive, whatever the filters.
        returning: authors with an earlier paper.
    """

    year: int
    papers: int
    authors: int
    new: int
    returning: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A topic by year, including narrower topics.

    Attributes:
        depth: its depth in the tree, from 0.
        papers: counts by year.
        early: its share of all papers in the first half of the years, 0 to 1; None if there is only one year.
        late: its share in the second half.
        direction: rising, falling or None.
    """

    topic: Topic
    depth: int
    papers: dict[int, int]
    early: float | None
    late: float
    direction: str | None

    @property
    def total(self) -> int:
        """Papers of all years."""
        return sum(self.papers.values())


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and the ids of the papers they wrote together."""

    one: str
    other: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """All counts; ``trends`` are in the order of the tree, ``pairs`` by number of papers."""

    years: tuple[Year, ...]
    trends: tuple[Trend, ...]
    pairs: tuple[Pair, ...]


def compute_stats(items: Sequence[Item], everybody: Sequence[Person], taxonomy: Taxonomy) -> Stats:
    """Count papers, without withdrawn ones and those of unregistered editions.

    Args:
        items: the papers to count.
        everybody: the people of the whole archive, to tell new authors from returning ones.
        taxonomy: the topics.
    """
    counted = {item.paper.id: item for item in items if item.edition.year and not item.paper.withdrawn}
    by_year = Counter(item.edition.year for item in counted.values())
    years = sorted(by_year)
    return Stats(
        years=_years(by_year, everybody, counted),
        trends=tuple(_trend(topic, depth, counted.values(), years, taxonomy) for depth, topic in taxonomy.tree()),
        pairs=_pairs(everybody, counted),
    )


def _years(by_year: Counter[int], everybody: Sequence[Person], counted: Collection[str]) -> tuple[Year, ...]:
    new: Counter[int] = Counter()
    returning: Counter[int] = Counter()
    for person in everybody:
        active = {item.edition.year for item in person.items if item.paper.id in counted}
        first = {min((i.edition.year for i in person.items if i.edition.year and not i.paper.withdrawn), default=None)}
        new.update(active & first)
        returning.update(active - first)
    return tuple(Year(year, by_year[year], new[year] + returning[year], new[year], returning[year]) for year in sorted(by_year))


def _trend(topic: Topic, depth: int, items: Collection[Item], years: Sequence[int], taxonomy: Taxonomy) -> Trend:
    within = taxonomy.within(topic.id)
    papers = Counter(item.edition.year for item in items if not within.isdisjoint(item.paper.topics))
    middle = len(years) // 2
    halves = years[:middle], years[middle:]
    sizes = [sum(item.edition.year in half for item in items) for half in halves]
    counts = [sum(papers[year] for year in half) for half in halves]
    early, late = map(_share, counts, sizes)
    return Trend(topic, depth, {year: papers[year] for year in years}, early, late or 0.0, _direction(counts, sizes))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _direction(counts: Sequence[int], sizes: Sequence[int]) -> str | None:
    """Rising or falling if two shares differ by more than chance would often explain (two-proportion z-test)."""
    if not all(sizes) or sum(counts) < _FEWEST:
        return None
    pooled = sum(counts) / sum(sizes)
    error = math.sqrt(pooled * (1 - pooled) * sum(1 / size for size in sizes))
    z = (counts[1] / sizes[1] - counts[0] / sizes[0]) / error if error else 0.0
    return RISING if z >= _NOTABLE else FALLING if z <= -_NOTABLE else None


def _pairs(everybody: Sequence[Person], counted: Collection[str]) -> tuple[Pair, ...]:
    """Pairs of people with two or more common papers."""
    on_paper: dict[str, list[str]] = defaultdict(list)
    for person in everybody:
        for item in person.items:
            if item.paper.id in counted:
                on_paper[item.paper.id].append(person.name)
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for paper_id in counted:
        for one, other in itertools.combinations(sorted(on_paper[paper_id]), 2):
            together[one, other].append(paper_id)
    pairs = [Pair(one, other, tuple(papers)) for (one, other), papers in together.items() if len(papers) > 1]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair.papers), pair.one, pair.other)))
