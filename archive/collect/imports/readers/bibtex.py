"""BibTeX: the papers of proceedings. Fields are TeX; an entry of another year is another edition's."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive.collect.imports.columns import addresses
from archive.collect.imports.drafts import Author, Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.markup import plain
from archive.model.name_parts import is_suffix
from archive.model.paper import Edition
from archive.model.text import quote, squeeze
from archive.model.urls import is_address, pasted_ids

NAME = "BibTeX"
_PAPERS = frozenset({"inproceedings", "conference", "article", "misc", "incollection", "techreport", "unpublished", "online"})
_GROUP = re.compile(r"\{[^{}\\][^{}]*\}")
_BRACED_WORDS = re.compile(r"(?<![\\\w])\{[^{}\\]+ [^{}]*\}")
_EPRINT = re.compile(r"(?:arxiv:)?\s*(\S+?)(?:v\d+)?", re.IGNORECASE)
_NEW_ID = re.compile(r"\d{4}\.\d{4,5}")
_NAMED_ARXIV = re.compile(
    r"(?:arxiv(?:\s+preprint)?(?:\s+arxiv)?:?\s*|arxiv\.org/(?:abs|pdf|html)/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    re.IGNORECASE,
)
_URL = re.compile(r"\\(?:url|path)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}")
_NAME = re.compile(r"[^\W\d][^\s{}\",#]*")  # of a string
_INITIALS_OR_PARTICLES = re.compile(r"\b[^\W\d_]\.|\b[^\W\d_]\b|^[a-z]|\b(?:De|La|Van|Von|Le|El|Del|Di|Da|Dos)\b")
_MOST_PIECES, _LONGEST = 1000, 100_000  # pieces and characters of a value that is joined from strings
_UNDEFINED = "\x1d"
_ADDRESSES = {"pdf": "pdf", "url": "page", "doi": "doi", "ee": "page", "openreview": "openreview", "howpublished": "page"}


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return content.bibtex is not None


def read(content: Content, edition: Edition) -> FileReading:
    """The papers of the files. An entry that is not BibTeX gives a draft that says so, and the other entries are still
    read."""
    return FileReading(_drafts(blocks_of(content.bibtex or ""), edition))


def _drafts(blocks: Sequence[Any], edition: Edition) -> Iterator[Draft]:
    proceedings = {block.key.lower(): block for block in blocks if getattr(block, "entry_type", "").lower() == "proceedings"}
    for block in blocks:
        if error := getattr(block, "error", None):
            why = squeeze(getattr(error, "abort_reason", None) or str(error))
            yield Draft(f"line {block.start_line + 1}", unreadable=f"it is not BibTeX: {why[:120]}")
        elif getattr(block, "entry_type", "").lower() in _PAPERS:
            yield _draft(block, proceedings, edition)


def blocks_of(text: str) -> Sequence[Any]:
    """The blocks of a file in its order, strings filled in. A key that occurs twice is no reason to
    lose an entry: keys do not become ids here."""
    import bibtexparser
    from bibtexparser.library import Library
    from bibtexparser.middlewares.parsestack import default_parse_stack
    from bibtexparser.model import DuplicateBlockKeyBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it could not read is reported by read
    blocks: list[Any] = []
    block: Any
    for block in bibtexparser.parse_string(text, parse_stack=[]).blocks:
        if isinstance(block, DuplicateBlockKeyBlock):
            block = block.ignore_error_block
            block.key = f"{block.key} ({len(blocks)})"
        blocks.append(block)
    strings = _strings(blocks)
    for block in blocks:
        for field in getattr(block, "fields", ()):
            field.value = _joined(field.value, strings)
    library = Library(blocks)
    for middleware in default_parse_stack():
        library = middleware.transform(library)
    return list(library.blocks)


def _strings(blocks: Sequence[Any]) -> dict[str, str]:
    """What ``@string`` defines, by name in small letters; each may be joined from those before it."""
    from bibtexparser.model import String

    strings: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, String):
            block.value = strings[block.key.lower()] = _joined(block.value, strings)
    return strings


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """A value as the file writes it, ``acme # " at " # {Sea}``, as one text in braces. A name that no ``@string``
    defines stays, between signs that nothing else has, and :func:`_undefined` finds it."""
    pieces = _pieces(value)
    if len(pieces) == 1 and not _NAME.fullmatch(pieces[0]):
        return value
    read = [_piece(piece, strings) for piece in pieces[:_MOST_PIECES]]
    if len(pieces) > _MOST_PIECES or sum(map(len, read)) > _LONGEST:  # each string twice the one before, and so on
        read = [f"{_UNDEFINED}{value[:40]}…{_UNDEFINED}"]
    return "{" + "".join(read) + "}"


def _pieces(value: str) -> list[str]:
    """The value divided at each ``#`` that is in no braces and no quotation marks."""
    pieces, depth, quoted, start = [], 0, False, 0
    for at, sign in enumerate(value):
        if sign in "{}" and value[at - 1 : at] != "\\":
            depth += 1 if sign == "{" else -1
        elif sign == '"' and depth == 0:
            quoted = not quoted
        elif sign == "#" and depth == 0 and not quoted:
            pieces.append(value[start:at].strip())
            start = at + 1
    return [*pieces, value[start:].strip()]


def _piece(piece: str, strings: Mapping[str, str]) -> str:
    if piece[:1] in ("{", '"'):
        return piece[1:-1]
    if piece.isdecimal():
        return piece
    defined = strings.get(piece.lower())
    return f"{_UNDEFINED}{piece}{_UNDEFINED}" if defined is None else defined[1:-1]


