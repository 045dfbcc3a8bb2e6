"""The optional fields are the same in all classes."""

import dataclasses

from archive.collect.imports.drafts import Draft
from archive.model.fields import OPTIONAL_TEXTS
from archive.model.paper import Entry, Paper
from archive.model.record import PaperRecord


def test_entries_papers_drafts_and_records_have_every_optional_text() -> None:
    optional = [field.name for field in dataclasses.fields(Entry) if field.default is None and field.name != "abstract"]
    assert optional == list(OPTIONAL_TEXTS)
    for kind in (Paper, Draft):
        assert set(OPTIONAL_TEXTS) <= {field.name for field in dataclasses.fields(kind)}
    assert set(OPTIONAL_TEXTS) <= PaperRecord.__required_keys__
