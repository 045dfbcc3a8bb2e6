"""Papers that a command was given by name, some of them perhaps on standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from archive.catalogue.items import Item, items
from archive.catalogue.lookup import Lookup
from archive.cli.output import note
from archive.errors import ArchiveError, EmptyArchive
from archive.store.editions import Registry
from archive.store.root import Root

STDIN = "-"


def lookup(root: Root, registry: Registry | None = None) -> Lookup:
    """The papers of a root by all their names; :class:`EmptyArchive` where there are none."""
    found = Lookup(items(root, registry), note)
    if not found.items:
        raise EmptyArchive(root.folder)
    return found


def names(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments; ``-`` stands for the lines of standard input."""
    for argument in arguments:
        if argument == STDIN:
            yield from filter(None, map(str.strip, sys.stdin))
        else:
            yield argument


def papers(known: Lookup, arguments: Sequence[str]) -> tuple[list[Item], bool]:
    """The papers that the arguments name, and whether all were found; a line on stderr for each that was not.
    Several arguments may be the words of one title."""
    if len(arguments) > 1 and STDIN not in arguments:
        try:
            return [known.find(" ".join(arguments))], True
        except ArchiveError:
            pass
    found: dict[str, Item] = {}
    missing = 0
    wanted = list(names(arguments))
    for name in wanted:
        try:
            item = known.find(name)
        except ArchiveError as error:
            if len(wanted) == 1:
                raise
            note(f"mlforsys: {error}")
            missing += 1
        else:
            found.setdefault(item.paper.id, item)
    return list(found.values()), not missing
