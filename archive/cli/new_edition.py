"""Options that describe an edition, for `mlforsys add`, `mlforsys import` and `mlforsys editions --set`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.errors import UsageError
from archive.model.text import enumerated, quote

if TYPE_CHECKING:
    from archive.model.paper import Edition
    from archive.store.editions import Registry
    from archive.store.root import Root


def _option(flag: str, metavar: str, what: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=what, show_default=False)


NameOption = Annotated[str | None, _option("--name", "TEXT", "The edition's name.")]
VenueOption = Annotated[str | None, _option("--venue", "TEXT", "The conference that hosted it, such as ACME.")]
YearOption = Annotated[int | None, _option("--year", "YEAR", "Its year.")]
DateOption = Annotated[str | None, _option("--date", "DATE", "Its date, such as 2031-05-01.")]
LocationOption = Annotated[str | None, _option("--location", "TEXT", "Its location, such as Utrecht.")]

_CHANGEABLE = ("name", "venue", "year", "date", "location")
_NEEDED = ("name", "venue", "year", "url")  # which a new edition must have
_OPTIONAL = ("date", "location")  # an edition need not have these
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_AT_END = re.compile(r"((?:19|20)\d\d)$")


def given_facts(prefix: str = "--", /, **facts: Any) -> dict[str, Any]:
    """The facts of an edition that were given as options; ``date`` becomes a :class:`datetime.date`.

    Args:
        prefix: is put before the name of a fact in messages.
        facts: the values of options by name; None for those that were not given.

    Raises:
        UsageError: a value is invalid.
    """
    given = {key: value for key, value in facts.items() if value is not None}
    for key, value in given.items():
        if key != "date" and (problem := fact_problem(key, str(value))):
            raise UsageError(f"{prefix}{key}: {problem}.")
    if "date" in given:
        try:
            given["date"] = datetime.date.fromisoformat(given["date"])
        except ValueError:
            raise UsageError(f'{prefix}date: invalid date "{given["date"]}". Write it like 2031-05-01.') from None
    return given


def changed_facts(changes: Iterable[str]) -> dict[str, Any]:
    """The facts in the values of ``--set KEY=VALUE``; None for a fact to remove.

    Raises:
        UsageError: there is no such key, or a value is invalid.
    """
    pairs = dict(map(_pair, changes))
    removed = [key for key in _OPTIONAL if pairs.get(key) == ""]
    facts = given_facts("--set ", **{key: value for key, value in pairs.items() if key not in removed})
    if "year" in facts:
        facts["year"] = int(facts["year"])
    return facts | dict.fromkeys(removed)


def _pair(change: str) -> tuple[str, str]:
    key, sign, value = change.partition("=")
    if not sign or key not in _CHANGEABLE:
        raise UsageError(f"--set {quote(change)}: use KEY=VALUE, where KEY is {enumerated(_CHANGEABLE)}.")
    return key, value.strip()


def fact_problem(key: str, text: str) -> str | None:
    """What is wrong with a fact of an edition, as a sentence without capital and full stop; None if it is valid.

    Args:
        key: ``edition``, ``name``, ``venue``, ``year``, ``location`` or ``url``.
        text: its value.
    """
    from archive.model.urls import is_address
    from archive.store.editions import EDITION_ID, ID_RULE

    if not text.strip():
        return f"the {key} is empty"
    if not text.isprintable():
        return f"the {key} should be one line of letters and signs"
    if key == "edition" and not EDITION_ID.fullmatch(text):
        return f"invalid id {quote(text)}: {ID_RULE}"
    if key == "year" and not _YEAR.fullmatch(text):
        return f"invalid year {quote(text)}: write it with four digits, like 2031"
    if key == "url" and not is_address(text):
        return f"{quote(text)} is not a web address: use one like https://kites.example/2031/"
    return None


def missing_options(facts: Mapping[str, Any], keys: Iterable[str]) -> str:
    """``--name, --venue and --year``: the options for facts that are not known; empty if all are known.

    Args:
        facts: the known facts.
        keys: the facts that are needed.
    """
    return as_options(_missing(facts, keys))


def _missing(facts: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    return [key for key in keys if facts.get(key) in (None, "")]


def as_options(keys: Iterable[str]) -> str:
    """The options for some facts, as in ``--name, --venue and --year``."""
    return enumerated([f"--{key}" for key in keys], "and")


def find_or_make(
    edition_id: str, facts: Mapping[str, Any], registry: Registry, root: Root, stated: Mapping[str, Any] | None = None
) -> tuple[Edition, dict[str, Any]]:
    """The edition with an id, and the facts to register if it is new.

    Args:
        edition_id: the id.
        facts: what options say about the edition. The year may be missing if the id ends in it.
        registry: the registered editions.
        root: the archive's root.
        stated: what the imported file says about a new edition; options override it.

    Returns:
        The edition and its facts, which are empty if it is already registered.

    Raises:
        UsageError: facts of a new edition are missing or invalid, or there are facts of a registered one.
    """
    known = _year_in(edition_id) | dict(stated or {})
    try:
        found = registry.find(edition_id)
    except UsageError as error:
        if not facts:
            raise UsageError(f"{error} To create it, describe it with {_wanted_options(known)}.") from None
        return _new_edition(edition_id, known | dict(facts), registry, root)
    if facts:
        options = ", ".join(f"--{key}" for key in facts)
        correct = f"`mlforsys editions {found.id} --set KEY=VALUE`"
        raise UsageError(f"{found.id} is already registered. Leave out {options}, or correct it: {correct}.")
    return found, {}


def missing_of_new(edition_id: str, facts: Mapping[str, Any]) -> list[str]:
    """The facts that a new edition with an id needs besides those that are known."""
    return _missing(_year_in(edition_id) | dict(facts), _NEEDED)


def _wanted_options(known: Mapping[str, Any]) -> str:
    """The options that describe a new edition besides what is known: ``--name and --venue; --date is optional``."""
    wanted = missing_options(known, _NEEDED)
    others = as_options(key for key in _OPTIONAL if key not in known)
    if not others:
        return wanted
    return f"{wanted}; {others} {'are' if ' and ' in others else 'is'} optional"


def _new_edition(edition_id: str, complete: dict[str, Any], registry: Registry, root: Root) -> tuple[Edition, dict[str, Any]]:
    """The edition of that id, and its facts. Raises :class:`UsageError` if facts are missing or invalid."""
    from archive.model.paper import Edition
    from archive.model.urls import is_address
    from archive.store.editions_edit import check_edition

    check_edition(root.folder, edition_id, registry)
    if missing := missing_options(complete, _NEEDED):
        raise UsageError(f"To create the edition {edition_id}, give {missing} too.")
    if not is_address(complete["url"]):
        raise UsageError(f"--url {complete['url']}: not a web address. Use one like https://kites.example/2031/.")
    return Edition(edition_id, **complete), complete


def _year_in(edition_id: str) -> dict[str, Any]:
    """The year in which an id ends, as a fact."""
    year = _YEAR_AT_END.search(edition_id)
    return {"year": int(year[1])} if year else {}
