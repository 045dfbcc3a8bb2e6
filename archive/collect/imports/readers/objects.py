"""Lists of papers in JSON and YAML of any nesting: objects with a title and authors, whatever their keys are
called. CSL-JSON and DBLP's answers are such lists."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Any

from archive.collect.imports.author_values import authors_of
from archive.collect.imports.columns import addresses, loose_key, match_columns
from archive.collect.imports.decisions import lists_of_refused
from archive.collect.imports.drafts import Author, Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.limits import bounded_papers
from archive.collect.imports.readers.table import HOW_TO_MAP
from archive.model.paper import Edition
from archive.model.presentation_type import presentation_in

NAME = "a list of papers in JSON or YAML"
_DEEPEST = 8  # levels of lists and objects
_DEEPEST_NAME = 2  # levels within which a list's key names it: ``accepted``
_HOMONYM = re.compile(r"\s\d{4}$")  # DBLP: ``Wei Wang 0001``
_PAPERS = frozenset(
    "paper-conference article article-journal chapter report manuscript thesis document proceedings-article journal-article "
    "posted-content book-chapter other".split()
)
_NO_VENUE = re.compile(r"(?:Submission|Withdrawn|Rejected\w*)$")  # OpenReview's ids that are not venues
_ARXIV = re.compile(r"arxiv", re.IGNORECASE)


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return bool(content.mapped and content.data) or next(_papers(content.data, content.mapped), None) is not None


def read(content: Content, edition: Edition) -> FileReading:
    """The papers of the files; a note names the keys that are not used. Raises :class:`UsageError` for a ``--map`` that
    fits nothing, and for more papers than a list has."""
    papers = list(bounded_papers(content.name, _papers(content.data, content.mapped)))
    if content.mapped:
        match_columns({str(key) for _, item in papers for key in item} or {"(nothing)"}, content.mapped)
    found = [(lists, item, match_columns(map(str, item), _given(content.mapped, item))) for lists, item in papers]
    unused = list(dict.fromkeys(key for _, item, fields in found for key in _unused(item, fields)))
    notes = [f"Not used: {', '.join(unused[:20])}. {HOW_TO_MAP}"] if unused else []
    return FileReading(chain(_drafts(found, edition), _not_json(content.data)), notes)


def _drafts(found: Sequence[tuple[Sequence[str], dict[str, Any], dict[str, str]]], edition: Edition) -> Iterator[Draft]:
    """A draft for each object, which is found with the names of the lists around it and its fields' keys."""
    refused = lists_of_refused({name for lists, *_ in found for name in lists})
    for number, (lists, item, fields) in enumerate(found, start=1):
        draft = _draft(", ".join((*lists, f"paper {number}")), item, fields, lists, edition)
        yield _decided_by_list(draft, lists, refused) if refused else draft


def _unused(item: Mapping[Any, Any], fields: Mapping[str, str]) -> Iterator[str]:
    """The keys with texts or lists that no field was read from."""
    return (key for key in map(str, item) if key not in fields.values() and isinstance(item[key], str | list))


def _decided_by_list(draft: Draft, lists: Sequence[str], refused: Set[str]) -> Draft:
    """The draft; if it states no decision, with the one that the names of the lists around it state."""
    if draft.decision is not None or draft.accepted is not None:
        return draft
    inside = refused.isdisjoint(lists)
    return dataclasses.replace(draft, accepted=inside, decision=None if inside else ", ".join(lists))


def _not_json(data: Any) -> Iterator[Draft]:
    """A draft for each line of JSON Lines that could not be read."""
    if isinstance(data, list):
        for number, line in enumerate(data, start=1):
            if line is None:
                yield Draft(f"line {number}", unreadable="it is not JSON")


