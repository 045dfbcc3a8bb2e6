"""HTTP requests with redirects, limited in time and size.

Failures are :class:`NotThere` if there is no such page, :class:`Refused` for another 4xx, and :class:`FetchError` for
anything else. Their messages are sentences for the user.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import queue
import re
import socket
import threading
import time
import unicodedata
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from archive.errors import FetchError, NoNetwork, NoSuchHost, NotThere, Refused
from archive.model.text import quote
from archive.model.urls import is_address
from archive.store.archive_config import Identity
from archive.version import __version__

if TYPE_CHECKING:
    import requests

USER_AGENT = f"mlforsys-archive/{__version__}"  # of the program; user_agent() adds the archive
LARGEST_PAGE = 10_000_000  # bytes; the largest real page has 0.2 MB
LARGEST_PDF = 60_000_000  # bytes; the largest real one has 10 MB
PEEK = 1024  # bytes, enough for the signature of a PDF
LONGEST_FETCH = 240.0  # seconds for one page, with its retries and the pauses between them
LONGEST_WAIT = 60.0  # seconds: the longest Retry-After that is obeyed; there is no retry after a longer one
PAUSE = 1.0  # seconds between two requests to one host
RETRIES = 3
BACKOFF = 0.5  # urllib3 waits 0, 1 and 2 seconds before the retries; ours wait at least the pause between requests
TIMEOUT = 10.0  # seconds to wait for an answer, or for the next part of it
GONE = (404, 410)
REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5


class Reply(NamedTuple):
    """An answer, whose body has been read; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return decode(self.content, self.headers.get("content-type"))


class Request(NamedTuple):
    """A request, apart from its URL.

    Attributes:
        method: HEAD, GET or POST.
        headers: added to those of the session.
        json_body: sent as JSON.
        peek: read only the first :data:`PEEK` bytes of the body, or a few more.
        largest: bytes; a larger body is a failure. None means :data:`LARGEST_PAGE`.
        longest: seconds for the request with its retries. None means :data:`LONGEST_FETCH`.
    """

    method: str = "GET"
    headers: Mapping[str, str] | None = None
    json_body: Mapping[str, str] | None = None
    peek: bool = False
    largest: int | None = None
    longest: float | None = None


PAGE = Request()


def user_agent(identity: Identity) -> str:
    """The User-Agent of an archive: the program, the archive's name and its contact address.

    Headers are ASCII (RFC 9110, 5.5), so letters lose their accents, and other characters are left out.
    """
    comment = "; ".join(filter(None, (f"archive of {identity.name}", identity.contact_address)))
    plain = unicodedata.normalize("NFKD", comment).encode("ascii", "ignore").decode()
    inside = re.sub(r"[()\\]+", "", plain)  # parentheses delimit a comment, and a backslash escapes
    return f"{USER_AGENT} ({inside})"


