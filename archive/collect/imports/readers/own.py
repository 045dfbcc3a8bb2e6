"""This program's own exports, CSV, JSON and JSON Lines, and the files of its store; and any list whose
columns or keys have the names of those, such as the ``_data/<edition>/papers.csv`` of the workshop's own site.

Files with ids were written by this program, and are imported unchanged, with their ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_type_hints

from archive.collect.imports.author_values import authors_of
from archive.collect.imports.drafts import Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.tables import Cells
from archive.model.fields import OPTIONAL_TEXTS
from archive.model.paper import ABSTRACT_SOURCES, WITHDRAWN, Edition
from archive.model.record import Result
from archive.model.text import FORMULA_STARTS, squeeze

NAME = "CSV or JSON with this program's fields"
_TEXTS = (*OPTIONAL_TEXTS, "summary", "abstract_doubtful")
_LINK = re.compile(r"(?P<label>.+?): (?P<url>https?://\S+?)(?:; |$)")
_BETWEEN = "; "
_WORDS = frozenset((*get_type_hints(Result), "sources", "tag", "decision", "acceptance"))


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    table = content.table("title", "authors")
    if table is not None:
        return all(_is_ours(record) for _, record in table.under("title", "authors") or ())
    item = next(iter(_items(content.data)), None)
    if not isinstance(item, dict) or not _is_paper(item):
        return False
    if _is_exact(item, _edition_of(content.data)):
        return True
    return all(not isinstance(one, dict) or _is_ours(one) for one in _items(content.data))


def _is_ours(item: Mapping[str, Any]) -> bool:
    """Whether an item has this program's own words alone; ``status`` is another system's word for a decision."""
    return item.keys() <= _WORDS and item.get("status") in (None, "", WITHDRAWN) and isinstance(item.get("decision", ""), str)


def read(content: Content, edition: Edition) -> FileReading:
    """The papers of the files."""
    found = content.rows("title", "authors")
    if found.sheets:
        return FileReading((_from_csv(number, cells, edition) for number, cells in found.rows), sheets=found.sheets)
    store_edition = _edition_of(content.data)
    papers = enumerate(_items(content.data), start=1)
    return FileReading(_from_json(f"paper {number}", item, store_edition, edition) for number, item in papers)


def _items(data: Any) -> list[Any]:
    """The papers of a list, of a store's file, or of what ``search --json`` prints."""
    if isinstance(data, dict):
        data = data.get("papers", data.get("results", [data]))
    return data if isinstance(data, list) else []


def _edition_of(data: Any) -> Any:
    return data.get("edition") if isinstance(data, dict) else None


def _is_exact(item: Any, store_edition: Any) -> bool:
    """Whether this program wrote it: it has an id and an edition."""
    return isinstance(item.get("id"), str) and isinstance(item.get("edition", store_edition), str)


def _is_paper(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("title"), str) and isinstance(item.get("authors"), list)


def _from_csv(number: int, cells: Cells, edition: Edition) -> Draft:
    cells = {column: _unescaped(cell) for column, cell in cells.items()}
    exact = bool(cells.get("id")) and "edition" in cells
    abstract_source = cells.get("abstract_source", "")
    return Draft(
        where=f"row {number}",
        title=cells["title"],
        authors=_names(cells["authors"], exact),
        decision=cells.get("decision", cells.get("acceptance")),
        skipped=_other_edition(cells.get("edition"), edition),
        id=cells.get("id", "") if exact else "",
        topics=_listed(cells.get("topics", "")),
        family_names=_families(cells.get("family_names", "")) if exact else (),
        columns={"authors": "authors"},
        links=[(found["label"], found["url"]) for found in _LINK.finditer(cells.get("links", ""))],
        abstract=cells.get("abstract", ""),
        abstract_source=abstract_source if abstract_source in ABSTRACT_SOURCES else "",
        exact=exact,
        **{name: squeeze(cells.get(name, "")) for name in _TEXTS},  # type: ignore[arg-type]
    )


def _from_json(where: str, item: Any, store_edition: Any, edition: Edition) -> Draft:
    if not _is_paper(item):
        return Draft(where, unreadable="it is not an object with title and authors")
    exact = _is_exact(item, store_edition)
    abstract_source = item.get("abstract_source")
    return Draft(
        where=f"{where}, {item['id']}" if exact else where,
        title=item["title"],
        authors=_texts(item["authors"]) if exact else authors_of(item["authors"]),
        family_names=_pairs(item.get("family_names")),
        equal_contribution=_texts(item.get("equal_contribution")),
        decision=_text(item.get("decision")),
        skipped=_other_edition(item.get("edition", store_edition), edition),
        id=item["id"] if exact else "",
        topics=_texts(item.get("topics")),
        links=[(link["label"], link["url"]) for link in _links(item.get("links"))],
        abstract=_text(item.get("abstract")) or "",
        abstract_source=abstract_source if abstract_source in ABSTRACT_SOURCES else "",
        exact=exact,
        **{name: item[name] for name in _TEXTS if isinstance(item.get(name), str)},
    )


def _other_edition(says: Any, edition: Edition) -> str | None:
    return f"of {says}" if isinstance(says, str) and says and says != edition.id else None


def _names(cell: str, exact: bool) -> str | list[str]:
    return _listed(cell) if exact else cell


def _families(cell: str) -> list[tuple[str, str]]:
    """``Ada García Márquez: García Márquez; …``"""
    return [(name, family) for one in _listed(cell) for name, found, family in [one.partition(": ")] if found]


def _listed(cell: str) -> list[str]:
    return cell.split(_BETWEEN) if cell else []


def _pairs(value: Any) -> list[tuple[str, str]]:
    pairs = value.items() if isinstance(value, dict) else ()
    return [(name, family) for name, family in pairs if isinstance(family, str)]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _links(value: Any) -> list[dict[str, str]]:
    links = value if isinstance(value, list) else []
    return [
        link for link in links if isinstance(link, dict) and all(isinstance(link.get(key), str) for key in ("label", "url"))
    ]


def _unescaped(cell: str) -> str:
    """A cell without the apostrophe that the export puts before what a spreadsheet would compute."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
