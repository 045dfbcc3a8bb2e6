"""Recognizes headings by their words: of abstracts, of what follows them, of the parts of structured abstracts, and of the
introduction. The words are general terms, not those of one journal. Whether a line looks like a heading is decided
elsewhere.
"""

from __future__ import annotations

import re

from archive.model.text import fold
from archive.pdf.lines import Line

# Headings of abstracts, best first: of a paper with abstracts in two languages, the English one is read.
NAMES = (
    {"abstract"},
    {"summary", "executivesummary", "abstractandsummary", "articleabstract", "paperabstract"},
    {
        "resume",
        "zusammenfassung",
        "kurzfassung",
        "resumen",
        "resumo",
        "riassunto",
        "sommario",
        "samenvatting",
        "sammanfattning",
    },
)
_RUN_IN = re.compile(r"\s*(A ?b ?s ?t ?r ?a ?c ?t|Summary|Résumé|Zusammenfassung|Resumen|Resumo)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"(\s*([—–:.|]|-(?![a-z])))+\s*")
_AROUND = re.compile(r"^(\d{1,2}[.)]?\s)?[\s\W]{0,4}|[\s\W]{0,4}$")
_ENDS = re.compile(
    r"""(additional\ |author\ )?key\s?-?\s?words?(\ and\ phrases)?\b | index\ terms\b | ccs\ concepts\b
    | categories\ and\ subject\b | general\ terms\b | acm\ (reference|classification|computing)\b
    | subject\ (class|area|head)\w* | (ams|mathematics|msc)\b.{0,12}subject\b | (msc|jel|pacs)\b
    | plain\ language\ summary\b | author\ summary\b | significance\ statement\b | highlights\b
    | (table\ of\ )?contents\b | mots\W{0,3}cl[ée]s?\b | schl(üsselw|agw)(örter|orte)\b | palabras\ clave\b
    | palavras\W?chave\b | stichwort(e|wörter)\b | abbreviations\b | nomenclature\b | acknowledg\w+
    | correspond(ing\ author|ence)(\ to)?\b | introduction\b | to\ whom\ correspondence | permission\ to\ make\b
    | copyright\b | ©""",
    re.VERBOSE | re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"(additional |author )?key\s?-?\s?words?|index terms|ccs concepts|pacs|(ams|msc|jel|subject)\b|mots", re.IGNORECASE
)
_CAPTION = re.compile(r"\s*(figure|fig\.|table)\s*\d", re.IGNORECASE)
_ALONE = re.compile(r"\W*$")
_NUMBERED = re.compile(r"(section\s)?(\d{1,2}(\.\d{1,2})*|[IVX]{1,4})[.):]?\s+[A-Z]")
_PART = re.compile(
    r"""(background|objectives?|aims?|purpose|introduction|motivation|context|rationale|problem|(materials?\ and\ )?methods?
    |methodology|design|approach|setting|participants|patients|data\ sources|(main\ )?results?|findings|conclusions?
    |discussion|interpretation|significance|limitations|implications|availability(\ and\ implementation)?|contact
    |supplementary\ information|originality/value|trial\ registration|funding|hypothesis|importance|observations?
    |measurements|interventions?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w")
_LEADERS = re.compile(r"(\.\s?){4}")
_LETTERS = re.compile(r"[^\W\d_]")


def name_rank(text: str) -> int | None:
    """The rank of a line as the heading of an abstract, 0 being the best; None if it is no such heading."""
    if len(text) > 40:
        return None
    name = fold("".join(_LETTERS.findall(_AROUND.sub("", text.strip()))))
    bare = _AROUND.sub("", text.strip())
    if not name or any(c.isdigit() for c in bare) or len(_LETTERS.sub("", bare.replace(" ", ""))) > 2:
        return None
    return next((rank for rank, names in enumerate(NAMES) if name in names), None)


def run_in(line: Line) -> int:
    """How many characters of the line's plain text are a run-in heading; 0 if it has none."""
    text = line.plain
    found = _RUN_IN.match(text)
    if not found or not text.strip()[0].isupper() or len(text) - found.end() < 3:
        return 0
    if separator := _SEPARATOR.match(text, found.end()):
        return separator.end() if separator.end() < len(text) else 0
    letters = len(_LETTERS.findall(found[0]))
    return found.end() if _changes_font(line, letters) else 0


def _changes_font(line: Line, letters: int) -> bool:
    """Whether the first letters of a line are in one font, and the next one is in another."""
    head, rest = line.glyphs[:letters], line.glyphs[letters:]
    return bool(head and rest) and head[-1].font != rest[0].font and len({g.font for g in head}) == 1


def ends_abstract(text: str) -> re.Match[str] | None:
    """The words at the beginning of a line that show that the abstract is over: keywords, introduction, copyright."""
    return _ENDS.match(text)


def is_keywords(text: str) -> bool:
    """Whether a line begins a list of keywords."""
    return bool(_KEYWORDS.match(text.strip()))


def is_numbered(text: str) -> bool:
    """Whether a line may be the heading of a numbered section."""
    return bool(_NUMBERED.match(text))


def is_entry(text: str) -> bool:
    """Whether a line is an entry of a table of contents, with dot leaders."""
    return bool(_LEADERS.search(text))


def part_of(text: str) -> re.Match[str] | None:
    """The label of a part of a structured abstract at the beginning of a line."""
    return _PART.match(text)


def part_name(found: re.Match[str]) -> str:
    """The label that :func:`part_of` found, in a form in which equal labels are equal."""
    return fold(found[0])


def stands_alone(text: str, end: int) -> bool:
    """Whether only punctuation comes after ``end``."""
    return bool(_ALONE.match(text, end))


def letters_in(text: str) -> int:
    """The number of letters in a text."""
    return len(_LETTERS.findall(text))


def contains_email(text: str) -> bool:
    """Whether a text contains an e-mail address."""
    return "@" in text and bool(_EMAIL.search(text))


def is_prose(text: str) -> bool:
    """Whether a line is running text and not a list of names: most of its words begin in lower case."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
    if contains_email(text) or "://" in text or _CAPTION.match(text) or is_entry(text):
        return False
    return bool(sum(word[0].islower() for word in words) * 2 > len(words))


def opens_text(line: Line) -> bool:
    """Whether a line is the heading of the introduction, or of section 1."""
    text = line.plain.strip()
    found = re.match(r"((\d|I)[.):]?\s+)?introduction\b", text, re.IGNORECASE)
    return bool(found and len(text) - found.end() < 3) or (bool(re.match(r"1[.)]?\s+[A-Z]", text)) and len(text) < 60)
