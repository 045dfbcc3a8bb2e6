"""Titles of the papers of one page or file without what is no part of them, and what that told of the papers."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from archive.model.paper import PRESENTATIONS, WITHDRAWN, Entry
from archive.model.titles import Trimmed, read_status, trim_titles


def trim_entries(entries: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
    """The papers with titles as :func:`~archive.model.titles.trim_titles` leaves them, and sentences of what was cut.

    A badge that was cut becomes the paper's presentation or award, where it has none. ``[Poster]`` may be a link's
    label: it is a presentation only where others are called oral or spotlight.
    """
    trimmed, told = trim_titles([entry.title for entry in entries])
    spoken = {badge for one in trimmed for badge in one.badges} & {"oral", "spotlight"}
    return [_entry(entry, one, bool(spoken)) for entry, one in zip(entries, trimmed, strict=True)], told


def _entry(entry: Entry, trimmed: Trimmed, posters: bool) -> Entry:
    if trimmed.title == entry.title:
        return entry
    title, withdrawn = read_status(trimmed.title)
    presentation = next((one for one in trimmed.badges if one in PRESENTATIONS and (posters or one != "poster")), None)
    award = "; ".join(one for one in trimmed.badges if one not in PRESENTATIONS)
    return dataclasses.replace(
        entry,
        title=title,
        presentation=entry.presentation or presentation,
        award=entry.award or award or None,
        status=WITHDRAWN if withdrawn else entry.status,
    )
