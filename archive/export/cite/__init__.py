"""References ready to paste: papers through a CSL processor, as plain text.

A citation style is a CSL file in ``styles/``; its name is the file's. The processor is citeproc-py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import UsageError
from archive.export.bibliographic_data import Reference, references
from archive.model.record import Record
from archive.model.text import quote
from archive.store.editions import Registry

if TYPE_CHECKING:
    from archive.export.cite.processor import Processor

_STYLES = Path(__file__).with_name("styles")
_ENDING = ".csl"
_NOT_PRINTED = ("note", "archive", "archive_location")  # styles differ in whether they print these


def style_names() -> list[str]:
    """The names of the bundled citation styles."""
    return sorted(path.stem for path in _STYLES.glob(f"*{_ENDING}"))


def cite(records: Iterable[Record], registry: Registry, style: str) -> Iterator[tuple[str, str]]:
    """The reference of each paper, in order; that of a withdrawn paper ends in ``(withdrawn)``.

    Args:
        records: the papers.
        registry: the editions.
        style: one of :func:`style_names`, or the path of a CSL file.

    Returns:
        Pairs of the paper's id and its reference, one at a time.

    Raises:
        UsageError: there is no such style.
    """
    processor = _processor(_path(style))
    for reference in references(records, registry):
        yield reference.id, _cited(reference, processor)


def _path(style: str) -> Path:
    if style in style_names():
        return _STYLES / f"{style}{_ENDING}"
    if style.endswith(_ENDING):
        return Path(style)
    raise UsageError(f"There is no style {quote(style)}. Styles: {', '.join(style_names())}, or the path of a {_ENDING} file.")


@cache
def _processor(path: Path) -> Processor:
    from archive.export.cite.processor import Processor

    return Processor(path)


def _cited(reference: Reference, processor: Processor) -> str:
    from archive.export.cite.typography import finish
    from archive.export.formats.csl_json import item

    known = {name: value for name, value in item(reference).items() if name not in _NOT_PRINTED}
    known["title"] = reference.title  # withdrawal is marked at the end of the reference
    text = finish(processor.reference(known), reference.url)
    return f"{text} (withdrawn)" if reference.withdrawn else text
