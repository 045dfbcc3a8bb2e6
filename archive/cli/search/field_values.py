"""Messages about fields of a query whose values no paper has, such as ``topic:db``.

A search imports this only if its query has fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from archive.catalogue.filters import Filters, Years, is_person, people_named
from archive.catalogue.near_values import near_names
from archive.errors import UsageError
from archive.model.text import did_you_mean, fold, venue_key
from archive.search.query import ADDRESS, Query, Term, parse_query

if TYPE_CHECKING:
    from archive.search.engine import SearchIndex
    from archive.store.root import Root

_AROUND_NAMES = "'‘’,"


def wrong_values(query: Query, root: Root, index: SearchIndex) -> Iterator[str]:
    """A sentence for each unknown topic, author, edition, venue or year in a query, for the address of an edition, and for
    ``abstract:`` in an archive without abstracts.

    Args:
        query: the parsed query.
        root: the archive's root.
        index: its search index.
    """
    for term in query.terms():
        if term.kind not in ("word", "phrase"):
            continue
        if term.field == "topic":
            yield from _wrong_topic(term.text, root, index)
        elif term.field == "author":
            yield from _wrong_author(term.text, _word_after(query, term), index)
        elif term.field in ("edition", "venue"):
            yield from _wrong_name(term.field, term.text, index)
        elif term.field == ADDRESS:
            yield from _edition_at(term.text, root, index)
    yield from _wrong_years(query, root)
    if any(term.field == "abstract" for term in query.terms()) and not index.papers.has_abstracts:
        yield "This archive has no abstracts yet; `mlforsys scrape` collects them."


def _edition_at(address: str, root: Root, index: SearchIndex) -> Iterator[str]:
    """A sentence if an address is not that of a paper but of an edition: its own page, one that lists its papers, or any that
    has its id as a folder."""
    from archive.store.editions import load_registry

    if index.search(parse_query(address), Filters(), limit=0).total:
        return
    path = _bare(address)
    for edition in load_registry(root.folder).values():
        own = {_bare(url) for url in (edition.url, *(page.url for page in edition.pages))}
        if path in own or edition.id in path.split("/")[1:]:
            yield f"{address} belongs to {edition.name}. Its papers: `mlforsys search --edition {edition.id}`"
            return


def _bare(address: str) -> str:
    """An address in a form that is the same for all addresses of a page, without a query string."""
    from archive.model.urls import address_key

    return (address_key(address) or "").partition("?")[0].removesuffix("/index.html")


def _wrong_name(field: str, text: str, index: SearchIndex) -> Iterator[str]:
    known = sorted(index.known_values(field))
    if not any(name.startswith(fold(text)) for name in known):
        if field == "edition" and text.isdigit():
            yield f'There is no edition "{text}". For a year: year:{text}.'
            return
        former = did_you_mean([venue_key(text)] if field == "venue" and venue_key(text) in known else [])
        yield f'There is no {field} "{text}".{former} Choose from {", ".join(known)}.'


def _wrong_topic(text: str, root: Root, index: SearchIndex) -> Iterator[str]:
    from archive.catalogue.taxonomy import load_taxonomy

    try:
        load_taxonomy(root.folder).find(text)
    except UsageError as error:
        begun = sorted(topic for topic in index.papers.topic_counts() if fold(topic).startswith(fold(text)))
        if not begun:
            yield str(error)
        elif len(begun) > 1:
            yield f'No topic is called "{text}"; these begin so: {", ".join(begun)}.'


def _wrong_author(text: str, after: str, index: SearchIndex) -> Iterator[str]:
    """A sentence if no author has a name; ``after`` is the next word of the query, which may be part of the name."""
    names = index.papers.values("authors")
    for one in people_named(text, names):
        if not any(is_person(one, name) for name in names):
            quoted = [f'author:"{name}"' for name in near_names(f"{one} {after}", names)] if after else []
            near = did_you_mean(quoted or near_names(one, names))
            yield f'No paper has an author "{one}".{near} `mlforsys authors` lists them all.'


def divided_names(query: Query, filters: Filters, index: SearchIndex) -> Iterator[str]:
    """A sentence for each author's name of which only the first word belongs to ``author:`` or ``--author``, for lack of
    quotation marks.

    Args:
        query: the parsed query.
        filters: of which only authors count.
        index: the archive's search index.
    """
    names = index.papers.values("authors")
    for form, text, after in _followed_by_words(query, filters):
        asked, name = (one.strip(_AROUND_NAMES) for one in (text, f"{text} {after}"))
        if after and any(is_person(name, known) for known in names):
            yield f'Only "{asked}" was searched among authors. For the whole name: {form}"{name}"'


def _followed_by_words(query: Query, filters: Filters) -> Iterator[tuple[str, str, str]]:
    """What asks for each author, what is asked for, and the plain word that follows; empty where none does."""
    for term in query.terms():
        if term.field == "author":
            yield "author:", term.text, _word_after(query, term)
    first = next(iter(query.wanted), None)
    if isinstance(first, Term) and (first.kind, first.field) == ("word", None):
        yield from (("--author ", author, first.text) for author in filters.authors if " " not in author)


def _word_after(query: Query, term: Term) -> str:
    """The plain word that follows a term in a query; empty if there is none."""
    for one, after in pairwise(query.wanted):
        if one is term and term.kind == "word" and isinstance(after, Term) and (after.kind, after.field) == ("word", None):
            return after.text
    return ""


def _wrong_years(query: Query, root: Root) -> Iterator[str]:
    from archive.store.editions import load_registry

    asked = list(query.years())
    known = sorted({edition.year for edition in load_registry(root.folder).values()}) if asked else []
    for years in asked:
        if known and not any(map(years.include, known)):
            yield f"There is no edition {_when(years)}. Editions range from {known[0]} to {known[-1]}."


def _when(years: Years) -> str:
    """``of 2031``, ``from 2031 on``, ``up to 2010``, ``from 2010 to 2012``."""
    first, last = years
    if first == last:
        return f"of {first}"
    if last is None:
        return f"from {first} on"
    return f"up to {last}" if first is None else f"from {first} to {last}"
