"""The metadata of pages: Google Scholar's tags, schema.org, Open Graph.

Sources: scholar.google.com/intl/en/scholar/inclusion.html ("Indexing guidelines"), schema.org
(ScholarlyArticle, Event, CollectionPage), ogp.me.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from archive.export.bibliographic_data import workshop_name
from archive.model.name_parts import name_parts
from archive.model.paper import Edition
from archive.site.preview_images import CARD_SIZE, Card
from archive.site.theme import Theme
from archive.site.views import AuthorView, EditionView, PaperView

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Tag(NamedTuple):
    """A ``<meta>`` element; Open Graph's have ``property`` for ``name``."""

    attribute: str
    name: str
    content: str


def paper_tags(paper: PaperView, pdf: str | None) -> list[Tag]:
    """The tags for Google Scholar. ``pdf`` is the absolute URL of a PDF on the same host, beside the page;
    without one its tag is left out, as the guidelines ask. A withdrawn paper has none: they would offer it as accepted."""
    if paper.withdrawn:
        return []
    edition = paper.edition.edition
    date = edition.date.strftime("%Y/%m/%d") if edition.date else str(edition.year or "")
    pairs = [
        ("citation_title", paper.title),
        *(("citation_author", _scholarly(author.name, paper.cited["family_names"])) for author in paper.authors),
        ("citation_publication_date", date),
        ("citation_conference_title", workshop_name(edition.name)),
        ("citation_doi", paper.item.paper.doi),
        ("citation_arxiv_id", paper.item.paper.arxiv_id),
        ("citation_pdf_url", pdf),
    ]
    return [Tag("name", name, content) for name, content in pairs if content]


def _scholarly(name: str, stated: Mapping[str, str]) -> str:
    """A name, which Scholar splits itself; ``García Márquez, Ada`` where the family name is stated."""
    if family := stated.get(name):
        parts = name_parts(name, family)
        return ", ".join(filter(None, (f"{parts.particle} {parts.family}".strip(), parts.suffix, parts.given)))
    return name


def open_graph(
    kind: str, title: str, description: str, url: str | None, card: tuple[str, Card] | None, theme: Theme
) -> list[Tag]:
    """The tags by which other sites show a link to a page; ``card`` is the address of its picture, and what that shows."""
    image, shown = card or (None, None)
    pairs = (
        ("type", kind),
        ("title", title),
        ("description", description),
        ("url", url),
        ("image", image),
        ("image:width", str(CARD_SIZE[0]) if card else None),
        ("image:height", str(CARD_SIZE[1]) if card else None),
        ("image:alt", " · ".join(filter(None, shown)) if shown else None),
        ("site_name", theme.name),
    )
    tags = [Tag("property", f"og:{name}", content) for name, content in pairs if content]
    return [*tags, Tag("name", "twitter:card", "summary_large_image" if card else "summary")]


def elements(tags: Iterable[Tag]) -> Markup:
    """Tags as elements, one a line. Each page has a dozen or more: a template takes several times as long."""
    lines = (f'<meta {tag.attribute}="{tag.name}" content="{escape(tag.content)}">' for tag in tags)
    return Markup("\n".join(lines))  # noqa: S704, escaped; attributes and names are ours


def breadcrumbs(trail: Sequence[tuple[str, str]], title: str, url: Callable[[str], str | None]) -> Markup | None:
    """The pages above a page, by names and paths, as schema.org's ``BreadcrumbList``; None where addresses are not known."""
    if not trail or url("") is None:
        return None
    items: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": at, "name": name, "item": url(path)} for at, (name, path) in enumerate(trail, 1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": title})
    return linked_data({"@type": "BreadcrumbList", "itemListElement": items})


def person(view: AuthorView, url: str | None) -> Markup:
    """An author as schema.org's ``Person``."""
    return linked_data(
        {
            "@type": "Person",
            "@id": url,
            "url": url,
            "name": view.person.name,
            "familyName": view.person.family if view.person.family != view.person.name else None,
            "alternateName": list(view.also),
            "sameAs": f"https://orcid.org/{view.person.orcid}" if view.person.orcid else None,
            "knowsAbout": [topic.name for topic in view.topics],
        }
    )


def collection(name: str, description: str, url: str | None, papers: Sequence[PaperView]) -> Markup:
    """A list of papers as schema.org's ``CollectionPage``."""
    return linked_data(
        {
            "@type": "CollectionPage",
            "@id": url,
            "url": url,
            "name": name,
            "description": description,
            "mainEntity": {"@type": "ItemList", "numberOfItems": len(papers)},
        }
    )


def paper_article(paper: PaperView, url: str | None, pdf: str | None) -> Markup:
    """A paper as schema.org's ``ScholarlyArticle``."""
    record, edition = paper.record, paper.edition.edition
    where = pdf or (paper.links[0].url if paper.has_pdf else None)
    return linked_data(
        {
            "@type": "ScholarlyArticle",
            "@id": url,
            "url": url,
            "name": paper.title,
            "headline": paper.title,
            "author": [{"@type": "Person", "name": author.name} for author in paper.authors],
            "datePublished": paper.published or (str(edition.year) if edition.year else None),
            "abstract": record["abstract"],
            "description": record["summary"],
            "keywords": [topic.name for topic in paper.topics],
            "award": record["award"],
            "creativeWorkStatus": record["status"],
            "publication": {
                "@type": "PublicationEvent",
                "name": edition.name,
                "startDate": paper.published,
                "location": _place(edition),
            },
            "encoding": {"@type": "MediaObject", "contentUrl": where, "encodingFormat": "application/pdf"} if where else None,
            "sameAs": [link.url for link in paper.links if link.label in ("OpenReview", "arXiv", "DOI", "Page")],
        }
    )


def edition_event(edition: EditionView, url: str | None) -> Markup:
    """An edition as schema.org's ``Event``."""
    event = edition.edition
    return linked_data(
        {
            "@type": "Event",
            "@id": url,
            "name": event.name,
            "url": event.url,
            "startDate": event.date.isoformat() if event.date else None,
            "location": _place(event),
        }
    )


def _place(edition: Edition) -> dict[str, Any]:
    if (edition.location or "").casefold() in ("online", "virtual"):
        return {"@type": "VirtualLocation", "url": edition.url}
    return {"@type": "Place", "name": edition.location} if edition.location else {}


def archive_site(url: str | None, theme: Theme) -> Markup:
    """The site as schema.org's ``WebSite``, with its search."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{url}search/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return linked_data(
        {
            "@type": "WebSite",
            "@id": url,
            "url": url,
            "name": theme.name,
            "description": theme.tagline,
            "potentialAction": search if url else None,
        }
    )


def linked_data(thing: dict[str, Any]) -> Markup:
    """JSON-LD that is safe in a ``<script>``: nothing in it can end the element."""
    text = _encode({"@context": "https://schema.org"} | _drop_empty(thing))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _drop_empty(thing: dict[str, Any]) -> dict[str, Any]:
    """Without empty values, at any depth."""
    filled = {key: _drop_empty(value) if isinstance(value, dict) else value for key, value in thing.items()}
    return {key: value for key, value in filled.items() if value not in (None, [], {}, "")}
