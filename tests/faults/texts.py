"""Any text is read or refused with a message, in time proportional to its length."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive.collect.html import bylines, links, unread
from archive.collect.imports import author_values, columns, damage, decisions, markup, tables
from archive.collect.propose import lexicon
from archive.errors import ArchiveError
from archive.model import latex, names, plausibility, text, title_check, titles, urls
from archive.model.analysis import key, split
from archive.model.presentation_type import presentation_in
from archive.search.query import parse_query
from tests.faults.common import Promise, Result

LENGTH = 20_000  # characters; what takes the square of it takes minutes
LONGEST = 10.0  # seconds of the processor; the slowest takes one, what takes the square would take a hundred
_LEXICON = lexicon.learn([])

READERS: dict[str, Callable[[str], Any]] = {
    **{f"a byline in style {style}": lambda t, style=style: names.read_byline(t, style) for style in names.BYLINE_STYLES},
    "a name": names.read_name,
    "a byline of a page": lambda t: bylines.read_names(t, names.COMMA),
    "whether names follow": unread.names_follow,
    "names of a lexicon": _LEXICON.people_in,
    "a title of a lexicon": _LEXICON.title,
    "the status of a title": titles.split_retraction_mark,
    "titles": lambda t: titles.trim_titles([t, t[:-1], "Kites on Rails"]),
    "what is odd in a title": title_check.stray,
    "what is unlikely": lambda t: list(plausibility.doubts(t, (t[:500],))),
    "the key of a title": text.title_identity,
    "words": lambda t: list(split(t)),
    "a word": key,
    "addresses": lambda t: list(urls.pasted_keys(t)),
    "a DOI": urls.read_doi,
    "an address": urls.is_address,
    "labels of links": links.without_empty_brackets,
    "a label": links.is_label,
    "markup": markup.plain,
    "markup on lines": lambda t: markup.plain(t, lines=True),
    "TeX": lambda t: markup.plain(t, tex=True),
    "unknown commands": markup.unknown_commands,
    "into TeX": latex.escape_but_formulas,
    "a cell of authors": author_values.authors_of,
    "a decision": decisions.is_accepted,
    "a presentation": presentation_in,
    "a column": lambda t: columns.match_columns([t]),
    "CSV": lambda t: tables.read_csv(t, "papers.csv"),
    "damage": lambda t: damage.repaired(t, []),
    "a query": parse_query,
}
UNITS = [
    *"*†aA()[]{}<>&$\\^_|/.,;:-–'\"`~#%@+= \t\n1é学学ﷺ·•",
    "Ab ", "a,", "Ada Quill, ", "Ada Quill and ", "Ada Quill; ", "Ada Quill1, ", "A. ", "A.B.", "a. ", "van der ", "Jr., ",
    "Dr. ", "PhD ", "()", "((a)", "{a}", "[a] ", "( ", "| ", " / ", "<b>", "<b>x</b>", "</b>", "<b", "<!--", "&amp;", "&#1;",
    "$x$ ", "\\a", "\\'e", "\\'{", "\\textbf{", "\\begin{a}", "\\href{a}{", "x_1^2", "http://a/", "https://arxiv.org/abs/",
    "10.1145/", "a@b.c ", "@misc{a,", "ORAL ", "(oral) ", "[withdrawn] ", "Best Paper ", "et al. ", "* equal contribution ",
    "¹,²", "Ã©", "e\u0301", "\u200d", "\u202e", "\x00", "\ud800", "-word ", "OR ", '"a ', "title:", "year:2..", "a* ", "a~ ",
    "1. ", "1st ", "i.e. ", "word ", "aB",
]  # fmt: skip
AROUND = [("", ""), ("a ", "Z"), ("(", ")"), ("{", "}"), ("<i>", "</b>"), ("Kites ", ".")]


class _Slow(BaseException):
    """A text takes too long."""


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng = Result(), random.Random(seed)

    def give_up(*_: object) -> None:
        raise _Slow

    before = signal.signal(signal.SIGVTALRM, give_up)
    try:
        for number in range(count):
            name, unit, (start, end) = rng.choice(list(READERS)), rng.choice(UNITS), rng.choice(AROUND)
            if rng.random() < 0.3:
                unit += rng.choice(UNITS)
            outcome, problem = _read(READERS[name], start + unit * (LENGTH // len(unit)) + end)
            result.counts[outcome] += 1
            if problem:
                result.broken.append(f"{name} of {start}{unit}…{end}: {problem} (seed {seed}, trial {number})")
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return result


def _read(reader: Callable[[str], Any], hostile: str) -> tuple[str, str]:
    """The outcome of reading a text, and what is wrong with it."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        reader(hostile)
        return "read", ""
    except (ArchiveError, names.NotNames):
        return "sentences", ""
    except _Slow:
        return "too slow", f"{time.process_time() - began:.0f} s"
    except Exception as error:
        return "tracebacks", f"{type(error).__name__}: {error}"[:300]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


PROMISE = Promise("texts", 100, 5000, run)
