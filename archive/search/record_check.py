"""Checks that JSON read from an index is the record of a paper, with the fields that results need. A damaged index is
rebuilt, so users see no traceback.
"""

from __future__ import annotations

from types import NoneType
from typing import Any

from archive.model.fields import OPTIONAL_TEXTS

_TEXT = ("id", "title", "edition")
_TEXT_OR_NONE = ("abstract", "abstract_source", "summary", "venue", *OPTIONAL_TEXTS)
_TYPES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(_TEXT, str),
    **dict.fromkeys(_TEXT_OR_NONE, (str, NoneType)),
    "year": (int, NoneType),
}
_TEXTS = ("authors", "topics")
_TEXTS_OR_LEFT_OUT = ("equal_contribution", "suggested_topics")


def is_record(record: Any) -> bool:
    """Whether it has the fields, of the right types, that results need."""
    return (
        isinstance(record, dict)
        and all(name in record and isinstance(record[name], types) for name, types in _TYPES.items())
        and all(_is_list(record.get(name), str) for name in _TEXTS)
        and all(_is_list(record.get(name, []), str) for name in _TEXTS_OR_LEFT_OUT)
        and _are_links(record.get("links"))
    )


def _are_links(links: Any) -> bool:
    return _is_list(links, dict) and all(isinstance(link.get(name), str) for link in links for name in ("label", "url"))


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)
