"""Bylines: from the sentence that a page or a cell prints to a list of names. One rule for pages, files and exports.

What cannot be read in one way alone is refused, with a sentence that says what would read it: a wrong name
makes a wrong id, and that stays. The parts of a name stand in :mod:`archive.model.name_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from archive.model.encoding import mend
from archive.model.name_parts import (
    PARTICLES,
    family_name,
    family_names,
    given_name,
    is_group,
    is_suffix,
    name_parts,
    name_suffix,
    with_stop,
)
from archive.model.paper import FamilyNames
from archive.model.text import fold, squeeze

__all__ = [
    "COMMA", "FAMILY_FIRST", "LIST", "NAME_AFFILIATION", "PARTICLES", "STAR", "STYLES", "Byline", "NotNames", "family_name",
    "given_name", "name_parts", "name_suffix", "read_byline", "read_name", "starred", "write_byline",
]  # fmt: skip

STAR = "*"
"""Stands after the name of an author with equal contribution, in the text given to :func:`read_byline`."""

COMMA, FAMILY_FIRST, NAME_AFFILIATION, LIST = "comma", "family-first", "name, affiliation;", "list"
STYLES = (COMMA, FAMILY_FIRST, NAME_AFFILIATION, LIST)
"""How a byline is written: ``comma`` is the rule of :func:`read_byline`, which refuses what can be read in two
ways; ``family-first`` is ``Quill, Ada; Frost, Bo``; ``name, affiliation;`` is ``Ada Quill, MIT; Bo Frost, ETH``;
in a ``list`` every comma and semicolon stands between two people."""


class NotNames(ValueError):
    """The text is no list of names; the message says which part is not, and what would read it."""


class Byline(NamedTuple):
    """What a byline says. ``equal`` are the names with a star, ``family_names`` those that the byline states and
    the rule would not give, and ``legend`` is what it says of its stars (``*equal contribution``), or nothing."""

    names: tuple[str, ...]
    equal: tuple[str, ...] = ()
    family_names: FamilyNames = ()
    legend: str = ""


# -- what stands in bylines beside names --------------------------------------------------------

_STARS = "*∗＊⁎⋆★"
_MARKS = _STARS + "†‡§¶‖✉#"
_RAISED = "\ue000"  # stands for raised letters and digits
_WIDE = str.maketrans("（），、；｜＆⟨⟩", "(),,;|&<>")
_RAISED_MARKUP = re.compile(
    r"<sup\b[^>]*>(.*?)</sup>|\\?textsuperscript\{([^{}]*)\}|\$\s*\^\s*(?:\{([^$]*?)\}|([^${}]))\s*\$|\^\{([^{}]*)\}",
    re.I | re.S,
)
_RAISED_SIGNS = re.compile(
    "[\u00b2\u00b3\u00b9\u2070\u2071\u2074-\u2079\u207f\u02b0-\u02b8\u02e0-\u02e4\u1d43-\u1d6a\u1d9c-\u1dbf]"
    "(?:[,\u2e34\u02d2]?[\u00b2\u00b3\u00b9\u2070\u2071\u2074-\u2079\u207f\u02b0-\u02b8\u02e0-\u02e4\u1d43-\u1d6a\u1d9c-\u1dbf])*"
)
_RAISED_LEGEND = re.compile(rf"(?<=[\s,;]){_RAISED}[{re.escape(_MARKS)}]*(?=[^\W\d_])")
_LEGEND = re.compile(
    rf"[(\[]?\s*[{re.escape(_MARKS)}]+\s*[:=]?\s*(?:(?:denotes?|indicates?|these authors|authors)\s+)*"
    r"((?:contributed\s+equally|equal(?:ly)?\s+contribut\w+|joint\s+first|co-first|shared\s+first|corresponding|presenting|contact)"
    r"[\w\s-]*)[)\]]?\s*\.?\s*$",
    re.IGNORECASE,
)
_EQUAL = re.compile(r"equal|joint|first", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:authors?\s*(?:\(s\))?\s*:|by\s*:|by\s+(?=[A-Z]))\s*", re.IGNORECASE)
_MAIL = re.compile(r"[<(\[]\s*(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\s*[>)\]]")
_NUMBERED = re.compile(r"(?<=[^\W\d_.])\.?(\d{1,2}(?:,\s?\d{1,2})*)(?=\s*(?:[,;({]|and\b|&|$))")
_HIDDEN = re.compile(
    r"et\.? al\b.*|.*\bet\.? al\.?|(?:and )?(?:many )?(?:others|colleagues|more|various)|nan|n/?a|tb[adc]|none|null|unknown|"
    r"anonym\w*(?: (?:authors?|et al))?(?: \w{1,4})?|author[s ]*|various(?: authors)?|to be (?:announced|determined)|-+|—|\?+",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms)\.|(?:dr|prof|professor)\b)\s*", re.IGNORECASE)
_DEGREES = (
    r"ph\.?\s?d\.?(?:\s(?:candidate|student))?|d\.?\s?phil\.?|m\.\s?d\.?|m\.?\s?sc\.?|b\.?\s?sc\.?|m\.?\s?b\.?\s?a\.?|"
    r"d\.?\s?sc\.?|m\.?\s?eng\.?|b\.?\s?eng\.?|m\.?\s?phil\.?|esq\.?|dipl\.?-ing\.?"
)
_DEGREE = re.compile(rf"(?:{_DEGREES}|MD|MA|MS|BA|BS|CFA|FRS)", re.IGNORECASE)
_DEGREE_AFTER = re.compile(r"\s+(?:Ph\.?\s?D\.?|D\.?Phil\.?|M\.D\.|M\.?Sc\.?|B\.?Sc\.?|MBA)$")
_ORGANIZATION = re.compile(
    r"\b(?:universit\w+|univ|institut\w*|college|laborator\w+|labs?|research|technolog\w+|corporation|corp|inc|ltd|llc|gmbh|"
    r"academy|hospital|cent(?:er|re)s?|faculty|department|dept|school|polytech\w*|politec\w*|hochschule|[eé]cole|systems|"
    r"sciences?|engineering|informatics|computing|computer|software|national|international|foundation|ministry|group|company|"
    r"bank|agency|council|organi[sz]ation|services|solutions|consulting|telecom\w*)\b|大学|研究|学院|公司|대학교",
    re.IGNORECASE,
)
_KNOWN_ORGANIZATIONS = frozenset(
    "adobe alibaba amazon amd apple baidu bosch bytedance caltech cambridge cisco cmu cornell deepmind epfl eth facebook "
    "google harvard huawei ibm inria intel kaist max-planck meta microsoft mit netapp netflix nokia nvidia openai oracle "
    "oxford princeton qualcomm samsung sap siemens snowflake stanford tencent tsinghua uber ucb ucl ucla ucsd uiuc"
    " vmware yale".split()
)
# Those that are no part of anybody's name.
_NEVER_PEOPLE = frozenset(
    "alibaba bytedance cmu csail deepmind epfl eth google ibm inria kaist microsoft mit netflix nvidia openai tencent "
    "ucla ucsd uiuc vmware".split()
)
_PLACES = frozenset(
    "argentina australia austria bangladesh belgium berkeley berlin boston brazil canada chile china colombia cyprus "
    "denmark egypt england estonia ethiopia finland france germany ghana greece hongkong hungary iceland india indonesia "
    "iran ireland italy japan kenya korea london luxembourg malaysia mexico montreal munich netherlands newyork "
    "newzealand nigeria norway pakistan palestine paris peru philippines poland portugal qatar romania russia "
    "sanfrancisco saudiarabia scotland seattle serbia shanghai shenzhen singapore slovenia southafrica southkorea spain "
    "sweden switzerland taiwan thailand thenetherlands tokyo toronto tunisia turkey uae uk ukraine unitedkingdom "
    "unitedstates uruguay us usa vancouver vietnam zurich".split()
)
_LEGAL_FORM = re.compile(r"(?:Inc|Ltd|Corp|GmbH|LLC|LLP|PLC|Co)\.?$")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_NO_NAME_WORD = frozenset("of from at the for by with is are was in to on our we this that".split())
_STRANGE = re.compile(r"[^\w\s.'’‘ʼʻʹ`´\-‐‑–()“”\"·・ªº,\u0300-\u036f]|_")
_LONGEST = 80  # characters; the longest real name on the pages has 31
_AND = re.compile(r"(?:^|(?<=[\s)]))(?:and|&)\s+", re.IGNORECASE)
_AND_ELSEWHERE = re.compile(r"\s(?:with|und|et|y)\s")
_STRONG = ";|\n•"
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]?){1,4}")
_MARK_BEFORE_SUFFIX = re.compile(rf"[{re.escape(_MARKS)}{_RAISED}]+\s+(?=(?:jr|sr|ii|iii|iv)\b\.?)", re.IGNORECASE)
_OPENING, _CLOSING = "({", ")}"
_STYLE_NEEDED = "the style family-first, “name, affiliation;” or list says which"
_OTHERS = re.compile(r"\.\.\.$|…|\bet\.?\s+al\b|(?:,|;|\band|&)\s+others\b", re.IGNORECASE)


class _Part(NamedTuple):
    """What stands between two separators: ``before`` is the separator in front of it, ``suffix`` a ``Jr.`` that
    stood behind it, ``family`` the family name where the byline states it."""

    before: str
    text: str
    suffix: str = ""
    family: str = ""


# -- reading ------------------------------------------------------------------------------------


def read_byline(text: str, style: str = COMMA) -> Byline:
    """Read ``A. Byron*, C. Hopper (MIT), and Dr. D. Knuth.``

    ``style`` is one of :data:`STYLES`. By the rule, ``comma``:

    - people stand between commas, semicolons, ``·``, ``|``, ``、``, line breaks and ``and``, ``&``, and
      ``with``, ``und``, ``et``, ``y`` between full names;
    - parentheses after a name hold an affiliation and go, what stands in them separates nobody; they are part
      of the name where a word follows, ``Xiaozhou (Steve) Li``;
    - academic titles, degrees, raised letters and marks go, suffixes (``Jr.``, ``III``) stay with their name;
    - ``Last, First`` is turned round only where every author is written so;
    - text that was decoded twice is mended; a group in braces, ``{Barnes and Kite, Inc.}``, is one name.

    White space that means nothing, such as the line breaks of HTML, must be folded before. An empty text gives
    no names. Raises :class:`NotNames` where a part cannot be a name or the whole can be read in two ways.
    """
    if style not in STYLES:
        raise ValueError(f"There is no style {style!r} of bylines; there are {', '.join(STYLES)}.")
    text, legend = _without_legend(_prepared(text))
    if found := _OTHERS.search(_hide(text)):
        raise NotNames(f"{found[0].strip(' ,;')!r} in {_shown(text)}: the other authors are not named")
    parts = _parts(_without_final_stop(text))
    if style == NAME_AFFILIATION:
        parts = _without_affiliations(parts)
    parts = _with_suffixes(parts)
    if style == FAMILY_FIRST or (style == COMMA and _is_family_first(parts)):
        return _read(_turned(parts), legend)
    if style == COMMA:
        _must_be_one_way(parts)
    byline = _read(parts, legend)
    if style == COMMA and len(parts) > 1:
        _must_be_people(byline.names, parts)
    return byline


def read_name(text: str, family: str = "") -> Byline:
    """One person's or group's name, as a list of authors has it: ``van Loon, Mia`` is turned round, and what is
    no part of a name goes. ``family`` is the family name where it is stated. Raises :class:`NotNames`."""
    text, legend = _without_legend(_prepared(text))
    if is_group(text) or (text.startswith("{") and text.endswith("}") and "}" not in text[1:-1]):
        name = squeeze(text.strip("{}"))
        return Byline((name,), family_names=family_names([(name, name)]))
    parts = _with_suffixes(_parts(_without_final_stop(text)))
    if len(parts) == 2 and parts[1].before == ",":
        if not (_one_word(parts[0].text) or len(parts[1].text.split()) == 1 or _is_initials(parts[1].text)):
            raise NotNames(f"{_shown(text)} where one name should stand, and not two")
        return _read(_turned(parts), legend)
    if len(parts) > 1:
        raise NotNames(f"{_shown(text)} where one name should stand")
    found = _read(parts, legend)
    stated = family_names((name, squeeze(mend(family))) for name in found.names)
    return found._replace(family_names=stated) if stated else found


def write_byline(names: Sequence[str], equal: Collection[str] = ()) -> str:
    """The sentence that :func:`read_byline` reads as these names: a :data:`STAR` after those with equal
    contribution, and a final full stop where it would not be taken for the last name's. A stop that is
    the last name's own and would be taken for the sentence's has a comma after it.

    What no byline bears comes back otherwise, or is refused: a name with a comma or semicolon, one that ends in
    parentheses, the word ``and`` or ``&``, a digit, a star or another mark, one of ``@/:<>[]{}|=``, more signs
    than letters, or more than 80 characters; one that begins with an academic title; one that is only a degree,
    only a suffix or an organization; several names of one word; one that stands twice, with one star.
    """
    text = starred(names, equal)
    if text.endswith("."):
        return text if _without_final_stop(text) == text else f"{text},"
    return f"{text}." if text and _without_final_stop(f"{text}.") == text else text


def starred(names: Sequence[str], equal: Collection[str] = ()) -> str:
    """``A. Byron*, C. Hopper``: names between commas, a star after those with equal contribution."""
    return ", ".join(name + STAR * (name in equal) for name in names)


# -- before names are looked at -----------------------------------------------------------------


def _prepared(text: str) -> str:
    """One line a line, marks of all kinds told apart from letters."""
    lines = [line for line in map(squeeze, mend(text).splitlines()) if line]
    text = "\n".join(lines).translate(_WIDE)
    text = _RAISED_MARKUP.sub(lambda found: _raised(next(filter(None, found.groups()), "")), text)
    text = _MAIL.sub(" ", _RAISED_SIGNS.sub(_RAISED, text))
    text = re.sub(r"(?<=\))\.\s+(?=[A-Z])", "; ", _LABEL.sub("", text))  # A (X). B (Y)
    return _without_numbers(text).strip(" \n")


def _raised(mark: str) -> str:
    return "".join(sign for sign in mark if sign in _STARS) + _RAISED


def _without_numbers(text: str) -> str:
    """``Ada Quill1, Bo Zuse2`` where every name has a number, or those of a legend, ``(1 MIT; 2 ETH)``."""
    legend = re.search(r"\(\s*1\s*[^\d\s,;].*\)\s*\.?$", text)
    bare = text[: legend.start()] if legend else text
    numbers = {number for found in _NUMBERED.finditer(bare) for number in re.findall(r"\d+", found[1])}
    if not numbers:
        return text
    if legend:
        known = set(re.findall(r"(?:^\(|;)\s*(\d{1,2})\s", legend[0]))
        return _NUMBERED.sub(_RAISED, bare) if numbers <= known else text
    names = [part.strip() for part in re.split(r",(?!\s?\d)|;|\band\b|&", bare) if part.strip()]
    numbered = [name for name in names if name.endswith(_RAISED) or _NUMBERED.search(name)]
    return _NUMBERED.sub(_RAISED, bare) if len(numbered) == len(names) > 1 else text


def _without_legend(text: str) -> tuple[str, str]:
    """The text before the legend of its marks, and what that says of equal contribution."""
    found = _LEGEND.search(text)
    if found and found.start():
        return text[: found.start()].rstrip(" ,;.\n"), squeeze(found[1]) if _EQUAL.search(found[1]) else ""
    raised = _RAISED_LEGEND.search(text)
    if raised and _RAISED in text[: raised.start()]:
        return text[: raised.start()].rstrip(" ,;\n"), ""
    return text, ""


def _without_final_stop(text: str) -> str:
    bare = text.rstrip(". ")
    last = bare.split()[-1] if bare.split() else ""
    initial = re.search(r"(?:^|[.\-])[^\W\d_a-z]$", last)
    keeps_stop = text.rstrip().endswith(".") and (bool(initial) or fold(last) in {"jr", "sr"})
    return bare + "." if keeps_stop else bare


def _parts(text: str) -> list[_Part]:
    """What stands between separators that are in no parentheses and no braces."""
    parts: list[_Part] = []
    depth, start, before = 0, 0, ""
    for i, c in enumerate(text):
        depth += (c in _OPENING) - (c in _CLOSING)
        if depth < 0:
            raise NotNames(f"a {c!r} that closes nothing in {_shown(text)}")
        if depth == 0 and (c in ",;|\n•" or (c == "·" and _stands_apart(text, i))):
            parts.append(_Part(before, text[start:i]))
            start, before = i + 1, ";" if c == "·" else c
    if depth:
        raise NotNames(f"a parenthesis or brace that is never closed in {_shown(text)}")
    parts.append(_Part(before, text[start:]))
    split = [one for part in parts for one in _split_at_and(part)]
    return [part for part in split if part.text.strip(f" {_RAISED}")]


def _stands_apart(text: str, at: int) -> bool:
    return text[at - 1 : at].isspace() or text[at + 1 : at + 2].isspace()


def _split_at_and(part: _Part) -> list[_Part]:
    hidden = _hide(part.text)
    pieces, start, before = [], 0, part.before
    for found in _AND.finditer(hidden):
        pieces.append(_Part(before, part.text[start : found.start()].strip()))
        start, before = found.end(), "&"
    pieces.append(_Part(before, part.text[start:].strip()))
    if pieces[0].text == "" and len(pieces) > 1:  # ``, and``: one separator
        pieces[:2] = [_Part(part.before or "&", pieces[1].text)]
    return [one for piece in pieces for one in _split_elsewhere(piece)]


def _split_elsewhere(part: _Part) -> list[_Part]:
    """At ``und``, ``et``, ``y`` and ``with`` between full names, and not in ``Santiago Ramón y Cajal``."""
    found = _AND_ELSEWHERE.search(_hide(part.text))
    if found is None or re.match(r"\s*al\b", part.text[found.end() :]):
        return [part]
    one, other = part.text[: found.start()], part.text[found.end() :]
    if _AND_ELSEWHERE.search(_hide(other)):
        raise NotNames(f"{_shown(part.text)}: {found[0].strip()!r} may stand between people or in a name")
    if min(len(_hide(side).replace("\0", "").split()) for side in (one, other)) < 2:
        return [part]
    return [_Part(part.before, one.strip()), *_split_elsewhere(_Part("&", other.strip()))]


def _hide(text: str) -> str:
    """The text with what stands in parentheses and braces blotted out."""
    out, depth = [], 0
    for c in text:
        depth += c in _OPENING
        out.append("\0" if depth else c)
        depth -= c in _CLOSING
    return "".join(out)


def _without_affiliations(parts: Sequence[_Part]) -> list[_Part]:
    """Of ``Ada Quill, MIT; Bo Frost, ETH`` the names: what stands before the first comma of each."""
    kept: list[_Part] = []
    within = False
    for part in parts:
        within = part.before not in ("", "&", *_STRONG) or (part.before == "&" and within)
        if not within or (kept and is_suffix(_bare(part.text))):
            kept.append(part)
    return kept


def _with_suffixes(parts: Sequence[_Part]) -> list[_Part]:
    """The parts without those that are only a suffix, which their names get, or only a degree."""
    kept: list[_Part] = []
    for part in parts:
        bare = _bare(_split_affiliation(part.text)[0])
        if kept and (is_suffix(bare) or bare == "V"):
            star = STAR * any(mark in part.text for mark in _STARS)
            kept[-1] = kept[-1]._replace(suffix=with_stop(bare) + star)
        elif not (kept and _DEGREE.fullmatch(bare)):
            kept.append(part)
    return kept


# -- which way it is written --------------------------------------------------------------------


def _groups(parts: Sequence[_Part], separators: str) -> list[list[_Part]]:
    groups: list[list[_Part]] = []
    for part in parts:
        if not groups or part.before in separators:
            groups.append([])
        groups[-1].append(part)
    return groups


def _is_family_first(parts: Sequence[_Part]) -> bool:
    """Whether every author is written ``Last, First``, and could be written in no other way."""
    if any("(" in part.text for part in parts[::2]) or len(parts) < 2 or any(_UNSPACED.search(part.text) for part in parts):
        return False
    groups = _groups(parts, _STRONG + "&")
    if len(groups) > 1 and all(len(group) == 2 for group in groups):
        return _seem_family_first([(family.text, given.text) for family, given in groups])
    if {part.before for part in parts[1:]} & set(_STRONG) or len(parts) % 2:
        return False
    pairs = [(one.text, other.text) for one, other in zip(parts[::2], parts[1::2], strict=True)]
    if any(other.before != "," for other in parts[1::2]):
        return False
    if all(_is_initials(given) and not _is_initials(family) for family, given in pairs):
        return True
    return len(pairs) == 1 and _seem_family_first(pairs) and len(pairs[0][1].split()) == 1


def _seem_family_first(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether what stands before each comma may be a family name, and mostly can be nothing else."""
    plain = [_one_word(family) or _is_initials(given) for family, given in pairs]
    compound = [len(family.split()) == 2 and len(given.split()) == 1 for family, given in pairs]
    if not all(one or other for one, other in zip(plain, compound, strict=True)) or sum(plain) * 2 < len(plain):
        return False
    return not any(_is_organization(given) or _is_acronym(given) for _, given in pairs)


