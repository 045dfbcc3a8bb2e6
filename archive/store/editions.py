"""The registry of editions: ``editions.toml``, the bundled one and a root's own.

An archive with an ``archive.toml`` of its own has its own editions alone.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.errors import StoreError, UsageError
from archive.model.paper import Edition
from archive.model.text import did_you_mean, fold, title_key
from archive.store import validation
from archive.store.archive_config import Identity
from archive.store.file_names import EDITIONS, PACKAGE
from archive.store.files import read_toml
from archive.store.page_config import page_from_table
from archive.store.root import data_files

_EXAMPLES = PACKAGE / EDITIONS
EDITION_ID = re.compile(r"[a-z][a-z0-9-]*")
ID_RULE = "use lower-case letters, digits and hyphens, beginning with a letter"
_REQUIRED = ("name", "venue", "year", "url")
_TEXT = validation.kind(str, "a text")
_RULES = {
    **dict.fromkeys(("name", "venue", "location", "url", "note", "openreview"), _TEXT),
    "year": validation.kind(int, "a whole number"),
    "date": validation.kind(datetime.date, "a date without quotes, such as 2031-05-01"),
    "partial": validation.kind(bool, "true or false"),
    "pages": validation.kind(list, "a list", shows=False),
}


class Registry(dict[str, Edition]):
    """The editions by id, in the order of their dates.

    Args:
        editions: by id.
        folder: of their archive, whose topics and people belong to them; None for the bundled ones.
    """

    def __init__(self, editions: Mapping[str, Edition], folder: Path | None) -> None:
        super().__init__(editions)
        self.folder = folder

    def addresses(self) -> Iterator[str]:
        """The editions' own addresses and those of their pages."""
        for edition in self.values():
            yield edition.url
            yield from (page.url for page in edition.pages)

    def find(self, edition_id: str) -> Edition:
        """The edition of that id, ignoring case, spaces and hyphens. Raises :class:`UsageError` that names the nearest ones."""
        if edition_id in self:
            return self[edition_id]
        key = re.sub(r"^nips(?=\d)", "neurips", title_key(edition_id))
        for known, edition in self.items():
            if key and key in (title_key(known), title_key(edition.name)):
                return edition
        raise UsageError(f'There is no edition "{edition_id}".{_nearest(key, self)}')

    def named(self, text: str) -> list[Edition]:
        """The edition of this very id, else the editions of a year, else the one of an id.

        Raises:
            UsageError: there is none; the message names the nearest ones.
        """
        of_year = [edition for edition in self.values() if str(edition.year) == text.strip() and text not in self]
        return of_year or [self.find(text)]


def load_registry(folder: Path | None = None) -> Registry:
    """The editions of the archive under ``folder``: the bundled ones, unless it is an archive of its own, and
    those of ``folder/editions.toml``, which add to and override them.

    Raises :class:`StoreError` naming file, table and key of what is wrong.
    """
    tables: dict[str, Edition] = {}
    for path in data_files(folder, EDITIONS):
        tables |= read_editions(path, read_toml(path))
    return Registry(dict(sorted(tables.items(), key=lambda item: (item[1].year, item[1].date or datetime.date.max))), folder)


def read_editions(path: Path, tables: Mapping[str, Any]) -> dict[str, Edition]:
    """The editions of a registry's tables; ``path`` is what errors name. Raises like :func:`load_registry`."""
    return {key: _edition(path, key, table) for key, table in tables.items()}


def _edition(path: Path, key: str, table: Any) -> Edition:
    def wrong(what: str) -> StoreError:
        return StoreError(
            f"{path}: edition [{key}]: {what}. `mlforsys add URL` writes such a table; for examples see {_EXAMPLES}."
        )

    def wrong_page(what: str) -> StoreError:
        return wrong(f"pages: {what}")

    if not EDITION_ID.fullmatch(key):
        raise wrong(f"invalid id: {ID_RULE}")
    for problem in validation.problems(table, _RULES, _REQUIRED, what="a table", key="key"):
        raise wrong(problem)
    if not 1900 <= table["year"] <= 2999:
        raise wrong(f"year {table['year']} is not plausible")
    facts = {name: value for name, value in table.items() if name != "pages"}
    return Edition(id=key, pages=tuple(page_from_table(page, wrong_page) for page in table.get("pages", ())), **facts)


def edition_prefix(identity: Identity) -> str:
    """The usual beginning of an archive's edition ids: its short name in letters and digits."""
    return re.sub(r"[^a-z0-9]+", "", fold(identity.title)).lstrip("0123456789") or "edition"


def _nearest(wanted: str, known: Registry) -> str:
    from difflib import get_close_matches

    within = [edition for edition in known if wanted and wanted in edition][-3:]
    if not known:
        return " This archive has no editions yet."
    near = within or get_close_matches(wanted, list(known), n=3, cutoff=0.7)
    return f"{did_you_mean(near)} `mlforsys editions` lists them all."
