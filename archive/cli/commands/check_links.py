"""``mlforsys check --links``: checks links behind a progress bar, prints findings, and records moved addresses."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from archive.check.links.addresses import find_addresses
from archive.check.links.cache import LinkCache
from archive.check.links.moves import corrections_of
from archive.check.links.report import BROKEN, LEFT_OUT, Finding, LinkReport, check_links
from archive.cli.messages import count
from archive.cli.terminal.output import Terminal, note
from archive.cli.terminal.progress import progress
from archive.errors import StoreError
from archive.model.paper import Paper
from archive.net.fetch import Fetcher, make_fetcher
from archive.net.http import user_agent
from archive.net.pdf_cache import cache_folder
from archive.store.curation import Curated, load_curation
from archive.store.curation_edit import correct, correction_text, curation_path
from archive.store.editions import Registry
from archive.store.root import Root


class Links:
    """The links of one root. Damaged editions are skipped; the check of the store reports them."""

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

    def check(self, mirror: str | None, timeout: float, *, fresh: bool) -> LinkReport:
        """Request every address once, or take the answer of the last week.

        Args:
            mirror: a copy of the site to ask instead of the network.
            timeout: seconds to wait for an answer.
            fresh: ask again even where last week's answer is kept.
        """
        addresses = find_addresses(self._papers, self._registry)
        cache = LinkCache(cache_folder() / "links", fresh=fresh) if mirror is None else None
        try:
            with progress(len(addresses)) as bar:
                bar.show("checking addresses", 0)
                return check_links(
                    addresses,
                    self._papers,
                    self._curation,
                    self._fetcher(mirror, timeout),
                    cache,
                    step=lambda done: bar.show("checking addresses", done),
                )
        except KeyboardInterrupt:
            if cache:
                note("Interrupted. Answers so far are kept for a week; the next check continues from there.")
            raise

    def _fetcher(self, mirror: str | None, timeout: float) -> Fetcher:
        agent = user_agent(self._root.identity)
        return make_fetcher(mirror, timeout=timeout, agent=agent, own=self._registry.addresses())

    def print(self, findings: Sequence[Finding], terminal: Terminal) -> None:
        """Print a line per finding, followed by what can be done about it; equal findings are one line with a count."""
        alike: dict[str, int] = {}
        for finding in findings:
            if finding.kind == LEFT_OUT:
                alike[finding.message] = alike.get(finding.message, 0) + 1
                continue
            terminal.line(f"{finding.kind}: {finding.address.where}: {finding.message}", indent="    ", first="")
            for one in finding.candidates:
                path = curation_path(self._root, one.edition)
                instead = ", replacing the existing one" if one.instead else ""
                terminal.line(f"There is a PDF at {one.url}. If it is this paper, add to {path},", indent="  ", wrap=False)
                terminal.line(
                    f"in the corrections of [{one.paper}]{instead}: {correction_text(one.correction)}",
                    indent="  ",
                    wrap=False,
                )
        for message, number in alike.items():
            terminal.line(f"{LEFT_OUT}: {count(number, 'address')}: {message}", indent="    ", first="")

    def fix(self, findings: Sequence[Finding]) -> None:
        """Write permanent moves into the corrections and the store."""
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


def summary(report: LinkReport) -> str:
    """``138 addresses: 131 there, 6 dead, 1 not asked.``"""
    kinds = ", ".join(f"{number} {kind}" for kind, number in report.counts.items())
    return f"{count(sum(report.counts.values()), 'address')}: {kinds}."


def broken(report: LinkReport) -> int:
    """How many addresses are broken."""
    return sum(finding.kind in BROKEN for finding in report.findings)
