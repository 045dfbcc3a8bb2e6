"""What was asked of a site."""

from __future__ import annotations

from dataclasses import dataclass

from archive.site.theme import Theme


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` ends with a slash; without one there are no canonical addresses, feeds and sitemap."""

    theme: Theme
    base_url: str | None = None
    abstracts: bool = False
