"""Which text is a title and which are people, judged by form and by the words and names that an archive knows.

Judgements are numbers from 0 to 1. They rank what may be proposed to a person and are never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.collect.html.bylines import read_names
from archive.collect.propose.programme import begins_with_time, is_no_paper
from archive.model.name_parts import PARTICLES, is_suffix
from archive.model.names import COMMA, NAME_AFFILIATION, NotNames
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
_INITIALS = re.compile(r"^(?:[^\W\d_a-z]\.?-?){1,3}$")
# How much a word or text looks like a name or a title, from 0 to 1; `python benchmarks/pages.py` measures what they do.
_CAPITALIZED = 0.85  # a word of a name: ``Quill``
_PARTICLE_OR_SUFFIX = 0.8  # ``van``, ``Jr.``
_WITHOUT_CASE = 0.8  # in a script that has no capitals
_IN_CAPITALS, _UNKNOWN_IN_CAPITALS = 0.6, 0.35  # ``QUILL``, where names of the archive have it, or none does
_IN_LOWER_CASE, _UNKNOWN_IN_LOWER_CASE = 0.45, 0.3  # ``quill``, likewise
_KNOWN_BONUS = 0.15  # added if the first or last word is known from names
_TITLE_BY_WORDS = {1: 0.3, 2: 0.5, 3: 0.7}  # a text of so many words as a title
_LONGER_TITLE = 0.85  # and of more
_FUNCTION_WORD_BONUS = 0.1  # added where ``of`` or the like is inside
_TITLE_WORD_BONUS = 0.05  # added if a word is known from titles
_BREAK_OR_TALK = 0.1  # a text that says that it is a break or a talk
# Factors of such a score.
_ONE_WORD_NAME, _UNKNOWN_ONE_WORD_NAME = 0.5, 0.25
_ONE_TITLE_WORD, _TITLE_WORDS = 0.85, 0.5  # one word, or more, of a name is known only from titles
_PROSE, _AFFILIATION, _ROLE, _NAME = 0.3, 0.2, 0.3, 0.5  # what a text may be instead of a title
_SURE_NAME = 0.85  # a short text that looks more than this like a person is taken for a name
_LONGEST_TITLE = 260  # characters
_LONGEST_PERSON = 6  # words of a name
_NEVER_PEOPLE = _ORGANIZATION | _PLACES
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BYLINE_PREFIX = re.compile(r"^(?:authors?|by|presenters?)\s*[:.]?\s+(?=\S)|^authors?\s*:\s*", re.IGNORECASE)
_MARKS = re.compile(r"\s*[\d*†‡§¶#]+(?:,\s*\d+)*(?=\s*(?:[,;&]|and\b|$))")
_LONGEST_BYLINE = 3000  # characters; an author list of a hundred people with affiliations has so many
_LONG_BYLINE = 200  # characters from which on a text without many separators is not a list of people
_BETWEEN = re.compile(r"[,;&|·]|\band\b")
_CHARS_PER_SEPARATOR = 60  # in such a text; names with an affiliation are shorter on average
_STYLES = (COMMA, NAME_AFFILIATION)
_READS_AS_PEOPLE = 0.62  # a byline that looks more than this like people is read in no other style


class Lexicon:
    """The words of known titles, and the given and family names of known authors; what it judges, it remembers.

    Args:
        title_words: the words of titles, folded.
        names: the given and family names of authors, folded.
    """

    def __init__(self, title_words: frozenset[str], names: frozenset[str]) -> None:
        self.title_words = title_words
        self.names = names
        self._persons: dict[str, float] = {}
        self._bylines: dict[str, tuple[int, float]] = {}

    def people_in(self, text: str) -> tuple[int, float]:
        """How many people a text names, and how much it looks as if it did."""
        if text not in self._bylines:
            self._bylines[text] = self._people_in(text) if _may_be_byline(text) else (0, 0.0)
        return self._bylines[text]

    def _people_in(self, text: str) -> tuple[int, float]:
        text = _MARKS.sub("", _BYLINE_PREFIX.sub("", text))
        best: tuple[int, float] = (0, 0.0)
        for style in _STYLES:
            try:
                people = read_names(text, style)[0].names
            except NotNames:
                continue
            best = max(best, (len(people), self.people(people)), key=lambda one: one[1])
            if best[1] > _READS_AS_PEOPLE:
                break
        return best

    def people(self, names: Sequence[str]) -> float:
        """How much a list looks like people's names: the mean of its members."""
        return sum(map(self.person, names)) / len(names) if names else 0.0

    def person(self, name: str) -> float:
        """How much a text looks like one person's name."""
        if name not in self._persons:
            self._persons[name] = self._person(name)
        return self._persons[name]

    def _person(self, name: str) -> float:
        parts = _IN_BRACKETS.sub(" ", name).split()
        bare = [fold(part).strip(".,'’-") for part in parts]
        if _cannot_be_person(name, parts, bare):
            return 0.0
        known = [word in self.names for word in bare]
        score = sum(map(self._form, parts, bare)) / len(parts)
        if len(parts) == 1:
            score *= _ONE_WORD_NAME if known[0] else _UNKNOWN_ONE_WORD_NAME
        score *= self._title_word_penalty(bare)
        return min(1.0, score + _KNOWN_BONUS * (known[0] or known[-1]))

    def _form(self, part: str, word: str) -> float:
        """How much one word of a name has the form of one."""
        if word in PARTICLES or is_suffix(word):
            return _PARTICLE_OR_SUFFIX
        if _is_capitalized(part):
            return _CAPITALIZED
        known = word in self.names
        if part.isupper():
            return _IN_CAPITALS if known else _UNKNOWN_IN_CAPITALS
        if part[:1].isalpha() and not part[:1].islower():
            return _WITHOUT_CASE
        return _IN_LOWER_CASE if known else _UNKNOWN_IN_LOWER_CASE

    def _title_word_penalty(self, bare: Sequence[str]) -> float:
        """The factor for a name's words that are known from titles and not from names; 1 without any."""
        strange = sum(len(word) > 3 and word in self.title_words and word not in self.names for word in bare)
        if not strange:
            return 1.0
        return _ONE_TITLE_WORD if strange == 1 and len(bare) > 1 else _TITLE_WORDS

    def title(self, text: str) -> float:
        """How much a text looks like a paper's title."""
        found = words(text)
        if not found or begins_with_time(text) or len(text) > 2 * _LONGEST_TITLE:
            return 0.0
        if is_no_paper(text):
            return _BREAK_OR_TALK
        score = _TITLE_BY_WORDS.get(len(found), _LONGER_TITLE)
        score += _FUNCTION_WORD_BONUS * (not _FUNCTION_WORDS.isdisjoint(found[1:]))
        score += _TITLE_WORD_BONUS * (not self.title_words.isdisjoint(found))
        for factor in self._penalties(text, found):
            score *= factor
        return min(1.0, score)

    def _penalties(self, text: str, found: Sequence[str]) -> Iterator[float]:
        """The factors for what a text may be instead of a title: prose, an affiliation, a role, a name."""
        if _is_too_long_for_title(text):
            yield _PROSE
        if _is_affiliation(text, found):
            yield _AFFILIATION
        if 2 * sum(word in _ROLES for word in found) >= len(found):
            yield _ROLE
        if len(found) <= 3 and self.person(text) > _SURE_NAME:
            yield _NAME


