"""Bounds on the files that are imported: how many values they hold, which is counted before they are parsed, and the time.

What is parsed becomes objects of 50 to 500 bytes each, so the number of values decides the memory, and not the file's bytes
alone: 9 MB of ``[]`` took 290 MB. Within the bounds an import needes less than :data:`MOST_MEMORY`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from archive.errors import UsageError

LARGEST = 50_000_000  # bytes of a file; 10,000 papers with abstracts have 16 million
LARGEST_UNPACKED = 100_000_000  # bytes of all files in a zip or folder; zipfile never unpacks more than a file declares
MOST_FILES = 200  # in a zip or a folder
MOST_VALUES = 3_000_000  # by the signs before them; 10,000 papers with abstracts have 0.6 million
MOST_COSTLY_VALUES = 1_000_000  # of formats whose values become larger objects: BibTeX and YAML
MOST_TAGS = 3_000_000  # in the sheets of a workbook, four of a cell; 10,000 papers with 30 columns have 2.4 million
MOST_OTHER_TAGS = 300_000  # in the styles of a workbook and whatever else it contains; Excel knows 65,000 styles
MOST_PAPERS = 50_000  # in a file, accepted or not; the largest conference had 30,000 submissions
MOST_AUTHORS = 10_000  # of a paper; the longest known list, of two experiments at CERN, has 5,154
LONGEST_TEXT = 50_000  # characters of a title, a cell of authors or an abstract; abstracts have some 2,000
LONGEST_OPENING = 60.0  # seconds for unpacking and parsing; 10,000 papers with abstracts take less than two
LONGEST = 180.0  # seconds for making papers of what was parsed; 10,000 take 15
MOST_MEMORY = 1_000_000_000  # bytes that an import may take within all these bounds

_SIGNS = ",;\t|\n\r[{<:="  # one is before each value of CSV, JSON, YAML, BibTeX, RIS and XML
_DATA_OF_WORKBOOK = ("xl/worksheets/", "xl/sharedStrings")
_PIECE = 1 << 20  # bytes
_One = TypeVar("_One")


def values_in(text: str) -> int:
    """How many values a text may have, whatever its format: at most one after each sign that separates them."""
    return sum(map(text.count, _SIGNS))


def refuse_too_many_values(name: str, number: int, *, costly: bool = False) -> None:
    """Refuse a file with more values than any list of papers has.

    Args:
        name: the file, as the message names it.
        number: how many values it has, with those of the files before it.
        costly: the format is one whose values become large objects.

    Raises:
        UsageError: it has more.
    """
    most = MOST_COSTLY_VALUES if costly else MOST_VALUES
    if number > most:
        raise _too_many(name, most, "values")


def refuse_large_workbook(name: str, workbook: zipfile.ZipFile) -> None:
    """Refuse a workbook with more cells, texts or styles than any list of papers has.

    Args:
        name: the file, as the message names it.
        workbook: the opened file.

    Raises:
        UsageError: it has.
    """
    for are_data, most in ((True, MOST_TAGS), (False, MOST_OTHER_TAGS)):
        parts = (part for part in workbook.infolist() if part.filename.startswith(_DATA_OF_WORKBOOK) is are_data)
        if sum(_tags(workbook, part) for part in parts) > most:
            raise _too_many(name, most, "cells, texts or styles")


def _tags(workbook: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with workbook.open(part) as file:
        return sum(piece.count(b"<") for piece in iter(lambda: file.read(_PIECE), b""))


def refuse_multiplied_values(name: str, data: Any) -> None:
    """Refuse YAML whose aliases (``*name``) expand to more values than the file has.

    Args:
        name: the file, as the message names it.
        data: what the file contains, lists and mappings, of which one may occur many times.

    Raises:
        UsageError: they do.
    """
    number, waiting = 0, [data]
    while waiting:
        number += 1
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        refuse_too_many_values(name, number + len(waiting), costly=True)


def bounded_papers(name: str, papers: Iterable[_One]) -> Iterator[_One]:
    """The papers of a file as they come.

    Args:
        name: the file, as the message names it.
        papers: what stands for a paper each.

    Raises:
        UsageError: there are more than :data:`MOST_PAPERS`.
    """
    for number, paper in enumerate(papers, start=1):
        if number > MOST_PAPERS:
            raise _too_many(name, MOST_PAPERS, "papers")
        yield paper


def too_many_authors(authors: str | Sequence[str | Sequence[Any]]) -> str | None:
    """Why authors cannot be read, as the end of a sentence; None if they can.

    Args:
        authors: a text that names all of them, or for each a text or the parts of a name.
    """
    if isinstance(authors, str):
        authors = [authors]
    if len(authors) > MOST_AUTHORS:
        return f"it has {len(authors):,} authors, where at most {MOST_AUTHORS:,} can be read"
    longest = max((len(one if isinstance(one, str) else "".join(one[:3])) for one in authors), default=0)
    return f"an author has {longest:,} characters; it seems to be something else" if longest > LONGEST_TEXT else None


def _too_many(name: str, most: int, what: str) -> UsageError:
    return UsageError(f"{name}: it has more than {most:,} {what}, too many for a list of papers. Is it the right file?")
