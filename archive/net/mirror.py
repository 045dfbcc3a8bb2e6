"""Copies of websites, laid out as by ``wget --mirror``, in a folder or on a web server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from archive.errors import FetchError, NotThere, reason_of
from archive.net import http, session
from archive.net.http import LARGEST_PDF, PAGE, PEEK, TIMEOUT, Reply, Request
from archive.net.pdf_cache import PdfCache, cache_folder


class _Mirror:
    """What both kinds of mirror have in common."""

    def get(self, url: str) -> str:
        """The text of a page."""
        raise NotImplementedError

    def call_api(
        self,
        url: str,
        *,
        token: str | None = None,
        json_body: Mapping[str, str] | None = None,
        pause: float | None = None,
    ) -> str:
        """The answer as it was saved. ``token``, ``json_body`` and ``pause`` are ignored."""
        return self.get(url)


class MirrorFolder(_Mirror):
    """A mirror on disk: ``FOLDER/host/path``; file names include the query. See :class:`archive.net.fetch.Fetcher`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def get(self, url: str) -> str:
        """The text of a page."""
        path = self._file(url)
        try:
            return http.decode(path.read_bytes(), None)
        except OSError as error:
            raise FetchError(f"{url}: {path} cannot be read: {reason_of(error)}.") from None

    def pdf(self, url: str, *, refresh: bool = False) -> Path:
        """The file in the mirror."""
        return self._file(url)

    def _file(self, url: str) -> Path:
        """The path of the file for a URL.

        Raises:
            NotThere: the mirror does not have it.
            FetchError: it is outside the mirror or too large.
        """
        path = self.folder / mirror_path(url)
        if self.folder not in path.resolve().parents and self.folder.resolve() not in path.resolve().parents:
            raise FetchError(f"{url}: its file would be outside the mirror {self.folder}.")
        if not path.is_file():
            raise NotThere(f"{url} is not in the mirror ({path} does not exist).")
        if path.stat().st_size > LARGEST_PDF:
            raise FetchError(f"{url}: {path} is larger than {LARGEST_PDF // 1_000_000} MB and was not read.")
        return path

    def peek(self, url: str, method: str) -> Reply:
        """The first kilobyte; status 404 if the mirror does not have the file."""
        try:
            with self._file(url).open("rb") as file:
                return Reply(200, {}, file.read(PEEK))
        except NotThere:
            return Reply(404, {}, b"")
        except OSError as error:
            raise FetchError(f"{url}: {error.filename} cannot be read: {reason_of(error)}.") from None

    def has_host(self, host: str) -> bool:
        """Whether the mirror has a folder for the host."""
        return (self.folder / host).is_dir()


class MirrorSite(_Mirror):
    """A mirror on a web server, with the same layout below its address. No robots.txt is read, there are no pauses, and no
    request goes elsewhere. See :class:`archive.net.fetch.Fetcher`."""

    def __init__(self, base: str, *, timeout: float = TIMEOUT, pdfs: Path | None = None, agent: str = http.USER_AGENT) -> None:
        http.require_safe(base)
        self._base = base.rstrip("/") + "/"
        self._timeout = timeout
        self._session = session.make_session(session.retrying_adapter(0), agent)
        self._pdfs = PdfCache(pdfs if pdfs is not None else cache_folder() / "pdf")

    def get(self, url: str) -> str:
        """The text of a page."""
        return self._get(url, PAGE).text

    def pdf(self, url: str, *, refresh: bool = False) -> Path:
        """The file, fetched once and cached."""
        address = self._base + quote(mirror_path(url))
        if not refresh and (cached := self._pdfs.get(address)):
            return cached
        return self._pdfs.put(address, self._get(url, Request(largest=LARGEST_PDF)).content)

    def peek(self, url: str, method: str) -> Reply:
        """The first kilobyte, always by GET: to a HEAD, a static server states the type that the file name suggests."""
        return self._peek(self._base + quote(mirror_path(url)), f"{url} (in the mirror {self._base})", "GET")

    def has_host(self, host: str) -> bool:
        """Whether the mirror has a folder for the host: unless the server answers 404 or 410, it does."""
        return self._peek(f"{self._base}{host}/", f"the mirror's {host}/", "HEAD").status not in http.GONE

    def _peek(self, address: str, name: str, method: str) -> Reply:
        request = http.peek_request(method, self._timeout)
        return http.resolve_redirects(address, name, lambda hop: self._request(hop, name, request))

    def _get(self, url: str, request: Request) -> Reply:
        address = self._base + quote(mirror_path(url))
        name = f"{url} (as {address})"
        return http.get(address, name, lambda hop: self._request(hop, name, request))

    def _request(self, address: str, name: str, request: Request) -> Reply:
        if not address.startswith(self._base) or ".." in urlsplit(address).path.split("/"):
            raise FetchError(f"{name}: the mirror redirects to {address}, which is outside the mirror.")
        return http.read(self._session, address, name, self._timeout, request)


def mirror_path(url: str) -> str:
    """The path of a URL's file in a mirror: ``https://host/a%20b/`` is ``host/a b/index.html``.

    Raises :class:`FetchError` if a URL is invalid, or would lead out of the mirror.
    """
    parts = http.split_address(url)
    path = unquote(parts.path) or "/"
    if ".." in path.split("/") or "\0" in path:
        raise FetchError(f"{url}: an address with .. cannot be in a mirror.")
    name = path + ("index.html" if path.endswith("/") else "")
    return parts.netloc + name + (f"?{parts.query}" if parts.query else "")
