"""The ids of papers in a query, as people copy them from a text or remember them: ``\\cite{quill2031deep}``, ``quill2031``.

A search imports this only if no paper matches a query with a digit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.model.text import fold

if TYPE_CHECKING:
    from archive.search.engine import SearchIndex

_MOST = 5  # papers; a beginning that more ids have says too little
_BEGINNING = re.compile(r"[a-z][a-z-]*(?:19|20)\d\d[a-z0-9]*")  # with a year, or it is any word


def ids_in(text: str, index: SearchIndex) -> list[str]:
    """The ids that are in a text, in full or by their beginning up to the year; none if these are too many.

    Args:
        text: the query.
        index: the archive's search index.
    """
    papers = index.papers
    found = {number for word in _BEGINNING.findall(fold(text)) for number in papers.with_id_from(word)}
    return sorted(map(papers.id, found)) if len(found) <= _MOST else []
