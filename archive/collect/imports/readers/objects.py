"""Lists of papers in JSON and YAML of any nesting: objects with a title and authors, whatever their keys are
called. CSL-JSON and DBLP's answers are such lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.collect.imports.authors import authors_of
from archive.collect.imports.columns import addresses, plain_key, presented, understand
from archive.collect.imports.content import Content
from archive.collect.imports.drafts import Author, Draft
from archive.collect.imports.readers.table import HOW_TO_MAP
from archive.model.paper import Edition

NAME = "a list of papers in JSON or YAML"
_DEEPEST = 8  # levels of lists and objects
_HOMONYM = re.compile(r"\s\d{4}$")  # DBLP: ``Wei Wang 0001``
_PAPERS = frozenset(
    {"paper-conference", "article", "article-journal", "chapter", "report", "manuscript", "thesis", "document", ""}
)
_ARXIV = re.compile(r"arxiv", re.IGNORECASE)


def recognize(content: Content) -> bool:
    return bool(content.mapped and content.data) or next(_papers(content.data, content.mapped, ""), None) is not None


def read(content: Content, edition: Edition) -> Iterator[Draft]:
    """Keys that are not used are told once. Raises :class:`UsageError` for a ``--map`` that fits nothing."""
    unused: dict[str, None] = {}
    found = list(_papers(content.data, content.mapped, ""))
    if content.mapped:
        understand({str(key) for _, item in found for key in item} or {"(nothing)"}, content.mapped)
    for number, (where, item) in enumerate(found, start=1):
        names = [str(key) for key in item]
        fields = understand(names, _given(content.mapped, item))
        unused |= dict.fromkeys(key for key in names if key not in fields.values() and isinstance(item[key], str | list))
        yield _draft(f"{where}paper {number}", item, fields, where, edition)
    if unused:
        content.notes.append(f"Not used: {', '.join(list(unused)[:20])}. {HOW_TO_MAP}")


def _papers(data: Any, mapped: Mapping[str, str], where: str, depth: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects with title and authors, in order, each with the names of the lists it stands in."""
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        given = _given(mapped, data)
        if {"title", "authors"} <= understand(map(str, data), given).keys():
            if _text(data.get("type")) in _PAPERS or "container-title" not in data:
                yield where, data
            return
        for key, value in data.items():
            inside = f"{where}{key}, " if isinstance(value, list) and not str(key).isdigit() and depth < 2 else where
            yield from _papers(value, mapped, inside, depth + 1)
    elif isinstance(data, list):
        for item in data:
            yield from _papers(item, mapped, where, depth + 1)


def _given(mapped: Mapping[str, str], item: Mapping[Any, Any]) -> dict[str, str]:
    """Of what the user says that keys mean, what this object has."""
    keys = {plain_key(str(key)) for key in item}
    return {field: key for field, key in mapped.items() if plain_key(key) in keys}


def _draft(where: str, item: dict[str, Any], fields: dict[str, str], within: str, edition: Edition) -> Draft:
    cell = {field: _text(item.get(key)) for field, key in fields.items() if field != "authors"}
    authors = authors_of(item.get(fields["authors"]))
    from_dblp = "dblp.org" in str(item.get("url", ""))
    if from_dblp:
        authors = _without_homonyms(authors)
        cell["page"] = _text(item.get("ee"))
    found = addresses(cell)
    if not found.get("arxiv_id") and _ARXIV.search(_text(item.get("archive"))):
        found["arxiv_id"] = _text(item.get("archive_location"))
    year = _year(item)
    return Draft(
        where=f"{where} ({cell['number']})" if cell.get("number") else where,
        title=cell.get("title", "").removesuffix(".") if from_dblp else cell.get("title", ""),
        authors=authors,
        decision=cell.get("decision") if "decision" in fields else None,
        passed=f"of {year}" if year and year != edition.year and "issued" in item else None,
        abstract=cell.get("abstract", ""),
        award=cell.get("award", ""),
        presentation=presented(cell.get("presentation", "")) or presented(within),
        columns=fields,
        **found,
    )


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
