"""``mlforsys check --links``: checks links with a progress bar, prints findings, and corrects moved addresses."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from archive.check.links.addresses import find_addresses
from archive.check.links.cache import LinkCache
from archive.check.links.moves import corrections_of
from archive.check.links.probe import NOT_ASKED
from archive.check.links.report import BROKEN, Finding, LinkReport
from archive.check.links.report import check_links as check_addresses
from archive.cli.messages import count
from archive.cli.terminal.output import Terminal, link, note
from archive.cli.terminal.progress import progress
from archive.errors import StoreError
from archive.model.paper import Paper
from archive.net.fetch import make_fetcher
from archive.net.http import user_agent
from archive.net.pdf_cache import cache_folder
from archive.store.curation import Curated, load_curation
from archive.store.curation_edit import correct, correction_text, curation_path
from archive.store.editions import Registry
from archive.store.root import Root


def check_links(root: Root, registry: Registry, mirror: str | None, timeout: float, *, fresh: bool) -> CheckedLinks:
    """Request every address of an archive, unless there is a result of the last week.

    Editions that cannot be read are skipped; the check of the store reports them.

    Args:
        root: the archive's root.
        registry: its editions.
        mirror: a copy of websites to use instead of the web.
        timeout: seconds to wait for an answer.
        fresh: ignore the results of the last week.
    """
    papers, curation = _sound_editions(root)
    addresses = find_addresses(papers, registry)
    fetcher = make_fetcher(mirror, timeout=timeout, agent=user_agent(root.identity), own=registry.addresses())
    cache = LinkCache(cache_folder() / "links", fresh=fresh) if mirror is None else None
    try:
        with progress(len(addresses)) as bar:
            bar.show("checking addresses", 0)
            report = check_addresses(
                addresses, papers, curation, fetcher, cache, step=lambda done: bar.show("checking addresses", done)
            )
    except KeyboardInterrupt:
        if cache:
            note("Interrupted. Answers so far are kept for a week; the next check continues from there.")
        raise
    return CheckedLinks(root, registry, curation, report)


def _sound_editions(root: Root) -> tuple[dict[str, Sequence[Paper]], dict[str, Mapping[str, Curated]]]:
    """The papers and the curation of the editions that can be read."""
    papers: dict[str, Sequence[Paper]] = {}
    curation: dict[str, Mapping[str, Curated]] = {}
    for edition in root.store.editions():
        try:
            of_edition = root.store.papers(edition)
            curation[edition] = load_curation(edition, root.folder)
        except StoreError:
            continue
        papers[edition] = of_edition
    return papers, curation


class CheckedLinks:
    """The result of checking the links of an archive: prints it, and corrects moved addresses."""

    def __init__(
        self, root: Root, registry: Registry, curation: Mapping[str, Mapping[str, Curated]], report: LinkReport
    ) -> None:
        self._root = root
        self._registry = registry
        self._curation = curation
        self._report = report

    @property
    def findings(self) -> Sequence[Finding]:
        """The addresses with a problem."""
        return self._report.findings

    @property
    def broken(self) -> int:
        """The number of broken links."""
        return sum(finding.kind in BROKEN for finding in self.findings)

    def summary(self) -> str:
        """``138 addresses: 131 there, 6 dead, 1 not asked.``"""
        counts = self._report.counts
        kinds = ", ".join(f"{number} {kind}" for kind, number in counts.items())
        return f"{count(sum(counts.values()), 'address')}: {kinds}."

    def print(self, terminal: Terminal) -> None:
        """Print a line per finding, followed by proposals. Addresses that were not asked are counted by reason."""
        alike: dict[str, int] = {}
        for finding in self.findings:
            if finding.kind == NOT_ASKED:
                alike[finding.message] = alike.get(finding.message, 0) + 1
                continue
            terminal.line(f"{finding.kind}: {finding.address.where}: {finding.message}", indent="    ", first="")
            for one in finding.candidates:
                path = curation_path(self._root, one.edition)
                instead = ", replacing the existing one" if one.replaces_correction else ""
                terminal.line("There is a PDF at ", link(one.url), indent="  ")
                terminal.line(f"If it is this paper, add to {path},", indent="  ", wrap=False)
                terminal.line(
                    f"in the corrections of [{one.paper}]{instead}: {correction_text(one.correction)}",
                    indent="  ",
                    wrap=False,
                )
        for message, number in alike.items():
            terminal.line(f"{NOT_ASKED}: {count(number, 'address')}: {message}", indent="    ", first="")

    def fix(self) -> None:
        """Correct permanent moves, in curation and in the store."""
        today = datetime.date.today().isoformat()
        made, left = corrections_of(self.findings, self._registry, self._curation, today)
        for edition, corrections in made.items():
            correct(self._root, edition, corrections)
            for paper, of_paper in corrections.items():
                for one in of_paper:
                    note(f"{curation_path(self._root, edition)}: {paper}: {one.field}: {one.page} -> {one.right}")
        for sentence in left:
            note(sentence)
        if not made:
            note("No correction was written.")
