"""Whether a text can be a person's name, or is an affiliation, a place or a placeholder."""

from __future__ import annotations

import re
import unicodedata

from archive.model.byline_marks import MARKS, RAISED, outside_brackets
from archive.model.name_parts import is_group
from archive.model.text import fold, quote, squeeze


class NotNames(ValueError):
    """A text is not a list of names. The message says which part is not, and which option or form would read it."""


_HIDDEN = re.compile(
    r"et\.? al\b.*|.*\bet\.? al\.?|(?:and )?(?:many )?(?:others|colleagues|more|various)|nan|n/?a|tb[adc]|none|null|unknown|"
    r"anonym\w*(?: (?:authors?|et al))?(?: \w{1,4})?|author[s ]*|various(?: authors)?|to be (?:announced|determined)|-+|—|\?+",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:(?:assoc(?:iate|\.)?|asst\.?|assistant|adj(?:unct|\.)|em(?:eritus|\.)|full) (?=prof)|(?:dr|dipl)\.?-ing\.|"
    r"dr\. ?rer\. ?nat\.|(?:dr|prof|mr|mrs|ms|ing|ir)\.|(?:dr|prof|professor|mr|mrs)\b)\s*",
    re.IGNORECASE,
)
_ORGANIZATION = re.compile(
    r"\b(?:universit\w+|univ|institut\w*|college|laborator\w+|labs?|research|technolog\w+|corporation|corp|inc|ltd|llc|gmbh|"
    r"academy|hospital|cent(?:er|re)s?|faculty|department|dept|school|polytech\w*|politec\w*|hochschule|[eé]cole|systems|"
    r"sciences?|engineering|informatics|computing|computer|software|national|international|foundation|ministry|group|company|"
    r"bank|agency|council|organi[sz]ation|services|solutions|consulting|telecom\w*|professor|researcher|scientist|lecturer|"
    r"postdoc\w*|student|workshop|conference)\b|大学|研究|学院|公司|대학교",
    re.IGNORECASE,
)
_DISTINCTION = re.compile(
    r"\b(?:awards?|prize|best (?:paper|poster|student|talk)|hono(?:u)?rable mention|runner[- ]up)\b", re.IGNORECASE
)
_KNOWN_ORGANIZATIONS = frozenset(
    "adobe alibaba amazon amd apple baidu bosch bytedance caltech cambridge cisco cmu cornell deepmind epfl eth facebook "
    "google harvard huawei ibm inria intel kaist max-planck meta microsoft mit netapp netflix nokia nvidia openai oracle "
    "oxford princeton qualcomm samsung sap siemens snowflake stanford tencent tsinghua uber ucb ucl ucla ucsd uiuc"
    " vmware yale".split()
)
# Words that are never part of a name.
_NEVER_PEOPLE = frozenset(
    "alibaba bytedance cmu csail deepmind epfl eth google ibm inria kaist microsoft mit netflix nvidia openai tencent "
    "ucla ucsd uiuc vmware".split()
)
_PLACES = frozenset(
    "argentina australia austria bangladesh belgium berkeley berlin boston brazil canada chile china colombia cyprus "
    "denmark egypt england estonia ethiopia finland france germany ghana greece hongkong hungary iceland india indonesia "
    "iran ireland italy japan kenya korea london luxembourg malaysia mexico montreal munich netherlands newyork "
    "newzealand nigeria norway pakistan palestine paris peru philippines poland portugal qatar romania russia "
    "barcelona beijing boulder brussels cairo chicago copenhagen delft delhi dublin edinburgh geneva haifa hamburg "
    "helsinki istanbul karlsruhe lausanne lisbon lugano lyon madrid melbourne milan moscow mumbai nanjing oslo ottawa "
    "prague pittsburgh rome seoul stockholm sydney tehran turin utrecht vienna warsaw wuhan "
    "sanfrancisco saudiarabia scotland seattle serbia shanghai shenzhen singapore slovenia southafrica southkorea spain "
    "sweden switzerland taiwan thailand thenetherlands tokyo toronto tunisia turkey uae uk ukraine unitedkingdom "
    "unitedstates uruguay us usa vancouver vietnam zurich".split()
)
_PARTS_OF_AFFILIATIONS = re.compile(
    r"^(?:(?:UC|TU|UT|KU|LMU|IIT|IISc|IIIT|NIT|NTU|HKU|ETH|Univ|Uni|State)\b.+|.+ (?:AI|Tech|State|HPC|R&D|USA|UK))$|"
    r"^(?:carnegie mellon|johns hopkins|hugging face|notre dame|texas a&m|tel aviv|new york|los angeles|hong kong|san diego|"
    r"santa (?:barbara|cruz|clara)|sao paulo|abu dhabi|new zealand|south korea|united kingdom|united states|"
    r"new (?:jersey|delhi|mexico)|north carolina|great britain|saudi arabia|sri lanka|south africa)$",
)
_LEGAL_FORM = re.compile(r"(?:Inc|Ltd|Corp|GmbH|LLC|LLP|PLC|Co)\.?$")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_NO_NAME_WORD = frozenset("and of from at the for by with is are was in to on our we this that eds joint work och og".split())
_FOR_OTHERS = re.compile(r"\b(?:on behalf of|for the|with the|and the)\b", re.IGNORECASE)
_HALF_A_LETTER = re.compile(r"(?:^|\s|(?<=[a-z]))[ÃÂÄÅ] (?=[^\W\d_A-Z])")  # ``Å imon``: its other half was a space
_SENTENCE_END = re.compile(r"\s[^\W\d_]*[^\W\d_A-Z]{3}\.\s")
_UNCASED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\\s]+")
_SIGNS = frozenset(" .'’‘ʼʻʹ`´-‐‑–()“”\"·・ªº,")  # besides letters and the marks that scripts put on them
_LONE_LETTER = re.compile(r"\s([a-df-hj-xz])\s")  # ``e``, ``i`` and ``y`` occur within names
_JOINERS = "\u200c\u200d"
_LONGEST = 80  # characters; the longest real name on the pages has 31


