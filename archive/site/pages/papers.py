"""A paper's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from archive.model.paper import Link
from archive.site import addresses, metadata
from archive.site.exports import OF_ONE, Citation
from archive.site.pages.frame import Frame, SitePage, shortened
from archive.site.preview_images import Picture
from archive.site.views import PaperView, RelatedView

_SCHOLAR = "https://scholar.google.com/scholar"
_LABELS = {"PDF": "pdf", "Page": "its_landing_page"}  # of links, with their names among the site's texts


def paper_page(
    frame: Frame,
    view: PaperView,
    cites: Iterable[Citation],
    related: Sequence[RelatedView],
    thumbnail: Picture | None,
) -> SitePage:
    """A paper's page, with its references, related papers and, where there is one, a picture of its first page."""
    url = frame.url(view.path)
    pdf = addresses.pdf(view.id) if view.copied else None
    pdf_url = f"{url}{pdf}" if url and pdf else None
    description = shortened(view.record["summary"] or f"{view.announced}. {view.edition.edition.name}.")
    return frame.page(
        view.path,
        "paper.html",
        view.announced,
        description,
        section=addresses.EDITIONS,
        kind="article",
        tags=metadata.paper_tags(view, pdf_url),
        linked_data=metadata.paper_article(view, url, pdf_url),
        trail=[(frame.say("editions"), addresses.EDITIONS), (view.edition.edition.name, view.edition.path)],
        card=view.edition.card,
        updated=view.updated,
        paper=view,
        cites=tuple(cites),
        related=related,
        exports=[export for export in OF_ONE if not (view.withdrawn and export.is_citation)],
        links=_links(frame, view, pdf),
        thumbnail=thumbnail,
        scholar=None if view.withdrawn else f"{_SCHOLAR}?{urlencode({'q': view.title})}",
        report=_report(frame, view),
    )


def _links(frame: Frame, view: PaperView, pdf: str | None) -> list[Link]:
    """The links to the paper, that of the PDF to its copy if there is one."""
    links = [replace(view.links[0], url=pdf), *view.links[1:]] if pdf else view.links
    return [replace(link, label=frame.say(_LABELS[link.label])) if link.label in _LABELS else link for link in links]


def _report(frame: Frame, view: PaperView) -> str:
    if frame.theme.report:
        return frame.theme.report.replace("{id}", view.id)
    return f"{addresses.up(view.path)}about/index.html?paper={view.id}#corrections"
