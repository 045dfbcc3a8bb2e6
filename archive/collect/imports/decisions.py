"""The words of decisions: which clearly accept, which clearly reject, and which are unclear and must not be guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from archive.model.text import fold, quote, squeeze

_MORE = r"(?:[\s(:/,–-].*)?"  # what may follow: ``(Poster)``, ``as oral``
_YES = re.compile(
    rf"(?:main )?accept(?:ed|ance)?{_MORE}|camera[ -]?ready(?: submitted)?|(?:oral|spotlight|poster){_MORE}|yes|y|true"
)
_NO = re.compile(rf"(?:(?:desk|quick|strong|weak)[\s-]*)?(?:reject|declin|withdr)\w*{_MORE}|not accepted{_MORE}|no|n|false")
_NOT_YET = re.compile(
    r"|-|none|n/a|no decision.*|no recommendation|undecided|pending|unspecified|in ?progress|under review.*|"
    r"(?:awaiting|waiting).*|submitted|draft|incomplete|deleted"
)
_MAYBE = re.compile(r"\?|\b(?:conditional\w*|revis\w*|probabl\w*|likely|borderline|if|shepherd\w*|maybe|subject to|pending)\b")


def is_accepted(decision: str, accepting: frozenset[str] = frozenset()) -> bool | None:
    """Whether a decision means that the paper is accepted; None if its words do not clearly say.
    If the user names the ``accepting`` decisions, as :func:`decision_key` has them, they alone count."""
    words = decision_key(decision)
    if accepting:
        return words in accepting
    if _NOT_YET.fullmatch(words):
        return False
    if _MAYBE.search(words):
        return None
    if _NO.fullmatch(words):
        return False
    return True if _YES.fullmatch(words) else None


def plainly_decide(values: Iterable[str]) -> bool:
    """Whether texts are the decisions on papers: each clearly says yes, no or not yet, two different things are said, and
    in words of their own, where ``yes`` and ``no`` may mean anything."""
    given = list(values)
    said = {is_accepted(value) for value in given}
    return None not in said and len(said) > 1 and any(re.search("accept|reject", value, re.IGNORECASE) for value in given)


def lists_of_refused(names: Collection[str]) -> set[str]:
    """Of the names of lists that contain papers, ``accepted`` and ``rejected``, those whose papers are not accepted.
    Where no list says that its papers are, ``submitted`` says nothing."""
    keys = {name: decision_key(name) for name in names if decision_key(name)}
    some_accepted = any(is_accepted(key) for key in keys.values())
    return {name for name, key in keys.items() if _NO.fullmatch(key) or (some_accepted and is_accepted(key) is False)}


def decision_key(decision: str) -> str:
    """How decisions are compared: case and spaces aside."""
    return fold(squeeze(decision))


def counted(decisions: Iterable[str]) -> str:
    """``'Accept' (12), 'Tier 2' (3)``, the commonest first."""
    counts = Counter(squeeze(decision) for decision in decisions)
    return ", ".join(f"{quote(decision)} ({number})" for decision, number in counts.most_common(12))
