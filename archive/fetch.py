"""Pages over HTTP, politely, or out of a mirror.

A fetcher has one method, ``get(url) -> str``; it raises :class:`NotThere` where the address says
that there is no such page, and :class:`FetchError` for every other failure, in a sentence.
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import re
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from archive import __version__
from archive.errors import FetchError, NotThere, Refused, UsageError

if TYPE_CHECKING:
    import requests
    from cachecontrol.caches import FileCache
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

USER_AGENT = f"mlforsys-archive/{__version__} (archive of the ML for Systems workshop; mailto:mlforsystems@googlegroups.com)"
LARGEST_PAGE = 10_000_000  # bytes; the largest real page has 0.2 MB
LONGEST_FETCH = 240.0  # seconds for one page, retries and their waiting included
LONGEST_WAIT = 60.0  # seconds of Retry-After that are waited; a longer one is a refusal
PAUSE = 1.0  # seconds between two requests to one host
RETRIES = 3
BACKOFF = 0.5  # seconds before the second try, doubled each time
TIMEOUT = 10.0  # seconds without an answer
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
        return _decode(content, None)


class Web:
    """The live web: https alone (http on loopback), robots.txt, a pause a host, a conditional cache."""

    def __init__(self, *, timeout: float = TIMEOUT, pause: float | None = None, cache: Path | None = None) -> None:
        from cachecontrol import CacheControlAdapter

        self._timeout = timeout
        self._pause = PAUSE if pause is None else pause
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._cache = _cache(cache if cache is not None else _cache_folder())
        self._session = _session(CacheControlAdapter(cache=self._cache, max_retries=_retries(self._pause)))

    def get(self, url: str) -> str:
        return _follow(url, url, lambda hop: self._ask(hop, url, obey_robots=True))

    def _ask(self, url: str, name: str, *, obey_robots: bool) -> Reply:
        must_be_safe(url)
        if obey_robots:
            self._must_be_allowed(url)
        self._wait(url)
        try:
            reply = _read(self._session, url, name, self._timeout)
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
                text = _follow(address, address, lambda hop: self._ask(hop, address, obey_robots=False))
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

        must_be_safe(base)
        self._base = base.rstrip("/") + "/"
        self._timeout = timeout
        self._session = _session(HTTPAdapter(max_retries=_retries(0)))

    def get(self, url: str) -> str:
        address = self._base + quote(mirror_path(url))
        name = f"{url} (as {address})"
        return _follow(address, name, lambda hop: self._ask(hop, name))

    def _ask(self, address: str, name: str) -> Reply:
        if not address.startswith(self._base) or ".." in urlsplit(address).path.split("/"):
            raise FetchError(f"{name}: the mirror redirects to {address}, which is no part of it.")
        return _read(self._session, address, name, self._timeout)


class Reply(NamedTuple):
    """An answer, read to its end; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str


def mirror_path(url: str) -> str:
    """Where a mirror keeps an address: ``https://host/a%20b/`` is ``host/a b/index.html``."""
    parts = _split(url)
    path = unquote(parts.path) or "/"
    if ".." in path.split("/") or "\0" in path:
        raise FetchError(f"{url}: an address that leads upward is in no mirror.")
    name = path + ("index.html" if path.endswith("/") else "")
    return parts.netloc + name + (f"?{parts.query}" if parts.query else "")


