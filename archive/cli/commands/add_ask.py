"""The questions of `mlforsys add`: facts that the page does not state, with suggestions, and then whether to write the
table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from archive.cli.new_edition import fact_problem
from archive.cli.terminal import output
from archive.cli.terminal.confirm import confirm
from archive.cli.terminal.output import Terminal, note

if TYPE_CHECKING:
    from archive.collect.propose import Proposal
    from archive.store.editions import Registry
    from archive.store.root import Root

QUESTIONS = {"name": "Name of the edition", "venue": "Venue", "year": "Year", "edition": "Id of the edition"}
_EXAMPLES = {
    "name": "Kites for Systems 2031", "venue": "the conference that hosted it, such as ACME", "year": "2031",
    "edition": "acme2031",
}  # fmt: skip


def suggested(facts: Mapping[str, Any], headline: str | None, root: Root, registry: Registry) -> dict[str, str]:
    """Suggestions for facts that a page does not state. They are stored only if the user accepts them.

    Args:
        facts: what is known about the edition.
        headline: the page's main heading, if it may name the meeting.
        root: the archive's root. The archive's own name and venue may be suggested.
        registry: its editions.
    """
    from archive.collect.propose.meeting import key_of
    from archive.store.archive_config import load_identity

    identity = load_identity(root.folder)
    own = identity.title if not identity.use_bundled else ""
    venue = str(facts.get("venue") or _usual_venue(registry, own))
    year = str(facts.get("year") or "")
    name = headline or (f"{identity.name} {year}" if year and not identity.use_bundled else "")
    edition_id = _edition_id(registry, key_of(venue), year)
    proposed = {"name": name, "venue": venue, "year": year, "edition": edition_id}
    return {key: value for key, value in proposed.items() if value and not facts.get(key)}


def _usual_venue(registry: Registry, own: str) -> str:
    """The venue of all editions, or ``own`` if there are no editions; empty if editions differ."""
    venues = {edition.venue for edition in registry.values()} or {own}
    return venues.pop() if len(venues) == 1 else ""


def _usual_prefix(registry: Registry) -> str:
    """The part before the year in the ids of all editions; empty if it differs, or if there are no editions."""
    prefixes = {edition.id.removesuffix(str(edition.year)) for edition in registry.values()}
    return prefixes.pop() if len(prefixes) == 1 else ""


def _edition_id(registry: Registry, venue: str, year: str) -> str:
    """An id like those of the registered editions; without such, of venue and year. Empty if either is unknown."""
    prefix = _usual_prefix(registry) or venue
    return f"{prefix}{year}" if prefix and year else ""


def ask(proposal: Proposal, facts: Mapping[str, Any], root: Root, registry: Registry) -> dict[str, Any] | None:
    """Ask for missing facts, and whether to write the table. Returns all facts; None if the table is not to be written."""
    from archive.cli.commands.add_show import toml_of

    output.flush()
    asked = dict(facts)
    missing = [key for key in QUESTIONS if not asked.get(key)]
    if missing:
        note(
            "The page does not state everything about its edition. Enter accepts the value in brackets; Ctrl-C writes nothing."
        )
    for key in missing:
        asked[key] = _answer(key, suggested(asked, proposal.headline, root, registry).get(key), root, registry)
    if missing:
        terminal = Terminal()
        terminal.line()
        for line in toml_of(proposal, asked).splitlines():
            terminal.line(line, wrap=False)
        output.flush()
    return asked if confirm("Write this table to editions.toml?", default=False) else None


def _answer(key: str, suggestion: str | None, root: Root, registry: Registry) -> Any:
    """Ask for a fact until the answer is valid."""
    from archive.store.editions_edit import id_problem

    example = "" if suggestion else f" ({_EXAMPLES[key]})"
    while True:
        question = output.fitting(QUESTIONS[key] + example)
        text = str(typer.prompt(question, default=suggestion or "", show_default=bool(suggestion), err=True))
        text = " ".join(text.split())
        if problem := fact_problem(key, text) or (id_problem(root.folder, text, registry) if key == "edition" else None):
            note(f"{problem[:1].upper()}{problem[1:]}.")
        else:
            return int(text) if key == "year" else text
