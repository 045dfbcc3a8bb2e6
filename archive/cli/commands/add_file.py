"""`mlforsys add` with a file of papers: shows what `mlforsys import` would do."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.cli.messages import count
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal, note
from archive.errors import ArchiveError, WrongEdition
from archive.model.paper import Edition, Paper

if TYPE_CHECKING:
    from archive.collect.imports.file_content import Content
    from archive.collect.imports.plan import Plan
    from archive.store.editions import Registry
    from archive.store.root import Root

_SHOWN = 3  # papers from the beginning that are shown, and refused rows
_YEAR = re.compile(
    r"(?:\byear\s*=\s*[{\"]*|^(?:PY|Y1)  ?- |\"date-parts\": \[\[\"?)((?:19|20)\d\d)", re.IGNORECASE | re.MULTILINE
)
_NO_EDITION = "unnamed"  # never shown


def show_import(path: Path, given: Mapping[str, Any], here: Root, registry: Registry, *, as_json: bool) -> None:
    """Show what an import of a file would add, change and refuse. Nothing is written.

    Args:
        path: the file or folder.
        given: facts of the edition from options.
        here: the archive's root.
        registry: its editions.
        as_json: print JSON.

    Raises:
        ArchiveError: the file cannot be imported.
    """
    from archive.collect.imports.file_content import open_files
    from archive.collect.imports.pipeline import plan_import
    from archive.collect.imports.readers import reader_for

    content = open_files([path], b"", None)
    edition = _edition(given, registry, _usual_year(content))
    unknown = edition.id not in registry  # then it is not known either which rows belong to it, and all are read
    try:
        plan = plan_import(edition, content, reader_for(content), registry, here, everything=unknown)
    except WrongEdition as error:
        raise ArchiveError(error.reason[:1].upper() + error.reason[1:]) from None
    command = f"mlforsys import {path} --edition {_shown_id(edition, given, registry)}"
    if as_json:
        output.json_data(_as_data(plan, edition, command, registry))
        return
    terminal = Terminal()
    terminal.line(f"{path} is a file of papers ({plan.reader}), not a web page. Use `mlforsys import`.")
    terminal.line(
        f"An import would add {count(len(plan.added), 'paper')}, change {len(plan.changed)} and refuse {len(plan.refused)}.\n"
    )
    known = {paper.id: paper for paper in plan.papers}
    for planned in [*plan.added[:_SHOWN], *plan.added[_SHOWN:][-1:]]:
        terminal.line(planned.title, indent="  ")
        terminal.line(", ".join(_authors(known.get(planned.paper or ""))), indent="    ")
    for planned in plan.refused[:_SHOWN]:
        terminal.line(
            f"? {planned.where}: {planned.reason}" + (f" ({planned.title})" if planned.title else ""), indent="  ", first=""
        )
    if not given.get("edition"):
        terminal.line("Replace ID with the id of the edition; a new one also needs --name, --venue and --url.")
    note(f"To see every paper: `{command}`. To write them: add --yes.")


def _shown_id(edition: Edition, given: Mapping[str, Any], registry: Registry) -> str:
    """The value of ``--edition`` for the import, with the options that describe a new edition; ``ID`` if it is not known."""
    if not given.get("edition"):
        return "ID"
    if edition.id in registry:
        return edition.id
    known = {key: given.get(key) for key in ("name", "venue", "url")}
    return " ".join([edition.id, *(f"--{key} {shlex.quote(str(value or '…'))}" for key, value in known.items())])


def _usual_year(content: Content) -> int:
    """The most frequent year in a bibliography; any year if it has none, since then no entry is compared with it."""
    text = content.bibtex or content.ris or json.dumps(content.data)
    years = Counter(_YEAR.findall(text))
    return int(years.most_common(1)[0][0]) if years else 2000


def _edition(given: Mapping[str, Any], registry: Registry, usual_year: int) -> Edition:
    """The edition that was named if it is registered, or else a placeholder."""
    edition = str(given.get("edition") or _NO_EDITION)
    if edition in registry:
        return registry[edition]
    year = given.get("year") or (int(found[0]) if (found := re.search(r"(?:19|20)\d\d", edition)) else None)
    return Edition(
        edition,
        name=str(given.get("name") or edition),
        venue=str(given.get("venue") or ""),
        year=year if isinstance(year, int) else usual_year,
        url="https://page-address-not-given.invalid/",
    )


def _authors(paper: Paper | None) -> tuple[str, ...]:
    return paper.authors if paper else ()


def _as_data(plan: Plan, edition: Edition, command: str, registry: Registry) -> dict[str, Any]:
    added = {planned.paper for planned in plan.added}
    doubts = [f"{planned.where}: {planned.reason}" for planned in (*plan.refused, *plan.duplicates)]
    return {
        "confidence": "low" if doubts else "high",
        "doubts": doubts,
        "papers": [
            {"title": paper.title, "authors": list(paper.authors), "pdf_url": paper.pdf_url, "page_url": paper.page_url}
            for paper in plan.papers
            if paper.id in added
        ],
        "table": None,
        "import": command,
        "format": plan.reader,
        "registered": edition.id in registry,
        "notes": list(plan.notes),
        "written": False,
    }