def is_organization(text: str) -> bool:
    """Whether a text has a word that only organizations have, or is the name of an organization."""
    bare = bare_name(text)
    return bool(_ORGANIZATION.search(bare)) or fold(bare) in _KNOWN_ORGANIZATIONS


def is_acronym(text: str) -> bool:
    """Whether a text is three to six capitals."""
    return len(bare_name(text)) > 2 and bool(_ACRONYM.fullmatch(bare_name(text)))


def may_be_affiliation(name: str) -> bool:
    """Whether a text in the place of a name may be an affiliation: an organization, a place, an acronym."""
    known = fold(name) in _KNOWN_ORGANIZATIONS or fold(name).replace(" ", "") in _PLACES
    if not name.isupper() and (_PARTS_OF_AFFILIATIONS.match(name) or _PARTS_OF_AFFILIATIONS.match(fold(name))):
        return True
    return known or bool(_LEGAL_FORM.search(name) or _ACRONYM.fullmatch(name) or _NEVER_PEOPLE & set(fold(name).split()))


def bare_name(part: str) -> str:
    """A part of a byline without surrounding marks and leading academic titles."""
    name = squeeze(part.strip(f" {MARKS}{RAISED}"))
    while (shorter := _TITLE.sub("", name, count=1)) != name and shorter:
        name = shorter
    return name


def must_be_name(name: str) -> None:
    """Check that a text can be one name.

    Raises:
        NotNames: it cannot; the message says why.
    """
    _must_have_letters(name)
    if _HIDDEN.fullmatch(name):
        raise NotNames(f"{quote_shortened(name)}, which is not a name")
    if strange := next((c for c in name if not _is_of_a_name(c)), ""):
        raise NotNames(f"{quote_shortened(name)} instead of a name: {quote(strange)} does not occur in names")
    if found := _FOR_OTHERS.search(name):
        raise NotNames(f"{quote_shortened(name)} instead of a name: {quote(found[0])} comes before the name of a group")
    if is_group(name):
        return
    _must_be_one_name(name)
    if found := _DISTINCTION.search(name):
        raise NotNames(f"{quote_shortened(name)} instead of a name: {quote(found[0])} belongs to an award")
    if found := _ORGANIZATION.search(name):
        raise NotNames(f"{quote_shortened(name)} instead of a name: {quote(found[0])} belongs to an affiliation")
    _must_have_words_of_names(name)
    _must_be_nickname(name)


def _must_have_letters(name: str) -> None:
    letters = sum(c.isalpha() for c in name)
    if not letters or letters * 2 < len(name.replace(" ", "")) or len(name) > _LONGEST:
        raise NotNames(f"{quote_shortened(name)} instead of a name")
    if letters == 1 and name.isascii():
        raise NotNames(f"{quote_shortened(name)} instead of a name: a single letter")


def _must_have_words_of_names(name: str) -> None:
    words = outside_brackets(name).replace("\0", " ").split()
    if stray := [word for word in words if word in _NO_NAME_WORD]:
        raise NotNames(f"{quote_shortened(name)} instead of a name: {quote(stray[0])} is not part of a name")
    if len(words) > 1 and (re.fullmatch(r"[a-z]", words[-1]) or any(word in ("-", "–") for word in words)):
        raise NotNames(f"{quote_shortened(name)} instead of a name: {quote(words[-1])} is unclear")


def _must_be_one_name(name: str) -> None:
    """Raise :class:`NotNames` if a text may be several names, or has lost a letter."""
    if found := _SENTENCE_END.search(name):
        raise NotNames(f"{quote_shortened(name)} instead of a name: {quote(found[0].strip())} may end a sentence or a name")
    if _UNCASED.fullmatch(name) and len(name.split()) > 2:
        raise NotNames(f"{quote_shortened(name)} instead of a name: write a comma between people")
    if _HALF_A_LETTER.search(name):
        raise NotNames(f"{quote_shortened(name)} instead of a name: a letter was encoded twice and half of it is lost")
    if not name.islower() and (found := _LONE_LETTER.search(name)):
        raise NotNames(f"{quote_shortened(name)} instead of a name: {quote(found[1])} is unclear")


def _is_of_a_name(c: str) -> bool:
    return c.isalpha() or c in _SIGNS or c.isspace() or unicodedata.category(c).startswith("M") or c in _JOINERS


def _must_be_nickname(name: str) -> None:
    """Raise :class:`NotNames` unless the parentheses within a name hold something short, with at most a short name on
    one side: ``Ada Quill (MIT) Bo Zuse`` lacks a comma.
    """
    if "(" not in name:
        return
    found = re.fullmatch(r"([^()]+)\(([^()]+)\)([^()]+)", name)
    before, inner, after = (found[i].split() for i in (1, 2, 3)) if found else ([], [], [])
    if not found or len(inner) > 3 or (len(before) > 1 and len(after) > 1) or is_organization(found[2]):
        raise NotNames(f"{quote_shortened(name)}: a comma may be missing after the parenthesis")


def quote_shortened(text: str) -> str:
    """A text in quotation marks for a message, shortened if it is long."""
    text = squeeze(text.replace(RAISED, ""))
    return quote(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
