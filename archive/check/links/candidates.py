"""Where the PDF of a dead link may be instead. Each guess is itself asked for, and is a proposal, never taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from archive.check.links.addresses import PDF
from archive.check.links.cache import LinkCache
from archive.check.links.probe import AS_PDF, THERE, Peeker
from archive.check.links.runner import survey
from archive.model.paper import Paper
from archive.store.curation import Correction, Curated


@dataclass(frozen=True, slots=True)
class PdfCandidate:
    """A PDF that may be a paper's, and the correction that would take it. ``instead`` is set where a
    person corrected the address before, and theirs would have to give way."""

    edition: str
    paper: str
    url: str
    correction: Correction
    instead: bool


def find_candidates(
    dead: Sequence[tuple[str, Paper]],
    papers: Mapping[str, Sequence[Paper]],
    curation: Mapping[str, Mapping[str, Curated]],
    peeker: Peeker,
    cache: LinkCache | None,
) -> list[PdfCandidate]:
    """The PDFs that are really there for papers, each with its edition, whose own is dead."""
    guesses = _guessed(dead, papers)
    answers = {answer.url: answer for answer in survey({guess.url: True for guess in guesses}, peeker, cache)}
    return [
        _candidate(guess, answers[guess.url].moved_to or guess.url, curation[guess.edition].get(guess.paper.id))
        for guess in guesses
        if answers[guess.url].state == THERE and answers[guess.url].content == AS_PDF
    ]


class _Guess(NamedTuple):
    """Where a paper's PDF may be; ``why`` is the end of a sentence."""

    edition: str
    paper: Paper
    url: str
    why: str


def _guessed(dead: Sequence[tuple[str, Paper]], papers: Mapping[str, Sequence[Paper]]) -> list[_Guess]:
    """Where the PDFs of papers may be; addresses that other papers have are none."""
    taken = {paper.pdf_url for of_edition in papers.values() for paper in of_edition}
    return [
        _Guess(edition, paper, url, why)
        for edition, paper in dead
        for url, why in _guesses(paper, papers[edition])
        if url not in taken
    ]


def _candidate(guess: _Guess, here: str, curated: Curated | None) -> PdfCandidate:
    """The proposal of a PDF that is there, under the address to which it may have moved."""
    dead = guess.paper.pdf_url or ""
    before = correction_before(curated, PDF, dead)
    page = before.page if before else dead
    correction = Correction(field=PDF, page=page, right=here, reason=f"The link is dead; {guess.why}.", source=here)
    return PdfCandidate(guess.edition, guess.paper.id, here, correction, instead=before is not None)


def correction_before(curated: Curated | None, field: str, text: str) -> Correction | None:
    """The correction of a field that a person made; of a link, where it led to ``text``."""
    made = (one for one in (curated.corrections if curated else ()) if one.field == field)
    return next((one for one in made if field != "links" or one.right == text), None)


def _guesses(paper: Paper, edition: Sequence[Paper]) -> Iterator[tuple[str, str]]:
    """Addresses, and the end of a sentence that says why."""
    folders = Counter(urljoin(other.pdf_url, ".") for other in edition if other.pdf_url and other.id != paper.id)
    name = urlsplit(paper.pdf_url or "").path.rpartition("/")[2]
    if name and folders:
        yield folders.most_common(1)[0][0] + name, "a file of the same name is in the edition's own folder"
    if paper.arxiv_id:
        yield f"https://arxiv.org/pdf/{paper.arxiv_id}", "arXiv has a paper under its id"
    if paper.openreview_id:
        yield f"https://openreview.net/pdf?id={paper.openreview_id}", "OpenReview has a paper under its id"
