"""The normalized store: ``scraped/<edition>.json`` and ``scraped/abstracts/<edition>.json``.

Files are replaced atomically. Reading checks them, with errors that name file, paper and field, and writing runs the
same checks first: what is stored can be read.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import StoreError, reason_of
from archive.model.paper import ABSTRACT_SOURCES, WITHDRAWN, Absence, Abstract, Link, Paper, Source
from archive.model.presentation_type import PRESENTATIONS
from archive.model.text import quote
from archive.store import validation
from archive.store.file_names import BUNDLED_CATALOGUE
from archive.store.files import json_files, read_file, to_json

_FIELDS = tuple(f.name for f in dataclasses.fields(Paper))
_RULES = {
    "id": validation.matching(re.compile(r"[a-z0-9-]+").fullmatch, "lower-case letters and digits"),
    **dict.fromkeys(("authors", "equal_contribution", "topics"), validation.TEXTS),
    "family_names": validation.Rule(
        lambda value: isinstance(value, dict), "an object of authors and their family names", shows=False
    ),
    "presentation": validation.one_of(PRESENTATIONS),
    "status": validation.Rule(lambda value: value == WITHDRAWN, f"{quote(WITHDRAWN)} or left out"),
    "links": validation.objects("label", "url"),
    "sources": validation.objects("url", "retrieved"),
}
_PAPER = {name: _RULES.get(name, validation.LINE) for name in _FIELDS}


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What a scrape remembers of a paper: the digest of the abstract as fetched, by which a text that was
    edited since is reported; of the file it was read from; or why there is none."""

    text: str | None = None
    file: str | None = None
    absence: Absence | None = None


Ledger = dict[str, LedgerEntry]


class Store:
    """The papers and abstracts under ``root/scraped``. Reading is lazy; nothing is kept in memory."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.folder = folder / "scraped"

    def path(self, edition: str) -> Path:
        """The file of an edition's papers."""
        return self.folder / f"{edition}.json"

    def abstracts_path(self, edition: str) -> Path:
        """The file of an edition's abstracts."""
        return self.folder / "abstracts" / f"{edition}.json"

    def editions(self) -> list[str]:
        """The ids of the editions that have a file, in alphabetical order; :class:`StoreError` if the folder
        cannot be read."""
        return [path.stem for path in json_files(self.folder)]

    def papers(self, edition: str) -> list[Paper]:
        """The papers of an edition in order; empty if it has no file. Raises :class:`StoreError` if it is damaged."""
        path = self.path(edition)
        with _advice("Correct it by hand, restore it from git, or delete it and run `mlforsys scrape`."):
            data = _read(path)
            return [] if data is None else _papers(path, edition, data)

    def problems(self, edition: str) -> list[tuple[str, str]]:
        """All that is wrong with the papers in an edition's file: the id of a paper, or its number, and a sentence without
        its full stop; nothing where the file is not an edition's at all."""
        try:
            items = json.loads(read_file(self.path(edition)))["papers"]
            named = [(_id(item) or f"paper number {number}", item) for number, item in enumerate(items, start=1)]
            return [(name, problem) for name, item in named for problem in problems_of(item)]
        except (ValueError, KeyError, TypeError, RecursionError, OSError, StoreError):
            return []

    def abstracts(self, edition: str) -> dict[str, Abstract]:
        """The abstracts of an edition on this machine, by paper id. Raises :class:`StoreError` if they are damaged."""
        path = self.abstracts_path(edition)
        with _advice("Delete it and run `mlforsys scrape` to fetch the abstracts again."):
            data = _read(path)
            return {} if data is None else _abstracts(path, data)

    def ledger_path(self, edition: str) -> Path:
        """The file of what scrapes remember of an edition's abstracts."""
        return self.folder / "abstracts" / "ledger" / f"{edition}.json"

    def ledger(self, edition: str) -> Ledger:
        """What earlier scrapes remember of an edition's abstracts, by paper id; empty if the file is
        missing or damaged: nothing depends on it."""
        try:
            data = json.loads(read_file(self.ledger_path(edition)))
            return {paper_id: _ledger_entry(item) for paper_id, item in data.items()}
        except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError, StoreError):
            return {}

    def write_ledger(self, edition: str, ledger: Ledger) -> bool:
        """Write what a scrape remembers, in order of paper id; returns whether the file changes.

        Raises as :meth:`write_papers`.
        """
        data = {key: _ledger_json(ledger[key]) for key in sorted(ledger)}
        return self._put(self.ledger_path(edition), data)

    def write_papers(self, edition: str, papers: Iterable[Paper]) -> bool:
        """Write an edition, at once or with the running transaction; returns whether the file changes.

        Raises :class:`StoreError` if the papers are invalid, or the root is read-only.
        """
        path, data = self.path(edition), papers_to_json(edition, papers)
        with _advice(_NOT_WRITTEN):
            _papers(path, edition, data)
        return self._put(path, data)

    def write_abstracts(self, edition: str, abstracts: Mapping[str, Abstract]) -> bool:
        """Write an edition's abstracts, in order of paper id; returns whether the file changes.

        Raises as :meth:`write_papers`.
        """
        path = self.abstracts_path(edition)
        data = {key: _without_empty(dataclasses.asdict(abstracts[key])) for key in sorted(abstracts)}
        with _advice(_NOT_WRITTEN):
            _abstracts(path, data)
        return self._put(path, data)

    def _put(self, path: Path, data: Any) -> bool:
        from archive.store.transaction import transaction

        self._refuse_bundled()
        try:
            content = to_json(data).encode()
        except UnicodeEncodeError:
            raise StoreError(f"{path}: it would contain an incomplete character (a lone surrogate). {_NOT_WRITTEN}") from None
        with transaction(self.root) as change:
            return change.put(path, content)

    def _refuse_bundled(self) -> None:
        """The catalogue in an installed package is shared by all users; it is read if a user's folder cannot be created."""
        if self.root == BUNDLED_CATALOGUE:
            raise StoreError(
                f"{self.root} came with the tool and is read-only, and your own data folder is not writable. "
                "Choose a folder with --root or MLFORSYS_ROOT."
            )


