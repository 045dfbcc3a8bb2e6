"""The meaning of a table's columns and of an object's keys, under the many names that systems and people give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.collect.imports.relative_addresses import is_relative
from archive.errors import UsageError
from archive.model.text import fold, quote
from archive.model.urls import is_address, paper_fields, pasted_address, pasted_ids

# The names of a field, the surest first, compared without case, spaces, hyphens and underscores.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "title": "title papertitle submissiontitle titleofpaper papername name",
        "authors": "authors author authornames authorlist paperauthors authorsnames listofauthors authorships",
        "abstract": "abstract paperabstract abstractnote",
        "decision": "finaldecision decision acceptancestatus acceptance status decisionstatus paperstatus accepted isaccepted "
        "finalstatus reviewdecision metareviewdecision decisionlabel outcome verdict",
        "award": "award awards prize",
        "presentation": "presentation presentationtype kind format papertype type track session",
        "pdf": "pdf pdfurl pdflink paperlink paperurl paperpdf pdffile paperpath camerareadypdf fulltext paper",
        "page": "url page pageurl link website projectpage landingpage address homepage ee",
        "openreview": "openreview openreviewid openreviewurl openreviewlink forum forumid forumurl",
        "arxiv": "arxiv arxivid arxivurl arxivlink eprint",
        "doi": "doi doiurl",
        "code": "code codeurl github repository codelink githublink",
        "video": "video videourl youtube recording talk videolink",
        "slides": "slides slidesurl presentationslides slideslink",
        "poster": "poster posterurl posterpdf posterlink",
        "number": "paperid submissionid number # papernumber submission submissionnumber id uid",
    }.items()
}
LINKS = ("code", "video", "slides", "poster")
FIELDS = tuple(MEANINGS)
_PLAIN = re.compile(r"[\s_\-.:]+")


def loose_key(name: str) -> str:
    """A column's name as the names that people give are compared: ``Paper_Title``, ``paper-title`` and ``paperTitle`` are
    one. The names that a system gives are compared by :func:`~archive.collect.imports.tables.exact_key`."""
    return _PLAIN.sub("", fold(name.replace("(s)", "s").rstrip("?! ")))


def match_columns(names: Iterable[str], mapped: Mapping[str, str] | None = None) -> dict[str, str]:
    """The name that each field has among ``names``; ``mapped`` is what the user says.

    Raises :class:`UsageError` for a field that there is not, and for a name that nothing has."""
    given = list(dict.fromkeys(names))
    by_key = {loose_key(name): name for name in reversed(given)}
    found = _mapped(mapped or {}, by_key, given)
    taken = set(found.values())
    for field, synonyms in MEANINGS.items():
        known_as = next((by_key[key] for key in synonyms if key in by_key and by_key[key] not in taken), None)
        if field not in found and known_as is not None:
            found[field] = known_as
            taken.add(known_as)
    return found


def _mapped(mapped: Mapping[str, str], by_key: Mapping[str, str], given: Sequence[str]) -> dict[str, str]:
    """The fields that the user names, each with the column as it is written."""
    found: dict[str, str] = {}
    for field, wanted in mapped.items():
        if field not in MEANINGS:
            raise UsageError(f"--map {field}={wanted}: there is no field {quote(field)}. Fields: {', '.join(FIELDS)}.")
        if loose_key(wanted) not in by_key:
            raise UsageError(
                f"--map {field}={wanted}: there is no column {quote(wanted)}. Columns: {', '.join(map(quote, given[:20]))}."
            )
        found[field] = by_key[loose_key(wanted)]
    return found


def fields_of(record: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a draft that any table may have beside its system's own columns: the decision, addresses and ids.
    ``record`` are the cells of a row by column."""
    cells = {field: record[column] for field, column in match_columns(record).items()}
    ids = ("arxiv", "doi", "openreview")
    sure = {field: text for field, text in cells.items() if field in ids or _may_be_address(text.strip())}
    return addresses(sure) | ({"decision": cells["decision"]} if "decision" in cells else {})


def _may_be_address(text: str) -> bool:
    return is_address(text) or is_relative(text)


def parse_map(options: Iterable[str]) -> dict[str, str]:
    """``title=Paper name`` as fields and columns. Raises :class:`UsageError` if there is no ``=``."""
    mapped = {}
    for option in options:
        field, equals, column = option.partition("=")
        if not equals or not column.strip():
            raise UsageError(f'--map {quote(option)}: write it as FIELD=COLUMN, such as --map title="Paper name".')
        mapped[field.strip().casefold()] = column.strip()
    return mapped


def addresses(cells: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a draft that come of addresses and ids, whatever is in which column: an arXiv page in the
    column ``pdf`` is an arXiv id. ``cells`` are texts by field."""
    found: dict[str, Any] = {}
    for field in ("pdf", "openreview", "arxiv", "doi", "page"):
        if text := cells.get(field, "").strip():
            for key, value in _address(field, text).items():
                found.setdefault(key, value)
    stated = [(field, cells.get(field, "").strip()) for field in LINKS]
    links = [(field, address) for field, address in stated if _may_be_address(address)]
    return found | ({"links": links} if links else {})


def _address(field: str, text: str) -> dict[str, str]:
    """What an address or id tells that is in the column of a field."""
    if field == "doi":
        return pasted_ids(text) or {"doi": text}
    if field == "arxiv":
        return {"arxiv_id": pasted_ids(text).get("arxiv_id", text)}
    if field == "openreview" and not re.search(r"[/.]", text):
        return {"openreview_id": text}
    if (address := pasted_address(text)) is not None:
        return _of_address(address, is_file=field == "pdf")
    return {} if field == "openreview" else _not_of_the_web(text, is_file=field == "pdf")


def _not_of_the_web(text: str, *, is_file: bool) -> dict[str, str]:
    """The field of a text that is no web address: it will be reported and left out, or joined to a base address."""
    is_pdf = is_file or (is_relative(text) and text.lower().endswith(".pdf"))
    return {"pdf_url" if is_pdf else "page_url": text}


def _of_address(address: str, *, is_file: bool) -> dict[str, str]:
    """What a web address tells; ``is_file`` says that it is meant to be the paper itself."""
    path = address.split("?")[0]
    if ids := pasted_ids(address):
        return ids | {"pdf_url" if re.search(r"/pdf\b|\.pdf$", path) else "page_url": address}
    return paper_fields(address) if is_file or path.lower().endswith(".pdf") else {"page_url": address}