def _is_acronym(text: str) -> bool:
    return len(_bare(text)) > 2 and bool(_ACRONYM.fullmatch(_bare(text)))


def _one_word(family: str) -> bool:
    words = family.split()
    while len(words) > 1 and words[0] in PARTICLES:
        words.pop(0)
    return len(words) == 1


def _is_initials(text: str) -> bool:
    return bool(_INITIALS.fullmatch(_bare(text)))


def _is_organization(text: str) -> bool:
    bare = _bare(text)
    return bool(_ORGANIZATION.search(bare)) or fold(bare) in _KNOWN_ORGANIZATIONS


def _turned(parts: Sequence[_Part]) -> list[_Part]:
    """Names out of ``Last, First``, each with its family name."""
    groups = _groups(parts, _STRONG + "&")
    if any(len(group) > 2 for group in groups):
        flat = [part for group in groups for part in group]
        if len(flat) % 2:
            raise NotNames(f"{_shown(flat[-1].text)} without a given name, where `Last, First` should stand for each author")
        groups = [flat[i : i + 2] for i in range(0, len(flat), 2)]
    return [_turned_name(group) for group in groups]


def _turned_name(group: Sequence[_Part]) -> _Part:
    family, *rest = group
    if not rest:
        words = family.text.split()
        if family.text.startswith("{") or is_group(family.text):
            return family
        if len(words) < 2 or not _is_initials(words[-1]):
            raise NotNames(f"{_shown(family.text)} without a comma, where `Last, First` should stand")
        rest, family = [_Part("", words[-1])], family._replace(text=" ".join(words[:-1]))
    stars = "".join(c for c in family.text if c in _STARS)
    given, affiliation = _split_affiliation(rest[0].text)
    bare = _bare(family.text)
    suffix = family.suffix or rest[0].suffix
    return _Part(family.before, f"{given.strip()} {bare}{stars} {affiliation}".strip(), suffix, bare)


