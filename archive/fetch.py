"""Pages over HTTP, politely, or out of a mirror.

A fetcher has one method, ``get(url) -> str``; it raises :class:`NotThere` where the address says
that there is no such page, and :class:`FetchError` for every other failure, in a sentence.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from archive import __version__
from archive.errors import FetchError, NotThere, UsageError

if TYPE_CHECKING:
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

USER_AGENT = f"mlforsys-archive/{__version__} (archive of the ML for Systems workshop; mailto:mlforsystems@googlegroups.com)"
LARGEST_PAGE = 10_000_000  # bytes; the largest real page has 0.2 MB
LONGEST_FETCH = 120.0  # seconds for one page, retries not counted: a server that drips is given up
LONGEST_WAIT = 120.0  # seconds of Retry-After that are waited; a longer one is a refusal
PAUSE = 1.0  # seconds between two requests to one host
RETRIES = 3
BACKOFF = 0.5  # seconds before the second try, doubled each time
TIMEOUT = 20.0  # seconds without an answer
_TRY_AGAIN = (429, 500, 502, 503, 504)
_GONE = (404, 410)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5


class Fetcher(Protocol):
    def get(self, url: str) -> str:
        """The text of a page."""


def make_fetcher(mirror: str | None = None, *, timeout: float = TIMEOUT) -> Fetcher:
    """The fetcher for ``--mirror``: a folder, an http(s) address, or nothing for the live web."""
    if mirror is None:
        return Web(timeout=timeout)
    if "://" in mirror:
        return MirrorSite(mirror, timeout=timeout)
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
        return _decode(content, None)


class Web:
    """The live web: https alone (http on loopback), robots.txt, a pause a host, a conditional cache."""

    def __init__(self, *, timeout: float = TIMEOUT, pause: float = PAUSE, cache: Path | None = None) -> None:
        self._timeout = timeout
        self._pause = pause
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}
        from cachecontrol import CacheControlAdapter
        from cachecontrol.caches import FileCache

        self._cache = FileCache(str(cache if cache is not None else _cache_folder()))
        self._session = _session(CacheControlAdapter(cache=self._cache, max_retries=_retries(pause)))

    def get(self, url: str) -> str:
        return self._follow(url, self._allowed)

    def _follow(self, url: str, allow: Callable[[str], None]) -> str:
        asked = url
        for _ in range(_MOST_REDIRECTS + 1):
            must_be_safe(url)
            allow(url)
            self._wait(url)
            status, headers, text = _read(self._session, url, self._timeout)
            if "html" in headers.get("content-type", "") and "</html>" not in text[-2000:].lower():
                self._forget(url)  # or a page cut off once would be confirmed by its ETag for ever
            if status not in _REDIRECTS or "location" not in headers:
                return _answer(asked, status, text)
            url = urljoin(url, headers["location"])
        raise FetchError(f"{asked}: more than {_MOST_REDIRECTS} redirects, the last to {url}.")

    def _forget(self, url: str) -> None:
        from cachecontrol.controller import CacheController

        self._cache.delete(CacheController.cache_url(url))

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        due = self._last.get(host, float("-inf")) + self._pause
        if (rest := due - time.monotonic()) > 0:
            time.sleep(rest)
        self._last[host] = time.monotonic()

    def _allowed(self, url: str) -> None:
        parts = urlsplit(url)
        base = f"{parts.scheme}://{parts.netloc}"
        if base not in self._robots:
            rules = RobotFileParser()
            try:
                text = self._follow(base + "/robots.txt", lambda _: None)
            except NotThere:
                text = ""
            rules.parse(text.splitlines())
            self._robots[base] = rules
        if not self._robots[base].can_fetch(USER_AGENT, url):
            raise FetchError(f"{url}: the site's robots.txt asks not to fetch it. Nothing was fetched.")


class MirrorSite:
    """A mirror behind an address: the same layout below it. No robots.txt, no waiting."""

    def __init__(self, base: str, *, timeout: float = TIMEOUT) -> None:
        must_be_safe(base)
        self._base = base.rstrip("/") + "/"
        self._timeout = timeout
        from requests.adapters import HTTPAdapter

        self._session = _session(HTTPAdapter(max_retries=_retries(0)))

    def get(self, url: str) -> str:
        address = self._base + quote(mirror_path(url))
        status, _, text = _read(self._session, address, self._timeout)
        return _answer(f"{url} (as {address})", status, text)


def mirror_path(url: str) -> str:
    """Where a mirror keeps an address: ``https://host/a/`` is ``host/a/index.html``."""
    parts = urlsplit(url)
    path = parts.path or "/"
    name = path + ("index.html" if path.endswith("/") else "")
    return parts.netloc + name + (f"?{parts.query}" if parts.query else "")


