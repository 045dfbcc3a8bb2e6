"""Titles as pages and files print them: the mark of retracted papers, and text that does not belong to a title."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.model.presentation_type import PRESENTATIONS
from archive.model.text import quote

_MARK_WITHDRAWN = "[Retracted]"
_SAYS_WITHDRAWN = "retracted|withdrawn"
_WITHDRAWN_BEFORE = re.compile(rf"^[\[(]\s*(?:{_SAYS_WITHDRAWN})\s*[\])]\s*[:.–—-]?\s*", re.IGNORECASE)
_WITHDRAWN_AFTER = re.compile(rf"(?<!\s)\s*[\[(]\s*(?:{_SAYS_WITHDRAWN})\s*[\])]$", re.IGNORECASE)
_WITHDRAWN_ALONE = re.compile(rf"^(?:{_SAYS_WITHDRAWN})$", re.IGNORECASE)


def split_retraction_mark(title: str) -> tuple[str, bool]:
    """A title without its mark of retraction, and whether it had one. A title that is nothing but the mark is kept."""
    if _WITHDRAWN_ALONE.match(title):
        return title, True
    rest = _WITHDRAWN_AFTER.sub("", _WITHDRAWN_BEFORE.sub("", title))
    return rest or title, rest != title


def with_retraction_mark(title: str) -> str:
    """A title with the mark of retraction that :func:`split_retraction_mark` removes."""
    return title if split_retraction_mark(title)[1] else f"{_MARK_WITHDRAWN}: {title}"


# -- text that does not belong to a title -------------------------------------------------------

_FEW = 3  # titles from which a common pattern is not a coincidence
_NEARLY_ALL = 0.9
_MANY = 10  # titles of which nearly all will do
_LINKED = r"pdf|papers?|full[ -]?text|slides?|video|poster|arxiv|open ?review|link|bibtex|bib|recording|github|download"
_LINKED_AFTER = rf"{_LINKED}|code|data|dataset|demo|talk|abstract|website|appendix|supplement(?:ary(?: material)?)?"
_SPOKEN = rf"{'|'.join(PRESENTATIONS)}|new!?"
_AWARD = (
    r"(?:(?:best|outstanding|distinguished)(?: [\w-]+){0,3}? (?:paper|poster|talk|presentation|demo)"
    r"(?: award)?(?:[ ,-]+(?:runner[ -]?up|winner|finalist|candidate|nominee|honou?rable mention))?|honou?rable mention)"
)
_SEVERAL = r"(?:\s*[|/,;]\s*(?:{0}))*"
_BEFORE = re.compile(
    rf"^(?:\[\s*(?P<square>(?:{_LINKED}|{_SPOKEN}|{_AWARD}){_SEVERAL.format(_LINKED)})\s*\]"
    rf"|\(\s*(?P<round>{_LINKED}|{_SPOKEN}|{_AWARD})\s*\)|(?P<award>{_AWARD})(?<=award)(?=\s*:))\s*[:.–—-]?\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<!\s)\s+(?:\[\s*(?P<square>(?:{_LINKED_AFTER}|{_SPOKEN}|{_AWARD}){_SEVERAL.format(_LINKED_AFTER)})\s*\]"
    rf"|\(\s*(?P<round>{_LINKED}|{_SPOKEN}|{_AWARD})\s*\))\.?$",
    re.IGNORECASE,
)
_SPOKEN_BEFORE = re.compile(rf"^(?:(?P<spoken>{'|'.join(PRESENTATIONS)})\s*:|new!|best paper\s*:)\s+", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?P<printed>[\[(]?\s*+(?:(?:poster|paper|talk|presentation|submission|demo|no\.|nr\.|id|(?P<letter>[a-z]))\s*+)?#?\s*+"
    r"(?P<number>\d{1,4})(?:\s*[\])]\s*[:.–—-]?|\s*[.:)]|\s+[–—-])?)\s+(?=\S)",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:\b(?:al|etc|vs|inc|ltd|co|corp|jr|sr|st|vol|approx)|\b\w(?:\.\w)*|\.)\.$", re.IGNORECASE)
_OTHER_END = re.compile(r"[?!…][\"”’)]*$")


class Trimmed(NamedTuple):
    """A title without text that does not belong to it; ``badges`` are removed words about the paper: ``oral``,
    ``spotlight``, ``poster`` or an award.
    """

    title: str
    badges: tuple[str, ...] = ()


def trim_titles(titles: Sequence[str]) -> tuple[list[Trimmed], list[str]]:
    """The titles of one page or file without numbers, labels of links, badges and full stops, if the titles together
    make it certain that these are not part of them; and sentences about what was cut.

    Certain are: labels and badges in square brackets, an award in brackets; those in round brackets that
    three titles have; ``Oral:`` and ``Poster:`` if every title has one and they differ; numbers in one way
    before every title, each another one or counted from one; a full stop if every title has one, or nine in ten
    of many. Everything else stays, and :func:`ornament` reports it.
    """
    reports: list[str] = []
    trimmed = [Trimmed(title) for title in titles]
    trimmed = _without_labels(trimmed, reports)
    trimmed = _without_numbers(trimmed, reports)
    trimmed = _without_labels(trimmed, reports)
    return _without_stops(trimmed, reports), reports


def ornament(title: str) -> str:
    """What in a title may not belong to it, as the end of a sentence about the title; empty if nothing."""
    found = _NUMBERED.match(title)
    if found and not found["printed"].isdecimal() and not found["letter"]:
        return f"begins with {quote(found['printed'])}, which may be a number of a list"
    for pattern in (_BEFORE, _AFTER, _SPOKEN_BEFORE):
        if label := pattern.search(title):
            return f"has {quote(label[0].strip())}, which may not belong to it"
    return "ends in a full stop" if _ends_in_stop(title) else ""


def _without_labels(titles: Sequence[Trimmed], reports: list[str]) -> list[Trimmed]:
    cut: dict[str, list[str]] = {}
    for pattern in (_BEFORE, _AFTER):
        titles = _without_bracketed(titles, pattern, cut)
    titles = _without_spoken(titles, cut)
    for printed, having in cut.items():
        reports.append(f"{quote(printed)} is cut from {_number(len(having))}, such as {quote(having[0])}")
    return list(titles)


def _without_bracketed(titles: Sequence[Trimmed], pattern: re.Pattern[str], cut: dict[str, list[str]]) -> list[Trimmed]:
    rounded = [found for one in titles if (found := pattern.search(one.title)) and found["round"]]
    many = len(rounded) >= _FEW
    done = []
    for one in titles:
        while (found := pattern.search(one.title)) and _is_certain(found, many):
            rest = one.title[: found.start()] + one.title[found.end() :]
            if not any(map(str.isalpha, rest)):
                break
            label = next(filter(None, found.groups()))
            one = Trimmed(rest.strip(), (*one.badges, *_badges(label)))
            cut.setdefault(found[0].strip(" ."), []).append(one.title)
        done.append(one)
    return done


def _is_certain(found: re.Match[str], many_rounded: bool) -> bool:
    return not found["round"] or many_rounded or bool(re.fullmatch(_AWARD, found["round"], re.IGNORECASE))


def _badges(label: str) -> list[str]:
    """The words of a label that are about the paper itself."""
    if re.fullmatch(_AWARD, label, re.IGNORECASE):
        return [label]
    return [label.lower()] if label.lower() in PRESENTATIONS else []


def _without_spoken(titles: Sequence[Trimmed], cut: dict[str, list[str]]) -> Sequence[Trimmed]:
    """The titles without ``Oral:`` and ``Poster:``, if every title has such a label and they differ; a lone ``Poster:
    …`` may be what its authors wrote.
    """
    found = [match for one in titles if (match := _SPOKEN_BEFORE.match(one.title)) and match["spoken"]]
    kinds = {match["spoken"].lower() for match in found}
    if len(titles) < _FEW or len(found) < len(titles) or len(kinds) < 2:
        return titles
    done = []
    for one, match in zip(titles, found, strict=True):
        title = one.title[match.end() :]
        done.append(Trimmed(title, (*one.badges, match["spoken"].lower())))
        cut.setdefault(match[0].strip(), []).append(title)
    return done


def _without_numbers(titles: Sequence[Trimmed], reports: list[str]) -> list[Trimmed]:
    found = [match for one in titles if (match := _NUMBERED.match(one.title))]
    if len(found) < len(titles) or not found or not _are_numbers_of_a_list(found):
        return list(titles)
    first, last = (quote(one["printed"]) for one in (found[0], found[-1]))
    reports.append(f"the numbers before titles, {first} to {last}, are cut, as each title has one")
    return [one._replace(title=one.title[match.end() :]) for one, match in zip(titles, found, strict=True)]


def _are_numbers_of_a_list(found: Sequence[re.Match[str]]) -> bool:
    """Whether titles are numbered in one way, with different numbers or counted from one."""
    if len({re.sub(r"\d+", "0", match["printed"]).lower() for match in found}) > 1:
        return False
    numbers = [int(match["number"]) for match in found]
    different = len(set(numbers)) == len(numbers) and not found[0]["printed"].isdecimal()  # bare numbers may be of titles
    if len(found) >= _FEW:
        return different or _are_counted(numbers)
    return len(found) > 1 and not found[0]["printed"].isdecimal() and _are_counted(numbers)


def _are_counted(numbers: Sequence[int]) -> bool:
    """Whether numbers count from one, perhaps again in each section."""
    return numbers[0] == 1 and all(b in (1, a + 1) for a, b in itertools.pairwise(numbers))


def _without_stops(titles: Sequence[Trimmed], reports: list[str]) -> list[Trimmed]:
    may_end = [one for one in titles if _may_end_in_stop(one.title)]
    ending = sum(_ends_in_stop(one.title) for one in may_end)
    every = ending == len(may_end) >= _FEW
    nearly_all = len(may_end) >= _MANY and ending >= _NEARLY_ALL * len(may_end)
    if not every and not nearly_all:
        return list(titles)
    reports.append(f"the full stop after {_number(ending)} is cut, as {'all' if every else 'nearly all'} have one")
    return [one._replace(title=one.title[:-1].rstrip()) if _ends_in_stop(one.title) else one for one in titles]


def _may_end_in_stop(title: str) -> bool:
    """Whether a stop at the end of a title would be one: no other mark and no abbreviation is there."""
    return not _OTHER_END.search(title) and not _is_abbreviated(title)


def _ends_in_stop(title: str) -> bool:
    return title.endswith(".") and not _is_abbreviated(title) and not _OTHER_END.search(title[:-1])


def _is_abbreviated(title: str) -> bool:
    """Whether a title's last stop is that of an abbreviation; only its end is looked at, however long it is."""
    return bool(_ABBREVIATED.search(title[-80:]))


def _number(titles: int) -> str:
    return f"{titles} title{'' if titles == 1 else 's'}"