def _must_be_one_way(parts: Sequence[_Part]) -> None:
    """Raise where the same text may mean different people."""
    shown = _shown(", ".join(part.text for part in parts))
    groups = _groups(parts, _STRONG)
    if len(groups) > 1 and any(part.before == "," for part in parts):
        told = all(_split_affiliation(group[-1].text)[1] for group in groups if len(group) > 1)
        if not told:
            raise NotNames(f"commas and semicolons in {shown}, which may be affiliations or people: {_STYLE_NEEDED}")
    bare = [_bare(_split_affiliation(part.text)[0]) for part in parts]
    if len(bare) > 1 and all(re.fullmatch(r"\S+ [A-Z]{1,3}", name) for name in bare):
        raise NotNames(f"{shown}, which may be family names and initials: {_STYLE_NEEDED}")


def _must_be_people(names: Sequence[str], parts: Sequence[_Part]) -> None:
    """Raise where some of several names may be affiliations or halves of names."""
    told = [name for name, part in zip(names, parts, strict=True) if not part.text.startswith("{")]
    for name in told:
        if _may_be_affiliation(name):
            raise NotNames(f"{name!r} beside names, which may be an affiliation: {_STYLE_NEEDED}")
    single = [name for name in told if len(name.split()) == 1 and name.isascii() and not is_group(name)]
    if len(single) > 1 or (single and len(parts) == 2 and parts[1].before == ","):
        shown = " and ".join(map(repr, single[:2] if len(single) > 1 else names))
        raise NotNames(f"{shown}, which may be halves of names or affiliations: {_STYLE_NEEDED}")


