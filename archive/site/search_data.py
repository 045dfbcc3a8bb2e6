"""The data of the search page: one script with the papers as results show them, their words, split and stemmed by the
code of ``mlforsys search``, the values of filters, and the shared constants. ``static/index.js`` reads it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from archive.catalogue.taxonomy import Taxonomy
from archive.model.analysis import key, split_words, stem
from archive.model.presentation_type import distinction
from archive.model.record import Record
from archive.search.stored_papers import content_words
from archive.site import addresses
from archive.site.contents import Contents
from archive.site.search_constants import rules
from archive.site.search_results import NAME, Names, Result, display_names, results, script
from archive.site.views import PaperView

SCRIPTS = (
    f"search/{NAME}",
    *(f"static/{name}.js" for name in ("words", "excerpt", "query", "index", "plan", "plain", "facets", "search")),
)
_FIELDS = ("year", "edition", "venue", "award", "presentation", "status", "pdf", "topic", "author", "called", "label")

_PARTS = ("title", "abstract", "summary", "name")
_FIRST, _SURROGATES = 0x100, range(0xD800, 0xE000)

Fact = tuple[str, str, list[int]]
"""A value, its display name, and the numbers of the papers that have it."""
_Texts = Mapping[str, Sequence[Sequence[str]]]
"""The words of a paper's texts, by part."""


def write(contents: Contents) -> str:
    """The script. Abstracts are searched, and shown, where the papers' records hold them."""
    names = display_names(contents)
    facts = _facts(contents, names)
    people = {folder: number for number, (folder, *_) in enumerate(facts["author"])}
    return script(
        {
            "papers": [_with_numbers(result, names, people) for result in results(contents, names)],
            "facts": facts,
            **_words(contents.papers),
            "spellings": list(_spellings(contents.taxonomy)),
            "rules": rules(),
        }
    )


def _with_numbers(result: Result, names: Names, people: Mapping[str, int]) -> Result:
    """A result whose authors are indices into the people, with the printed name where it differs."""
    authors = [[people[one]] if name == names["author"][one] else [people[one], name] for name, one in result["authors"]]
    return {**result, "authors": authors}


def _words(views: Iterable[PaperView]) -> dict[str, Any]:
    """What is searched in: all words, in order, and their stems where these differ; in how many papers each word's stem counts,
    and how many words of each paper count; and the texts, with the rule by which words are written as letters."""
    known: dict[str, str] = {}
    papers = [_split(view.record, known) for view in views]
    words = sorted(known)
    stems = [stem(word) for word in words]
    stem_of = dict(zip(words, stems, strict=True))
    content = [content_words(*paper["title"], *paper["abstract"], *paper["summary"]) for paper in papers]
    held = Counter(chain.from_iterable(set(map(stem_of.__getitem__, some)) for some in content))
    return {
        "words": " ".join(words),
        "stems": " ".join("" if one == word else one for word, one in stem_of.items()),
        "held": [held[one] for one in stems],
        "lengths": [len(some) for some in content],
        "texts": _in_letters(papers, words),
        "letters": [_FIRST, _SURROGATES.start, len(_SURROGATES)],
    }


def _split(record: Record, known: dict[str, str]) -> _Texts:
    """The words of a paper's texts, by part; ``known`` has each word once, to save memory."""
    texts = {"title": [record["title"]], "abstract": [record["abstract"] or ""], "summary": [record["summary"] or ""]}
    parts = {**texts, "name": record["authors"]}.items()
    return {part: [[known.setdefault(word, word) for word in split_words(text)] for text in some] for part, some in parts}


def _in_letters(papers: Sequence[_Texts], words: Iterable[str]) -> dict[str, str]:
    """Each part of all papers, as their titles, in one text: a letter for each word, a blank between papers, and a comma
    between names. Browsers read that ten times as fast as lists of numbers, and find words in it by regular expressions."""
    letters = {word: _letter(number) for number, word in enumerate(words)}

    def written(texts: Iterable[Iterable[str]]) -> str:
        return ",".join("".join(map(letters.__getitem__, text)) for text in texts)

    return {part: " ".join(written(paper[part]) for paper in papers) for part in _PARTS}


def _letter(number: int) -> str:
    """A word's number as a letter: any character but ASCII and half ones."""
    code = _FIRST + number
    return chr(code if code < _SURROGATES.start else code + len(_SURROGATES))


def _facts(contents: Contents, names: Names) -> dict[str, list[Fact]]:
    """The values of all papers by field: years and editions newest first, others by name."""
    found: dict[str, dict[str, list[int]]] = {field: defaultdict(list) for field in _FIELDS}
    for number, view in enumerate(contents.papers):
        for field, value in dict.fromkeys(_facts_of(view, contents.taxonomy)):
            found[field][value].append(number)
    facts = {field: [(one, names.get(field, {}).get(one, one), held[one]) for one in held] for field, held in found.items()}
    ordered = {field: sorted(rows, key=itemgetter(1), reverse=field == "year") for field, rows in facts.items()}
    return {**ordered, "edition": facts["edition"][::-1]}


def _facts_of(view: PaperView, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """The fields and values of a paper. ``called`` is a topic by the stems of one of its names, ``label`` the stems of
    what a result shows besides the paper's texts."""
    edition, topics = view.edition.edition, taxonomy.with_broader(view.item.paper.topics)
    several = {
        "topic": topics,
        "author": [addresses.last_of(author.path) for author in view.authors],
        "called": _topic_names(topics, taxonomy),
        "label": map(_stemmed, _labels(view.record)),
    }
    single = {
        "year": edition.year,
        "edition": edition.id,
        "venue": edition.venue,
        "award": view.record["award"],
        "presentation": view.record["presentation"],
        "status": view.record["status"],
        "pdf": "yes" if view.pdf else None,
    }
    yield from ((field, str(value)) for field, value in single.items() if value)
    yield from ((field, value) for field, values in several.items() for value in values)


def _topic_names(topics: Iterable[str], taxonomy: Taxonomy) -> Iterator[str]:
    """The stems of the names and synonyms of topics."""
    for topic in (taxonomy[topic] for topic in topics if topic in taxonomy):
        yield from filter(None, map(key, (topic.name, *topic.synonyms)))


def _labels(record: Record) -> Iterator[str]:
    """What a result shows besides the paper's texts."""
    marks = (record["award"], record["status"], distinction(record["presentation"]))
    return filter(None, (*marks, *record["topics"], *record.get("suggested_topics", ())))


def _stemmed(label: str) -> str:
    """The stems of a label, each between blanks."""
    return f" {' '.join(map(stem, split_words(label)))} "


def _spellings(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """The names that topics are found by, with their ids, in the order of :meth:`~archive.catalogue.taxonomy.Taxonomy.find`."""
    for topic in taxonomy.values():
        yield from ((topic.id, topic.id), (topic.name, topic.id))
    for topic in taxonomy.values():
        yield from ((name, topic.id) for name in topic.synonyms)
