"""OpenReview: the abstract that the authors typed into its form.

Version 2 of its interface keeps ``{"value": …}`` under each name, version 1 the bare value; both are
read. Since August 2026 it answers calls without a login with 403 (``ChallengeRequiredError``): then
it is skipped, with one message. A login comes only from environment variables, and is neither
stored nor printed; notes saved from a browser need none.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rapidfuzz import fuzz

from archive.collect.abstracts import SourceContext, SourceResult
from archive.errors import FetchError, NotThere, Refused, UsageError, reason_of
from archive.model.paper import Abstract, Edition, Paper
from archive.model.text import squeeze, title_key
from archive.net.fetch import Fetcher

SOURCE = "openreview"
APIS = ("https://api2.openreview.net", "https://api.openreview.net")
_PAGE = 1000  # the most notes in one reply
_SAME_TITLE = 95.0  # of 100
_NAME, _SECRET = "OPENREVIEW_USERNAME", "OPENREVIEW_PASSWORD"
_NUMBERS = re.compile(r"\d+|\b[IVX]+\b")  # a sequel's title differs in nothing else
_Note = dict[str, Any]
_DEEPEST = 8  # objects and lists around a note
_MARKS_OF_A_NOTE = frozenset({"id", "forum", "replyto", "invitation", "invitations"})


class OpenReviewSource:
    """Asks OpenReview's interface, or reads notes that were saved. See :class:`archive.collect.abstracts.AbstractSource`."""

    def __init__(self, context: SourceContext) -> None:
        self._context = context
        self._client = _Client(context.fetcher)
        self._saved = read_notes(context.openreview_notes) if context.openreview_notes else None
        self._stepped_aside = False

    def is_free(self) -> bool:
        """Where its notes are at hand or it can log in."""
        return self._saved is not None or has_login()

    def find(self, edition: Edition, papers: Sequence[Paper]) -> Iterator[SourceResult]:
        """Abstracts of the papers that have a note on OpenReview."""
        if self._saved is not None:
            yield from self._results(papers, self._saved)
            return
        if self._stepped_aside or not (edition.openreview or any(paper.openreview_id for paper in papers)):
            return
        try:
            yield from self._results(papers, self._client.notes_of(edition, papers))
        except Refused as error:
            self._step_aside(f"{'login refused' if has_login() else 'login required'}. {error}")
        except FetchError as error:
            self._step_aside(str(error))
        except (ValueError, RecursionError):
            self._step_aside("its answer could not be read. Try again later.")

    def _results(self, papers: Sequence[Paper], notes: Sequence[_Note]) -> Iterator[SourceResult]:
        for paper in papers:
            note = _note_of(paper, notes)
            if note and (text := value_of(note, "abstract")):
                forum = next(filter(_is_text, (note.get("forum"), note.get("id"))), paper.openreview_id)
                url = f"https://openreview.net/forum?id={forum}"
                yield SourceResult(paper.id, Abstract(text, SOURCE, url, self._context.today))

    def _step_aside(self, why: str) -> None:
        self._stepped_aside = True
        self._context.note(
            f"OpenReview was skipped: {why} To use it, set {_NAME} and {_SECRET}, "
            "or save its notes in a browser and pass them with --openreview-notes FILE."
        )


def has_login() -> bool:
    """Whether the environment variables give a login."""
    return bool(os.environ.get(_NAME) and os.environ.get(_SECRET))


def read_notes(path: Path) -> list[_Note]:
    """Notes out of a file, as its interface answers or as a bare list; :class:`UsageError` for another."""
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"--openreview-notes {path} cannot be read: {reason_of(error)}.") from None
    except (ValueError, RecursionError):
        raise UsageError(f"--openreview-notes {path}: not valid JSON. Save the answer of {APIS[0]}/notes?….") from None
    notes = notes_in(data)
    if not notes:
        raise UsageError(f"--openreview-notes {path}: it has no notes with a title. Save the answer of {APIS[0]}/notes?….")
    return notes


class _Client:
    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._tokens: dict[str, str | None] = {}

    def notes_of(self, edition: Edition, papers: Sequence[Paper]) -> list[_Note]:
        """The notes of the edition's venue group, and by id those of papers that it lacks."""
        notes = self._ask_all({"content.venueid": edition.openreview, "limit": _PAGE}) if edition.openreview else []
        known = {note_id for note in notes for note_id in (note.get("id"), note.get("forum")) if isinstance(note_id, str)}
        for paper in papers:
            if paper.openreview_id and paper.openreview_id not in known:
                notes += self._ask_all({"id": paper.openreview_id})
        return notes

    def _ask_all(self, query: dict[str, Any]) -> list[_Note]:
        """What the first interface answers that has something."""
        return next(filter(None, (self._ask(api, query) for api in APIS)), [])

    def _ask(self, api: str, query: dict[str, Any]) -> list[_Note]:
        if api not in self._tokens:
            self._tokens[api] = self._login(api)
        try:
            answer = self._fetcher.call_api(f"{api}/notes?{urlencode(query, safe='/')}", token=self._tokens[api])
            return notes_in(json.loads(answer))
        except NotThere:
            return []

    def _login(self, api: str) -> str | None:
        if not has_login():
            return None
        answer = self._fetcher.call_api(f"{api}/login", json_body={"id": os.environ[_NAME], "password": os.environ[_SECRET]})
        answer = json.loads(answer)
        token = answer.get("token") if isinstance(answer, dict) else None
        return token if isinstance(token, str) else None


def notes_in(data: Any) -> list[_Note]:
    """The notes with a title in what its interface answers, or in a bare list."""
    return [note for note in all_notes(data) if value_of(note, "title")]


def all_notes(data: Any) -> list[_Note]:
    """All notes, reviews and decisions too, whether they have a title or not; also those that a crawler put into
    objects and lists of its own."""
    return list(_notes_within(data, 0))


def _notes_within(data: Any, depth: int) -> Iterator[_Note]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _notes_within(one, depth + 1)
    elif isinstance(data, dict):
        content = data.get("content")
        if isinstance(content, dict) and ("title" in content or not _MARKS_OF_A_NOTE.isdisjoint(data)):
            yield data
        else:
            for one in data.values():
                yield from _notes_within(one, depth + 1)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def value_of(note: _Note, name: str) -> str:
    """A text of a note's content, of either version; empty if it has none."""
    value = note["content"].get(name)
    if isinstance(value, dict):
        value = value.get("value")
    return squeeze(value.encode(errors="replace").decode()) if isinstance(value, str) else ""


def _note_of(paper: Paper, notes: Sequence[_Note]) -> _Note | None:
    """The note with the paper's id, else the one note whose title is the paper's."""
    if paper.openreview_id:
        for note in notes:
            if paper.openreview_id in (note.get("id"), note.get("forum")) and not note.get("replyto"):
                return note
    key, numbers = title_key(paper.title), _NUMBERS.findall(paper.title)
    same = {
        str(note.get("forum") or note.get("id")): note
        for note in notes
        if fuzz.ratio(title_key(value_of(note, "title")), key) >= _SAME_TITLE
        and _NUMBERS.findall(value_of(note, "title")) == numbers
    }
    return next(iter(same.values())) if len(same) == 1 else None


make_source = OpenReviewSource
