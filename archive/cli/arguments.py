"""The papers that are named by a command's arguments, or on standard input (``-``) in lines, JSON or CSV."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from archive.catalogue.filters import Filters
from archive.catalogue.items import Item
from archive.catalogue.lookup import Lookup, open_lookup
from archive.cli.terminal.output import note
from archive.errors import ArchiveError, EmptyArchive, UsageError
from archive.model.record import Record
from archive.model.text import quote
from archive.store.editions import Registry
from archive.store.root import Root

STDIN = "-"
_CITE_COMMAND = re.compile(r"\\\w*cite\w*")
_MOST_ERRORS = 3  # printed one by one; if there are more, one line has their number


def lookup(root: Root, registry: Registry | None = None) -> Lookup:
    """All papers of a root, for lookup by id, title or address.

    Raises:
        EmptyArchive: there are no papers.
    """
    found = open_lookup(root, registry)
    if not found.items:
        raise EmptyArchive(root.folder)
    return found


def find_paper(root: Root, name: str) -> Item:
    """The one paper of a root that a name identifies. A title may have one wrong word, with a note on standard error.

    Raises:
        EmptyArchive: the root has no papers.
        ArchiveError: the name identifies no paper, or several.
    """
    known = lookup(root)
    found = _matches(known, name)
    return found[0] if len(found) == 1 else known.find(name)


def _matches(known: Lookup, name: str) -> list[Item]:
    """The papers that a name may mean. If there are none, the one whose title differs in one word, with a note."""
    if found := known.matches(name):
        return found
    near = known.with_one_wrong_word(name)
    if near is None:
        return []
    note(f'No paper has the title "{name.strip()}"; showing "{near.paper.title}" ({near.paper.id}).')
    return [near]


def names(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments, with ``-`` replaced by the papers that are named on standard input.

    These are one per line, or the ids in JSON or CSV that this program printed.

    Raises:
        UsageError: standard input is JSON without ids of papers.
    """
    for argument in arguments:
        if argument == STDIN:
            yield from _names_in(sys.stdin.read())
        else:
            yield argument


def named_papers(known: Lookup, arguments: Sequence[str]) -> tuple[list[Item], bool]:
    """The papers that are named by the arguments, each once, and whether all were found.

    Names that do not identify exactly one paper are reported on standard error. Several arguments may also be the words of one
    title.

    Raises:
        ArchiveError: there is only one name, and it does not identify exactly one paper.
    """
    whole = " ".join(arguments) if len(arguments) > 1 and STDIN not in arguments else ""
    titled = _matches(known, whole) if whole else []
    if len(titled) == 1:
        return titled, True
    wanted = list(names(arguments))
    if not wanted:
        note("Standard input names no paper.")
    found, missing = _look_up(known, wanted)
    if whole and not found:
        _refuse_title(known, whole, several=bool(titled) or len(missing) > _MOST_ERRORS)
    _report(known, missing, len(wanted))
    return list(found.values()), not missing


def _refuse_title(known: Lookup, whole: str, *, several: bool) -> None:
    """Raise :class:`ArchiveError` if arguments together are an edition's or an author's name. ``several``: they may be several
    titles, or are so many words that they are no ids."""
    if meaning := known.other_meaning(whole):
        raise ArchiveError(f"There is no paper {quote(whole)}.{meaning}")
    if several:
        known.find(whole)  # says which papers may be meant, or that there is none


def filtered(known: Lookup, arguments: Sequence[str], filters: Filters) -> tuple[list[Record], bool]:
    """The records of papers that pass the filters, and whether all names were found.

    The papers are those named by the arguments, or all papers if there are no arguments.

    Raises:
        ArchiveError: there is only one name, and it does not identify exactly one paper.
    """
    found, complete = named_papers(known, arguments) if arguments else (list(known.items.values()), True)
    return [record for record in (item.record() for item in found) if filters.accepts(record)], complete


def _look_up(known: Lookup, wanted: Iterable[str]) -> tuple[dict[str, Item], list[str]]:
    """The papers that names identify, by id, and the names that do not identify exactly one paper."""
    found: dict[str, Item] = {}
    missing = []
    for name in wanted:
        matches = _matches(known, name)
        if len(matches) == 1:
            found.setdefault(matches[0].paper.id, matches[0])
        elif ids := _cited_ids(known, name):
            found |= {paper_id: known.items[paper_id] for paper_id in ids if paper_id not in found}
        else:
            missing.append(name)
    return found, missing


def _cited_ids(known: Lookup, name: str) -> list[str]:
    """The ids in a name that consists of ids, as they are copied from a text: ``a,b``, ``@a``, ``\\cite{a,b}``."""
    ids = re.findall(r"[a-z0-9-]+", _CITE_COMMAND.sub("", name.lower()))
    return ids if all(paper_id in known.items for paper_id in ids) else []


def _report(known: Lookup, missing: Sequence[str], wanted: int) -> None:
    if len(missing) > _MOST_ERRORS:
        note(
            f"mlforsys: {len(missing)} of {wanted} names do not identify exactly one paper; the first is {quote(missing[0])}. "
            "Give one id per line, as --format ids prints them."
        )
        return
    for name in missing:
        try:
            known.find(name)
        except ArchiveError as error:
            if wanted == 1:
                raise
            note(f"mlforsys: {error}")


def _names_in(text: str) -> list[str]:
    lines = list(filter(None, map(str.strip, text.splitlines())))
    if lines and lines[0][0] in "[{":
        with suppress(ValueError):
            return _ids_of(json_or_lines(text))
    if lines and lines[0].startswith("id,"):
        import csv

        return [row["id"] for row in csv.DictReader(text.splitlines(keepends=True)) if row["id"]]
    return lines


def _ids_of(shape: Any) -> list[str]:
    """The ids of papers in JSON, of which there may be none. Raises :class:`UsageError` for JSON that has no place for them."""
    ids = list(_ids(shape))
    if ids or shape in ([], {}) or _is_empty_answer(shape):
        return ids
    raise UsageError("The JSON on standard input has no ids of papers. `mlforsys search --json` prints such JSON.")


def json_or_lines(text: str) -> Any:
    """Parse JSON, or JSON lines, which give a list.

    Raises:
        ValueError: the text is neither.
    """
    import json

    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _ids(shape: Any) -> Iterator[str]:
    """The ids of papers in what ``--json`` prints: of search results, of papers, and in lists of ids."""
    if isinstance(shape, list):
        for one in shape:
            yield from _ids(one)
    elif isinstance(shape, dict):
        if "results" in shape:
            yield from _ids(shape["results"])
        elif isinstance(shape.get("papers"), list):
            yield from (one for one in shape["papers"] if isinstance(one, str))
        elif isinstance(shape.get("id"), str):
            yield shape["id"]


def _is_empty_answer(shape: Any) -> bool:
    return isinstance(shape, dict) and shape.get("results") == []