def must_be_safe(url: str) -> None:
    """Raise :class:`FetchError` for an address that is neither https nor on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return
    raise FetchError(f"{url}: only https addresses are fetched (http on this machine alone).")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("mlforsys", appauthor=False) / "http"


def _session(adapter: HTTPAdapter) -> requests.Session:
    import requests

    session = requests.Session()
    session.headers["User-Agent"] = USER_AGENT
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _retries(pause: float) -> Retry:
    """Retries with back-off, never sooner than ``pause`` seconds, that obey Retry-After; a server that
    asks to wait for hours is not asked again: its answer stands."""
    from urllib3.exceptions import MaxRetryError
    from urllib3.util import Retry

    class Patient(Retry):
        def get_backoff_time(self) -> float:
            return max(pause, super().get_backoff_time())

        def increment(self, method: Any = None, url: Any = None, response: Any = None, *rest: Any, **named: Any) -> Any:
            if response is not None and (self.get_retry_after(response) or 0) > LONGEST_WAIT:
                raise MaxRetryError(named.get("_pool"), url or "")  # type: ignore[arg-type]
            return super().increment(method, url, response, *rest, **named)

    return Patient(total=RETRIES, read=1, backoff_factor=BACKOFF, status_forcelist=_TRY_AGAIN, raise_on_status=False)


def _read(session: requests.Session, url: str, timeout: float) -> tuple[int, dict[str, str], str]:
    import requests

    give_up = time.monotonic() + LONGEST_FETCH
    try:
        with session.get(url, timeout=(min(timeout, 10), timeout), stream=True, allow_redirects=False) as response:
            clock = threading.Timer(LONGEST_FETCH, response.raw.shutdown)  # a read may block as long as bytes drip
            clock.daemon = True
            clock.start()
            content = bytearray()
            for chunk in response.iter_content(64 * 1024):
                content += chunk
                if len(content) > LARGEST_PAGE:
                    raise FetchError(f"{url}: the page is larger than {LARGEST_PAGE // 1_000_000} MB; it was not read.")
            clock.cancel()
            headers = {key.lower(): value for key, value in response.headers.items()}
            return response.status_code, headers, _decode(bytes(content), response.headers.get("content-type"))
    except requests.Timeout:
        raise FetchError(f"{url}: no answer within {timeout:.0f} s. Try again later, or with a longer --timeout.") from None
    except requests.RequestException as error:
        if time.monotonic() > give_up:
            raise FetchError(f"{url}: the page did not come to an end within {LONGEST_FETCH:.0f} s. Try again later.") from None
        raise FetchError(f"{url}: {_reason(error)}. Check the connection and try again.") from None


def _answer(url: str, status: int, text: str) -> str:
    if status in _GONE:
        raise NotThere(f"{url} is not there (HTTP {status}).")
    if status == 429:
        raise FetchError(
            f"{url}: the server asks for fewer requests (HTTP 429), also after {RETRIES} retries. Try again later."
        )
    if status >= 500:
        raise FetchError(f"{url}: the server failed (HTTP {status}), also after {RETRIES} retries. Try again later.")
    if status != 200:
        raise FetchError(
            f"{url}: the server answered HTTP {status}. If the page moved, its address in editions.toml must follow."
        )
    return text


def _decode(content: bytes, content_type: str | None) -> str:
    from bs4.dammit import EncodingDetector

    declared = content_type.partition("charset=")[2].split(";")[0].strip("\"' ") if content_type else ""
    declared = declared or EncodingDetector.find_declared_encoding(content, is_html=True) or "utf-8"
    for encoding in ("utf-8", declared, "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def _reason(error: Exception) -> str:
    text = str(error)
    for sign, sentence in {
        "IncompleteRead": "the answer broke off before its end",
        "Connection reset": "the server closed the connection",
        "ConnectionResetError": "the server closed the connection",
        "RemoteDisconnected": "the server closed the connection without an answer",
        "NameResolutionError": "the host's name is not known here",
        "Failed to resolve": "the host's name is not known here",
        "Connection refused": "nothing answers there",
        "certificate": "the server's certificate cannot be trusted",
        "timed out": "no answer in time",
    }.items():
        if sign in text:
            return sentence
    return f"it could not be fetched ({type(error).__name__})"
