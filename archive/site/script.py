"""What the search page searches in: one script file with the papers, an index of their words, and the rules of the search.

Words are split and stemmed by the code of ``mlforsys search``. Postings are flat lists of numbers, in the order of terms: for
each paper, ascending, ``number - number before, how many places, first place, place - place before, …``. ``stopped`` are those
of stop words by their stems, ``content`` those of all others in texts, ``names`` those of words of names.
``static/index.js`` reads them.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

from archive.catalogue.taxonomy import Taxonomy, Topic
from archive.model.analysis import STOP_WORDS, key, split, stem
from archive.model.presentation import distinction
from archive.model.record import Record
from archive.model.text import title_key
from archive.search.papers import GAP, TITLE_COUNTS
from archive.site.contents import Contents
from archive.site.rules import rules
from archive.site.views import PaperView

NAME = "archive.js"
SCRIPTS = (
    f"search/{NAME}",
    *(f"static/{name}.js" for name in ("words", "query", "index", "plan", "plain", "facets", "search")),
)
KINDS = ("content", "stopped", "names")
Postings = dict[str, "array[int]"]
"""The numbers of each term."""


def names(contents: Contents) -> str:
    """The script where papers are searched by :mod:`archive.site.sharded`: the names of editions and topics, and the rules."""
    return _script({**_names(contents), "rules": rules()})


def write(contents: Contents) -> str:
    """The script. Abstracts are searched, and shown, where the papers' records hold them."""
    named = _names(contents)
    editions = {row[0]: number for number, row in enumerate(named["editions"])}
    topics = {row[0]: number for number, row in enumerate(named["topics"])}
    people = {author.path: number for number, author in enumerate(contents.authors)}
    bylines = {byline.name: people[byline.path] for view in contents.papers for byline in view.authors}
    numbers = {name: number for number, name in enumerate(bylines)}
    words = _Words()
    papers = [
        [
            view.id,
            view.title,
            [numbers[author.name] for author in view.authors],
            editions[view.edition.edition.id],
            [topics[topic] for topic in view.item.paper.topics],
            [topics[topic] for topic in contents.taxonomy.with_broader(view.item.paper.topics)],
            view.marks,
            view.record["summary"] or "",
            view.record["award"] or "",
            view.record["abstract"] or "",
            view.pdf or "",
            int(view.withdrawn),
            list(_labels(view.record)),
            len(view.first_authors),
            *words.add(number, view),
        ]
        for number, view in enumerate(contents.papers)
    ]
    known = [topic for topic in contents.taxonomy.values() if topic.id in topics]
    return _script(
        {
            **named,
            "papers": papers,
            "bylines": [who if name == contents.authors[who].person.name else [name, who] for name, who in bylines.items()],
            "people": [[author.path.split("/")[-2], author.person.name] for author in contents.authors],
            "called": list(_called(known, topics).items()),
            "spellings": [[name, topics.get(topic, -1)] for name, topic in _spellings(contents.taxonomy).items()],
            **words.packed(),
            "rules": rules(),
        }
    )


def _names(contents: Contents) -> dict[str, list[Any]]:
    """Editions, oldest first, and all topics that papers have, those above them too, with their names and synonyms."""
    editions = [view.edition for view in reversed(contents.editions)]
    held = chain.from_iterable(contents.taxonomy.with_broader(view.item.paper.topics) for view in contents.papers)
    topics = dict.fromkeys(chain((view.topic.id for view in contents.topics), held))
    named = zip(topics, contents.taxonomy.names(topics), strict=True)
    return {
        "editions": [[edition.id, edition.name, edition.venue or "", edition.year or 0] for edition in editions],
        "topics": [[*row, contents.taxonomy[row[0]].synonyms if row[0] in contents.taxonomy else []] for row in named],
    }


def _labels(record: Record) -> Iterator[str]:
    """What a result shows of a paper besides what stands in its own columns."""
    yield from filter(None, (record["status"], distinction(record["presentation"])))
    yield from record.get("suggested_topics", ())


def _called(known: Iterable[Topic], numbers: Mapping[str, int]) -> dict[str, list[int]]:
    """Topics by what people call them, as stems."""
    called: dict[str, list[int]] = defaultdict(list)
    for topic in known:
        for name in filter(None, dict.fromkeys(map(key, (topic.name, *topic.synonyms)))):
            called[name].append(numbers[topic.id])
    return called


def _spellings(taxonomy: Taxonomy) -> dict[str, str]:
    """Topics by the names that :meth:`~archive.catalogue.taxonomy.Taxonomy.find` knows, the first of each."""
    names = ((name, topic.id) for topic in taxonomy.values() for name in (topic.id, topic.name))
    synonyms = ((name, topic.id) for topic in taxonomy.values() for name in topic.synonyms)
    found: dict[str, str] = {}
    for name, topic in chain(names, synonyms):
        found.setdefault(title_key(name), topic)
    return found


def _script(data: Mapping[str, object]) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"self.ARCHIVE={text};\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class _Words:
    """All words as papers spell them, and where their stems and the words of names stand."""

    def __init__(self) -> None:
        self._postings: dict[str, Postings] = {kind: defaultdict(lambda: array("I")) for kind in KINDS}
        self._last: dict[tuple[str, str], int] = {}  # the last paper of each term, by kind and term
        self._counts: Counter[str] = Counter()

    def add(self, number: int, view: PaperView) -> tuple[int, int, int]:
        """Take a paper in; the length of its scored text, the words of its title and of its abstract."""
        parts = [[word.text for word in split(view.record[part] or "")] for part in ("title", "abstract", "summary")]
        names = [[word.text for word in split(name)] for name in view.record["authors"]]
        held: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, word in _placed(parts):
            held["stopped" if word in STOP_WORDS else "content", stem(word)].append(place)
        for place, word in _placed(names):
            held["names", word].append(place)
        for (kind, term), places in held.items():
            before = self._last.get((kind, term), 0)
            steps = (place - last for last, place in pairwise(places))
            self._postings[kind][term].extend((number - before, len(places), places[0], *steps))
            self._last[kind, term] = number
        self._counts.update(set(chain(*parts, *names)))
        title, abstract, summary = parts
        length = sum(word not in STOP_WORDS for word in chain(title * TITLE_COUNTS, abstract, summary))
        return length, len(title), len(abstract)

    def packed(self) -> dict[str, Any]:
        """Words in order, how many papers hold each, and the postings."""
        counted = sorted(self._counts.items())
        return {
            "words": " ".join(word for word, _ in counted),
            "counts": [count for _, count in counted],
            **{kind: _packed(postings) for kind, postings in self._postings.items()},
        }


def _placed(parts: Iterable[Sequence[str]]) -> Iterator[tuple[int, str]]:
    """The words of some parts of a text, each with its place."""
    place = 0
    for part in parts:
        yield from enumerate(part, place)
        place += len(part) + GAP


def _packed(postings: Postings) -> tuple[str, list[list[int]]]:
    """Terms, and the postings of each."""
    return " ".join(sorted(postings)), [postings[term].tolist() for term in sorted(postings)]
