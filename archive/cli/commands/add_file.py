"""`mlforsys add` with a file of papers: does what `mlforsys import` does. If the edition is not known, or some of its facts are
missing, it shows what an import would do."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.cli.commands.import_run import ImportRequest, ImportRun, run_import
from archive.cli.commands.import_show import show_plan, totals
from archive.cli.new_edition import as_options, missing_of_new
from archive.cli.terminal import output
from archive.cli.terminal.output import note
from archive.errors import ArchiveError, UsageError, WrongEdition
from archive.model.paper import Edition

if TYPE_CHECKING:
    from archive.collect.imports.file_content import Content
    from archive.collect.imports.plan import Plan
    from archive.store.editions import Registry
    from archive.store.root import Root

_YEAR = re.compile(
    r"(?:\byear\s*=\s*[{\"]*|^(?:PY|Y1)  ?- |\"date-parts\": \[\[\"?)((?:19|20)\d\d)", re.IGNORECASE | re.MULTILINE
)
_NO_EDITION = "unnamed"  # never shown


def add_file(path: Path, request: ImportRequest, root: Root, registry: Registry, *, as_json: bool) -> None:
    """Import the papers of a file, or show what an import would do if the edition is not fully known.

    Args:
        path: the file or folder.
        request: what the user asked; ``edition`` is empty if no edition was named.
        root: the archive's root.
        registry: its editions.
        as_json: print JSON.

    Raises:
        UsageError: the import should be applied, but facts of its edition are missing.
        ArchiveError: the file cannot be imported.
    """
    from archive.collect.imports.file_content import open_files
    from archive.collect.imports.proceedings import proceedings_of

    content = open_files([path], b"", None)
    proceedings = proceedings_of(content)
    missing = _missing(request, registry, proceedings.facts)
    if missing and request.yes:
        more = "" if request.edition else "; for a new edition also --name, --venue and --url"
        raise UsageError(f"{path} is a file of papers. To import it, give {as_options(missing)}{more}.")
    command = _import_command(path, request, missing)
    run = _preview(content, request, registry, root) if missing else run_import(root, registry, content, proceedings, request)
    if as_json:
        output.json_data(_as_data(run.plan, command, registered=not (missing or run.new), written=run.applies))
    elif missing:
        _show(run.plan, path, command, request)
    else:
        run.print()
    run.exit_if_refused()


def _missing(request: ImportRequest, registry: Registry, stated: Mapping[str, Any]) -> list[str]:
    """The facts that an import needs and that are not known; ``edition`` alone if no edition was named."""
    if not request.edition:
        return ["edition"]
    try:
        registry.find(request.edition)
    except UsageError:
        return missing_of_new(request.edition, {**stated, **request.facts})
    return []


def _import_command(path: Path, request: ImportRequest, missing: Sequence[str]) -> str:
    """The command that imports the file, with ``ID`` or an ellipsis for each fact that is missing."""
    facts = {"edition": request.edition or "ID", **request.facts, **{key: "…" for key in missing if key != "edition"}}
    options = {**facts, "base-url": request.base_url, "names": request.names}
    given = (f"--{key} {shlex.quote(str(value))}" for key, value in options.items() if value is not None)
    return " ".join(["mlforsys import", shlex.quote(str(path)), *given])


def _preview(content: Content, request: ImportRequest, registry: Registry, root: Root) -> ImportRun:
    """What an import into an edition that is not fully known would do. All rows are read, since it is not known which of them
    belong to it."""
    edition = _placeholder(request, _usual_year(content))
    try:
        plan = replace(request, everything=True).plan(edition, content, registry, root)
    except WrongEdition as error:
        raise ArchiveError(error.reason[:1].upper() + error.reason[1:]) from None
    return ImportRun(root, plan, edition, {}, asked=False, strict=False)


def _show(plan: Plan, path: Path, command: str, request: ImportRequest) -> None:
    """Print the plan as an import does, and which options are missing."""
    output.print_when_done()  # the summary is last on the screen
    show_plan(plan)
    note(f"{path} is a file of papers, not a web page. From {plan.reader}: {totals(plan)}.")
    if not _year_of(request):
        note("The year in the ids is a guess; in an import, it is that of the edition.")
    note(f"Nothing was written. To import them: `{command} --yes`.")
    if not request.edition:
        note("ID is the id of the edition, such as acme2031. A new edition also needs --name, --venue and --url.")


def _usual_year(content: Content) -> int:
    """The most frequent year in a bibliography; any year if it has none, since then no entry is compared with it."""
    text = content.bibtex or content.ris or json.dumps(content.data)
    years = Counter(_YEAR.findall(text))
    return int(years.most_common(1)[0][0]) if years else 2000


def _year_of(request: ImportRequest) -> int | None:
    """The year of the edition: that of ``--year``, or that in its id."""
    found = re.search(r"(?:19|20)\d\d", request.edition)
    return request.facts.get("year") or (int(found[0]) if found else None)


def _placeholder(request: ImportRequest, usual_year: int) -> Edition:
    """An edition with what is known of it."""
    from archive.collect.propose.source import unknown_address

    edition = request.edition or _NO_EDITION
    return Edition(
        edition,
        name=str(request.facts.get("name") or edition),
        venue=str(request.facts.get("venue") or ""),
        year=_year_of(request) or usual_year,
        url=unknown_address(""),
    )


def _as_data(plan: Plan, command: str, *, registered: bool, written: bool) -> dict[str, Any]:
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
        "registered": registered,
        "notes": list(plan.notes),
        "written": written,
    }
