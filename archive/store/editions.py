"""The registry of editions: ``editions.toml``, the bundled one and a root's own."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive.errors import StoreError, UsageError
from archive.model.paper import Edition, Page
from archive.model.text import title_key
from archive.model.urls import is_address
from archive.store.files import PACKAGE, read_toml
from archive.store.root import registry_files

BUNDLED = PACKAGE / "editions.toml"
_EDITION_ID = re.compile(r"[a-z][a-z0-9-]*")
_KEYS = {"name", "venue", "year", "date", "location", "url", "pages", "partial", "note", "openreview"}
_REQUIRED = {"name": str, "venue": str, "year": int, "url": str}
_KINDS = {str: "a text", int: "a whole number", bool: "true or false", datetime.date: "a date"}
_OPTIONAL = {"date": datetime.date, "location": str, "partial": bool, "note": str, "openreview": str}


class Registry(dict[str, Edition]):
    """The editions by id, in the order they met."""

    def find(self, edition_id: str) -> Edition:
        """The edition of that id, case, blanks and hyphens aside, or a :class:`UsageError` that names the nearest ones."""
        if edition_id in self:
            return self[edition_id]
        key = re.sub(r"^nips(?=\d)", "neurips", title_key(edition_id))
        for known, edition in self.items():
            if key and key in (title_key(known), title_key(edition.name)):
                return edition
        raise UsageError(f'There is no edition "{edition_id}".{_nearest(key, self)}')


def load_registry(root: Path | None = None) -> Registry:
    """The bundled editions and those of ``root/editions.toml``, which adds to and overrides them.

    Raises :class:`StoreError` naming file, table and key of what is wrong.
    """
    tables: dict[str, Edition] = {}
    for path in registry_files(root) if root else [BUNDLED]:
        tables |= _read(path)
    return Registry(sorted(tables.items(), key=lambda item: (item[1].year, item[1].date or datetime.date.max)))


def _read(path: Path) -> dict[str, Edition]:
    return {key: _edition(path, key, table) for key, table in read_toml(path).items()}


def _edition(path: Path, key: str, table: Any) -> Edition:
    def wrong(what: str) -> StoreError:
        return StoreError(f"{path}: edition [{key}]: {what}. See the comments in archive/editions.toml.")

    if not _EDITION_ID.fullmatch(key):
        raise wrong("an id is lower-case letters, digits and hyphens, beginning with a letter")
    if not isinstance(table, dict):
        raise wrong("it should be a table")
    if unknown := table.keys() - _KEYS:
        raise wrong(f"unknown key {sorted(unknown)[0]!r}; known ones are {', '.join(sorted(_KEYS))}")
    for name in _REQUIRED:
        if name not in table:
            raise wrong(f"{name} is missing")
    for name, kind in (_REQUIRED | _OPTIONAL).items():
        if name in table and (type(table[name]) is not kind):
            raise wrong(f"{name} should be {_KINDS[kind]}, not {table[name]!r}")
    if not 1900 <= table["year"] <= 2999:
        raise wrong(f"year {table['year']} cannot be right")
    pages = table.get("pages", [])
    if not isinstance(pages, list):
        raise wrong("pages should be a list")
    return Edition(
        id=key, pages=tuple(_page(page, wrong) for page in pages), **{k: v for k, v in table.items() if k != "pages"}
    )


def _page(page: Any, wrong: Callable[[str], StoreError]) -> Page:
    if not isinstance(page, dict) or page.keys() != {"url", "family"} or not all(isinstance(v, str) for v in page.values()):
        raise wrong(f"a page should have the form {{ url = …, family = … }}, not {page!r}")
    if not is_address(page["url"]):
        raise wrong(f"{page['url']!r} is no absolute web address")
    return Page(**page)


def table_for(edition_id: str) -> str:
    """A table for a new edition, as a person fills it in; what its id gives away is there already."""
    found = re.fullmatch(r"([a-z-]+?)-?((?:19|20)\d\d)", edition_id)
    venue, year = (found[1], found[2]) if found else ("…", str(datetime.date.today().year))
    spelled = {"neurips": "NeurIPS"}.get(venue, venue.upper())
    key = edition_id if _EDITION_ID.fullmatch(edition_id) else "…"
    return (
        f'[{key}]\nname = "ML for Systems at {spelled} {year}"\nvenue = "{spelled}"\nyear = {year}\n'
        f'url = "https://…"\n# date = {year}-12-31\n# location = "…"\n# openreview = "…"'
    )


def _nearest(wanted: str, known: Registry) -> str:
    from difflib import get_close_matches

    within = [edition for edition in known if wanted and wanted in edition][-3:]
    near = within or get_close_matches(wanted, list(known), n=3, cutoff=0.7)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"{hint} `mlforsys editions` lists all."