def paper_to_json(paper: Paper) -> dict[str, Any]:
    """A paper as the store writes it: keys in a fixed order, empty ones left out except ``authors``."""
    data = _without_empty(dataclasses.asdict(paper) | {"family_names": dict(paper.family_names)})
    return {k: data.get(k, []) for k in _FIELDS if k in data or k == "authors"}


def paper_from_json(data: Mapping[str, Any]) -> Paper:
    """The paper of what :func:`paper_to_json` gives, in which :func:`problems_of` finds nothing."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    values["links"] = tuple(Link(**link) for link in data.get("links", ()))
    values["family_names"] = tuple(data.get("family_names", {}).items())
    values["sources"] = tuple(Source(**source) for source in data.get("sources", ()))
    return Paper(**values)


def papers_to_json(edition: str, papers: Iterable[Paper]) -> dict[str, Any]:
    """An edition as the store writes it."""
    return {"edition": edition, "papers": [paper_to_json(paper) for paper in papers]}


_NOT_WRITTEN = "Nothing was written."


class _Invalid(Exception):
    """The content of a file is invalid: a sentence that names the file, without advice."""


@contextmanager
def _advice(advice: str) -> Iterator[None]:
    """Raise :class:`StoreError`, with what to do, where content is invalid."""
    try:
        yield
    except _Invalid as error:
        raise StoreError(f"{error} {advice}") from None


def _without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items() if value}


def _read(path: Path) -> Any:
    """The JSON of a file, None if there is none."""
    try:
        return _parse(path, read_file(path).decode())
    except UnicodeDecodeError:
        raise _Invalid(f"{path} is not UTF-8 text.") from None
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not path.is_symlink():
            return None
        raise StoreError(f"{path} cannot be read: {reason_of(error)}.") from None


def _parse(path: Path, text: str) -> Any:
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise _Invalid(f"{path} is not valid JSON (line {error.lineno}: {error.msg}).") from None
    except RecursionError:
        raise _Invalid(f"{path} is nested too deeply for a store file.") from None
    except ValueError as error:
        raise _Invalid(f"{path} is not valid JSON ({error}).") from None
    if data is None:  # None means that there is no file
        raise _Invalid(f"{path}: it contains nothing.")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; ValueError if it has a key twice, since one of the two would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {quote(next(name for name in names if names.count(name) > 1))} occurs twice in one object")
    return found


def _papers(path: Path, edition: str, data: Any) -> list[Paper]:
    """The papers of an edition out of JSON. Raises :class:`_Invalid` naming path, paper and field of what is wrong."""
    if not isinstance(data, dict) or not isinstance(data.get("papers"), list):
        raise _Invalid(f"{path}: it should contain an object with `edition` and `papers`.")
    if data.get("edition") != edition:
        raise _Invalid(f"{path}: it says that it is edition {quote(data.get('edition'))}.")
    papers = [_paper(path, i, item) for i, item in enumerate(data["papers"])]
    seen: set[str] = set()
    for paper in papers:
        if paper.id in seen:
            raise _Invalid(f"{path}: paper {paper.id} is listed twice.")
        seen.add(paper.id)
    return papers


def _paper(path: Path, index: int, item: Any) -> Paper:
    for problem in problems_of(item):
        raise _Invalid(f"{path}: paper {_id(item) or f'number {index + 1}'}: {problem}.")
    return paper_from_json(item)


def _id(item: Any) -> Any:
    return item.get("id") if isinstance(item, dict) else None


def problems_of(item: Any) -> Iterator[str]:
    """What is wrong with the shape of one paper as JSON, each a sentence without its full stop."""
    found = list(validation.problems(item, _PAPER, required=("id", "title")))
    if isinstance(item, dict) and (problem := _family_problem(item)):
        found.append(problem)
    if found:  # no rule lets an incomplete character pass, but this says it best
        yield from (*_half_characters(item), *found)


def _half_characters(item: Any) -> Iterator[str]:
    try:
        json.dumps(item, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        yield "it contains an incomplete character (a lone surrogate)"


def _family_problem(item: dict[str, Any]) -> str | None:
    stated, authors = item.get("family_names", {}), item.get("authors", [])
    if not isinstance(stated, dict):
        return None  # already reported
    if not all(map(_is_text, stated.values())):
        return "family_names should be an object of authors and their family names"
    known = authors if isinstance(authors, list) else []
    if stray := [name for name in stated if name not in known]:
        return f"family_names has {quote(stray[0])}, who is not an author"
    if wrong := [name for name, family in stated.items() if family not in name]:
        return f"family_names: {quote(stated[wrong[0]])} is not part of {quote(wrong[0])}"
    return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _ledger_json(entry: LedgerEntry) -> dict[str, Any]:
    absence = _without_empty(dataclasses.asdict(entry.absence)) if entry.absence else None
    return _without_empty({"text": entry.text, "file": entry.file, "absence": absence})


def _ledger_entry(item: Any) -> LedgerEntry:
    """An entry of the ledger from JSON; any of several errors if it is invalid."""
    absence = dict(item.get("absence") or ())
    final = absence.pop("final", False) is True
    texts = [*filter(None, [item.get("text"), item.get("file")]), *absence.values()]
    "".join(texts).encode()  # all are texts, without lone surrogates
    if absence and absence["source"] not in ABSTRACT_SOURCES:
        raise ValueError(absence["source"])
    return LedgerEntry(item.get("text"), item.get("file"), Absence(**absence, final=final) if absence else None)


_ABSTRACT = {f.name: validation.TEXT for f in dataclasses.fields(Abstract)} | {"source": validation.one_of(ABSTRACT_SOURCES)}


def problems_of_abstract(item: Any) -> Iterator[str]:
    """What is wrong with one abstract as JSON, each a sentence without its full stop."""
    data = {key: value for key, value in item.items() if value is not None} if isinstance(item, dict) else item
    if found := list(validation.problems(data, _ABSTRACT, required=("text", "source", "url", "retrieved"))):
        yield from (*_half_characters(item), *found)


def _abstracts(path: Path, data: Any) -> dict[str, Abstract]:
    """The abstracts of an edition out of JSON. Raises :class:`_Invalid` naming path, paper and field of what is wrong."""
    if not isinstance(data, dict):
        raise _Invalid(f"{path}: it should contain an object of abstracts by paper id.")
    for paper_id, item in data.items():
        for problem in problems_of_abstract(item):
            raise _Invalid(f"{path}: abstract of {paper_id}: {problem}.")
    return {paper_id: Abstract(**item) for paper_id, item in data.items()}
