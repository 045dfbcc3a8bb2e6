"""Pages over HTTP, politely, or out of a mirror.

A fetcher has one method, ``get(url) -> str``; it raises :class:`NotThere` where the address says
that there is no such page, and :class:`FetchError` for every other failure, in a sentence.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit
from urllib.robotparser import RobotFileParser

from archive import http
from archive.errors import FetchError, NotThere, Refused, UsageError
from archive.http import TIMEOUT, USER_AGENT, Reply


class Fetcher(Protocol):
    def get(self, url: str) -> str:
        """The text of a page."""


def make_fetcher(mirror: str | None = None, *, timeout: float = TIMEOUT) -> Fetcher:
    """The fetcher for ``--mirror``: a folder, an http(s) address, or nothing for the live web."""
    if mirror is None:
        return Web(timeout=timeout)
    if "://" in mirror:
        try:
            return MirrorSite(mirror, timeout=timeout)
        except FetchError as error:
            raise UsageError(f"--mirror: {error}") from None
    folder = Path(mirror).expanduser()
    if not folder.is_dir():
        raise UsageError(f"--mirror {mirror}: there is no such folder. Give a folder or an address.")
    return MirrorFolder(folder)


class MirrorFolder:
    """A copy as ``wget --mirror`` lays it out: ``FOLDER/host/path``, a query as part of the name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def get(self, url: str) -> str:
        path = self.folder / mirror_path(url)
        if self.folder not in path.resolve().parents and self.folder.resolve() not in path.resolve().parents:
            raise FetchError(f"{url}: its file would lie outside of the mirror {self.folder}.")
        try:
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise NotThere(f"{url} is not in the mirror ({path} does not exist).") from None
        except OSError as error:
            raise FetchError(f"{url}: {path} cannot be read: {error.strerror}.") from None
        return http.decode(content, None)


class Web:
    """The live web: https alone (http on loopback), robots.txt, a pause a host, a conditional cache."""

    def __init__(self, *, timeout: float = TIMEOUT, pause: float | None = None, cache: Path | None = None) -> None:
        from cachecontrol import CacheControlAdapter

        self._timeout = timeout
        self._pause = http.PAUSE if pause is None else pause
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._cache = http.make_cache(cache if cache is not None else _cache_folder())
        self._session = http.make_session(CacheControlAdapter(cache=self._cache, max_retries=http.make_retries(self._pause)))

    def get(self, url: str) -> str:
        return http.follow(url, url, lambda hop: self._ask(hop, url, obey_robots=True))

    def _ask(self, url: str, name: str, *, obey_robots: bool) -> Reply:
        http.must_be_safe(url)
        if obey_robots:
            self._must_be_allowed(url)
        self._wait(url)
        try:
            reply = http.read(self._session, url, name, self._timeout)
        finally:
            self._last[urlsplit(url).netloc] = time.monotonic()  # retries were requests too
        if "html" in reply.headers.get("content-type", "").lower() and "</html>" not in reply.text[-2000:].lower():
            self._forget(url)  # or a page cut off once would be confirmed by its ETag for ever
        return reply

    def _forget(self, url: str) -> None:
        from cachecontrol.controller import CacheController

        self._cache.delete(CacheController.cache_url(url))

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        due = self._last.get(host, float("-inf")) + self._pause
        if (rest := due - time.monotonic()) > 0:
            time.sleep(rest)

    def _must_be_allowed(self, url: str) -> None:
        parts = urlsplit(url)
        base = f"{parts.scheme}://{parts.netloc}"
        if base not in self._robots:
            address = base + "/robots.txt"
            try:
                text = http.follow(address, address, lambda hop: self._ask(hop, address, obey_robots=False))
            except Refused:  # RFC 9309, 2.3.1.3: no rules are given, so none bind
                text = ""
            rules = RobotFileParser()
            rules.parse(text.splitlines())
            self._robots[base] = rules
        if not self._robots[base].can_fetch(USER_AGENT, url):
            raise FetchError(f"{url}: the site's robots.txt asks not to fetch it. Nothing was fetched.")


class MirrorSite:
    """A mirror behind an address: the same layout below it. No robots.txt, no waiting, no other site."""

    def __init__(self, base: str, *, timeout: float = TIMEOUT) -> None:
        from requests.adapters import HTTPAdapter

        http.must_be_safe(base)
        self._base = base.rstrip("/") + "/"
        self._timeout = timeout
        self._session = http.make_session(HTTPAdapter(max_retries=http.make_retries(0)))

    def get(self, url: str) -> str:
        address = self._base + quote(mirror_path(url))
        name = f"{url} (as {address})"
        return http.follow(address, name, lambda hop: self._ask(hop, name))

    def _ask(self, address: str, name: str) -> Reply:
        if not address.startswith(self._base) or ".." in urlsplit(address).path.split("/"):
            raise FetchError(f"{name}: the mirror redirects to {address}, which is no part of it.")
        return http.read(self._session, address, name, self._timeout)


def mirror_path(url: str) -> str:
    """Where a mirror keeps an address: ``https://host/a%20b/`` is ``host/a b/index.html``."""
    parts = http.split_address(url)
    path = unquote(parts.path) or "/"
    if ".." in path.split("/") or "\0" in path:
        raise FetchError(f"{url}: an address that leads upward is in no mirror.")
    name = path + ("index.html" if path.endswith("/") else "")
    return parts.netloc + name + (f"?{parts.query}" if parts.query else "")


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("mlforsys", appauthor=False) / "http"