def _undefined(*values: str) -> str | None:
    """Why an entry cannot be read whose fields use a string that the file does not define; None if none does."""
    found = next((name for value in values for name in value.split(_UNDEFINED)[1:2]), None)
    return None if found is None else f"it uses the string {quote(found)}, which the file does not define; add its @string"


def _draft(entry: Any, proceedings: Mapping[str, Any], edition: Edition) -> Draft:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    problem = _undefined(fields.get("title", ""), fields.get("author", "")) or _perhaps_several(fields.get("author", ""))
    fields = {name: value.replace(_UNDEFINED, "") for name, value in fields.items()}
    fields = _dates_of(proceedings.get(squeeze(fields.get("crossref", "")).lower())) | fields
    found = addresses(_cells(fields))
    if arxiv := _arxiv(fields):
        found["arxiv_id"] = arxiv
    return Draft(
        where=f"line {entry.start_line + 1}, {entry.key}",
        unreadable=problem,
        title=fields.get("title", ""),
        authors=_names(fields.get("author", "")),
        skipped=_other_year(fields, edition),
        abstract=fields.get("abstract", ""),
        tex=True,
        **found,
    )


def _other_year(fields: Mapping[str, str], edition: Edition) -> str | None:
    """Why an entry of another year than the edition's is skipped."""
    year = squeeze(fields.get("year") or fields.get("date", "")[:4])
    return f"of {year}" if year.isdigit() and int(year) != edition.year else None


def _cells(fields: Mapping[str, str]) -> dict[str, str]:
    """Addresses and ids by what they are of; ``howpublished`` may be words."""
    cells: dict[str, str] = {}
    for name, field in _ADDRESSES.items():
        text = _address(fields.get(name))
        if text and (name != "howpublished" or is_address(text)):
            cells.setdefault(field, text)
    return cells


def _dates_of(proceedings: Any) -> dict[str, str]:
    """Year and date, of all that an entry has from the proceedings to which its ``crossref`` leads."""
    found = {field.key.lower(): str(field.value) for field in proceedings.fields} if proceedings else {}
    return {name: value for name, value in found.items() if name in ("year", "date")}


def _names(text: str) -> list[str | Author]:
    """``Last, Jr, First and Last, First``; a name in braces is a group's."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    return [_name(name) for name in split_multiple_persons_names(text)]


def _perhaps_several(text: str) -> str | None:
    """Why the authors cannot be read, where commas seem to stand for ``and``: ``Ada Quill, Bo Frost and Cy Moss``."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    names = [squeeze(name) for name in split_multiple_persons_names(text)]
    mixed = len(names) == 1 or any("," not in name for name in names)
    for name in names:
        parts = [part.strip() for part in name.split(",")]
        if not re.search(r"[{}\\]", name) and _may_be_people(parts, mixed):
            return f"its author is {quote(', '.join(parts))}, in which a comma may stand between two people; write `and` there"
    return None


def _may_be_people(parts: Sequence[str], mixed: bool) -> bool:
    """Whether the texts between the commas of a name may be people: they are more than ``Last, Jr, First``, each may be a
    full name if some name has no comma (``mixed``), or nothing follows the last comma."""
    _, *others = parts
    if not others:
        return False
    if len(others) > 1 and not (len(others) == 2 and is_suffix(others[0])):
        return True
    return not others[-1] or (mixed and all(map(_is_full_name, parts)))


def _is_full_name(text: str) -> bool:
    return len(text.split()) > 1 and not _INITIALS_OR_PARTICLES.search(text)


def _name(text: str) -> str | Author:
    """The parts of a name if the file states them: by a comma, or by braces around words of it."""
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if _GROUP.fullmatch(text.strip()) or ("," not in text and not _BRACED_WORDS.search(text)):
        return text
    try:
        parts = parse_single_name_into_parts(" ".join(text.split()))
    except InvalidNameError:
        return text
    given, family = " ".join(parts.first), " ".join((*parts.von, *parts.last))
    return Author(given, family, " ".join(parts.jr)) if given else Author("", family, whole=True)


def _address(text: str | None) -> str:
    """An address without TeX's escapes, which it should not have, and out of ``\\url{…}``."""
    bare = squeeze(text or "")
    if found := _URL.search(bare):
        bare = found[1] or found[2]
    return re.sub(r"\\([_%&#~])", r"\1", bare.strip("{}")).strip()


def _arxiv(fields: Mapping[str, str]) -> str:
    """The arXiv id of ``eprint``, or of what people write into other fields."""
    if found := _arxiv_of_eprint(fields):
        return found
    for name in ("url", "journal", "note", "howpublished", "number", "volume"):
        if named := _NAMED_ARXIV.search(_address(fields.get(name))):
            return named[1]
    return pasted_ids(_address(fields.get("doi"))).get("arxiv_id", "")


def _arxiv_of_eprint(fields: Mapping[str, str]) -> str:
    """The arXiv id of ``eprint``, which the entry says to be one, or which looks like one and nothing speaks against it."""
    kind = plain(fields.get("archiveprefix") or fields.get("eprinttype", "")).lower()
    if kind == "arxiv" and (pasted := pasted_ids(_address(fields.get("eprint"))).get("arxiv_id")):
        return pasted
    eprint = _EPRINT.fullmatch(squeeze(fields.get("eprint", "")))
    if eprint is None or kind not in ("", "arxiv"):
        return ""
    sure = kind == "arxiv" or _NEW_ID.fullmatch(eprint[1]) or "primaryclass" in fields
    return eprint[1] if sure else ""
