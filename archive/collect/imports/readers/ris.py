"""RIS, this program's own export first: ``TY  - CONF``, ``AU  - Quill, Ada``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.collect.imports.author_values import family_first
from archive.collect.imports.columns import addresses
from archive.collect.imports.drafts import Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.model.paper import Edition
from archive.model.text import squeeze

NAME = "RIS"
_TAG = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")
_PAPERS = frozenset({"CONF", "CPAPER", "JOUR", "CHAP", "RPRT", "UNPB", "GEN", "ELEC", "INPR", "MGZN", "THES", "PREP"})


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return content.ris is not None


def read(content: Content, edition: Edition) -> FileReading:
    """The papers of the files."""
    papers = ((line, tags) for line, tags in _records(content.ris or "") if tags.get("TY", [""])[0] in _PAPERS)
    return FileReading(_draft(f"line {line}", tags, edition) for line, tags in papers)


def _records(text: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Each record with its first line; a line without a tag goes on with the last."""
    tags: dict[str, list[str]] = {}
    begun, last = 1, ""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _TAG.match(line.rstrip())
        if found is None:
            if last and line.strip():
                tags[last][-1] += f" {line.strip()}"
        elif found[1] == "ER":
            yield begun, tags
            tags, last = {}, ""
        else:
            begun = number if not tags else begun
            last = found[1]
            tags.setdefault(last, []).append(found[2].strip())
    if tags:
        yield begun, tags


def _draft(where: str, tags: dict[str, list[str]], edition: Edition) -> Draft:
    def first(*names: str) -> str:
        return next((tags[name][0] for name in names if tags.get(name)), "")

    year = first("PY", "Y1", "DA")[:4]
    found = addresses({"page": first("UR", "L2"), "pdf": first("L1"), "doi": first("DO")})
    number = first("AN")
    if number.casefold().startswith("arxiv:"):
        found.setdefault("arxiv_id", squeeze(number[6:]))
    if found.get("page_url", "").lower().endswith(".pdf"):
        found["pdf_url"] = found.pop("page_url")
    return Draft(
        where=f"{where}, {first('ID')}" if first("ID") else where,
        title=first("TI", "T1", "CT"),
        authors=[family_first(text) for tag in ("AU", "A1") for text in tags.get(tag, [])],
        skipped=f"of {year}" if year.isdigit() and int(year) != edition.year else None,
        abstract=first("AB", "N2"),
        **found,
    )
