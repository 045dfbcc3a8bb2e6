"""The settings of a site."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.site.theme import Theme

SHARDED_FROM = 3000
"""Papers from which a sharded search is worth it: the script of fewer is less than 2.3 MB (0.9 MB gzip)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` ends with a slash; without one there are no canonical addresses, feeds and sitemap.
    ``sharded``: the search is Pagefind's, for very many papers (:mod:`archive.site.pagefind_index`)."""

    theme: Theme
    base_url: str | None = None
    abstracts: bool = False
    sharded: bool = False

    @property
    def base_path(self) -> str:
        """The path of the site on its host, with slashes; empty where the address is unknown."""
        return urlsplit(self.base_url).path if self.base_url else ""
