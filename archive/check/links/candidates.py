"""Where the PDF of a dead link may be instead. Each guess is requested; those that exist are proposed, never applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from archive.check.links.addresses import PDF
from archive.check.links.cache import LinkCache
from archive.check.links.probe import AS_PDF, THERE, Peeker
from archive.check.links.runner import probe_all
from archive.model.paper import Paper
from archive.store.curation import Correction, Curated


@dataclass(frozen=True, slots=True)
class PdfCandidate:
    """A PDF that may be a paper's.

    Attributes:
        edition: the id of the edition.
        paper: the id of the paper.
        url: where the PDF is.
        correction: would make it the PDF of the paper.
        replaces_correction: a person has corrected the address before, and the new correction would replace that one.
    """

    edition: str
    paper: str
    url: str
    correction: Correction
    replaces_correction: bool


def find_candidates(
    dead: Sequence[tuple[str, Paper]],
    papers: Mapping[str, Sequence[Paper]],
    curation: Mapping[str, Mapping[str, Curated]],
    peeker: Peeker,
    cache: LinkCache | None,
) -> list[PdfCandidate]:
    """Find other PDFs for papers whose own link is dead.

    Args:
        dead: the papers, each with the id of its edition.
        papers: all papers, by edition.
        curation: the curation of each edition.
        peeker: sends the requests.
        cache: holds results of earlier requests.

    Returns:
        The PDFs that exist.
    """
    guesses = _guessed(dead, papers)
    answers = {answer.url: answer for answer in probe_all({guess.url: True for guess in guesses}, peeker, cache)}
    return [
        _candidate(guess, answers[guess.url].moved_to or guess.url, curation[guess.edition].get(guess.paper.id))
        for guess in guesses
        if answers[guess.url].state == THERE and answers[guess.url].content == AS_PDF
    ]


class _Guess(NamedTuple):
    """An address where a paper's PDF may be; ``why`` is the end of a sentence."""

    edition: str
    paper: Paper
    url: str
    why: str


def _guessed(dead: Sequence[tuple[str, Paper]], papers: Mapping[str, Sequence[Paper]]) -> list[_Guess]:
    """Where the PDFs of papers may be, except at the addresses of other papers."""
    taken = {paper.pdf_url for of_edition in papers.values() for paper in of_edition}
    return [
        _Guess(edition, paper, url, why)
        for edition, paper in dead
        for url, why in _guesses(paper, papers[edition])
        if url not in taken
    ]


def _candidate(guess: _Guess, here: str, curated: Curated | None) -> PdfCandidate:
    """The proposal for a PDF that exists; ``here`` is its address after permanent redirects."""
    dead = guess.paper.pdf_url or ""
    before = existing_correction(curated, PDF, dead)
    page = before.page if before else dead
    correction = Correction(field=PDF, page=page, right=here, reason=f"The link is dead; {guess.why}.", source=here)
    return PdfCandidate(guess.edition, guess.paper.id, here, correction, replaces_correction=before is not None)


def existing_correction(curated: Curated | None, field: str, text: str) -> Correction | None:
    """The correction of a field in a paper's curation; for ``links``, the one whose corrected value is ``text``."""
    made = (one for one in (curated.corrections if curated else ()) if one.field == field)
    return next((one for one in made if field != "links" or one.right == text), None)


def _guesses(paper: Paper, edition: Sequence[Paper]) -> Iterator[tuple[str, str]]:
    """Addresses, each with its reason as the end of a sentence."""
    folders = Counter(urljoin(other.pdf_url, ".") for other in edition if other.pdf_url and other.id != paper.id)
    name = urlsplit(paper.pdf_url or "").path.rpartition("/")[2]
    if name and folders:
        yield folders.most_common(1)[0][0] + name, "a file of the same name is in the edition's own folder"
    if paper.arxiv_id:
        yield f"https://arxiv.org/pdf/{paper.arxiv_id}", "arXiv has a paper under its id"
    if paper.openreview_id:
        yield f"https://openreview.net/pdf?id={paper.openreview_id}", "OpenReview has a paper under its id"