def _papers(
    data: Any, mapped: Mapping[str, str], lists: tuple[str, ...] = (), depth: int = 0
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """The objects with title and authors, in order, each with the names of the lists around it, outermost first."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        yield from _papers_of_list(data, mapped, lists, depth)
    elif isinstance(data, dict) and _is_paper(data, mapped):
        if _text(data.get("type")) in ("", *_PAPERS) or "container-title" not in data:
            yield lists, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _papers(value, mapped, lists + _name_of_list(key, value, depth), depth + 1)


def _name_of_list(key: Any, value: Any, depth: int) -> tuple[str, ...]:
    """The key of a list, which names it; nothing for other values, for numbers, and for lists further inside."""
    named = isinstance(value, list) and not str(key).isdigit() and depth < _DEEPEST_NAME
    return (str(key),) if named else ()


def _papers_of_list(
    items: Sequence[Any], mapped: Mapping[str, str], lists: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """The papers of a list; what is among papers and has a title alone is refused later, and not skipped."""
    among_papers = any(isinstance(item, dict) and _is_paper(item, mapped) for item in items)
    for item in items:
        inside = list(_papers(item, mapped, lists, depth + 1))
        yield from inside
        if among_papers and not inside and isinstance(item, dict) and _is_without_authors(item, mapped):
            yield lists, item


def _is_paper(item: Mapping[Any, Any], mapped: Mapping[str, str]) -> bool:
    return {"title", "authors"} <= match_columns(map(str, item), _given(mapped, item)).keys()


def _is_without_authors(item: Mapping[Any, Any], mapped: Mapping[str, str]) -> bool:
    """Whether an object has a title, and would be a paper if it had authors."""
    return not _is_paper(item, mapped) and bool(_text(item.get(match_columns(map(str, item)).get("title", ""))))


def _given(mapped: Mapping[str, str], item: Mapping[Any, Any]) -> dict[str, str]:
    """Of what the user says that keys mean, what this object has."""
    keys = {loose_key(str(key)) for key in item}
    return {field: key for field, key in mapped.items() if loose_key(key) in keys}


def _draft(where: str, item: dict[str, Any], fields: dict[str, str], lists: Sequence[str], edition: Edition) -> Draft:
    cell = {field: _text(item.get(key)) for field, key in fields.items() if field != "authors"}
    authors = authors_of(item.get(fields.get("authors", "")))
    if "dblp.org" in str(item.get("url", "")):
        authors = _without_homonyms(authors)
        cell |= {"page": _text(item.get("ee")), "title": cell.get("title", "").removesuffix(".")}
    decision, accepted = _decision(item, fields)
    return Draft(
        where=f"{where} ({cell['number']})" if cell.get("number") else where,
        title=cell.get("title", ""),
        authors=authors,
        decision=decision,
        accepted=accepted,
        skipped=_other_year(item, edition),
        abstract=cell.get("abstract", ""),
        award=cell.get("award", ""),
        presentation=presentation_in(cell.get("presentation", "")) or presentation_in(", ".join(lists)) or "",
        columns=fields,
        **_addresses(item, cell),
    )


def _addresses(item: Mapping[str, Any], cell: Mapping[str, str]) -> dict[str, Any]:
    """Addresses and ids; CSL-JSON has an arXiv id as a place in the archive of that name."""
    found = addresses(cell)
    if not found.get("arxiv_id") and _ARXIV.search(_text(item.get("archive"))):
        found["arxiv_id"] = _text(item.get("archive_location"))
    return found


def _decision(item: Mapping[str, Any], fields: Mapping[str, str]) -> tuple[str | None, bool | None]:
    """What an object says about acceptance, and whether that clearly means yes: by a key of its own, ``true`` for a truth
    value, or by OpenReview's venue, which only an accepted paper has."""
    if "decision" in fields:
        value = item[fields["decision"]]
        return str(value).lower() if isinstance(value, bool) else _text(value), None
    if venue := _text(item.get("venueid")):
        return _text(item.get("venue")), not _NO_VENUE.search(venue)
    return None, None


def _other_year(item: Mapping[str, Any], edition: Edition) -> str | None:
    """Why an object is skipped that CSL-JSON's ``issued`` puts into another year than the edition's."""
    try:
        year = int(item["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return f"of {year}" if year and year != edition.year else None


def _without_homonyms(authors: Any) -> Any:
    if isinstance(authors, str):
        return _HOMONYM.sub("", authors)
    return [
        author._replace(family=_HOMONYM.sub("", author.family)) if isinstance(author, Author) else _HOMONYM.sub("", author)
        for author in authors
    ]


def _text(value: Any) -> str:
    """A text, also the only one of a list (Crossref) and that under ``value`` (OpenReview)."""
    if isinstance(value, dict):
        value = value.get("value", "")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
