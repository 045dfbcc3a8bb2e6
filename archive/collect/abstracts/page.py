"""The accepted-papers page itself."""

from __future__ import annotations

from archive.collect.abstracts.page_abstracts import PrintedSource


class PageSource(PrintedSource):
    """Pages of the families ``list``, ``details`` and ``selectors``. See :class:`archive.collect.abstracts.AbstractSource`."""

    kind = "page"


make_source = PageSource
