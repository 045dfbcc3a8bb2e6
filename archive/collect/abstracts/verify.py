"""Checks that a file is the right paper: by the title on its first page, then by the authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from archive.model.names import family_name
from archive.model.paper import Paper
from archive.model.text import title_key, words

CARRIES = 88.0  # of 100: the title is there, but for what extraction does to letters
_SHORT = 12  # letters; a shorter title must be there as words of its own
_LONG = 40  # letters
_AUTHORS = 0.6  # of the names on a byline; pages and papers disagree on some


@dataclass(frozen=True, slots=True)
class Verification:
    """``right`` or not; ``reason`` says why not, or what is doubtful nevertheless, such as that the ``title_differs``."""

    right: bool
    reason: str | None = None
    title_differs: bool = False


def verify(paper: Paper, front: str, first_page: str, everyone: Sequence[Paper]) -> Verification:
    """Whether a file is this paper's. ``front`` is the text above the abstract, ``first_page`` all of that page;
    ``everyone`` are the papers that it might be instead."""
    own = title_fit(paper.title, front)
    for other in everyone:
        if other.id != paper.id and _fits_better(other, paper, own, front):
            return Verification(False, f"its file is that of {other.id}")
    if own >= CARRIES:
        return Verification(True)
    if authors_fit(paper.authors, first_page):
        return Verification(True, "the file has another title, but the authors match", title_differs=True)
    return Verification(False, "its file does not contain its title; it seems to be another paper")


def _fits_better(other: Paper, paper: Paper, own: float, front: str) -> bool:
    """Whether a text carries another paper's title: better, or as well with this one's as a part."""
    fit = title_fit(other.title, front)
    if fit < CARRIES or fit < own:
        return False
    mine, its = title_key(paper.title), title_key(other.title)
    return fit > own or (mine != its and mine in its)


def title_fit(title: str, front: str) -> float:
    """How much of a title, of 100, is in a text in one piece. A subtitle may be missing where
    what is before it is long enough to belong to no other paper."""
    main = title.split(": ")[0]
    if main != title and len(title_key(main)) >= _LONG:
        return max(_fit(title, front), _fit(main, front))
    return _fit(title, front)


def _fit(title: str, front: str) -> float:
    wanted, there = title_key(title), title_key(front)
    if not wanted or not there:
        return 0.0
    if len(wanted) < _SHORT:
        return 100.0 if f" {' '.join(words(title))} " in f" {' '.join(words(front))} " else 0.0
    return fuzz.ratio(wanted, there) if len(there) < len(wanted) else fuzz.partial_ratio(wanted, there)


def authors_fit(authors: Sequence[str], text: str) -> bool:
    """Whether most of these people, and more than one if there are more, are named in a text."""
    there = f" {' '.join(words(text))} "
    found = sum(f" {' '.join(words(family_name(name)))} " in there for name in authors)
    return found >= max(_AUTHORS * len(authors), min(2, len(authors)), 1)
