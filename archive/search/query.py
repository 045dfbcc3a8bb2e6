"""The query language and its parser.

``learned index``, ``"a phrase"``, ``-word``, ``a OR b``, ``( … )``, ``title: author: abstract:
topic: edition: year:2018..2020``, ``prefix*``, ``fuzzy~``, and addresses and ids of papers as people paste them.
OR joins only the words beside it: ``learned index OR hash`` requires *learned* and one of the other two. Parsing
never fails: what cannot be parsed is searched as plain words, and :attr:`Query.notes` says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from archive.catalogue.filters import Years, parse_years
from archive.errors import UsageError
from archive.model.analysis import split

Sort = Literal["relevance", "year", "-year", "title"]
Match = Literal["auto", "all", "any"]
EXAMPLES = {
    "title": "title:cache",
    "author": "author:kraska",
    "abstract": "abstract:cache",
    "topic": "topic:databases",
    "edition": "edition:neurips2019",
    "year": "year:2018..2020",
    "venue": "venue:isca",
}
FIELDS = tuple(EXAMPLES)
_WITH_GROUPS = frozenset(FIELDS) - {"year"}  # fields that may come before words in brackets
ADDRESS = "address"
"""The field of a term that is an address or an arXiv id or DOI. It is recognized, not typed before a colon."""

_ID_KINDS = ("arxiv", "doi")  # as people write them before an id, with a colon

TOKEN = re.compile(
    rf"""
      (?P<minus> (?<![^\s(]) - (?=[^\s-]) )
    | (?P<field> [A-Za-z]+ (?= :[^\s:/] ) | (?i: {"|".join(FIELDS)} ) (?= :\s+[^\s:] ) ) : \s*
    | " (?P<phrase> [^"]* ) "
    | (?P<bracket> [()] )
    | (?P<word> [^\s()"]+ )
    """,
    re.VERBOSE,
)
NAME_WITH_STAR = re.compile(r"[A-Z]\*")  # F*, A*: no search for all words with one letter
MOST_WORDS = 500  # of a query; each takes about a millisecond
MOST_LETTERS = 4_000  # characters of a query
DEEPEST = 20  # brackets within brackets
COMPARED = re.compile(r"(?<![^\s(-])(?i:year)\s*:?\s*(>=|<=|>|<|=|≥|≤)\s*([0-9]{4})(?![^\s)])")
"""``year>2019`` and the like, as other programs write years; read as ``year:2020-``."""
LISTED = re.compile(r"(?<![^\s(-])((?i:topic|edition|venue|year)):([^\s(),\"]+(?:,[^\s(),\"]+)+)(?![^\s)])")
"""``topic:caching,compilers``: alternatives, as the options of these names take them. The comma in ``author:kraska,tim`` may
be that of one person: see :func:`~archive.catalogue.filters.people_named`."""
INITIALS = re.compile(
    r"(?<![^\s(-])((?i:author):\s*)((?:[^\W\d_]\.[\s-]?|[A-Z]\s)+(?!(?:OR|AND|NOT)(?!\S))[^\W\d_]{2}[^\s()\":*~]*)(?![^\s)])"
)
"""``author:T. Kraska``: an initial names nobody without the word after it; read as ``author:"T. Kraska"``."""
OPERATORS = {"OR": "or", "|": "or", "||": "or", "AND": "and", "&&": "and", "NOT": "not"}
PLAIN = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‐‑‒–—―−﹣－", "-"))
"""Typographic quotes and hyphens, which programs insert, as the plain ones that the language knows."""


Kind = Literal["word", "phrase", "prefix", "fuzzy", "apart", "topic name", "unfinished"]


class Term(NamedTuple):
    """A word, or several.

    Attributes:
        text: as typed, without quotes and signs.
        kind: ``word``, ``phrase`` (words in a row), ``prefix`` or ``fuzzy``; a plan also has ``apart`` (words in any
            order), ``topic name``, and ``unfinished`` (a prefix that was not typed as one).
        field: one of :data:`FIELDS` or :data:`ADDRESS`; None where any part of a paper may match. A plan also has terms
            with ``award``, ``id``, ``presentation`` and ``status``.
    """

    text: str
    kind: Kind = "word"
    field: str | None = None


class YearTerm(NamedTuple):
    """``year:``: papers of these years."""

    years: Years


class AllOf(NamedTuple):
    """Papers that match every part."""

    parts: tuple[Node, ...]


class AnyOf(NamedTuple):
    """Papers that match at least one part (``OR``)."""

    parts: tuple[Node, ...]


class NoneOf(NamedTuple):
    """Papers that do not match the part (``-`` or ``NOT``)."""

    part: Node


Node: TypeAlias = "Term | YearTerm | AllOf | AnyOf | NoneOf"


class Query(NamedTuple):
    """A parsed query.

    Attributes:
        text: the query as it was typed.
        wanted: what a paper should match. Everything, if this and ``unwanted`` are empty.
        unwanted: what a paper must not match.
        notes: sentences for the user about what could not be parsed.
    """

    text: str
    wanted: tuple[Node, ...] = ()
    unwanted: tuple[Node, ...] = ()
    notes: tuple[str, ...] = ()

    def terms(self) -> Iterator[Term]:
        """The words and phrases of :attr:`wanted`, those in groups too."""
        return (node for node in self._leaves() if isinstance(node, Term))

    def years(self) -> Iterator[Years]:
        """The years of :attr:`wanted`, those in groups too."""
        return (node.years for node in self._leaves() if isinstance(node, YearTerm))

    def _leaves(self) -> Iterator[Node]:
        stack: list[Node] = list(reversed(self.wanted))
        while stack:
            node = stack.pop()
            if isinstance(node, AllOf | AnyOf):
                stack.extend(reversed(node.parts))
            else:
                yield node


def parse_query(text: str) -> Query:
    """Parse a query; every text gives one."""
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.notes: list[str] = []
        self.tokens: list[tuple[str, str]] = []

    def parse(self) -> Query:
        clean = self._clean()
        self.tokens = [(str(found.lastgroup), found[str(found.lastgroup)]) for found in TOKEN.finditer(clean)]
        if len(self.tokens) > MOST_WORDS:
            self.notes.append(f"The query is too long; only its first {MOST_WORDS} words were used.")
            del self.tokens[MOST_WORDS:]
        self.tokens.reverse()
        parts: list[Node] = []
        while self.tokens:  # more than once only after a stray closing bracket
            parts += self._all_of(depth=0)
        return Query(
            text=self.text,
            wanted=tuple(part for part in parts if not isinstance(part, NoneOf)),
            unwanted=tuple(part.part for part in parts if isinstance(part, NoneOf)),
            notes=tuple(self.notes),
        )

    def _clean(self) -> str:
        """The text with plain signs, with as many quotes as it needs, and with what has a longer way spelled out."""
        clean = unicodedata.normalize("NFC", self.text.encode("utf-8", "replace").decode()).translate(PLAIN)
        if len(clean) > MOST_LETTERS:
            self.notes.append(f"The query is too long; only its first {MOST_LETTERS:,} characters were used.")
            clean = clean[:MOST_LETTERS]
        if clean.count('"') % 2:
            before, _, after = clean.rpartition('"')
            clean = f"{before} {after}"
        return '"'.join(part if at % 2 else _spelled_out(part) for at, part in enumerate(clean.split('"')))

    def _all_of(self, depth: int) -> list[Node]:
        parts: list[Node] = []
        alternatives = False
        while self.tokens:
            kind, value = self.tokens.pop()
            if (kind, value) == ("bracket", ")"):
                break
            operator = OPERATORS.get(value) if kind == "word" else None
            if operator == "or" and parts and self.tokens:
                alternatives = True
                continue
            if operator in ("or", "and"):
                continue
            node = self._factor(kind, value, operator, depth)
            if node is None:
                continue
            parts.append(_either(parts.pop(), node) if alternatives else node)
            alternatives = False
        return parts

    def _factor(self, kind: str, value: str, operator: str | None, depth: int) -> Node | None:
        if kind == "minus" or operator == "not":
            return self._negated(depth)
        if kind == "bracket":
            return self._group(depth)
        if kind == "field":
            return self._field(value, depth)
        if kind == "word" and value.endswith(":") and (name := value[:-1].lower()) in FIELDS:
            self.notes.append(f"{value} needs a value, such as {EXAMPLES[name]}.")
            return None
        return _term(kind, value)

    def _group(self, depth: int) -> Node | None:
        """What is in brackets; nothing where they are too deep."""
        return _joined(self._all_of(depth + 1)) if depth < DEEPEST else None

    def _negated(self, depth: int) -> Node | None:
        if not self.tokens:
            return None
        inner = self._factor(*self.tokens.pop(), None, depth)
        return inner if inner is None or isinstance(inner, NoneOf) else NoneOf(inner)

    def _field(self, name: str, depth: int) -> Node | None:
        kind, value = self._next()
        known = name.lower()
        if (kind, value) == ("bracket", "(") and known in _WITH_GROUPS:
            group = self._group(depth)
            return group and _within(known, group)
        if kind not in ("word", "phrase"):
            self.tokens.append((kind, value))
            return _term("word", name)
        if known in _ID_KINDS and _is_address(f"{known}:{value}"):
            return Term(f"{known}:{value}", field=ADDRESS)
        if known not in FIELDS:
            self.notes.append(_unknown_field(name))
            return _joined(filter(None, (_term("word", name), _term(kind, value))))
        if known == "year":
            return self._years(kind, value)
        term = _term(kind, value)
        return term and term._replace(field=known)

    def _next(self) -> tuple[str, str]:
        return self.tokens.pop() if self.tokens else ("word", "")

    def _years(self, kind: str, value: str) -> Node | None:
        try:
            return YearTerm(parse_years(value))
        except UsageError as error:
            self.notes.append(str(error))
            return _term(kind, value)


def _spelled_out(text: str) -> str:
    """A part of a query outside of quotes, with :data:`COMPARED` years as ranges, :data:`LISTED` values joined by OR, and
    quotes around names with :data:`INITIALS`."""

    def years(found: re.Match[str]) -> str:
        year = int(found[2])
        first, last = {
            ">": (year + 1, ""), ">=": (year, ""), "≥": (year, ""),
            "<": ("", year - 1), "<=": ("", year), "≤": ("", year), "=": (year, year),
        }[found[1]]  # fmt: skip
        return f"year:{first}-{last}"

    def alternatives(found: re.Match[str]) -> str:
        return f"({' OR '.join(f'{found[1]}:{value}' for value in found[2].split(','))})"

    return LISTED.sub(alternatives, COMPARED.sub(years, INITIALS.sub(r'\1"\2"', text)))


def _joined(nodes: Iterable[Node]) -> Node | None:
    """Papers that match every node; None without any."""
    parts = tuple(nodes)
    return AllOf(parts) if len(parts) > 1 else next(iter(parts), None)


def _either(node: Node, other: Node) -> AnyOf:
    """Papers that match one of two nodes, the first of which may have alternatives already."""
    return AnyOf((*node.parts, other) if isinstance(node, AnyOf) else (node, other))


def _unknown_field(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), FIELDS, n=1)
    meant = f" Did you mean {near[0]}:?" if near else ""
    return f"{name}: is not a field, so it was searched as words.{meant} Fields: {', '.join(f'{f}:' for f in FIELDS)}"


def _within(name: str, node: Node) -> Node:
    """The node with this field on every term that has none of its own."""
    if isinstance(node, Term):
        return node if node.field else node._replace(field=name)
    if isinstance(node, AllOf | AnyOf):
        return node._replace(parts=tuple(_within(name, part) for part in node.parts))
    return node._replace(part=_within(name, node.part)) if isinstance(node, NoneOf) else node


def _term(kind: str, value: str) -> Term | None:
    if next(split(value), None) is None:
        return None
    if kind == "phrase":
        return Term(value, "phrase")
    if _is_address(value):
        return Term(value, field=ADDRESS)
    if value.endswith("*") and len(value) > 1 and not NAME_WITH_STAR.fullmatch(value):
        return Term(value.rstrip("*"), "prefix")
    if value.endswith("~") and len(value) > 1:
        return Term(value.rstrip("~"), "fuzzy")
    return Term(value)


def _is_address(word: str) -> bool:
    """Whether a word is a web address, or names a paper by an arXiv id or a DOI."""
    if re.match(r"https?://", word, re.IGNORECASE):
        return True
    if not re.search(r"\d", word) or not re.search(r"[./]", word):
        return False
    from archive.model.urls import pasted_ids

    return bool(pasted_ids(word))
