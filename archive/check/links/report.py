"""What is wrong with the archive's addresses, by kind."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from archive.check.links.addresses import PDF, Address
from archive.check.links.cache import LinkCache
from archive.check.links.candidates import PdfCandidate, find_candidates
from archive.check.links.probe import AS_HTML, AS_PDF, NO_HOST, NOT_ASKED, NOT_THERE, REFUSED, THERE, LinkStatus
from archive.check.links.runner import probe_all
from archive.errors import FetchError
from archive.model.paper import Paper
from archive.net.fetch import Fetcher
from archive.store.curation import Curated

DEAD, WRONG_TYPE, MOVED = "dead", "wrong type", "moved"
KINDS = (DEAD, WRONG_TYPE, MOVED, REFUSED, NOT_ASKED)
BROKEN = (DEAD, WRONG_TYPE)  # the kinds that are problems


@dataclass(frozen=True, slots=True)
class Finding:
    """An address with a problem.

    Attributes:
        kind: one of :data:`KINDS`.
        address: the address, and where it is in the store.
        message: a sentence for the user.
        status: the HTTP status; None without an answer.
        to: where it moved permanently.
        candidates: where a dead PDF may be instead.
    """

    kind: str
    address: Address
    message: str
    status: int | None = None
    to: str | None = None
    candidates: tuple[PdfCandidate, ...] = ()

    @property
    def to_front_page(self) -> bool:
        """Whether it moved to a site's front page, which usually means that it is gone."""
        root = ("", "/")
        return urlsplit(self.to or "").path in root and urlsplit(self.address.url).path not in root

    def to_json(self) -> dict[str, Any]:
        """The object for ``check --links --json``: ``kind``, ``where`` and ``message`` as for any problem, and more."""
        return {
            "kind": self.kind,
            "where": self.address.where,
            "message": self.message,
            "url": self.address.url,
            "status": self.status,
            "to": self.to,
            "places": [{"edition": place.edition, "paper": place.paper, "field": place.field} for place in self.address.places],
            "candidates": [
                {"paper": one.paper, "url": one.url, "correction": dataclasses.asdict(one.correction)}
                for one in self.candidates
            ],
        }


@dataclass(frozen=True, slots=True)
class LinkReport:
    """All findings; ``counts`` has the number of addresses that are ``there``, and the number of each kind of finding."""

    findings: Sequence[Finding]
    counts: Mapping[str, int]


def check_links(
    addresses: Sequence[Address],
    papers: Mapping[str, Sequence[Paper]],
    curation: Mapping[str, Mapping[str, Curated]],
    fetcher: Fetcher,
    cache: LinkCache | None = None,
    step: Callable[[int], None] = lambda _: None,
) -> LinkReport:
    """Request every address, and look for other PDFs where one is dead.

    Args:
        addresses: the addresses.
        papers: all papers, by edition.
        curation: the curation of each edition.
        fetcher: sends the requests.
        cache: holds results of earlier requests.
        step: is called after each address, with the number of addresses so far.

    Raises:
        FetchError: no host name can be resolved, so this machine is probably offline.
    """
    answers: dict[str, LinkStatus] = {}
    for answer in probe_all({address.url: address.as_pdf for address in addresses}, fetcher, cache):
        answers[answer.url] = answer
        step(len(answers))
    _must_be_online(answers)
    answers |= _not_in_mirror(answers, fetcher)
    findings = [found for address in addresses if (found := finding_for(address, answers[address.url]))]
    dead = [
        (edition, paper) for finding in findings if finding.kind in BROKEN for edition, paper in _papers_of(finding, papers)
    ]
    proposed = find_candidates(dead, papers, curation, fetcher, cache)
    findings = [_with_candidates(finding, proposed) for finding in sorted(findings, key=lambda one: KINDS.index(one.kind))]
    return LinkReport(findings, {THERE: len(addresses) - len(findings), **_counts(findings)})


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    """The number of findings of each kind, the most serious kind first; kinds without findings are left out."""
    number = Counter(finding.kind for finding in findings)
    return {kind: number[kind] for kind in KINDS if number[kind]}


def finding_for(address: Address, answer: LinkStatus) -> Finding | None:
    """What is wrong with an address, by its result; None if it is there, did not move, and is a PDF if it should be one."""
    kind = {NOT_THERE: DEAD, NO_HOST: DEAD, REFUSED: REFUSED, NOT_ASKED: NOT_ASKED}.get(answer.state)
    if kind:
        return Finding(kind, address, answer.reason, answer.status)
    to = answer.moved_to
    moved = f", moved permanently to {to}" if to else ""
    if address.as_pdf and answer.content != AS_PDF:
        what = "an HTML page" if answer.content == AS_HTML else answer.content
        return Finding(WRONG_TYPE, address, f"{address.url}{moved}: {what} is where a PDF should be.", answer.status, to)
    if to is None:
        return None
    finding = Finding(MOVED, address, f"{address.url} moved permanently to {to}", answer.status, to)
    hint = ", the site's front page: the old content may be gone." if finding.to_front_page else "."
    return dataclasses.replace(finding, message=finding.message + hint)


def _must_be_online(answers: Mapping[str, LinkStatus]) -> None:
    unknown = {answer.unavailable_host for answer in answers.values() if answer.state == NO_HOST}
    if len(unknown) > 1 and all(answer.state == NO_HOST for answer in answers.values()):
        raise FetchError(
            f"None of {len(unknown)} host names could be resolved, so no link could be checked. "
            "Check the connection and try again."
        )


def _not_in_mirror(answers: Mapping[str, LinkStatus], fetcher: Fetcher) -> dict[str, LinkStatus]:
    """New results for hosts of which a mirror has nothing at all: they are not asked, rather than not there."""
    hosts: defaultdict[str, list[LinkStatus]] = defaultdict(list)
    for answer in answers.values():
        hosts[urlsplit(answer.url).netloc].append(answer)
    return {
        answer.url: LinkStatus(answer.url, NOT_ASKED, f"the mirror has nothing from {host}.")
        for host, of_host in hosts.items()
        if all(answer.state == NOT_THERE for answer in of_host) and not fetcher.has_host(host)
        for answer in of_host
    }


def _papers_of(finding: Finding, papers: Mapping[str, Sequence[Paper]]) -> list[tuple[str, Paper]]:
    """The papers that should have their PDF at the address, without withdrawn ones, which need no PDF."""
    ids = {(place.edition, place.paper) for place in finding.address.places if place.field == PDF}
    return [
        (edition, paper)
        for edition, of_edition in papers.items()
        for paper in of_edition
        if (edition, paper.id) in ids and not paper.withdrawn
    ]


def _with_candidates(finding: Finding, proposed: Sequence[PdfCandidate]) -> Finding:
    if finding.kind not in BROKEN:
        return finding
    ids = {(place.edition, place.paper) for place in finding.address.places if place.field == PDF}
    return dataclasses.replace(finding, candidates=tuple(one for one in proposed if (one.edition, one.paper) in ids))
