"""The papers with metadata that a query asks for: an author, a topic, an award, an edition, an id or an address.

Only a query that asks for it imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from archive.catalogue.filters import is_person
from archive.errors import UsageError
from archive.model.text import fold, without_apostrophes, words
from archive.search.postings import Postings
from archive.search.query import ADDRESS, Term
from archive.search.ranking import ScoredDocs, listed
from archive.search.stored_papers import SINGLE, Papers, award_name

if TYPE_CHECKING:
    from archive.catalogue.taxonomy import Topic


class MetadataSearch:
    """Finds papers by their metadata.

    Args:
        folder: that of the archive, whose topics ``topic:`` means; None for the bundled ones.
    """

    def __init__(self, papers: Papers, postings: Postings, folder: Path | None) -> None:
        self._papers = papers
        self._postings = postings
        self._folder = folder

    def find(self, term: Term) -> ScoredDocs:
        """Papers with a field that begins with the words of a term; authors, topics, awards, ids and addresses have their own
        rules."""
        special = {"author": self._author, "topic": self._topic, "id": self._id, "award": self._award, ADDRESS: self._address}
        if term.field in special:
            return special[term.field](term)
        start = " ".join(words(term.text))
        field = str(term.field)
        return listed(field, self._papers.where(field, lambda value: " ".join(words(value)).startswith(start)))

    def begun(self, start: str) -> Iterator[ScoredDocs]:
        """Papers with a topic, year, venue, edition, award or id that begins with this text."""
        yield self._topic(Term(start, "prefix", "topic"))
        for field in SINGLE:
            yield listed(field, self._papers.where(field, lambda value: fold(str(value)).startswith(start)))
        yield listed("id", self._papers.with_id_from(start))

    def _id(self, term: Term) -> ScoredDocs:
        number = self._papers.number(fold(term.text))
        return listed("id", [] if number is None else [number])

    def _address(self, term: Term) -> ScoredDocs:
        """The papers with a pasted address or id. Only this kind of query reads every record."""
        from archive.model.urls import keys_of_paper, pasted_keys

        wanted = set(pasted_keys(term.text))
        found = []
        for number in range(len(self._papers)):
            record = self._papers.record(number)
            ids = {name: record.get(name) for name in ("openreview_id", "arxiv_id", "doi")}
            links = (link["url"] for link in record["links"])
            if not wanted.isdisjoint(keys_of_paper(ids, record["pdf_url"], record["page_url"], links)):
                found.append(number)
        return listed("address", found)

    def _award(self, term: Term) -> ScoredDocs:
        """Papers with an award that begins with a phrase, or has a word in its name."""
        if term.kind == "phrase":
            return listed("award", self._papers.where("award", lambda award: award_name(award).startswith(term.text)))
        return listed("award", self._papers.where("award", lambda award: fold(term.text) in words(award)))

    def _author(self, term: Term) -> ScoredDocs:
        """Papers by a person; or, if no name has all of the words, by any of the people that commas separate. See
        :func:`~archive.catalogue.filters.is_person`."""
        found = self._papers_by(term.text)
        if not found and "," in term.text:
            found = sorted({number for one in term.text.split(",") for number in self._papers_by(one)})
        return listed("author", found)

    def _papers_by(self, person: str) -> list[int]:
        asked = set(words(without_apostrophes(person)))
        full = {word for word in asked if len(word) > 1} or asked  # initials have no postings
        every = [self._postings.frequencies("person", word).keys() for word in full]
        candidates = sorted(set(every[0]).intersection(*every[1:])) if every else []
        return [n for n in candidates if any(is_person(person, name) for name in self._papers.value("authors", n))]

    def _topic(self, term: Term) -> ScoredDocs:
        """Papers with the topic of this name, narrower topics included; if there is none, with all topics whose id begins
        with it. For a prefix, also with the topics whose name or synonym begins with it."""
        from archive.catalogue.taxonomy import load_taxonomy

        taxonomy = load_taxonomy(self._folder)
        if term.kind != "prefix":
            with suppress(UsageError):
                wanted = taxonomy.find(term.text).id
                return listed("topic", self._papers.where("topics", lambda topic: topic == wanted))
        start = fold(term.text)
        begun = {topic.id for topic in taxonomy.values() if term.kind == "prefix" and _has_prefix(topic, start)}
        return listed("topic", self._papers.where("topics", lambda topic: topic in begun or fold(topic).startswith(start)))


def _has_prefix(topic: Topic, start: str) -> bool:
    """Whether the id, the name or a synonym of a topic begins with this text."""
    return any(fold(spelling).startswith(start) for spelling in (topic.id, topic.name, *topic.synonyms))
