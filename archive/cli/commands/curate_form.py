"""The curation of a paper as a form for an editor: TOML, with comments that say what to write."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.catalogue.items import Item
from archive.catalogue.summary_check import LONGEST, SHORTEST
from archive.catalogue.taxonomy import MOST_TOPICS, Taxonomy
from archive.errors import UsageError
from archive.model.presentation_type import PRESENTATIONS
from archive.model.text import quote
from archive.store.corrections import TEXT_FIELDS, Wanted
from archive.store.files import toml_text

_WRONG = "#! "
_KEYS = {"topics", "summary", "authors", "reason", "source", *TEXT_FIELDS}
_HINTS = {"presentation": ", ".join(PRESENTATIONS), "arxiv_id": "such as 2101.00001", "doi": "such as 10.1145/3302424.3303961"}


@dataclass(frozen=True, slots=True)
class Form:
    """The text of a form before it is edited."""

    text: str

    def with_problems(self, edited: str, problems: str) -> str:
        """The edited text, with the problems as comments above it."""
        lines = [f"{_WRONG}{line}" for line in problems.splitlines()]
        kept = [line for line in edited.splitlines() if not line.startswith(_WRONG)]
        return "\n".join([*lines, *kept]) + "\n"


def make_form(item: Item, taxonomy: Taxonomy, suggested: Sequence[str]) -> Form:
    """The form with the present values of a paper; ``suggested`` are ids of topics."""
    paper = item.paper
    lines = [
        f"# {paper.title}",
        f"# {', '.join(paper.authors)}",
        f"# {item.edition.name} · {paper.id}",
        "# Edit, save and close. To change nothing, close the file unchanged.",
        "",
        *_topic_lines(taxonomy, suggested),
        f"topics = {_listed(paper.topics)}",
        "",
        f"# One sentence of your own, {SHORTEST} to {LONGEST} words: the problem, the method, the result.",
        f"summary = {toml_text(paper.summary or '')}",
        "",
        "# Mistakes of the page: replace them with the correct text, and give a reason and a source below.",
        *(_field_line(name, getattr(paper, name) or "") for name in TEXT_FIELDS),
        f"authors = {_listed(paper.authors)}",
        "",
        "# Needed only for corrections.",
        'reason = ""',
        'source = ""',
    ]
    return Form("\n".join(lines) + "\n")


def read_form(text: str, item: Item, taxonomy: Taxonomy) -> Wanted:
    """Read an edited form. Raises :class:`UsageError`, with a line per problem, if it is invalid."""
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"Invalid TOML: {error}. Write texts in double quotes and lists in brackets.") from None
    problems = [f"{quote(key)} cannot be changed here." for key in table.keys() - _KEYS]
    problems += filter(None, (_misfit(key, value) for key, value in table.items() if key in _KEYS))
    if problems:
        raise UsageError("\n".join(problems))
    return Wanted(
        topics=_topics(table.get("topics"), item, taxonomy),
        summary=table.get("summary"),
        fields={name: table[name] for name in TEXT_FIELDS if name in table},
        authors=table.get("authors"),
        reason=table.get("reason", ""),
        source=table.get("source", ""),
    )


def _misfit(key: str, value: Any) -> str | None:
    """A sentence if a value has the wrong type; None otherwise."""
    if key in ("topics", "authors"):
        fits = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return None if fits else f"{key} should be a list of texts in brackets."
    return None if isinstance(value, str) else f"{key} should be a text in double quotes."


def _topics(given: list[str] | None, item: Item, taxonomy: Taxonomy) -> tuple[str, ...] | None:
    """The ids of the topics; None if they were not changed, since the old ones may no longer be in the taxonomy."""
    return None if given is None or tuple(given) == item.paper.topics else taxonomy.resolve(given)


def _topic_lines(taxonomy: Taxonomy, suggested: Sequence[str]) -> list[str]:
    if not taxonomy:
        return ["# This archive has no topics yet: `mlforsys topics --suggest-taxonomy` proposes some."]
    lines = [f"# Topics, most important first, at most {MOST_TOPICS}. Choose from:"]
    lines += [f"#   {'  ' * depth}{topic.id}: {topic.description}" for depth, topic in taxonomy.tree()]
    return [*lines, *([f"# Suggested: {', '.join(suggested)}"] if suggested else [])]


def _field_line(name: str, value: str) -> str:
    hint = f"  # {_HINTS[name]}" if name in _HINTS and not value else ""
    return f"{name} = {toml_text(value)}{hint}"


def _listed(values: Sequence[str]) -> str:
    return f"[{', '.join(map(toml_text, values))}]"