def _may_be_byline(text: str) -> bool:
    """Whether a text is not too long for a list of people, and if it is long has enough separators for one."""
    if not text or len(text) > _LONGEST_BYLINE:
        return False
    return len(text) <= _LONG_BYLINE or _CHARS_PER_SEPARATOR * len(_BETWEEN.findall(text)) >= len(text)


def _cannot_be_person(name: str, parts: Sequence[str], bare: Sequence[str]) -> bool:
    """Whether a text is certainly no person's name: by its length, a digit, or a word that names do not have."""
    return (
        not 0 < len(parts) <= _LONGEST_PERSON
        or any(map(str.isdigit, name))
        or not _NEVER_PEOPLE.isdisjoint(bare)
        or (not _ROLES.isdisjoint(bare) and not _INITIALS.match(parts[0]))
        or any(map(_is_function_word, parts, bare))
    )


def _is_function_word(part: str, word: str) -> bool:
    """Whether a word as it is written and folded is one of sentences; ``do`` is also a particle of names."""
    return part.islower() and word in _FUNCTION_WORDS and word != "do"


def _is_capitalized(part: str) -> bool:
    """Whether a word is initials, or begins with a capital and is not all capitals."""
    return part[:1].isupper() and (bool(_INITIALS.match(part)) or any(map(str.islower, part)))


def _is_too_long_for_title(text: str) -> bool:
    """Whether a text has more letters than a title, or several sentences."""
    return len(text) > _LONGEST_TITLE or (text.rstrip().endswith(".") and ". " in text)


def _is_affiliation(text: str, found: Sequence[str]) -> bool:
    """Whether a text names an organization, in few words or between other names."""
    return not _ORGANIZATION.isdisjoint(found) and (len(found) <= 7 or _all_names(text))


def _all_names(text: str) -> bool:
    """Whether the words of a text begin in capitals nearly all, between commas or semicolons."""
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(re.search(r"[,;]", text)) and sum(word[0].isupper() for word in long) >= 0.9 * len(long)


def learn(papers: Iterable[Paper]) -> Lexicon:
    """The lexicon of some papers' titles and authors."""
    titles: set[str] = set()
    names: set[str] = set()
    for paper in papers:
        titles.update(words(paper.title))
        for author in paper.authors:
            names.update(part for part in (fold(one).strip(".,'’-") for one in author.split()) if len(part) > 1)
    return Lexicon(frozenset(titles - _FUNCTION_WORDS), frozenset(names - _FUNCTION_WORDS))