def _may_be_affiliation(name: str) -> bool:
    known = fold(name) in _KNOWN_ORGANIZATIONS or fold(name).replace(" ", "") in _PLACES
    return known or bool(_LEGAL_FORM.search(name) or _ACRONYM.fullmatch(name) or _NEVER_PEOPLE & set(fold(name).split()))


# -- one name -----------------------------------------------------------------------------------


def _read(parts: Sequence[_Part], legend: str) -> Byline:
    names: list[str] = []
    equal: list[str] = []
    stated: list[tuple[str, str]] = []
    for part in parts:
        bare, affiliation = _split_affiliation(part.text)
        starred_beside = part.text.replace(affiliation, "") + part.suffix
        family = part.family
        if bare.startswith("{") and bare.endswith("}"):
            name = family = squeeze(bare[1:-1])
        else:
            name = _name(bare)
        if part.suffix:
            name = f"{name} {part.suffix.rstrip(STAR)}"
        names.append(name)
        equal += [name] * (any(mark in _STARS for mark in starred_beside) or affiliation in ("(*)", "(∗)"))
        stated += [(name, family)] if family else []
    return Byline(tuple(names), tuple(equal), family_names(stated), legend)


def _split_affiliation(text: str) -> tuple[str, str]:
    """``Ada Quill`` and ``(Kite (North) Lab)``; a nickname within a name stays there."""
    marks = f" {_MARKS}{_RAISED}"
    rest = text.strip(" ").rstrip(marks)
    after = ""
    while rest.endswith(")"):
        depth = 0
        for i in range(len(rest) - 1, -1, -1):
            depth += (rest[i] == ")") - (rest[i] == "(")
            if depth == 0:
                break
        if not rest[:i].strip(marks):
            break
        after = rest[i:] + after
        rest = rest[:i].strip(" ")
        if rest.rstrip(marks).endswith(")"):
            rest = rest.rstrip(marks)
    return rest + text.strip(" ")[len(text.strip(" ").rstrip(marks)) :].strip(), after


