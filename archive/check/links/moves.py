"""Addresses that moved for good, as corrections of the papers that hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from archive.check.links.addresses import Place
from archive.check.links.candidates import correction_before
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
    """A correction for each move that one can hold, and a sentence for each that none can."""
    made: Corrections = {}
    left: dict[str, None] = {}
    for finding in findings:
        if finding.kind != MOVED or finding.to is None:
            continue
        for place in finding.address.places:
            if place.field == "sources":  # where a paper was read stays where it was
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
    if finding.to_front_page:
        return "it now leads only to the site's front page"
    edition = editions.get(place.edition)
    if place.paper is None or (edition and place.text in [page.url for page in edition.pages]):
        return "addresses of editions and their pages are corrected in editions.toml"
    if place.text.startswith(FORUM):
        return "it is derived from the paper's OpenReview id"
    if urlsplit(place.text).fragment:
        return "it has a fragment, which servers do not see"
    if correction_before(curation[place.edition].get(place.paper), place.field, place.text):
        return "it was corrected by hand before; change that correction"
    return None
