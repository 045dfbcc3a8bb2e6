"""``mlforsys topics --review``: goes through papers with suggested topics, one by one.

Each decision is written at once, so the user can stop at any time; skipped papers come again next time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from archive.catalogue.items import Item, items
from archive.catalogue.taxonomy import MOST_TOPICS, Taxonomy, load_taxonomy
from archive.cli.messages import count, no_topics
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal, bold, dim, note
from archive.cli.terminal.paper_text import byline
from archive.errors import ArchiveError, UsageError
from archive.store.curation_edit import Edit, write_edits
from archive.store.root import Root
from archive.store.transaction import transaction

_STOP = ("q", "\x1b")


def review_topics(root: Root, edition: str | None) -> None:
    """Review the papers without curated topics.

    Args:
        root: the archive's root.
        edition: an edition's id; None for all editions.

    Raises:
        UsageError: there is no such edition, or no terminal.
        ArchiveError: the archive has no topics.
    """
    if edition is not None:
        from archive.store.editions import load_registry

        edition = load_registry(root.folder).find(edition).id
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("--review needs a terminal. In a script use `mlforsys topics --accept ID`.")
    taxonomy = load_taxonomy(root.folder)
    if not taxonomy:
        raise ArchiveError(no_topics(root.folder))
    waiting = _waiting(root, edition)
    reviewed = 0
    try:
        for number, item in enumerate(waiting, start=1):
            chosen = _Review(item, taxonomy, f"{number} of {len(waiting)}").decide()
            if chosen is None:
                break
            if chosen and _write(root, item, chosen):
                reviewed += 1
    finally:  # also after Ctrl-C, the user learns what was written
        _conclude(reviewed, len(_waiting(root, edition)))


def _conclude(reviewed: int, left: int) -> None:
    rest = f", {left} left to review." if left else ". Nothing is left to review."
    note(f"{count(reviewed, 'paper')} reviewed{rest}")


def _write(root: Root, item: Item, topics: Sequence[str]) -> bool:
    """Write the topics of a paper, unless another process has added some in the meantime. Returns whether they were written."""
    with transaction(root.folder):
        if any(paper.id == item.paper.id and not paper.topics for paper in root.store.papers(item.edition.id)):
            write_edits(root, item.edition.id, {item.paper.id: Edit(tuple(topics))})
            return True
    note(f"{item.paper.id} was given topics in the meantime; yours were not written.")
    return False


def _waiting(root: Root, edition: str | None) -> list[Item]:
    """The papers without curated topics, of one edition or of all editions."""
    return [
        item
        for item in items(root)
        if not item.paper.topics and not item.paper.withdrawn and edition in (None, item.edition.id)
    ]


class _Review:
    """The dialogue about one paper."""

    def __init__(self, item: Item, taxonomy: Taxonomy, place: str) -> None:
        self._item = item
        self._taxonomy = taxonomy
        self._place = place
        self._terminal = Terminal()
        self._topics = list(item.suggested_topics())

    def decide(self) -> Sequence[str] | None:
        """The topics that the user chooses; empty to skip the paper, None to stop."""
        self._show_paper()
        while True:
            self._show_topics()
            output.flush()
            key = _key()
            if key == "a" and self._topics:
                return self._topics
            if key == "s":
                return ()
            if key in _STOP:
                return None
            if key == "+":
                self._add()
            elif key.isdigit() and 1 <= int(key) <= len(self._topics):
                del self._topics[int(key) - 1]
            elif key == "a":
                self._terminal.line("There is no topic to accept. Add one, or skip the paper.")

    def _show_paper(self) -> None:
        record, line = self._item.record(), self._terminal.line
        output.write("\n")
        line(f"[{self._place}] ", bold(record["title"]))
        line(dim(f"{byline(record, most=6)} · {record['id']}"))
        line(record["abstract"] or "(no abstract stored; only the title is known)", indent="    ")

    def _show_topics(self) -> None:
        topics = "   ".join(f"{number} {topic}" for number, topic in enumerate(self._topics, start=1))
        output.write("\n")
        self._terminal.line(topics or "No topic is suggested.")
        number = len(self._topics)
        drop = f"{'1' if number == 1 else f'1-{number}'} drop"
        keys = ["a accept", drop] if number else []
        self._terminal.line(dim("   ".join([*keys, *(["+ add"] if number < MOST_TOPICS else []), "s skip", "q stop"])))

    def _add(self) -> None:
        if len(self._topics) >= MOST_TOPICS:
            self._terminal.line(f"A paper has at most {MOST_TOPICS} topics. Drop one first.")
            return
        try:
            wanted = typer.prompt("Topic", default="", show_default=False)
            topics = list(dict.fromkeys([*self._topics, self._taxonomy.find(wanted).id])) if wanted else self._topics
        except typer.Abort:  # no topic after all
            output.write("\n")
        except ArchiveError as error:
            self._terminal.line(str(error))
        else:
            if redundant := self._taxonomy.redundant(topics):
                self._terminal.line(f"{redundant[0]} already includes a narrower topic in the list. Keep one of them.")
            else:
                self._topics = self._taxonomy.areas_first(topics)


def _key() -> str:
    try:
        return typer.getchar().lower()
    except EOFError:  # Ctrl-D
        return _STOP[0]