def require_safe(url: str) -> None:
    """Raise :class:`FetchError` unless a URL is https, or http on this machine."""
    parts = split_address(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return
    raise FetchError(f"{url}: only https addresses are fetched (http only on this machine).")


def split_address(url: str) -> SplitResult:
    """The parts of a URL. Raises :class:`FetchError` if it is invalid."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise FetchError(f"{quote(url)} is not a web address. Correct it in editions.toml.") from None
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def get(url: str, name: str, request: Callable[[str], Reply]) -> Reply:
    """Follow all redirects and return the last answer.

    Args:
        url: where to begin.
        name: what messages call the page.
        request: sends one request to a URL.

    Raises:
        FetchError: the last answer does not have status 200, or the redirects do not end.
    """
    return _require_ok(name, resolve_redirects(url, name, request))


def resolve_redirects(url: str, name: str, request: Callable[[str], Reply]) -> Reply:
    """Follow all redirects and return the last answer, whatever its status. The arguments are those of :func:`get`.

    Raises:
        FetchError: there are too many redirects, they take too long, or one leads to an invalid address.
    """
    began = time.monotonic()
    for _ in range(_MOST_REDIRECTS + 1):
        if time.monotonic() - began > LONGEST_FETCH:
            raise FetchError(f"{name}: its redirects did not end within {LONGEST_FETCH:g} s. Try again later.")
        reply = request(url)
        if (to := redirect_target(url, reply)) is None:
            return reply
        if not is_address(to):
            raise FetchError(f"{name}: the server redirects to {quote(to)}; only https addresses are fetched.")
        url = to
    raise FetchError(f"{name}: more than {_MOST_REDIRECTS} redirects, the last to {url}.")


def redirect_target(url: str, reply: Reply) -> str | None:
    """The URL to which an answer redirects; None if it does not redirect.

    It is absolute and percent-encoded if it is a URL at all; otherwise it is what the server sent.

    Args:
        url: the URL that was requested.
        reply: the answer.
    """
    from requests.utils import requote_uri

    if reply.status not in REDIRECTS or "location" not in reply.headers:
        return None
    location = reply.headers["location"]
    with contextlib.suppress(UnicodeError):  # requests decodes headers as Latin-1, but servers send UTF-8
        location = location.encode("latin-1").decode("utf-8")
    try:
        return requote_uri(urljoin(url, location.strip()))
    except ValueError:
        return location


def _require_ok(name: str, reply: Reply) -> Reply:
    status = reply.status
    if status in GONE:
        raise NotThere(f"{name} was not found (HTTP {status}).")
    if status == 429:
        raise FetchError(f"{name}: the server asks for fewer requests (HTTP 429). Try again later.")
    if status >= 500:
        raise FetchError(f"{name}: the server failed (HTTP {status}). Try again later.")
    if status in (401, 403):
        raise Refused(f"{name}: the server refuses access (HTTP {status}).")
    if status != 200:
        raise Refused(f"{name}: the server answered HTTP {status}. If the page moved, change its address in editions.toml.")
    return reply


def retry_after(reply: Reply) -> float | None:
    """The Retry-After of an answer, in seconds from now; None if it has none, or an invalid one."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().parse_retry_after(reply.headers["retry-after"])
    except (KeyError, InvalidHeader):
        return None


def read(session: requests.Session, url: str, name: str, timeout: float, request: Request) -> Reply:
    """Send one request and read the answer. If its body breaks off, the request is sent once more.

    This runs in a separate thread, which is abandoned when the time is up: a server that sends byte by byte could
    otherwise block for ever.

    Args:
        session: has the usual headers, and retries.
        url: an absolute URL.
        name: what messages call it.
        timeout: seconds to wait for an answer, or for the next part of it.
        request: the method, headers, body and limits.

    Raises:
        FetchError: there is no answer, or it is too large or takes too long.
    """
    longest = request.longest or LONGEST_FETCH
    box: queue.SimpleQueue[Reply | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            box.put(_read_twice(session, url, name, timeout, request))
        except Exception as error:  # raised again by the caller
            box.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        outcome = box.get(timeout=longest)
    except queue.Empty:
        raise FetchError(f"{name}: the page was not complete after {longest:g} s. Try again later.") from None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _read_twice(session: requests.Session, url: str, name: str, timeout: float, request: Request) -> Reply:
    import requests

    try:
        return _read_once(session, url, name, timeout, request)
    except requests.exceptions.ChunkedEncodingError:
        time.sleep(PAUSE)
    try:
        return _read_once(session, url, name, timeout, request)
    except requests.exceptions.ChunkedEncodingError as error:
        raise FetchError(f"{name}: {_reason(error)}. Try again later.") from None


def _read_once(session: requests.Session, url: str, name: str, timeout: float, request: Request) -> Reply:
    import requests

    options: dict[str, Any] = {"timeout": timeout, "stream": True, "allow_redirects": False}
    try:
        with session.request(request.method, url, headers=request.headers, json=request.json_body, **options) as response:
            content = _content(response, request, name)
            headers = {key.lower(): value for key, value in response.headers.items()}
            return Reply(response.status_code, headers, content)
    except requests.exceptions.ChunkedEncodingError:
        raise
    except requests.RequestException as error:
        raise _failure(error, name, timeout) from None
    except (ValueError, UnicodeError):  # from an invalid address in the answer
        raise FetchError(f"{name}: the server redirects without an address. Try again later.") from None


def _content(response: requests.Response, request: Request, name: str) -> bytes:
    """The body of an answer, or its beginning for ``peek``. Raises :class:`FetchError` if it is too large."""
    largest = request.largest or LARGEST_PAGE
    content = bytearray()
    for chunk in response.iter_content(PEEK if request.peek else 64 * 1024):
        content += chunk
        if request.peek and len(content) >= PEEK:
            break
        if len(content) > largest:
            raise FetchError(f"{name}: larger than {largest // 1_000_000} MB and was not read.")
    return bytes(content)


def _failure(error: requests.RequestException, name: str, timeout: float) -> FetchError:
    """The error that is raised if a request gets no answer."""
    import requests

    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return FetchError(f"{name}: no answer within {timeout:g} s. Try again later, or with a longer --timeout.")
    return _error_class(error)(f"{name}: {_reason(error)}. Check the connection and try again.")


def peek_request(method: str, timeout: float) -> Request:
    """A request for only the first bytes of a body, which may take twice the ``timeout`` (in seconds) in all."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes=0-{PEEK - 1}"} if method == "GET" else {})
    return Request(method, headers, peek=True, longest=2 * timeout)


def decode(content: bytes, content_type: str | None) -> str:
    """A page's text: decoded as UTF-8 if it is valid, else as the headers or the page declare, else as Windows-1252."""
    from bs4.dammit import EncodingDetector

    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    declared = found[1] if found else EncodingDetector.find_declared_encoding(content, is_html=True) or "utf-8"
    for encoding in ("utf-8", declared, "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def _error_class(error: BaseException | None) -> type[FetchError]:
    """The class of error for a failure, by its causes: there is no such host, the name service does not answer, or there is
    no network."""
    while error is not None:
        if isinstance(error, socket.gaierror):
            return NoSuchHost if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)) else NoNetwork
        if isinstance(error, OSError) and error.errno in (errno.ENETUNREACH, errno.ENETDOWN):
            return NoNetwork
        causes = (*error.args, getattr(error, "reason", None), error.__cause__)  # the `reason` of a TLS error is a string
        error = next((cause for cause in causes if isinstance(cause, Exception)), None)
    return FetchError


def _reason(error: Exception) -> str:
    text = str(error)
    for sign, sentence in {
        "IncompleteRead": "the answer was cut short",
        "Connection reset": "the server closed the connection",
        "ConnectionResetError": "the server closed the connection",
        "RemoteDisconnected": "the server closed the connection without an answer",
        "NameResolutionError": "the host name could not be resolved",
        "Failed to resolve": "the host name could not be resolved",
        "Connection refused": "the connection was refused",
        "Network is unreachable": "there is no network connection",
        "Network is down": "there is no network connection",
        "certificate": "the server's certificate cannot be trusted",
    }.items():
        if sign in text:
            return sentence
    return f"it could not be fetched ({type(error).__name__})"
