"""Links for ``mlforsys check --links``: asking with a bar, telling what was found, writing what moved."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import typer

from archive.check.links.addresses import find_addresses
from archive.check.links.cache import LinkCache
from archive.check.links.moves import corrections_of
from archive.check.links.report import BROKEN, LEFT_OUT, Finding, Report, check_links
from archive.cli.messages import note
from archive.cli.progress import progress
from archive.cli.terminal import visible
from archive.errors import StoreError
from archive.model.paper import Paper
from archive.net.fetch import make_fetcher
from archive.net.pdf_cache import cache_folder
from archive.store.curation import Curated, load_curation
from archive.store.curation_edit import correct, correction_text, curation_path
from archive.store.editions import Registry
from archive.store.root import Root


class Links:
    """The links of one root. What of it is damaged is passed over: a check says so elsewhere."""

    def __init__(self, root: Root, registry: Registry) -> None:
        self._root = root
        self._registry = registry
        self._papers: dict[str, Sequence[Paper]] = {}
        self._curation: dict[str, Mapping[str, Curated]] = {}
        for edition in root.store.editions():
            try:
                self._papers[edition] = root.store.papers(edition)
                self._curation[edition] = load_curation(edition, root.folder)
            except StoreError:
                self._papers.pop(edition, None)

    def check(self, mirror: str | None, timeout: float, *, fresh: bool) -> Report:
        addresses = find_addresses(self._papers, self._registry)
        cache = LinkCache(cache_folder() / "links", fresh=fresh) if mirror is None else None
        try:
            with progress(len(addresses)) as bar:
                bar.show("asking for addresses", 0)
                return check_links(
                    addresses,
                    self._papers,
                    self._curation,
                    make_fetcher(mirror, timeout=timeout),
                    cache,
                    step=lambda done: bar.show("asking for addresses", done),
                )
        except KeyboardInterrupt:
            if cache:
                note("Interrupted. What was answered so far is kept for a week; the next check goes on from there.")
            raise

    def tell(self, findings: Sequence[Finding]) -> None:
        """A line for each finding, with what a person can do about it below; alike ones in one."""
        alike: dict[str, int] = {}
        for finding in findings:
            if finding.kind == LEFT_OUT:
                alike[finding.message] = alike.get(finding.message, 0) + 1
                continue
            typer.echo(visible(f"{finding.kind}: {finding.address.where}: {finding.message}"))
            for one in finding.candidates:
                path = curation_path(self._root, one.edition)
                instead = " in place of the one that is there" if one.instead else ""
                typer.echo(f"  There is a PDF at {one.url}. If it is the paper, {path} should have, among")
                typer.echo(f"  the corrections of [{one.paper}]{instead}: {correction_text(one.correction)}")
        for message, number in alike.items():
            typer.echo(f"{LEFT_OUT}: {_addresses(number)}: {message}")

    def fix(self, findings: Sequence[Finding]) -> None:
        """Write what moved for good into curation and store."""
        today = datetime.date.today().isoformat()
        made, left = corrections_of(findings, self._registry, self._curation, today)
        for edition, corrections in made.items():
            correct(self._root, edition, corrections)
            for paper, of_paper in corrections.items():
                for one in of_paper:
                    note(f"{curation_path(self._root, edition)}: {paper}: {one.field}: {one.page} -> {one.right}")
        for sentence in left:
            note(sentence)
        if not made:
            note("No correction was written.")


def told_in_short(report: Report) -> str:
    """``138 addresses: 131 there, 6 dead, 1 not asked.``"""
    kinds = ", ".join(f"{number} {kind}" for kind, number in report.counts.items())
    return f"{_addresses(sum(report.counts.values()))}: {kinds}."


def broken(report: Report) -> bool:
    return any(finding.kind in BROKEN for finding in report.findings)


def _addresses(number: int) -> str:
    return f"{number} address{'' if number == 1 else 'es'}"
