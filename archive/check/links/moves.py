"""Corrections of papers for addresses that moved permanently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from archive.check.links.addresses import Place
from archive.check.links.candidates import existing_correction
from archive.check.links.report import MOVED, Finding
from archive.model.paper import Edition
from archive.model.paper_links import FORUM
from archive.store.curation import Correction, Curated

Corrections = dict[str, dict[str, list[Correction]]]  # by edition and paper


def corrections_of(
    findings: Sequence[Finding],
    editions: Mapping[str, Edition],
    curation: Mapping[str, Mapping[str, Curated]],
    today: str,
) -> tuple[Corrections, list[str]]:
    """Make corrections for addresses that moved permanently.

    Args:
        findings: all findings; those of other kinds are ignored.
        editions: the registered editions.
        curation: the curation of each edition.
        today: the date for the reasons, as in 2026-01-31.

    Returns:
        The corrections, and a sentence for each address that cannot be corrected in this way.
    """
    made: Corrections = {}
    left: dict[str, None] = {}
    for finding in findings:
        if finding.kind != MOVED or finding.to is None:
            continue
        for place in finding.address.places:
            if place.field == "sources":  # it records where the paper was read
                continue
            why_not = _why_not(place, finding, editions, curation)
            if why_not is None and place.paper is not None:
                correction = Correction(
                    place.field, place.text, finding.to, f"It moved permanently, as its server reported on {today}.", place.text
                )
                made.setdefault(place.edition, {}).setdefault(place.paper, []).append(correction)
            else:
                left[f"{place.paper or place.edition}: {place.text} was not changed: {why_not}."] = None
    return made, list(left)


def _why_not(
    place: Place, finding: Finding, editions: Mapping[str, Edition], curation: Mapping[str, Mapping[str, Curated]]
) -> str | None:
    """Why an address cannot be corrected in the curation of a paper, as the end of a sentence; None if it can."""
    if finding.to_front_page:
        return "it now leads only to the site's front page"
    edition = editions.get(place.edition)
    if place.paper is None or (edition and place.text in [page.url for page in edition.pages]):
        return "addresses of editions and their pages are corrected in editions.toml"
    if place.text.startswith(FORUM):
        return "it is derived from the paper's OpenReview id"
    if urlsplit(place.text).fragment:
        return "it has a fragment, which servers do not see"
    if existing_correction(curation[place.edition].get(place.paper), place.field, place.text):
        return "it was corrected by hand before; change that correction"
    return None
