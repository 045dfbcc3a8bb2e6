"""What was asked of a site."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.site.theme import Theme


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` ends with a slash; without one there are no canonical addresses, feeds and sitemap."""

    theme: Theme
    base_url: str | None = None
    abstracts: bool = False

    @property
    def base_path(self) -> str:
        """What leads to the site from anywhere on its host: where it is tried out is another host."""
        return urlsplit(self.base_url).path if self.base_url else ""
