"""What identifies a paper whatever its title: no two papers have the same PDF, OpenReview id, arXiv id or DOI."""

from __future__ import annotations

from archive.model.paper import Entry, Paper

IDENTIFIERS = {"PDF": "pdf_url", "OpenReview id": "openreview_id", "arXiv id": "arxiv_id", "DOI": "doi"}
"""The fields of a paper that identify it, by the names that messages use."""


def identifiers(paper: Entry | Paper) -> dict[str, str]:
    """The identifiers that a paper has, by the names of :data:`IDENTIFIERS`."""
    return {name: value for name, field in IDENTIFIERS.items() if (value := getattr(paper, field))}
