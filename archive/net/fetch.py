"""Fetchers: where pages and papers come from, the live web or a mirror.

``get``, ``pdf`` and ``call_api`` raise :class:`NotThere` where the server answers that there is no such page, and
:class:`FetchError` for every other failure, with a sentence for the user; ``peek`` raises the latter alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from archive.errors import FetchError, NotThere, UsageError
from archive.net.http import TIMEOUT, USER_AGENT, Reply
from archive.net.mirror import MirrorFolder, MirrorSite
from archive.net.web import WebFetcher
from archive.store.root import expanded


class Fetcher(Protocol):
    """What :mod:`archive.collect` and :mod:`archive.check` need of the web. Addresses are absolute."""

    def get(self, url: str) -> str:
        """The text of a page."""

    def pdf(self, url: str, *, refresh: bool = False) -> Path:
        """A local copy of the file at an address; fetched once and cached. ``refresh`` fetches it again."""

    def call_api(
        self, url: str, *, token: str | None = None, json_body: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        """The answer of an API. ``json_body`` is sent as JSON; ``token`` is a bearer token; ``pause`` is the seconds
        between two calls, where the API asks for more than usual."""

    def peek(self, url: str, method: str) -> Reply:
        """The answer, whatever its status, without following redirects, and at most its first kilobyte;
        ``method`` is HEAD or GET. A failure is not retried."""

    def has_host(self, host: str) -> bool:
        """Whether pages of a host can be fetched at all; a mirror has few hosts."""


def make_fetcher(
    mirror: str | None = None, *, timeout: float = TIMEOUT, agent: str = USER_AGENT, own: Iterable[str] = ()
) -> Fetcher:
    """The fetcher for ``--mirror``: a folder, an http(s) address, or None for the live web.

    ``timeout`` is in seconds, ``agent`` the User-Agent (:func:`archive.net.http.user_agent`), ``own`` are registered
    addresses, whose hosts may be on this machine.
    Raises :class:`UsageError` for an invalid mirror.
    """
    if mirror is None:
        return CachingFetcher(WebFetcher(timeout=timeout, agent=agent, own=own))
    if "://" in mirror:
        try:
            return CachingFetcher(MirrorSite(mirror, timeout=timeout, agent=agent))
        except FetchError as error:
            raise UsageError(f"--mirror: {error}") from None
    folder = expanded(Path(mirror))
    if not folder.is_dir():
        raise UsageError(f"--mirror {mirror}: the folder does not exist. Give a folder or an address.")
    return CachingFetcher(MirrorFolder(folder))


class CachingFetcher:
    """Fetches each page once a run: papers and abstracts are read from the same page."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._pages: dict[str, str | NotThere] = {}

    def get(self, url: str) -> str:
        """See :meth:`Fetcher.get`; a missing page is cached too."""
        if url not in self._pages:
            try:
                self._pages[url] = self._fetcher.get(url)
            except NotThere as error:
                self._pages[url] = error
        if isinstance(page := self._pages[url], NotThere):
            raise page
        return page

    def pdf(self, url: str, *, refresh: bool = False) -> Path:
        """See :meth:`Fetcher.pdf`."""
        return self._fetcher.pdf(url, refresh=refresh)

    def call_api(
        self, url: str, *, token: str | None = None, json_body: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        """See :meth:`Fetcher.call_api`."""
        return self._fetcher.call_api(url, token=token, json_body=json_body, pause=pause)

    def peek(self, url: str, method: str) -> Reply:
        """See :meth:`Fetcher.peek`."""
        return self._fetcher.peek(url, method)

    def has_host(self, host: str) -> bool:
        """See :meth:`Fetcher.has_host`."""
        return self._fetcher.has_host(host)
