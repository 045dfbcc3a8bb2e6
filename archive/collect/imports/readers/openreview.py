"""OpenReview's notes, saved as JSON: version 2 with ``{"value": …}`` under each name, or version 1.

Accepted is what ``content.venueid`` says: the venue itself, where other submissions have
``…/Rejected_Submission`` and the like. Notes without it, of older venues, are judged by the reply that
is their decision, in ``details`` or among the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.collect.abstracts.openreview import SOURCE, all_notes, notes_in, value_of
from archive.collect.imports.author_values import authors_of
from archive.collect.imports.drafts import Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.errors import UsageError
from archive.model.paper import Edition
from archive.model.paper_links import FORUM
from archive.model.urls import is_address, paper_fields

NAME = "OpenReview's notes (JSON)"
_SITE = "https://openreview.net"
_DECISION = ("Decision", "Acceptance_Decision")
_Note = dict[str, Any]


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return bool(notes_in(content.data))


def read(content: Content, edition: Edition) -> FileReading:
    """The papers of the files. Raises :class:`UsageError` if the notes are another venue's, or several venues'."""
    submissions = [note for note in all_notes(content.data) if not note.get("replyto")]
    venue = _venue(submissions, edition)
    replies = _replies(content.data, submissions)
    return FileReading(_draft(note, venue, replies.get(_forum(note))) for note in submissions)


def _draft(note: _Note, venue: str | None, decision: str | None) -> Draft:
    forum, venue_id = _forum(note), value_of(note, "venueid")
    named = note
    original = _details(note).get("original")
    if isinstance(original, dict) and isinstance(original.get("content"), dict):
        named = original  # what a double-blind venue of version 1 hides
    return Draft(
        where=f"note {forum or '?'}",
        title=value_of(note, "title"),
        authors=authors_of(named["content"].get("authors")),
        decision=value_of(note, "venue") or venue_id if venue_id else decision,
        accepted=venue_id == venue if venue_id else None,
        skipped="deleted" if note.get("ddate") else None,
        abstract=value_of(note, "abstract"),
        abstract_source=SOURCE,
        source_url=FORUM + forum if forum else "",
        **_addresses(note, forum),  # type: ignore[arg-type]
    )


def _addresses(note: _Note, forum: str) -> dict[str, str]:
    found = {"openreview_id": forum, "page_url": FORUM + forum} if forum else {}
    pdf = value_of(note, "pdf")
    if pdf.startswith("/"):  # the file on OpenReview, which a revision replaces; its address by id stays
        pdf = f"{_SITE}/pdf?id={forum}" if forum else _SITE + pdf
    return found | (paper_fields(pdf) if is_address(pdf) else {"pdf_url": pdf})


def _venue(submissions: Sequence[_Note], edition: Edition) -> str | None:
    """The venue whose papers are wanted: the registry's, else the only one that accepted something."""
    venues = set(filter(None, (value_of(note, "venueid") for note in submissions)))
    if edition.openreview:
        if venues and not any(venue.startswith(edition.openreview) for venue in venues):
            raise UsageError(
                f"The notes are of {sorted(venues)[0]}, and {edition.id} is {edition.openreview} in the registry. "
                "Import the right file, or correct `openreview` in editions.toml."
            )
        return edition.openreview
    accepting = sorted(venue for venue in venues if not venue.split("/")[-1].endswith("Submission"))
    if len(accepting) > 1:
        raise UsageError(
            f"The notes are of several venues: {', '.join(accepting[:4])}. "
            f'Say which is {edition.id}, `openreview = "…"` in its table in editions.toml, and try again.'
        )
    return accepting[0] if accepting else None


def _replies(data: Any, submissions: Sequence[_Note]) -> dict[str, str]:
    """What the decisions say, by forum."""
    found: dict[str, str] = {}
    everything = [note for note in all_notes(data) if note.get("replyto")]
    for note in submissions:
        for name in ("directReplies", "replies"):
            everything += all_notes(_details(note).get(name))
    for reply in everything:
        words = value_of(reply, "decision") or value_of(reply, "recommendation")
        if words and _decides(reply) and isinstance(reply.get("forum"), str):
            found[reply["forum"]] = words
    return found


def _decides(reply: _Note) -> bool:
    invitations = reply.get("invitations", reply.get("invitation"))
    named = invitations if isinstance(invitations, list) else [invitations]
    return any(isinstance(one, str) and one.split("/")[-1] in _DECISION for one in named)


def _details(note: _Note) -> dict[str, Any]:
    details = note.get("details")
    return details if isinstance(details, dict) else {}


def _forum(note: _Note) -> str:
    return next((one for name in ("forum", "id") if isinstance(one := note.get(name), str) and one), "")
