"""``mlforsys topics --import``: the topics of papers from a CSV or JSON file, such as an export that a person has edited."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from archive.catalogue.items import Item
from archive.catalogue.lookup import Lookup, open_lookup
from archive.catalogue.taxonomy import Taxonomy, load_taxonomy
from archive.cli.arguments import STDIN, json_or_lines
from archive.cli.messages import count
from archive.cli.terminal.output import Terminal, note
from archive.errors import ArchiveError, UsageError, reason_of
from archive.store.curation_edit import Edit, write_edits
from archive.store.root import Root, expanded
from archive.store.transaction import transaction

_FORM = "It should be a CSV file with the columns id and topics, or JSON objects with these keys."
_MOST_ERRORS = 10


class _PaperTopics(NamedTuple):
    """A row of the file: its place, the paper by its id, title or address, and names of topics."""

    where: str
    paper: str
    topics: list[str]


def import_topics(root: Root, source: str) -> None:
    """Replace the topics of papers by those in a file. Rows without topics change nothing. If a row is wrong, nothing is
    written.

    Args:
        root: the archive's root.
        source: the file; ``-`` is standard input.

    Raises:
        UsageError: the file cannot be read, or has no papers with topics.
        ArchiveError: rows are wrong; the message names them.
    """
    rows = [row for row in _rows(_text(source), source) if row.topics]
    if not rows:
        raise UsageError(f"{source} gives no paper topics. {_FORM}")
    with transaction(root.folder):
        known = open_lookup(root)
        wanted = _resolved(rows, known, load_taxonomy(root.folder))
        changed = {paper: topics for paper, topics in wanted.items() if known.items[paper].paper.topics != topics}
        _write(root, known, changed)
    for paper, topics in changed.items():
        Terminal().line(f"{paper}: {', '.join(topics)}", wrap=False)
    note(f"{count(len(changed), 'paper')} changed, {len(wanted) - len(changed)} unchanged.")


def _write(root: Root, known: Lookup, changed: Mapping[str, tuple[str, ...]]) -> None:
    """Write the topics of papers, one edition after another."""
    by_edition: dict[str, dict[str, Edit]] = {}
    for paper, topics in changed.items():
        by_edition.setdefault(known.items[paper].edition.id, {})[paper] = Edit(topics)
    for edition, edits in by_edition.items():
        write_edits(root, edition, edits)


def _text(source: str) -> str:
    if source == STDIN:
        return sys.stdin.read()
    path = expanded(Path(source))
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {reason_of(error)}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{source} is not UTF-8 text. {_FORM}") from None


def _rows(text: str, source: str) -> Iterator[_PaperTopics]:
    """The rows of CSV with a header, of a JSON list, of the output of ``--json``, or of JSON lines."""
    if text.lstrip()[:1] in ("[", "{"):
        for number, one in enumerate(_objects(text, source), start=1):
            yield _row(f"object {number}", one, source)
        return
    reader = csv.DictReader(text.splitlines(keepends=True))
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if not {"id", "topics"} <= set(names):
        raise UsageError(f"{source} is no list of papers with topics. {_FORM}")
    for cells in reader:
        named = dict(zip(names, cells.values(), strict=False))
        yield _row(f"line {reader.line_num}", named, source)


def _objects(text: str, source: str) -> Iterable[Any]:
    try:
        shape = json_or_lines(text)
    except ValueError as error:
        raise UsageError(f"{source} is not valid JSON: {error}. {_FORM}") from None
    results = shape.get("results", [shape]) if isinstance(shape, dict) else shape
    return results if isinstance(results, list) else [results]


def _row(where: str, one: Any, source: str) -> _PaperTopics:
    if not isinstance(one, Mapping) or not isinstance(one.get("id"), str):
        raise UsageError(f"{source}, {where}: it has no id. {_FORM}")
    return _PaperTopics(where, one["id"].strip(), _topics_in(one.get("topics"), f"{source}, {where}"))


def _topics_in(value: Any, where: str) -> list[str]:
    """The topics in a list, or in a cell, where they are separated by semicolons (as exports write them) or by commas."""
    texts = value.split(";" if ";" in value else ",") if isinstance(value, str) else value or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UsageError(f"{where}: its topics are no list of texts. {_FORM}")
    return [text.strip() for text in texts if text.strip()]


def _resolved(rows: Iterable[_PaperTopics], known: Lookup, taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    """The ids of topics by the id of the paper. Raises :class:`~archive.errors.ArchiveError` if rows are wrong."""
    found: dict[str, tuple[str, ...]] = {}
    errors: list[str] = []
    for row in rows:
        try:
            item = known.find(row.paper)
            found[item.paper.id] = _topics_of(row, item, found, taxonomy)
        except ArchiveError as error:
            errors.append(f"{row.where}: {error}")
    if errors:
        shown = "\n".join(errors[:_MOST_ERRORS])
        more = f"\nand {len(errors) - _MOST_ERRORS} more" if len(errors) > _MOST_ERRORS else ""
        raise ArchiveError(f"{count(len(errors), 'row')} cannot be used, so nothing was changed:\n{shown}{more}")
    return found


def _topics_of(row: _PaperTopics, item: Item, found: Mapping[str, object], taxonomy: Taxonomy) -> tuple[str, ...]:
    paper = item.paper
    if paper.withdrawn:
        raise ArchiveError(f"{paper.id} is withdrawn, and withdrawn papers have no topics.")
    if paper.id in found:
        raise ArchiveError(f"{paper.id} stands in the file twice.")
    return taxonomy.resolve(row.topics)
