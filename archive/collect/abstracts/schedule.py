"""A conference programme of the edition."""

from __future__ import annotations

from archive.collect.abstracts.pages import PrintedSource


class Source(PrintedSource):
    kind = "schedule"
