"""Titles of one page or file without labels and numbers, and what the labels say of the papers."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TypeVar

from archive.model.paper import WITHDRAWN, Entry
from archive.model.presentation_type import DISTINCTIONS, PRESENTATIONS
from archive.model.titles import Trimmed, split_retraction_mark, trim_titles

_MaybeEntry = TypeVar("_MaybeEntry", Entry, Entry | None)


def trim_entries(entries: Sequence[_MaybeEntry]) -> tuple[list[_MaybeEntry], list[str]]:
    """The papers with titles as :func:`~archive.model.titles.trim_titles` leaves them, and sentences of what was cut.

    A badge that was cut becomes the paper's presentation or award, if it has none. ``[Poster]`` may be a link's
    label: it is a presentation only where others are called oral or spotlight. None, for what is no paper, stays None.
    """
    trimmed, reports = trim_titles([entry.title for entry in entries if entry])
    spoken = {badge for one in trimmed for badge in one.badges} & set(DISTINCTIONS)
    titles = iter(trimmed)
    return [entry and _entry(entry, next(titles), bool(spoken)) for entry in entries], reports


def _entry(entry: Entry, trimmed: Trimmed, posters: bool) -> Entry:
    if trimmed.title == entry.title:
        return entry
    title, withdrawn = split_retraction_mark(trimmed.title)
    awards = [badge for badge in trimmed.badges if badge not in PRESENTATIONS]
    return dataclasses.replace(
        entry,
        title=title,
        presentation=entry.presentation or _presentation(trimmed.badges, posters),
        award=entry.award or "; ".join(awards) or None,
        status=WITHDRAWN if withdrawn else entry.status,
    )


def _presentation(badges: Sequence[str], posters: bool) -> str | None:
    """The first badge that says how a paper was presented, ``poster`` only if the page has ``posters`` among others."""
    said = (badge for badge in badges if badge in PRESENTATIONS)
    return next((badge for badge in said if posters or badge != "poster"), None)
