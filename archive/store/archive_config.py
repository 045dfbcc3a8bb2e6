"""The identity of an archive: ``archive.toml``, the bundled one or a root's own::

    name = "Kites for Systems"                 # in help, messages, references, on the site
    short_name = "KfS"                         # used where space is limited; default: the name
    url = "https://kites.example/"             # the workshop's own site
    contact = "chairs@kites.example"           # an e-mail or web address, also sent to servers
    license = "CC BY 4.0"                      # of what the archive's people wrote: summaries and topics
    use_bundled = false                        # true: its editions, topics and people add to the bundled ones

Only ``name`` must be there. The tables ``[site]``, ``[nav]`` and ``[colors]`` are the site's
(:mod:`archive.site.config`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.errors import StoreError, reason_of
from archive.model.text import quote
from archive.model.urls import is_address
from archive.store.file_names import IDENTITY, PACKAGE
from archive.store.files import file_version, read_toml
from archive.store.validation import LINE, Rule, kind, matching, unseen_problem

BUNDLED_IDENTITY = PACKAGE / IDENTITY
_OF_THE_SITE = ("site", "nav", "colors")
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """An archive's name and contact; ``use_bundled`` is true if it includes the bundled editions, topics, people
    and curation."""

    name: str
    short_name: str = ""
    url: str | None = None
    contact: str | None = None
    license: str | None = None
    use_bundled: bool = False

    @property
    def title(self) -> str:
        """The short name, or else the name."""
        return self.short_name or self.name

    @property
    def tagline(self) -> str:
        """What the archive is, in one sentence."""
        return f"The accepted papers of {self.name}, searchable and ready to cite."

    @property
    def contact_address(self) -> str | None:
        """The contact, or else the workshop's site, as a URL; None if neither is known."""
        if self.contact is None:
            return self.url
        return self.contact if is_address(self.contact) else f"mailto:{self.contact}"


def report_to() -> str:
    """Where to report a bug of the program: the contact of the bundled archive. Raises like :func:`load_identity`."""
    return load_identity().contact or ""


def load_identity(folder: Path | None = None) -> Identity:
    """The identity of the archive under a root, or the bundled one if it has none of its own.

    Raises :class:`StoreError` naming file and key of what is wrong.
    """
    own = folder / IDENTITY if folder else None
    if own is not None and os.path.lexists(own):
        return _load(own, _version(own))
    return replace(_load(BUNDLED_IDENTITY, file_version(BUNDLED_IDENTITY)), use_bundled=True)


def _version(path: Path) -> tuple[int, int]:
    try:
        return file_version(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {reason_of(error)}.") from None


@lru_cache(maxsize=4)
def _load(path: Path, version: tuple[int, int]) -> Identity:  # noqa: ARG001 - a part of the cache's key
    return _identity(path, read_toml(path))


def _is_contact(text: str) -> bool:
    return bool(_EMAIL.fullmatch(text)) or is_address(text)


_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(("name", "short_name", "license"), LINE),
    "url": matching(is_address, "a whole web address like https://kites.example/"),
    "contact": matching(_is_contact, "an e-mail address or a web address"),
    "use_bundled": kind(bool, "true or false"),
}


def problem_of(key: str, value: object) -> str | None:
    """What is wrong with the value of a key of ``archive.toml``, as the end of a sentence; None if nothing is."""
    return _RULES[key].problem(key, value) or unseen_problem(key, value)


def _identity(path: Path, table: dict[str, Any]) -> Identity:
    table = {key: value for key, value in table.items() if key not in _OF_THE_SITE}
    keys = [field.name for field in fields(Identity)]
    if unknown := table.keys() - set(keys):
        tables = ", ".join(f"[{name}]" for name in _OF_THE_SITE)
        raise StoreError(
            f"{path}: unknown key {quote(min(unknown))}; known ones are {', '.join(keys)}, and the tables {tables}."
        )
    if "name" not in table:
        raise StoreError(f'{path}: name is missing. Write a line such as: name = "Kites for Systems".')
    for key, value in table.items():
        if problem := problem_of(key, value):
            raise StoreError(f"{path}: {problem}.")
    return Identity(**table)
