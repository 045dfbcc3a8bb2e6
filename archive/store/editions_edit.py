"""Adds pages to a root's own ``editions.toml``, and changes facts in it; everything else, comments too, stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.errors import UsageError
from archive.model.text import quote
from archive.store.editions import EDITION_ID, ID_RULE, read_editions
from archive.store.file_names import EDITIONS, PACKAGE
from archive.store.files import parse_toml, read_toml
from archive.store.root import Root, in_checkout, uses_bundled
from archive.store.transaction import transaction

_FACTS = ("name", "venue", "year", "date", "location", "url")


def as_toml(edition: str, facts: Mapping[str, Any], page: Mapping[str, Any] | None) -> str:
    """The table of an edition with one page or none, as TOML; unknown facts are left out."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.key(edition), _edition(facts, page))
    return tomlkit.dumps(document)


def add_page(folder: Path, edition: str, facts: Mapping[str, Any], page: Mapping[str, Any] | None) -> Path:
    """Write a page into the registry of a root: into the edition's table if it has one, else into a new table.

    A page of the edition at the same address is replaced; others stay before the new one and take precedence over it.
    The facts of an existing table stay too. Without a page only a new edition is written. Returns the path of the file.
    Raises :class:`~archive.errors.StoreError` if the file is not valid TOML, or would not be valid with the page;
    then nothing is written.
    """
    path = folder / EDITIONS
    with transaction(folder) as change:
        text = _with_page(path, edition, facts, page)
        read_editions(path, parse_toml(path, text))
        change.put(path, text.encode())
    return path


def set_facts(folder: Path, edition: str, facts: Mapping[str, Any]) -> Path:
    """Change facts in the table of an edition, in a root's own registry or, in a checkout, the bundled one. The table of
    another bundled edition is copied to the root's registry first, where it takes the place of the bundled one.

    Args:
        folder: the archive's folder.
        edition: the edition's id.
        facts: new values by key; None takes the key out.

    Returns:
        The path of the registry.

    Raises:
        UsageError: there is no table of the edition.
        StoreError: it is not valid TOML, or would not be valid with these facts; then nothing is written.
    """
    import tomlkit

    from archive.store.toml_document import read_document

    bundled = PACKAGE / EDITIONS
    with transaction(folder) as change:
        path = bundled if in_checkout(Root(folder)) else folder / EDITIONS
        document = read_document(path)
        if edition not in document:
            tables = read_document(bundled) if uses_bundled(folder) else {}
            if edition not in tables:
                raise UsageError(f"{path} has no table [{edition}].")
            if document and not document.as_string().endswith("\n\n"):
                document.add(tomlkit.nl())
            document.add(edition, tables[edition])
        for key, value in facts.items():
            _set(document[edition], key, value)
        text = document.as_string().rstrip("\n") + "\n"
        read_editions(path, parse_toml(path, text))
        change.put(path, text.encode())
    return path


def _set(table: Any, key: str, value: Any) -> None:
    """Set a key of a table, a new one before the tables of pages; None takes it out."""
    if value is None:
        table.pop(key, None)
    elif key in table or "pages" not in table:
        table[key] = value
    else:
        pages = table.pop("pages")  # tables of pages come last
        table[key] = value
        table["pages"] = pages


def _with_page(path: Path, edition: str, facts: Mapping[str, Any], page: Mapping[str, Any] | None) -> str:
    """The text of a registry with a page added to it."""
    import tomlkit

    from archive.store.toml_document import read_document

    document = read_document(path)
    text = tomlkit.dumps(document)
    if edition not in document:
        separator = "\n" if text and not text.endswith("\n\n") else ""
        separator = "\n" + separator if text and not text.endswith("\n") else separator
        return text + separator + as_toml(edition, facts, page)
    if page is not None:
        _put_page(document[edition], page)
    return tomlkit.dumps(document)


def id_problem(folder: Path, edition: str, registry: Mapping[str, Any]) -> str | None:
    """Why an id cannot be that of an edition of this root, as a sentence without its end; None if it can."""
    if not EDITION_ID.fullmatch(edition):
        return f"invalid id {quote(edition)}: {ID_RULE}"
    path = folder / EDITIONS
    if edition in registry and not (path.is_file() and edition in read_toml(path)):
        return f"{edition} is already an edition of the archive, defined outside {path}; choose another id"
    return None


def check_edition(folder: Path, edition: str, registry: Mapping[str, Any]) -> None:
    """Raise :class:`~archive.errors.UsageError` if :func:`id_problem` finds one."""
    if problem := id_problem(folder, edition, registry):
        raise UsageError(f"--edition: {problem}.")


def _edition(facts: Mapping[str, Any], page: Mapping[str, Any] | None) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key in _FACTS:
        if facts.get(key) is not None:
            table.add(key, facts[key])
    if page is not None:
        pages = tomlkit.aot()
        pages.append(_page(page))
        table.add("pages", pages)
    return table


def _page(page: Mapping[str, Any]) -> Any:
    """The table of a page; patterns and selectors in single quotes, which need no escapes."""
    import tomlkit

    table = tomlkit.table()
    for key, value in page.items():
        plain = isinstance(value, str) and ("\\" in value or '"' in value) and "'" not in value
        table.add(key, tomlkit.string(value, literal=True) if plain else value)
    return table


def _put_page(table: Any, page: Mapping[str, Any]) -> None:
    import tomlkit
    from tomlkit.items import AoT

    if "pages" not in table:
        pages = tomlkit.aot()
        pages.append(_page(page))
        table.add("pages", pages)
        return
    pages = table["pages"]
    new = _page(page)
    if not isinstance(pages, AoT):
        new = tomlkit.inline_table()
        new.update(_page(page))
    for i, one in enumerate(pages):
        if one.get("url") == page["url"]:
            pages[i] = new
            return
    pages.append(new)
