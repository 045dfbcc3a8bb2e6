"""What was asked: the query language, parsed without any engine.

``learned index``, ``"a phrase"``, ``-word``, ``a OR b``, ``( … )``, ``title: author: abstract:
topic: edition: year:2018..2020``, ``prefix*``, ``fuzzy~``. OR joins its two neighbours alone:
``learned index OR hash`` asks for *learned* and one of the other two. Parsing never fails: what makes no
sense as language is searched as plain words, and :attr:`Query.notes` says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from archive.catalogue.filters import Years, parse_years
from archive.errors import UsageError
from archive.model.analysis import split

Sort = Literal["relevance", "year", "-year", "title"]
Match = Literal["auto", "all", "any"]
FIELDS = ("title", "author", "abstract", "topic", "edition", "year", "venue")

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
MOST_WORDS = 500
MOST_LETTERS = 4_000
DEEPEST = 20  # brackets within brackets
OPERATORS = {"OR": "or", "|": "or", "||": "or", "AND": "and", "&&": "and", "NOT": "not"}
PLAIN = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‐‑‒–—―−﹣－", "-"))
"""What programs make of the quotes and hyphens that people type."""


class Term(NamedTuple):
    """A word, or with kind ``phrase`` several in a row; ``kind`` is word, phrase, prefix or fuzzy."""

    text: str
    kind: str = "word"
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
    """A parsed query. ``wanted`` are the parts that a paper should have, ``unwanted`` must not be;
    both empty means everything. ``notes`` are sentences on what was not understood as language."""

    text: str
    wanted: tuple[Node, ...] = ()
    unwanted: tuple[Node, ...] = ()
    notes: tuple[str, ...] = ()

    def terms(self) -> Iterator[Term]:
        """The words and phrases that a paper should have."""
        stack: list[Node] = list(reversed(self.wanted))
        while stack:
            node = stack.pop()
            if isinstance(node, Term):
                yield node
            elif isinstance(node, AllOf | AnyOf):
                stack.extend(reversed(node.parts))


def parse_query(text: str) -> Query:
    """Parse what a person typed."""
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.notes: list[str] = []
        self.tokens: list[tuple[str, str]] = []

    def parse(self) -> Query:
        clean = unicodedata.normalize("NFC", self.text.encode("utf-8", "replace").decode()).translate(PLAIN)
        if len(clean) > MOST_LETTERS:
            self.notes.append(f"The query is too long; only its first {MOST_LETTERS:,} characters were used.")
            clean = clean[:MOST_LETTERS]
        if clean.count('"') % 2:
            before, _, after = clean.rpartition('"')
            clean = f"{before} {after}"
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
            if alternatives:
                last = parts.pop()
                node = AnyOf((*last.parts, node) if isinstance(last, AnyOf) else (last, node))
            parts.append(node)
            alternatives = False
        return parts

    def _factor(self, kind: str, value: str, operator: str | None, depth: int) -> Node | None:
        if kind == "minus" or operator == "not":
            if not self.tokens:
                return None
            following, word = self.tokens.pop()
            inner = self._factor(following, word, None, depth)
            return NoneOf(inner) if inner is not None and not isinstance(inner, NoneOf) else inner
        if kind == "bracket":
            if depth >= DEEPEST:
                return None
            parts = self._all_of(depth + 1)
            return None if not parts else parts[0] if len(parts) == 1 else AllOf(tuple(parts))
        if kind == "field":
            return self._field(value, depth)
        return _term("phrase", value) if kind == "phrase" else _term("word", value)

    def _field(self, name: str, depth: int) -> Node | None:
        kind, value = self.tokens.pop() if self.tokens else ("word", "")
        known = name.lower()
        if (kind, value) == ("bracket", "(") and known in FIELDS and known != "year":
            group = tuple(_within(known, part) for part in self._all_of(depth + 1))
            return None if not group else group[0] if len(group) == 1 else AllOf(group)
        if kind not in ("word", "phrase"):
            self.tokens.append((kind, value))
            return _term("word", name)
        if known not in FIELDS:
            self.notes.append(
                f"{name}: is not a field, so it was searched as words. Fields: {', '.join(f'{f}:' for f in FIELDS)}"
            )
            parts = [part for part in (_term("word", name), _term(kind, value)) if part is not None]
            return AllOf(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
        if known == "year":
            try:
                return YearTerm(parse_years(value))
            except UsageError as error:
                self.notes.append(str(error))
                return _term(kind, value)
        term = _term(kind, value)
        return None if term is None else Term(term.text, term.kind, known)


def _within(name: str, node: Node) -> Node:
    """The node with every term that names no field of its own in this one."""
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
    if value.endswith("*") and len(value) > 1 and not NAME_WITH_STAR.fullmatch(value):
        return Term(value.rstrip("*"), "prefix")
    if value.endswith("~") and len(value) > 1:
        return Term(value.rstrip("~"), "fuzzy")
    return Term(value)
