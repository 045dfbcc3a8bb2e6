"""The accepted-papers page itself."""

from __future__ import annotations

from archive.collect.abstracts.pages import PrintedSource


class Source(PrintedSource):
    kind = "page"
