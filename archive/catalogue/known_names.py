"""How citations, lists and the site write names: in their usual form, if a page prints another one.

A page may print ``SAXENA`` or ``wang``. The store and all data (JSON, CSV, the search index) keep this form. Readers see
the form in ``people.toml``, else that of the person's other papers. Names count as the same only if their folded words
are equal (:func:`~archive.model.name_parts.name_key`): a shortened name, or one with an additional middle name, stays as
the paper prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from archive.model.name_case import has_odd_case, usual_forms
from archive.model.name_parts import name_key
from archive.model.record import Record
from archive.model.text import fold
from archive.store.people import KnownPeople, load_known_people
from archive.store.root import Root, bundled_folder


class KnownNames:
    """The forms of names that an archive knows.

    Args:
        known_people: what ``people.toml`` says.
        everybody: gives all names as papers print them, each as often as it is printed. It is called once, when the first
            name in capitals or small letters comes that ``people.toml`` does not have.
    """

    def __init__(self, known_people: KnownPeople, everybody: Callable[[], Iterable[str]]) -> None:
        self._spellings = known_people.spellings
        self._everybody = everybody
        self._usual: Mapping[str, str] | None = None

    def form(self, name: str) -> str:
        """The name as readers see it."""
        key = name_key(name)
        if key in self._spellings:
            return self._spellings[key]
        return self._usual_forms().get(key, name) if has_odd_case(name) else name

    def in_record(self, record: Record) -> Record:
        """The record with its authors in these forms; the same record if nothing changes."""
        forms = {name: self.form(name) for name in record["authors"]}
        if all(name == form for name, form in forms.items()):
            return record
        families = record.get("family_names") or {}
        return record | {
            "authors": [forms[name] for name in record["authors"]],
            "family_names": {
                forms[name]: within for name, family in families.items() if (within := _within(forms[name], family))
            },
            "equal_contribution": [forms.get(name, name) for name in record["equal_contribution"]],
        }

    def _usual_forms(self) -> Mapping[str, str]:
        """The usual forms of all names, by their keys."""
        if self._usual is None:
            self._usual = usual_forms((name_key(name), name) for name in self._everybody())
        return self._usual


def known_names(folder: Path | None) -> KnownNames:
    """The forms that the archive under a folder knows; None is the bundled one.

    Raises:
        StoreError: ``people.toml`` is damaged.
    """
    return KnownNames(load_known_people(folder), lambda: _printed_names(Root(folder or bundled_folder())))


def _printed_names(root: Root) -> Iterable[str]:
    store = root.store
    return (name for edition in store.editions() for paper in store.papers(edition) for name in paper.authors)


def _within(name: str, family: str) -> str:
    """A stated family name as this form of the whole name writes it; empty if it is not part of it."""
    words, wanted = name.split(), list(map(fold, family.split()))
    starts = (at for at in range(len(words)) if list(map(fold, words[at : at + len(wanted)])) == wanted)
    at = next(starts, None)
    return "" if at is None else " ".join(words[at : at + len(wanted)])
