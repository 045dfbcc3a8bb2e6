"""Authors as data has them: a text, a list of texts, or objects of any of the usual shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from archive.collect.imports.drafts import Author

_GIVEN = ("given", "given_name", "given-name", "givenname", "first", "first_name", "firstname", "forename")
_MIDDLE = ("middle", "middle_name", "middlename", "middle_names")
_FAMILY = ("family", "family_name", "family-name", "familyname", "last", "last_name", "lastname", "surname")
_WHOLE = ("name", "fullname", "full_name", "display_name", "author", "literal", "text", "label")
_PARTICLES = ("non-dropping-particle", "dropping-particle")
_ADDRESSES = ("email", "emails", "e-mail", "mail")
_INITIAL = re.compile(r"\b[^\W\d_a-z]\.(?=[\s-])")
_NOTHING = frozenset({"", "null", "~", "None", "none"})


def authors_of(value: Any) -> str | list[str | Author]:
    """Authors for a draft, out of whatever is under ``authors``: a list with one text that names several
    people is a text."""
    value = _unwrapped(value)
    if isinstance(value, str):
        return value
    if _is_numbered(value):
        value = list(value.values())
    if not isinstance(value, list):
        return []
    listed = [one for item in value if (one := author_of(item)) is not None]
    if len(listed) == 1 and isinstance(listed[0], str):
        return listed[0]
    return listed


def _is_numbered(value: Any) -> bool:
    """Whether authors are an object by their numbers: ``{"1": …, "2": …}``."""
    return isinstance(value, dict) and bool(value) and all(str(key).isdecimal() for key in value)


def family_first(text: str) -> str | Author:
    """``Family, Given, Suffix``, as RIS and Zotero have it. A name without a comma is a group's, but some producers write
    people so: ``A. Quill``."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return text.strip() if _INITIAL.search(text) else f"{{{text.strip()}}}"
    return Author(parts[1], parts[0], " ".join(parts[2:]))


def author_of(item: Any) -> str | Author | None:
    """One author: a name, or its parts if an object states them; None for what is nothing at all."""
    if isinstance(item, dict) and isinstance(item.get("author"), dict):  # OpenAlex
        item = item["author"]
    item = _unwrapped(item)
    if isinstance(item, str):
        return item if item not in _NOTHING else None
    return _author_of_object(item) if isinstance(item, dict) else None


def _author_of_object(item: Mapping[Any, Any]) -> Author:
    fields = {str(key).casefold().replace(" ", "_"): value for key, value in item.items()}
    family = " ".join(filter(None, (_first(fields, names) for names in (*zip(_PARTICLES), _FAMILY))))
    given = f"{_first(fields, _GIVEN)} {_first(fields, _MIDDLE)}".strip()
    unnamed = "an e-mail address" if any(map(fields.get, _ADDRESSES)) else "nothing"
    if given and family:
        return Author(given, family, _first(fields, ("suffix", "name-suffix", "lineage")), unnamed=unnamed)
    whole = _first(fields, _WHOLE) or family or given
    return Author("", whole, whole=True, unnamed=unnamed)


def _unwrapped(value: Any) -> Any:
    """The list in ``{"value": […]}`` and in DBLP's ``{"author": […]}``."""
    while isinstance(value, dict) and (
        "value" in value or (len(value) == 1 and isinstance(value.get("author"), list | dict) and "text" not in value)
    ):
        value = value.get("value", value.get("author"))
        if isinstance(value, dict) and "value" not in value:
            return [value]
    return value


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    found = (fields.get(name) for name in names)
    return next((one.strip() for one in found if isinstance(one, str) and one.strip() not in _NOTHING), "")
