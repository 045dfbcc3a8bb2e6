"""Papers to cite: of the invented archive, of the real one, and single papers of an invented workshop."""

from __future__ import annotations

from functools import cache

from archive.catalogue.items import items
from archive.export.bibliographic_data import Reference, references
from archive.export.cite import cite
from archive.export.formats import export_format, given_to
from archive.model.paper import Edition
from archive.model.record import make_record
from archive.store.editions import Registry, load_registry
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.archives import paper

ACME = Edition(id="acme2031", name="Kites & Rails at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
REGISTRY = Registry({"acme2031": ACME}, None)


def record(title="Kites", *authors, **facts):
    return make_record(paper("quill2031kites", title, *(authors or ("Ada Quill",)), **facts), ACME, None)


def written(name, *some, registry=REGISTRY, with_abstracts=False):
    """The output of the command."""
    writer = export_format(name)
    return "".join(writer.write(given_to(writer, some, with_abstracts), registry))


def reference(title="Kites", *authors, **facts) -> Reference:
    return next(references([record(title, *authors, **facts)], REGISTRY))


@cache
def real_registry() -> Registry:
    return load_registry(PROJECT)


@cache
def real_records():
    """All committed papers of the workshop."""
    return [item.record() for item in items(Root(PROJECT), real_registry())]


@cache
def real_references() -> list[Reference]:
    return list(references(real_records(), real_registry()))


def real(name: str) -> str:
    """The whole archive in a format."""
    return written(name, *real_records(), registry=real_registry())


def cited(style: str, *records, registry=REGISTRY) -> list[str]:
    """The references of some papers in a style."""
    return [text for _, text in cite(records, registry, style)]


@cache
def real_cited(style: str, step: int = 1) -> list[str]:
    """All papers of the workshop, or one of several parts, in a style."""
    return cited(style, *real_records()[::step], registry=real_registry())
