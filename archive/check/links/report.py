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
from archive.check.links.probe import AS_HTML, AS_PDF, NO_HOST, NOT_THERE, REFUSED, THERE, UNASKED, LinkStatus
from archive.check.links.runner import survey
from archive.errors import FetchError
from archive.model.paper import Paper
from archive.net.fetch import Fetcher
from archive.store.curation import Curated

DEAD, WRONG, MOVED, REFUSES, LEFT_OUT = KINDS = ("dead", "wrong type", "moved", "refused", "not asked")
BROKEN = (DEAD, WRONG)  # the kinds that are problems


@dataclass(frozen=True, slots=True)
class Finding:
    """An address that is not simply alive. ``to`` is where it moved; ``candidates`` are where a PDF may be instead."""

    kind: str
    address: Address
    message: str
    status: int | None = None
    to: str | None = None
    candidates: tuple[PdfCandidate, ...] = ()

    @property
    def to_front_page(self) -> bool:
        """Whether it moved to a site's root: most often all that is left of it."""
        root = ("", "/")
        return urlsplit(self.to or "").path in root and urlsplit(self.address.url).path not in root

    def to_json(self) -> dict[str, Any]:
        """``kind``, ``where`` and ``message`` like every problem of a check, and what programs want to know."""
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
    """``counts`` has the kinds, and how many addresses are ``there``, in order of their weight."""

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
    """Ask for every address, and for candidates where PDFs are dead. ``curation`` is that of each edition.

    Raises :class:`FetchError` where no host is known by its name: then it is this machine that is cut off.
    """
    answers: dict[str, LinkStatus] = {}
    for answer in survey({address.url: address.as_pdf for address in addresses}, fetcher, cache):
        answers[answer.url] = answer
        step(len(answers))
    _must_be_online(answers)
    answers |= _not_held(answers, fetcher)
    findings = [found for address in addresses if (found := judge(address, answers[address.url]))]
    dead = [
        (edition, paper) for finding in findings if finding.kind in BROKEN for edition, paper in _papers_of(finding, papers)
    ]
    proposed = find_candidates(dead, papers, curation, fetcher, cache)
    findings = [_with_candidates(finding, proposed) for finding in sorted(findings, key=lambda one: KINDS.index(one.kind))]
    return LinkReport(findings, {THERE: len(addresses) - len(findings), **_counts(findings)})


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings are of each kind that there is, in order of weight."""
    number = Counter(finding.kind for finding in findings)
    return {kind: number[kind] for kind in KINDS if number[kind]}


def judge(address: Address, answer: LinkStatus) -> Finding | None:
    """What is wrong with an address, going by its answer; nothing where it is alive, and a PDF where one must be."""
    kind = {NOT_THERE: DEAD, NO_HOST: DEAD, REFUSED: REFUSES, UNASKED: LEFT_OUT}.get(answer.state)
    if kind:
        return Finding(kind, address, answer.reason, answer.status)
    to = answer.moved_to
    moved = f", moved permanently to {to}" if to else ""
    if address.as_pdf and answer.content != AS_PDF:
        what = "an HTML page" if answer.content == AS_HTML else answer.content
        return Finding(WRONG, address, f"{address.url}{moved}: {what} is where a PDF should be.", answer.status, to)
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


def _not_held(answers: Mapping[str, LinkStatus], fetcher: Fetcher) -> dict[str, LinkStatus]:
    """A mirror's answers for hosts of which it holds nothing at all: that says nothing of their links."""
    hosts: defaultdict[str, list[LinkStatus]] = defaultdict(list)
    for answer in answers.values():
        hosts[urlsplit(answer.url).netloc].append(answer)
    return {
        answer.url: LinkStatus(answer.url, UNASKED, f"the mirror has nothing from {host}.")
        for host, of_host in hosts.items()
        if all(answer.state == NOT_THERE for answer in of_host) and not fetcher.has_host(host)
        for answer in of_host
    }


def _papers_of(finding: Finding, papers: Mapping[str, Sequence[Paper]]) -> list[tuple[str, Paper]]:
    """The papers whose PDF the address should be; a withdrawn one needs none."""
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
