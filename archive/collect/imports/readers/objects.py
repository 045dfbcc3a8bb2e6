"""Lists of papers in JSON and YAML of any nesting: objects with a title and authors, whatever their keys are
called. CSL-JSON and DBLP's answers are such lists."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.collect.imports.authors import authors_of
from archive.collect.imports.columns import addresses, plain_key, presented, understand
from archive.collect.imports.content import Content
from archive.collect.imports.decisions import lists_of_refused
from archive.collect.imports.drafts import Author, Draft
from archive.collect.imports.readers.table import HOW_TO_MAP
from archive.model.paper import Edition

NAME = "a list of papers in JSON or YAML"
_DEEPEST = 8  # levels of lists and objects
_HOMONYM = re.compile(r"\s\d{4}$")  # DBLP: ``Wei Wang 0001``
_PAPERS = frozenset(
    "paper-conference article article-journal chapter report manuscript thesis document proceedings-article journal-article "
    "posted-content book-chapter other".split()
)
_NO_VENUE = re.compile(r"(?:Submission|Withdrawn|Rejected\w*)$")  # OpenReview's ids of what is no venue
_ARXIV = re.compile(r"arxiv", re.IGNORECASE)


def recognize(content: Content) -> bool:
    return bool(content.mapped and content.data) or next(_papers(content.data, content.mapped, ""), None) is not None


def read(content: Content, edition: Edition) -> Iterator[Draft]:
    """Keys that are not used are told once. Raises :class:`UsageError` for a ``--map`` that fits nothing."""
    unused: dict[str, None] = {}
    found = list(_papers(content.data, content.mapped, ""))
    refused = lists_of_refused({name for where, _ in found for name in where.split(", ") if name})
    if content.mapped:
        understand({str(key) for _, item in found for key in item} or {"(nothing)"}, content.mapped)
    for number, (where, item) in enumerate(found, start=1):
        names = [str(key) for key in item]
        fields = understand(names, _given(content.mapped, item))
        unused |= dict.fromkeys(key for key in names if key not in fields.values() and isinstance(item[key], str | list))
        draft = _draft(f"{where}paper {number}", item, fields, where, edition)
        if refused and draft.decision is None and draft.accepted is None:
            inside = refused.isdisjoint(where.split(", "))
            draft = dataclasses.replace(draft, accepted=inside, decision=None if inside else where.rstrip(", "))
        yield draft
    for number, line in enumerate(content.data if isinstance(content.data, list) else (), start=1):
        if line is None:
            yield Draft(f"line {number}", unreadable="it is not JSON")
    if unused:
        content.notes.append(f"Not used: {', '.join(list(unused)[:20])}. {HOW_TO_MAP}")


def _papers(data: Any, mapped: Mapping[str, str], where: str, depth: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects with title and authors, in order, each with the names of the lists it stands in."""
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        if _is_paper(data, mapped):
            if _text(data.get("type")) in ("", *_PAPERS) or "container-title" not in data:
                yield where, data
            return
        for key, value in data.items():
            inside = f"{where}{key}, " if isinstance(value, list) and not str(key).isdigit() and depth < 2 else where
            yield from _papers(value, mapped, inside, depth + 1)
    elif isinstance(data, list):
        among_papers = any(isinstance(item, dict) and _is_paper(item, mapped) for item in data)
        for item in data:
            within = list(_papers(item, mapped, where, depth + 1))
            yield from within
            if among_papers and not within and isinstance(item, dict) and not _is_paper(item, mapped) and _has_title(item):
                yield where, item  # without authors it is refused, and not passed over


def _is_paper(item: Mapping[Any, Any], mapped: Mapping[str, str]) -> bool:
    return {"title", "authors"} <= understand(map(str, item), _given(mapped, item)).keys()


def _has_title(item: Mapping[Any, Any]) -> bool:
    return bool(_text(item.get(understand(map(str, item)).get("title", ""))))


def _given(mapped: Mapping[str, str], item: Mapping[Any, Any]) -> dict[str, str]:
    """Of what the user says that keys mean, what this object has."""
    keys = {plain_key(str(key)) for key in item}
    return {field: key for field, key in mapped.items() if plain_key(key) in keys}


def _draft(where: str, item: dict[str, Any], fields: dict[str, str], within: str, edition: Edition) -> Draft:
    cell = {field: _text(item.get(key)) for field, key in fields.items() if field != "authors"}
    authors = authors_of(item.get(fields.get("authors", "")))
    from_dblp = "dblp.org" in str(item.get("url", ""))
    if from_dblp:
        authors = _without_homonyms(authors)
        cell["page"] = _text(item.get("ee"))
    found = addresses(cell)
    if not found.get("arxiv_id") and _ARXIV.search(_text(item.get("archive"))):
        found["arxiv_id"] = _text(item.get("archive_location"))
    year = _year(item)
    venue = _text(item.get("venueid"))
    return Draft(
        where=f"{where} ({cell['number']})" if cell.get("number") else where,
        title=cell.get("title", "").removesuffix(".") if from_dblp else cell.get("title", ""),
        authors=authors,
        decision=_decision(item[fields["decision"]]) if "decision" in fields else _text(item.get("venue")) if venue else None,
        accepted=not _NO_VENUE.search(venue) if venue and "decision" not in fields else None,
        passed=f"of {year}" if year and year != edition.year and "issued" in item else None,
        abstract=cell.get("abstract", ""),
        award=cell.get("award", ""),
        presentation=presented(cell.get("presentation", "")) or presented(within),
        columns=fields,
        **found,
    )


def _decision(value: Any) -> str:
    """What a key says of acceptance, ``true`` for a truth value."""
    return str(value).lower() if isinstance(value, bool) else _text(value)


def _year(item: Mapping[str, Any]) -> int | None:
    """The year of CSL-JSON's ``issued``."""
    try:
        return int(item["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError):
        return None


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
    if isinstance(value, bool) or value is None:
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
