"""How well a table reads a page: each paper's title and people, what was left over, and what a person should look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bs4 import Tag

from archive.collect.html.page import text_of
from archive.collect.html.selector_entry import SelectedPaper
from archive.collect.propose.byline_spots import people_in
from archive.collect.propose.lexicon import Lexicon, no_paper
from archive.model.text import squeeze, title_key

_DOUBTFUL_TITLE = 0.6
_DOUBTFUL_PERSON = 0.62
_LONGEST_REMARK = 300  # characters beside title and authors; of more, an award may be anybody's
_AWARD = re.compile(r"\b(?:best|outstanding|distinguished) (?:\w+ )?(?:paper|poster|talk|student)\b|\baward\b", re.IGNORECASE)
_LABELLED = re.compile(
    r"^\W*(?:(?:title|authors?|paper|abstract)\s*[:#]|\(?\d{1,3}[.):\]]\s|\[\d+\]|#\d+|\d{1,2}[:.h]\d\d\b)", re.IGNORECASE
)
_NOT_PART = re.compile(r"\[(?:pdf|paper|slides|video|link|code|abstract)\]|\b(?:pdf|slides)\W*$|\\\\|\\\s", re.IGNORECASE)
_BADGE = re.compile(
    r"[\[(](?:oral|spotlight|poster|talk|short|long|full|demo|best|invited|virtual|online|remote|in[- ]person|pdf|paper)\b"
    r"[^)\]]*[\])]|[-–—|:]\s*(?:oral|spotlight|poster)s?$",
    re.IGNORECASE,
)
_CUT = re.compile(r"^[.,:;|)\]–—-]|[,:;|(\[–—-]$")
_OFFICE = re.compile(r"\b(?:chairs?|committee|organi[sz]ers?|reviewers?)\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(?:workshop|conference|symposium)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b(?!\.\d)")


@dataclass(slots=True)
class Judged:
    """One paper that a table reads, and why a person should look at it, if at all."""

    found: SelectedPaper
    title: float = 0.0
    people: float = 0.0
    doubts: list[str] = field(default_factory=list)
    """What may be wrong with the table."""
    oddities: list[str] = field(default_factory=list)
    """What may be wrong on the page itself, or only looks so."""

    @property
    def score(self) -> float:
        """What the paper speaks for its table; negative where it speaks against it."""
        if self.found.entry is None:
            return -0.7
        several = 1.0 if len(self.found.entry.authors) > 1 else 0.75
        return self.title * self.people * several - 0.25 * bool(self.doubts)


def judge(found: Sequence[SelectedPaper], lexicon: Lexicon) -> list[Judged]:
    """Each paper with its marks and doubts."""
    titles = Counter(title_key(one.entry.title) for one in found if one.entry)
    return [_judge(one, lexicon, titles) for one in found]


def _judge(one: SelectedPaper, lexicon: Lexicon, titles: Counter[str]) -> Judged:
    judged = Judged(one)
    if one.entry is None:
        judged.doubts.append(one.problem)
        return judged
    entry = one.entry
    judged.title = lexicon.title(entry.title)
    judged.people = lexicon.people(entry.authors)
    number, mark = people_in(entry.title, lexicon) if re.search("[,;]", entry.title) else (0, 0.0)
    if number > 1 and mark >= 0.7:
        judged.title *= 0.1
        judged.doubts.append("its title reads like a list of people")
    judged.doubts += _title_doubts(entry.title, judged.title)
    if titles[title_key(entry.title)] > 1:
        judged.doubts.append("its title occurs more than once")
        judged.title *= 0.3
    if not entry.authors:
        judged.oddities.append(f"no authors{f', but {one.byline!r}' if one.byline else ''}")
    nobody = [name for name in entry.authors if lexicon.person(name) == 0 and not one.odd]
    judged.doubts += [f"{name!r} is not a person's name" for name in nobody[:3]]
    judged.oddities += [one.odd] if one.odd else []
    judged.oddities += _oddities(entry.title, entry.authors, lexicon)
    left = leftover(one)
    if not (entry.award or entry.presentation) and len(left) < _LONGEST_REMARK and (told := _AWARD.search(left)):
        judged.oddities.append(f"{told[0]!r} beside it may be an award, which is not read; --award SELECTOR reads one")
    number, people = people_in(left, lexicon)
    if number and people >= 0.7 and len(left.split()) > 1:
        judged.doubts.append(f"{left[:80]!r} beside title and authors may be people too")
    elif len(left.split()) > 60:
        judged.doubts.append(f"{len(left.split())} words beside title and authors were not read")
    return judged


def _title_doubts(title: str, mark: float) -> list[str]:
    doubts = []
    if no_paper(title):
        doubts.append("its title looks like a talk or a break, not a paper")
    elif mark < _DOUBTFUL_TITLE:
        doubts.append("its title does not read like one")
    if _LABELLED.match(title):
        doubts.append("its title begins with a number, a time or a label")
    if _AWARD.search(title) or _BADGE.search(title):
        doubts.append("its title names an award or a kind of presentation")
    if _CUT.search(title) or any(title.count(one) != title.count(other) for one, other in ("()", "[]", "“”")):
        doubts.append("its title seems to be cut off")
    if _OFFICE.search(title) or (_MEETING.search(title) and _YEAR.search(title)):
        doubts.append("its title looks like an office or a meeting, not a paper")
    if _CLOCK.search(title):
        doubts.append("its title contains a time of day")
    return doubts


def _oddities(title: str, authors: Sequence[str], lexicon: Lexicon) -> list[str]:
    doubts = []
    if _NOT_PART.search(title):
        doubts.append("its title has characters that may not belong to it")
    doubts += [f"{name!r} may not be a person" for name in authors if 0 < lexicon.person(name) < _DOUBTFUL_PERSON]
    twice = [name for name, number in Counter(authors).items() if number > 1]
    doubts += [f"{name!r} is listed twice as an author" for name in twice]
    for name in authors:
        parts = name.split()
        if len(parts) > 5:
            doubts.append(f"{name!r} has {len(parts)} words")
        if len(parts) != len(set(parts)) and not any("." in part for part in parts):
            doubts.append(f"{name!r} repeats a word")
        if any(part.isupper() and len(part) > 3 and part.isalpha() for part in parts) and not name.isupper():
            doubts.append(f"{name!r} has a word in capitals")
    return doubts[:4]


def leftover(one: SelectedPaper) -> str:
    """The text of a paper's elements that became no part of it, labels of links apart."""
    taken: list[Tag] = [tag for tag in one.read if isinstance(tag, Tag)]
    if one.whole_read:
        return ""
    nodes = [node for node in one.elements.whole.nodes if not any(node is tag for tag in taken)]
    links = [a for element in one.elements.elements for a in element.find_all("a")]
    return squeeze(" ".join(text_of(node, [*taken, *links]) for node in nodes))
