"""Validates output against ``archive/json.schema.json``, and reads the tables of ``docs/json.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.support import PROJECT

SCHEMA: dict[str, Any] = json.loads((PROJECT / "archive" / "json.schema.json").read_text(encoding="utf-8"))
DEFINITIONS: dict[str, Any] = SCHEMA["$defs"]
_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "null": "null",
}


@cache
def _validator(name: str) -> Any:
    """The validator of a definition. That the schema itself is sound takes longer to find than all else, and has a test."""
    from jsonschema import Draft202012Validator

    schema = {**SCHEMA, "$ref": f"#/$defs/{name}"}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def problems(name: str, shape: object) -> list[str]:
    """The violations of the definition ``name`` in some output."""
    return [f"{error.json_path}: {error.message}" for error in _validator(name).iter_errors(shape)]


def fields(name: str) -> dict[str, Any]:
    """The fields of a definition, beginning with those of the definition it extends."""
    definition = DEFINITIONS[name]
    above = (fields(base["$ref"].rsplit("/", 1)[1]) for base in definition.get("allOf", ()))
    return {field: of_it for one in above for field, of_it in one.items()} | definition.get("properties", {})


def table(name: str) -> str:
    """The rows of a definition's own fields, as ``docs/json.md`` prints them."""
    definition = DEFINITIONS[name]
    lines = ["| field | type | meaning | example |", "| --- | --- | --- | --- |"]
    for field, of_it in definition["properties"].items():
        lines += _rows(field, of_it)
    return "\n".join(lines) + "\n"


def _rows(field: str, of_it: dict[str, Any]) -> Iterator[str]:
    example = f"`{json.dumps(of_it['examples'][0], ensure_ascii=False)}`" if "examples" in of_it else ""
    yield f"| `{field}` | {_type(of_it)} | {of_it.get('description') or _meaning(of_it)} | {example} |"
    for inner, of_inner in of_it.get("properties", {}).items():
        yield from _rows(f"{field}.{inner}", of_inner)


def _meaning(of_it: dict[str, Any]) -> str:
    return str(DEFINITIONS[of_it["$ref"].rsplit("/", 1)[1]]["description"])


def _type(of_it: dict[str, Any]) -> str:
    if "$ref" in of_it:
        name = of_it["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in of_it:
        return " or ".join(map(_type, of_it["anyOf"]))
    if "enum" in of_it:
        return " or ".join("null" if value is None else f"`{value}`" for value in of_it["enum"])
    if of_it["type"] == "array":
        return f"list of {_type(of_it['items'])}"
    if of_it["type"] == "object":
        values = of_it.get("additionalProperties")
        return f"object of {_type(values)}" if values else "object"
    types = of_it["type"] if isinstance(of_it["type"], list) else [of_it["type"]]
    return " or ".join(_WORDS[one] for one in types)
