"""How well selectors read a page: each paper's title and authors, what was left over, and what a person should check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bs4 import Tag

from archive.collect.html.page import text_of
from archive.collect.html.selector_entry import SelectedPaper
from archive.collect.propose.lexicon import Lexicon
from archive.collect.propose.meeting import names_meeting
from archive.collect.propose.programme import is_no_paper
from archive.model.paper import Entry
from archive.model.text import quote, squeeze, title_key
from archive.model.title_check import stray

_DOUBTFUL_TITLE = 0.6
_DOUBTFUL_PERSON = 0.62
_SURELY_PEOPLE = 0.7
_MOST_NAMES = 3  # of one paper that are named
_MOST_ODDITIES = 4  # of one paper's title and names
_MOST_UNREAD = 60  # words beside title and authors
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
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b(?!\.\d)")


@dataclass(slots=True)
class ScoredPaper:
    """One paper that selectors read, and why a person should look at it, if at all."""

    found: SelectedPaper
    title_score: float = 0.0
    people_score: float = 0.0
    doubts: list[str] = field(default_factory=list)
    """What may be wrong with the selectors."""
    oddities: list[str] = field(default_factory=list)
    """What may be wrong on the page itself, or only looks so."""

    @property
    def score(self) -> float:
        """How much the paper speaks for the selectors; negative if it speaks against them."""
        if self.found.entry is None:
            return -0.7
        several = 1.0 if len(self.found.entry.authors) > 1 else 0.75
        return self.title_score * self.people_score * several - 0.25 * bool(self.doubts)


def score_papers(found: Sequence[SelectedPaper], lexicon: Lexicon) -> list[ScoredPaper]:
    """Each paper with its scores and doubts."""
    titles = Counter(title_key(one.entry.title) for one in found if one.entry)
    repeated = frozenset(key for key, number in titles.items() if number > 1)
    return [_score_paper(one, lexicon, repeated) for one in found]


def _score_paper(one: SelectedPaper, lexicon: Lexicon, repeated: Container[str]) -> ScoredPaper:
    if one.entry is None:
        return ScoredPaper(one, doubts=[one.problem])
    entry, left = one.entry, leftover(one)
    title, doubts = _score_title(entry.title, lexicon, repeated)
    return ScoredPaper(
        one,
        title,
        lexicon.people(entry.authors),
        doubts=[*doubts, *_nobodies(one, entry.authors, lexicon), *_unread(left, lexicon)],
        oddities=[
            *_byline_oddities(one, entry.authors),
            *islice(_oddities(entry.title, entry.authors, lexicon), _MOST_ODDITIES),
            *_award_beside(entry, left),
        ],
    )


def _score_title(title: str, lexicon: Lexicon, repeated: Container[str]) -> tuple[float, list[str]]:
    """How much a title reads like one, and what may be wrong with it."""
    score, doubts = lexicon.title(title), []
    if _lists_people(title, lexicon):
        score *= 0.1
        doubts.append("its title reads like a list of people")
    if is_no_paper(title):
        doubts.append("its title looks like a talk or a break, not a paper")
    elif score < _DOUBTFUL_TITLE:
        doubts.append("its title does not read like one")
    doubts += [doubt for applies, doubt in _TITLE_DOUBTS if applies(title)]
    if found := stray(title):
        doubts.append(f"its title {found}")
    if title_key(title) in repeated:
        score *= 0.3
        doubts.append("its title occurs more than once")
    return score, doubts


def _lists_people(title: str, lexicon: Lexicon) -> bool:
    if not re.search("[,;]", title):
        return False
    number, score = lexicon.people_in(title)
    return number > 1 and score >= _SURELY_PEOPLE


def _names_award_or_presentation(title: str) -> bool:
    return bool(_AWARD.search(title) or _BADGE.search(title))


def _is_title_cut_off(title: str) -> bool:
    return bool(_CUT.search(title)) or any(title.count(one) != title.count(other) for one, other in ("()", "[]", "“”"))


def _is_office_or_meeting(title: str) -> bool:
    return bool(_OFFICE.search(title) or (names_meeting(title) and _YEAR.search(title)))


_TITLE_DOUBTS: Sequence[tuple[Callable[[str], object], str]] = (
    (_LABELLED.match, "its title begins with a number, a time or a label"),
    (_names_award_or_presentation, "its title names an award or a kind of presentation"),
    (_is_title_cut_off, "its title seems to be cut off"),
    (_is_office_or_meeting, "its title looks like an office or a meeting, not a paper"),
    (_CLOCK.search, "its title contains a time of day"),
)


def _nobodies(one: SelectedPaper, authors: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The first authors that are not people; if the byline is odd as a whole, that says it."""
    doubtful = [name for name in authors if lexicon.person(name) == 0] if not one.odd else []
    return [f"{quote(name)} is not a person's name" for name in doubtful[:_MOST_NAMES]]


def _unread(left: str, lexicon: Lexicon) -> Iterator[str]:
    """What was left over and may have to be read: people, or a long text."""
    number, score = lexicon.people_in(left)
    length = len(left.split())
    if number and score >= _SURELY_PEOPLE and length > 1:
        yield f"{quote(left[:80])} beside title and authors may be people too"
    elif length > _MOST_UNREAD:
        yield f"{length} words beside title and authors were not read"


def _byline_oddities(one: SelectedPaper, authors: Sequence[str]) -> Iterator[str]:
    if not authors:
        yield f"no authors{f', but {quote(one.byline)}' if one.byline else ''}"
    if one.odd:
        yield one.odd


def _award_beside(entry: Entry, left: str) -> Iterator[str]:
    """An award in what was left over, if the paper has none."""
    if entry.award or entry.presentation or len(left) >= _LONGEST_REMARK:
        return
    if award := _AWARD.search(left):
        yield f"{quote(award[0])} beside it may be an award, which is not read; --award SELECTOR reads one"


def _oddities(title: str, authors: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    if _NOT_PART.search(title):
        yield "its title has characters that may not belong to it"
    yield from (f"{quote(name)} may not be a person" for name in authors if 0 < lexicon.person(name) < _DOUBTFUL_PERSON)
    yield from (f"{quote(name)} is listed twice as an author" for name, number in Counter(authors).items() if number > 1)
    for name in authors:
        yield from _name_oddities(name)


def _name_oddities(name: str) -> Iterator[str]:
    parts = name.split()
    if len(parts) > 5:
        yield f"{quote(name)} has {len(parts)} words"
    if len(parts) != len(set(parts)) and "." not in name:
        yield f"{quote(name)} repeats a word"
    if any(map(_is_in_capitals, parts)) and not name.isupper():
        yield f"{quote(name)} has a word in capitals"


def _is_in_capitals(part: str) -> bool:
    """Whether a word is in capitals and too long for initials."""
    return len(part) > 3 and part.isupper() and part.isalpha()


def leftover(one: SelectedPaper) -> str:
    """The text of a paper's elements that became no part of it, labels of links apart."""
    taken: list[Tag] = [tag for tag in one.read if isinstance(tag, Tag)]
    if one.whole_read:
        return ""
    nodes = [node for node in one.elements.whole.nodes if not any(node is tag for tag in taken)]
    links = [a for element in one.elements.elements for a in element.find_all("a")]
    return squeeze(" ".join(text_of(node, [*taken, *links]) for node in nodes))
