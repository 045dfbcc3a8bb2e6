"""Jekyll's data of one edition, ``_data/<edition>/papers.csv``, from which the workshop's later pages are made.

The first five columns are those of the files that the bundled archive's workshop keeps for 2023 to 2025:
``id``, ``authors``, ``title``, ``abstract`` and ``tag``. Its pages link
``/assets/papers/<edition>/paper<tag>.pdf``, and 2023's ``paper<id>.pdf``: both are the number in such a
file's name, or the archive's id if the paper's PDF has another name. The further columns are facts that
those pages do not print. The pages do not escape cells, so cells are written as HTML. A star after a name
means equal contribution.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from archive.export.formats.csv import csv_line
from archive.export.formats.jekyll import one_edition, title
from archive.model.fields import OPTIONAL_TEXTS
from archive.model.names import starred
from archive.model.record import Record
from archive.store.editions import Registry

ABSTRACTS_ON_REQUEST = True
ENDING = "csv"
COLUMNS = ("id", "authors", "title", "abstract", "tag", *OPTIONAL_TEXTS)
_NUMBERED = re.compile(r"/paper([\w-]+)\.pdf$")


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    """The file.

    Raises:
        UsageError: the papers are of more than one edition.
    """
    editions = one_edition(records, registry)
    yield csv_line(COLUMNS, "\n")
    for listed in editions:
        for record in listed.records:
            number = _number(record)
            names = starred(record["authors"], record["equal_contribution"])
            texts = (html.escape(text or "", quote=False) for text in (names, title(record), record["abstract"]))
            facts = (html.escape(record[fact] or "") for fact in OPTIONAL_TEXTS)  # an address may be in an attribute
            yield csv_line([number, *texts, number, *facts], "\n")


def _number(record: Record) -> str:
    found = _NUMBERED.search(record["pdf_url"] or "")
    return found[1] if found else str(record["id"])