def _name(text: str) -> str:
    """The name in a part; raises :class:`NotNames` where it is none."""
    text = _MARK_BEFORE_SUFFIX.sub(" ", text)
    inner = text.strip(f" {_MARKS}{_RAISED}")
    if any(mark in inner for mark in _MARKS + _RAISED):
        raise NotNames(f"{_shown(text)}, with a mark inside, where a name should stand: a comma may be missing")
    name = _bare(text)
    name = _DEGREE_AFTER.sub("", name)
    _must_be_name(name)
    return name


def _bare(part: str) -> str:
    name = squeeze(part.strip(f" {_MARKS}{_RAISED}"))
    while (shorter := _TITLE.sub("", name, count=1)) != name and shorter:
        name = shorter
    return name


def _must_be_name(name: str) -> None:
    letters = sum(c.isalpha() for c in name)
    if not letters or letters * 2 < len(name.replace(" ", "")) or len(name) > _LONGEST:
        raise NotNames(f"{_shown(name)} where a name should stand")
    if _HIDDEN.fullmatch(name):
        raise NotNames(f"{_shown(name)}, which is nobody's name")
    if strange := (_STRANGE.search(name) or re.search(r"\d|�", name)):
        raise NotNames(f"{_shown(name)} where a name should stand: no name has {strange[0]!r}")
    if is_group(name):
        return
    words = name.split()
    if found := _ORGANIZATION.search(name):
        raise NotNames(f"{_shown(name)} where a name should stand: {found[0]!r} is an affiliation's word")
    if stray := [word for word in words if word in _NO_NAME_WORD]:
        raise NotNames(f"{_shown(name)} where a name should stand: {stray[0]!r} is no word of a name")
    if len(words) > 1 and (re.fullmatch(r"[a-z]", words[-1]) or any(word in ("-", "–") for word in words)):
        raise NotNames(f"{_shown(name)} where a name should stand: what is {words[-1]!r}?")
    _must_be_nickname(name)


def _must_be_nickname(name: str) -> None:
    """What stands in parentheses within a name is short, and a name on one side of it at least is too:
    ``Ada Quill (MIT) Bo Zuse`` lacks a comma."""
    if "(" not in name:
        return
    found = re.fullmatch(r"([^()]+)\(([^()]+)\)([^()]+)", name)
    before, inner, after = (found[i].split() for i in (1, 2, 3)) if found else ([], [], [])
    if not found or len(inner) > 3 or (len(before) > 1 and len(after) > 1) or _is_organization(found[2]):
        raise NotNames(f"{_shown(name)}: a comma may be missing after the parenthesis")


def _shown(text: str) -> str:
    text = squeeze(text.replace(_RAISED, ""))
    return repr(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
