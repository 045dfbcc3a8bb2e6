"""A conference programme of the edition."""

from __future__ import annotations

from archive.collect.abstracts.page_abstracts import PrintedSource


class ScheduleSource(PrintedSource):
    """Pages of the family ``schedule``. See :class:`archive.collect.abstracts.AbstractSource`."""

    kind = "schedule"


make_source = ScheduleSource
