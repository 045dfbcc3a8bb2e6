"""Starts an archive: the files of an empty one."""

from __future__ import annotations

import datetime
from dataclasses import fields
from pathlib import Path

from archive.errors import UsageError
from archive.store.archive_config import Identity
from archive.store.editions import edition_prefix
from archive.store.file_names import IDENTITY
from archive.store.files import toml_text
from archive.store.transaction import transaction

WORKFLOW = ".github/workflows/publish.yml"
"""The file of a new archive that publishes its site, from the root."""

_STARTER = Path(__file__).with_name("starter")
_FILES = {
    "editions.toml": "editions.toml",
    "topics.toml": "topics.toml",
    WORKFLOW: "publish.yml",
    "README.md": "README.md",
    ".gitignore": "gitignore",
}
_SITE = "site.toml"  # comments on the tables of the site, at the end of archive.toml
_KEPT = ("README.md", ".gitignore")  # a repository often has its own
_COMMENTS = {
    "name": "used in help, messages, references and on the site",
    "short_name": "used where space is limited",
    "url": "the workshop's own site",
    "contact": "for questions; also sent to the servers that are scraped",
    "license": "of the summaries and topics",
    "use_bundled": "true: also include the editions, topics and people that come with the tool",
}


def start_archive(folder: Path, identity: Identity, today: datetime.date | None = None) -> list[str]:
    """Write the files of an empty archive into a folder, which is created if it is missing; returns what was
    written, as paths within it. An existing README and ``.gitignore`` stay as they are.

    Raises :class:`UsageError` if any other of the files exists already; then nothing is written.
    """
    _refuse_occupied(folder)
    day = today or datetime.date.today()
    texts = {IDENTITY: identity_text(identity) + _filled(_SITE, identity, day)}
    texts |= {name: _filled(source, identity, day) for name, source in _FILES.items()}
    texts["scraped/.gitkeep"] = ""  # git keeps no empty folder, and this one marks the archive's root
    with transaction(folder) as change:
        written = [name for name in texts if not (folder / name).exists()]
        for name in written:
            change.put(folder / name, texts[name].encode())
    return written


def refuse_archive(folder: Path) -> None:
    """Raise :class:`UsageError` if a folder is an archive already."""
    if (folder / IDENTITY).is_file() and (folder / "editions.toml").is_file():
        raise UsageError(
            f"{folder.absolute()} is an archive already. Nothing was changed. `mlforsys add URL` or `mlforsys import FILE "
            f"--edition ID` adds an edition; its name and address are in {IDENTITY}."
        )


def _refuse_occupied(folder: Path) -> None:
    """Raises :class:`UsageError` if an archive cannot begin."""
    refuse_archive(folder)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder. Name a folder for the archive.")
    there = [name for name in (IDENTITY, *_FILES) if name not in _KEPT and (folder / name).exists()]
    if there:
        raise UsageError(
            f"{folder} already has {' and '.join(there)}. Nothing was changed. Choose another folder, or edit "
            "the existing files."
        )


def identity_text(identity: Identity) -> str:
    """``archive.toml`` of an identity, with a comment on each key; unknown keys are left out."""
    values = {field.name: getattr(identity, field.name) for field in fields(identity)}
    lines = {key: f"{key} = {_toml(value)}" for key, value in values.items() if value not in (None, "")}
    width = max(map(len, lines.values()))
    commented = (f"{line:<{width}}  # {_COMMENTS[key]}" for key, line in lines.items())
    return (
        "# The identity of this archive. `mlforsys` uses it in this folder and all folders below.\n"
        + "\n".join(commented)
        + "\n"
    )


def _toml(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else toml_text(value)


def _inside(source: str, text: str) -> str:
    """A text as a file needs it: escaped for use inside a TOML string, or as it is."""
    return toml_text(text)[1:-1] if source.endswith(".toml") else text


def _filled(source: str, identity: Identity, today: datetime.date) -> str:
    text = (_STARTER / source).read_text(encoding="utf-8")
    mail = identity.contact_address or ""
    values = {
        "name": _inside(source, identity.name),
        "short": _inside(source, identity.title),
        "prefix": edition_prefix(identity),
        "site": (identity.url or "https://…/").rstrip("/") + "/",
        "year": str(today.year),
        "mail": _inside(source, mail.removeprefix("mailto:")) if mail.startswith("mailto:") else "chairs@example.org",
    }
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text