def must_be_safe(url: str) -> None:
    """Raise :class:`FetchError` for an address that is neither https nor on this machine."""
    parts = _split(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return
    raise FetchError(f"{url}: only https addresses are fetched (http on this machine alone).")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise FetchError(f"{url!r} is no web address. Mend it in editions.toml.") from None
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("mlforsys", appauthor=False) / "http"


def _cache(folder: Path) -> FileCache:
    """The conditional cache; where its folder cannot be used, pages are fetched without it."""
    from cachecontrol.caches import FileCache

    class BestEffort(FileCache):  # type: ignore[misc]
        def get(self, key: str) -> bytes | None:
            with contextlib.suppress(OSError):
                return cast("bytes | None", super().get(key))
            return None

        def set(self, key: str, value: bytes, expires: Any = None) -> None:
            with contextlib.suppress(OSError):
                super().set(key, value, expires)

        def delete(self, key: str) -> None:
            with contextlib.suppress(OSError):
                super().delete(key)

    return BestEffort(str(folder))


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
    from urllib3.exceptions import InvalidHeader, MaxRetryError
    from urllib3.util import Retry

    class Patient(Retry):
        def get_retry_after(self, response: Any) -> float | None:
            try:
                return super().get_retry_after(response)
            except InvalidHeader:
                return None

        def get_backoff_time(self) -> float:
            return max(pause, super().get_backoff_time())

        def increment(self, method: Any = None, url: Any = None, response: Any = None, *rest: Any, **named: Any) -> Any:
            if response is not None and (self.get_retry_after(response) or 0) > LONGEST_WAIT:
                raise MaxRetryError(named.get("_pool"), url or "")  # type: ignore[arg-type]
            return super().increment(method, url, response, *rest, **named)

    return Patient(total=RETRIES, read=1, backoff_factor=BACKOFF, status_forcelist=_TRY_AGAIN, raise_on_status=False)


def _follow(url: str, name: str, ask: Callable[[str], Reply]) -> str:
    """Ask, and go where redirects lead; the text at the end of it."""
    for _ in range(_MOST_REDIRECTS + 1):
        reply = ask(url)
        if reply.status not in _REDIRECTS or "location" not in reply.headers:
            return _text(name, reply)
        try:
            url = urljoin(url, reply.headers["location"])
        except ValueError:
            raise FetchError(f"{name}: the server sends on to no address. Try again later.") from None
    raise FetchError(f"{name}: more than {_MOST_REDIRECTS} redirects, the last to {url}.")


def _text(name: str, reply: Reply) -> str:
    status = reply.status
    if status in _GONE:
        raise NotThere(f"{name} is not there (HTTP {status}).")
    if status == 429:
        raise FetchError(f"{name}: the server asks for fewer requests (HTTP 429). Try again later.")
    if status >= 500:
        raise FetchError(f"{name}: the server failed (HTTP {status}). Try again later.")
    if status != 200:
        raise FetchError(
            f"{name}: the server answered HTTP {status}. If the page moved, its address in editions.toml must follow."
        )
    return reply.text


def _read(session: requests.Session, url: str, name: str, timeout: float) -> Reply:
    """One request with its retries, read to the end; a body that breaks off is asked for once more.

    It runs in a thread of its own: a server that drips can hold any read for ever, and then the
    thread is left behind.
    """
    box: queue.SimpleQueue[Reply | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            box.put(_read_twice(session, url, name, timeout))
        except Exception as error:  # handed over whole, whatever it is
            box.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        outcome = box.get(timeout=LONGEST_FETCH)
    except queue.Empty:
        raise FetchError(f"{name}: the page did not come to an end within {LONGEST_FETCH:g} s. Try again later.") from None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _read_twice(session: requests.Session, url: str, name: str, timeout: float) -> Reply:
    import requests

    try:
        return _read_once(session, url, name, timeout)
    except requests.exceptions.ChunkedEncodingError:
        time.sleep(PAUSE)
    try:
        return _read_once(session, url, name, timeout)
    except requests.exceptions.ChunkedEncodingError as error:
        raise FetchError(f"{name}: {_reason(error)}. Try again later.") from None


def _read_once(session: requests.Session, url: str, name: str, timeout: float) -> Reply:
    import requests

    try:
        with session.get(url, timeout=timeout, stream=True, allow_redirects=False) as response:
            content = bytearray()
            for chunk in response.iter_content(64 * 1024):
                content += chunk
                if len(content) > LARGEST_PAGE:
                    raise FetchError(f"{name}: the page is larger than {LARGEST_PAGE // 1_000_000} MB; it was not read.")
            headers = {key.lower(): value for key, value in response.headers.items()}
            return Reply(response.status_code, headers, _decode(bytes(content), headers.get("content-type")))
    except requests.exceptions.ChunkedEncodingError:
        raise
    except requests.RequestException as error:
        if isinstance(error, requests.Timeout) or "timed out" in str(error):
            raise FetchError(f"{name}: no answer within {timeout:g} s. Try again later, or with a longer --timeout.") from None
        raise FetchError(f"{name}: {_reason(error)}. Check the connection and try again.") from None
    except (ValueError, UnicodeError):  # an address in the answer that is none
        raise FetchError(f"{name}: the server sends on to no address. Try again later.") from None


def _decode(content: bytes, content_type: str | None) -> str:
    from bs4.dammit import EncodingDetector

    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    declared = found[1] if found else EncodingDetector.find_declared_encoding(content, is_html=True) or "utf-8"
    for encoding in ("utf-8", declared, "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
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
    }.items():
        if sign in text:
            return sentence
    return f"it could not be fetched ({type(error).__name__})"
