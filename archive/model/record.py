"""The JSON shape of a paper in results: one place for search, show, export and the index."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from archive.model.paper import Abstract, Edition, Paper

Record = dict[str, Any]


def make_record(paper: Paper, edition: Edition, abstract: Abstract | None, suggested: Sequence[str] = ()) -> Record:
    """A paper as results show it (contract, ``search --json``): every key is always there, but for
    ``abstract_doubtful``, which says why where the reader of the abstract was not sure, and
    ``suggested_topics``, which stands where nobody gave the paper topics and some are suggested.

    The year and venue of an edition that no registry knows are null.
    """
    doubtful = {"abstract_doubtful": abstract.doubtful} if abstract and abstract.doubtful else {}
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "family_names": dict(paper.family_names),
        "equal_contribution": list(paper.equal_contribution),
        "year": edition.year or None,
        "edition": edition.id,
        "venue": edition.venue or None,
        "topics": list(paper.topics),
        **({"suggested_topics": list(suggested)} if suggested else {}),
        "award": paper.award,
        "presentation": paper.presentation,
        "status": paper.status,
        "abstract": abstract.text if abstract else None,
        "abstract_source": abstract.source if abstract else None,
        **doubtful,
        "summary": paper.summary,
        "pdf_url": paper.pdf_url,
        "page_url": paper.page_url,
        "openreview_id": paper.openreview_id,
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "links": [dataclasses.asdict(link) for link in paper.links],
    }


def without_abstract(record: Record) -> Record:
    """The record as it would be on a machine that does not hold the abstract."""
    bare = record | {"abstract": None, "abstract_source": None}
    bare.pop("abstract_doubtful", None)
    return bare
