"""Which text is a title and which are people, judged by form and by the words and names that an archive knows.

Judgements are numbers from 0 to 1. They rank what may be proposed to a person and are never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.model.name_parts import PARTICLES, is_suffix
from archive.model.paper import Paper
from archive.model.text import fold, words

_FUNCTION_WORDS = frozenset(
    "a an the of for in on with without using via towards toward to from by at as is are can do does how what why when where "
    "which who not no its it into over under between through during against about beyond versus vs based driven aware or than "
    "that this these those your our their we be all more less under across within per".split()
)
_ORGANIZATION = frozenset(
    "university universität universitat universität université universite universidad universidade universita università "
    "univ institute institut instituto institution college school faculty department dept laboratory laboratories lab labs "
    "inc llc ltd gmbh corp corporation company academy center centre foundation research technologies technology polytechnic "
    "google microsoft amazon meta facebook ibm intel nvidia apple huawei alibaba tencent baidu bytedance samsung adobe oracle "
    "deepmind openai vmware inria csail mit eth epfl cnrs kaist ucl ucla usc cmu nus ntu uiuc".split()
)
_PLACES = frozenset(
    "usa uk china germany india japan korea canada switzerland netherlands italy spain australia singapore sweden norway "
    "austria brazil denmark finland belgium tech state national sciences salesforce sap huggingface bosch siemens".split()
)
_ROLES = frozenset(
    "chair chairs co-chair organizer organizers organiser organisers committee professor lecturer speaker speakers moderator "
    "panelist panelists student phd postdoc scientist engineer director member members reviewer reviewers founder president "
    "session sessions track tracks workshop tutorial deadline submission notification paper papers poster posters oral orals "
    "award awards best honorable mention finalist "
    "spotlight break lunch coffee opening closing welcome remarks keynote invited talk discussion registration home "
    "contact".split()
)
_NO_PAPER = re.compile(
    r"^\W*(?:\d{1,2}[:.h]\d\d\W*(?:[ap]\.?m\.?)?\W*)*"
    r"(?:keynotes?|invited|panel|(?:coffee|tea|lunch|morning|afternoon) ?(?:break)?|break|opening|closing|welcome|"
    r"introduction and welcome|registration|reception|social|dinner|poster session|lightning|session \d|discussion|"
    r"tutorial|award ceremony|concluding|wrap[- ]?up|q ?& ?a)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"^\W*\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b.*\bdeadline\b", re.IGNORECASE)
_IDLE = re.compile(r"\b(?:break|lunch|introduction|welcome|opening|closing|remarks|end|registration|coffee|dinner)\b", re.I)
_INITIALS = re.compile(r"^(?:[^\W\d_a-z]\.?-?){1,3}$")
_LONGEST_TITLE = 260  # characters
_WORD = re.compile(r"[^\W\d_](?:[\w’'.-]*\w)?\.?")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of known titles, and the given and family names of known authors, folded."""

    title_words: frozenset[str]
    names: frozenset[str]
    people_judged: dict[str, tuple[int, float]] = field(default_factory=dict, compare=False, repr=False)
    """How many people texts name and how much it looks so, as far as it was asked."""
    _persons: dict[str, float] = field(default_factory=dict, compare=False, repr=False)  # judged already

    def people(self, names: Sequence[str]) -> float:
        """How much a list looks like people's names: the mean of its members."""
        return sum(map(self.person, names)) / len(names) if names else 0.0

    def person(self, name: str) -> float:
        """How much a text looks like one person's name."""
        if name not in self._persons:
            self._persons[name] = self._person(name)
        return self._persons[name]

    def _person(self, name: str) -> float:
        parts = re.sub(r"\([^()]*\)", " ", name).split()
        bare = [fold(part).strip(".,'’-") for part in parts]
        if not parts or len(parts) > 6 or any(c.isdigit() for c in name):
            return 0.0
        if any(word in _ORGANIZATION or word in _PLACES for word in bare):
            return 0.0
        if any(word in _ROLES for word in bare) and not _INITIALS.match(parts[0]):
            return 0.0
        if any(word in _FUNCTION_WORDS and word != "do" and part.islower() for word, part in zip(bare, parts, strict=True)):
            return 0.0
        known = [word in self.names for word in bare]
        form = [self._form(part, word) for part, word in zip(parts, bare, strict=True)]
        score = sum(form) / len(form)
        if len(parts) == 1:
            score *= 0.5 if known[0] else 0.25
        strange = sum(word in self.title_words and word not in self.names and len(word) > 3 for word in bare)
        if strange:
            score *= 0.85 if strange == 1 and len(parts) > 1 else 0.5
        return min(1.0, score + 0.15 * (known[0] or known[-1]))

    def _form(self, part: str, word: str) -> float:
        if word in PARTICLES or is_suffix(word):
            return 0.8
        if part[:1].isupper() and (_INITIALS.match(part) or any(c.islower() for c in part)):
            return 0.85
        if part.isupper():
            return 0.6 if word in self.names else 0.35
        if part[:1].isalpha() and not part[:1].islower():
            return 0.8  # scripts without case
        return 0.45 if word in self.names else 0.3

    def title(self, text: str) -> float:
        """How much a text looks like a paper's title."""
        found = words(text)
        if not found or _TIME.match(text) or len(text) > 2 * _LONGEST_TITLE:
            return 0.0
        if no_paper(text):
            return 0.1
        score = {1: 0.3, 2: 0.5, 3: 0.7}.get(len(found), 0.85)
        score += 0.1 * any(word in _FUNCTION_WORDS for word in found[1:])
        score += 0.05 * any(word in self.title_words for word in found)
        if len(text) > _LONGEST_TITLE or (text.rstrip().endswith(".") and ". " in text):
            score *= 0.3
        if any(word in _ORGANIZATION for word in found) and (len(found) <= 7 or _all_names(text)):
            score *= 0.2
        if sum(word in _ROLES for word in found) * 2 >= len(found):
            score *= 0.3
        if len(found) <= 3 and self.person(text) > 0.85:
            score *= 0.5
        return min(1.0, score)

    def is_organization(self, text: str) -> bool:
        """Whether a text names a university, a company or the like."""
        return any(word in _ORGANIZATION for word in words(text))


def _all_names(text: str) -> bool:
    """Whether the words of a text begin in capitals nearly all, between commas or semicolons."""
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(re.search(r"[,;]", text)) and sum(word[0].isupper() for word in long) >= 0.9 * len(long)


def no_paper(text: str) -> bool:
    """Whether a text is that of a programme's break, keynote, panel or the like."""
    return bool(_NO_PAPER.match(text))


def is_break(text: str) -> bool:
    """Whether a text is a slot of a programme in which nobody talks, or only the organizers."""
    return no_paper(text) or bool(_TIME.match(text) and _IDLE.search(text[:80]))


def learn(papers: Iterable[Paper]) -> Lexicon:
    """The lexicon of some papers' titles and authors."""
    titles: set[str] = set()
    names: set[str] = set()
    for paper in papers:
        titles.update(words(paper.title))
        for author in paper.authors:
            names.update(part for part in (fold(one).strip(".,'’-") for one in author.split()) if len(part) > 1)
    return Lexicon(frozenset(titles - _FUNCTION_WORDS), frozenset(names - _FUNCTION_WORDS))
