"""One HTTP request as this archive makes it: with retries, bounded in time and size.

Failures are sentences: :class:`NotThere` where there is no such page, :class:`Refused` for another
4xx, :class:`FetchError` for all else.
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

USER_AGENT = f"mlforsys-archive/{__version__}"  # the program; user_agent() adds the archive
LARGEST_PAGE = 10_000_000  # bytes; the largest real page has 0.2 MB
LARGEST_PDF = 60_000_000  # bytes; the largest real one has 10 MB
PEEK = 1024  # bytes, which include the signature of a PDF
LONGEST_FETCH = 240.0  # seconds for one page, retries and their waiting included
LONGEST_WAIT = 60.0  # seconds: the longest Retry-After that is obeyed; a longer one is a refusal
PAUSE = 1.0  # seconds between two requests to one host
RETRIES = 3
BACKOFF = 0.5  # seconds before the second try, doubled each time
TIMEOUT = 10.0  # seconds without an answer
GONE = (404, 410)
REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5


class Reply(NamedTuple):
    """An answer, read to its end; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The decoded content."""
        return decode(self.content, self.headers.get("content-type"))


class Request(NamedTuple):
    """What is asked of an address.

    Attributes:
        method: HEAD, GET or POST.
        headers: besides those of the session.
        json_body: sent as JSON.
        peek: only the first :data:`PEEK` bytes of the answer are read, or a few more.
        largest: a longer answer is a failure, in bytes; :data:`LARGEST_PAGE` where it is None.
        longest: seconds for all of it, retries included; :data:`LONGEST_FETCH` where it is None.
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

    A header is ASCII (RFC 9110, 5.5): other letters lose their accents, or are left out.
    """
    comment = "; ".join(filter(None, (f"archive of {identity.name}", identity.contact_address)))
    plain = unicodedata.normalize("NFKD", comment).encode("ascii", "ignore").decode()
    inside = re.sub(r"[()\\]+", "", plain)  # what would end a header's comment
    return f"{USER_AGENT} ({inside})"


def require_safe(url: str) -> None:
    """Raise :class:`FetchError` for an address that is neither https nor on this machine."""
    parts = split_address(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return
    raise FetchError(f"{url}: only https addresses are fetched (http only on this machine).")


def split_address(url: str) -> SplitResult:
    """The parts of an address. Raises :class:`FetchError` where it is not valid."""
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
    """The answer with status 200 at the end of all redirects. ``request`` sends one request to an address;
    ``name`` is what messages call the page. Raises :class:`FetchError` for any other answer."""
    return _good(name, resolve_redirects(url, name, request))


def resolve_redirects(url: str, name: str, request: Callable[[str], Reply]) -> Reply:
    """The answer at the end of all redirects, whatever its status. Raises :class:`FetchError` where they do not end."""
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
    """Where the answer of an address redirects to, absolute and quoted, though it need not be a valid address; None for an
    answer that does not redirect."""
    from requests.utils import requote_uri

    if reply.status not in REDIRECTS or "location" not in reply.headers:
        return None
    location = reply.headers["location"]
    with contextlib.suppress(UnicodeError):  # headers come as Latin-1, whatever they are
        location = location.encode("latin-1").decode("utf-8")
    try:
        return requote_uri(urljoin(url, location.strip()))
    except ValueError:
        return location


def _good(name: str, reply: Reply) -> Reply:
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


def wait_asked(reply: Reply) -> float | None:
    """The seconds of an answer's Retry-After; None where it has no valid one."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().parse_retry_after(reply.headers["retry-after"])
    except (KeyError, InvalidHeader):
        return None


def read(session: requests.Session, url: str, name: str, timeout: float, request: Request) -> Reply:
    """The answer to one request, read to its end; a body that breaks off is requested once more.

    It is read in a separate thread: a server that sends byte by byte can block a read for ever, and then the
    thread is abandoned.

    Args:
        session: retries, and has the usual headers.
        url: an absolute address.
        name: what messages call it.
        timeout: seconds without an answer.
        request: what is asked, and how much is read.

    Raises:
        FetchError: there is no answer, or too long a one.
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
    except (ValueError, UnicodeError):  # an invalid address in the answer
        raise FetchError(f"{name}: the server redirects without an address. Try again later.") from None


def _content(response: requests.Response, request: Request, name: str) -> bytes:
    """The bytes of an answer that were asked for. Raises :class:`FetchError` for too many."""
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
    """The error of a request without an answer, in words."""
    import requests

    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return FetchError(f"{name}: no answer within {timeout:g} s. Try again later, or with a longer --timeout.")
    return _kind_of(error)(f"{name}: {_reason(error)}. Check the connection and try again.")


def peek_request(method: str, timeout: float) -> Request:
    """A request of only the beginning of an answer; ``timeout`` is in seconds."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes=0-{PEEK - 1}"} if method == "GET" else {})
    return Request(method, headers, peek=True, longest=2 * timeout)


def decode(content: bytes, content_type: str | None) -> str:
    """A page's text: as UTF-8, else in the encoding that headers or page declare, else as Windows-1252."""
    from bs4.dammit import EncodingDetector

    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    declared = found[1] if found else EncodingDetector.find_declared_encoding(content, is_html=True) or "utf-8"
    for encoding in ("utf-8", declared, "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def _kind_of(error: BaseException | None) -> type[FetchError]:
    """The error for the cause of a failure: the name service says that there is no such host, or does not answer; or there
    is no network."""
    while error is not None:
        if isinstance(error, socket.gaierror):
            return NoSuchHost if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)) else NoNetwork
        if isinstance(error, OSError) and error.errno in (errno.ENETUNREACH, errno.ENETDOWN):
            return NoNetwork
        causes = (*error.args, getattr(error, "reason", None), error.__cause__)  # `reason` of a TLS error is a text
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
