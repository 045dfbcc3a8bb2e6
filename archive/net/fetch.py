"""Fetchers read pages and PDFs from the live web or from a mirror.

``get``, ``pdf`` and ``call_api`` raise :class:`NotThere` if there is no such page, and another :class:`FetchError` for any
other failure. ``peek`` returns a 404 like any other answer. Messages are sentences for the user.
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
    """What :mod:`archive.collect`, :mod:`archive.check` and :mod:`archive.site` need of the web. All URLs are absolute."""

    def get(self, url: str) -> str:
        """The text of a page."""

    def pdf(self, url: str, *, refresh: bool = False) -> Path:
        """The path of a local copy of a PDF, which is fetched only once; ``refresh`` fetches it again.

        Raises :class:`NotAPdf` if the server sends something else. A mirror folder does not check this.
        """

    def call_api(
        self, url: str, *, token: str | None = None, json_body: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        """The body of an API's answer.

        Args:
            url: the URL of the call.
            token: a bearer token.
            json_body: sent as JSON, by POST instead of GET.
            pause: seconds between two calls, if the API asks for another pause than usual.
        """

    def peek(self, url: str, method: str) -> Reply:
        """The answer, whatever its status, with at most the first kilobyte of its body.

        Redirects are not followed, and a failure is not retried. ``method`` is HEAD or GET.
        """

    def has_host(self, host: str) -> bool:
        """Whether this fetcher has anything of a host: a mirror has only some hosts."""


def make_fetcher(
    mirror: str | None = None, *, timeout: float = TIMEOUT, agent: str = USER_AGENT, own: Iterable[str] = ()
) -> Fetcher:
    """The fetcher for ``--mirror``: a folder, an http(s) address, or None for the live web.

    Args:
        mirror: the folder or address.
        timeout: seconds to wait for an answer.
        agent: the User-Agent, from :func:`archive.net.http.user_agent`.
        own: registered URLs; their hosts may be on this machine or its network.

    Raises:
        UsageError: the mirror is invalid.
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
    """Fetches each page only once per run, since papers and abstracts are read from the same page."""

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
