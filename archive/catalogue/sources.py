"""The files that search results are made from. An index covers them; a search only asks whether they changed."""

from __future__ import annotations

from pathlib import Path

from archive.catalogue.topic_suggestions.files import suggestion_files
from archive.store.file_names import EDITIONS, PEOPLE
from archive.store.files import json_files
from archive.store.root import Root, data_files


def sources(root: Root) -> list[Path]:
    """The files of papers, abstracts, editions, people and topics, and those that topics are suggested from."""
    scraped = root.folder / "scraped"
    papers = (*json_files(scraped), *json_files(scraped / "abstracts"))
    known = (path for name in (EDITIONS, PEOPLE) for path in data_files(root.folder, name))
    return [*papers, *known, *suggestion_files(root.folder)]
