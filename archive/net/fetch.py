"""Pages and papers over HTTP, politely, or out of a mirror.

Whatever a fetcher is asked for, it raises :class:`NotThere` where the address says that there is no
such thing, and :class:`FetchError` for every other failure, in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote, urlsplit
from urllib.robotparser import RobotFileParser

from archive.errors import Disallowed, FetchError, NoRules, NoSuchHost, NotThere, Refused, UsageError
from archive.net import http
from archive.net.http import TIMEOUT, USER_AGENT, Reply
from archive.net.pdf_cache import Shelf
from archive.net.rate_limit import Turns

if TYPE_CHECKING:
    from requests import Session


LARGEST_PDF = 60_000_000  # bytes; the largest real one has 10 MB
PEEK = 1024  # bytes, within which a PDF says that it is one


class Fetcher(Protocol):
    def get(self, url: str) -> str:
        """The text of a page."""

    def pdf(self, url: str, *, anew: bool = False) -> Path:
        """A file with what the address holds; fetched once and kept, or once more with ``anew``."""

    def ask(
        self, url: str, *, token: str | None = None, form: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        """The answer of an interface made for programs. ``form`` is sent as JSON; ``token`` bears a
        login; ``pause`` are seconds between two calls where the interface asks for more than usual."""

    def peek(self, url: str, method: str) -> Reply:
        """The answer itself, whatever it says and without following it, with at most the first
        kilobyte; ``method`` is HEAD or GET. Not tried again where it fails."""

    def holds(self, host: str) -> bool:
        """Whether anything of a host can be had here at all; a mirror has few."""


def make_fetcher(mirror: str | None = None, *, timeout: float = TIMEOUT, agent: str = USER_AGENT) -> Fetcher:
    """The fetcher for ``--mirror``: a folder, an http(s) address, or nothing for the live web. ``agent`` is the
    User-Agent (:func:`archive.net.http.user_agent`)."""
    if mirror is None:
        return Remembering(Web(timeout=timeout, agent=agent))
    if "://" in mirror:
        try:
            return Remembering(MirrorSite(mirror, timeout=timeout, agent=agent))
        except FetchError as error:
            raise UsageError(f"--mirror: {error}") from None
    folder = Path(mirror).expanduser()
    if not folder.is_dir():
        raise UsageError(f"--mirror {mirror}: there is no such folder. Give a folder or an address.")
    return Remembering(MirrorFolder(folder))


class Remembering:
    """A fetcher that asks for each page once: papers and abstracts are read from the same one."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._pages: dict[str, str | NotThere] = {}

    def get(self, url: str) -> str:
        if url not in self._pages:
            try:
                self._pages[url] = self._fetcher.get(url)
            except NotThere as error:
                self._pages[url] = error
        if isinstance(page := self._pages[url], NotThere):
            raise page
        return page

    def pdf(self, url: str, *, anew: bool = False) -> Path:
        return self._fetcher.pdf(url, anew=anew)

    def ask(
        self, url: str, *, token: str | None = None, form: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        return self._fetcher.ask(url, token=token, form=form, pause=pause)

    def peek(self, url: str, method: str) -> Reply:
        return self._fetcher.peek(url, method)

    def holds(self, host: str) -> bool:
        return self._fetcher.holds(host)


class MirrorFolder:
    """A copy as ``wget --mirror`` lays it out: ``FOLDER/host/path``, a query as part of the name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def get(self, url: str) -> str:
        path = self.pdf(url)
        try:
            return http.decode(path.read_bytes(), None)
        except OSError as error:
            raise FetchError(f"{url}: {path} cannot be read: {error.strerror}.") from None

    def pdf(self, url: str, *, anew: bool = False) -> Path:
        path = self.folder / mirror_path(url)
        if self.folder not in path.resolve().parents and self.folder.resolve() not in path.resolve().parents:
            raise FetchError(f"{url}: its file would lie outside of the mirror {self.folder}.")
        if not path.is_file():
            raise NotThere(f"{url} is not in the mirror ({path} does not exist).")
        if path.stat().st_size > LARGEST_PDF:
            raise FetchError(f"{url}: {path} is larger than {LARGEST_PDF // 1_000_000} MB; it was not read.")
        return path

    def ask(
        self, url: str, *, token: str | None = None, form: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        return self.get(url)

    def peek(self, url: str, method: str) -> Reply:
        try:
            with self.pdf(url).open("rb") as file:
                return Reply(200, {}, file.read(PEEK))
        except NotThere:
            return Reply(404, {}, b"")
        except OSError as error:
            raise FetchError(f"{url}: {error.filename} cannot be read: {error.strerror}.") from None

    def holds(self, host: str) -> bool:
        return (self.folder / host).is_dir()


class Web:
    """The live web: https alone (http on loopback), robots.txt, a pause a host, a conditional cache."""

    def __init__(
        self,
        *,
        timeout: float = TIMEOUT,
        pause: float | None = None,
        cache: Path | None = None,
        shelf: Path | None = None,
        agent: str = USER_AGENT,
    ) -> None:
        from cachecontrol import CacheControlAdapter
        from requests.adapters import HTTPAdapter

        self._timeout = timeout
        self._pause = http.PAUSE if pause is None else pause
        self._turns = Turns()
        self._robots: dict[str, RobotFileParser] = {}
        self._cache = http.make_cache(cache if cache is not None else cache_folder() / "http")
        self._session = http.make_session(
            CacheControlAdapter(cache=self._cache, max_retries=http.make_retries(self._pause)), agent
        )
        self._uncached = http.make_session(HTTPAdapter(max_retries=http.make_retries(self._pause)), agent)
        self._once = http.make_session(HTTPAdapter(), agent)
        self._shelf = Shelf(shelf if shelf is not None else cache_folder() / "pdf")

    def get(self, url: str) -> str:
        return http.follow(url, url, lambda hop: self._ask(hop, url, obey_robots=True)).text

    def pdf(self, url: str, *, anew: bool = False) -> Path:
        if not anew and (kept := self._shelf.get(url)):
            return kept
        reply = http.follow(
            url, url, lambda hop: self._request(self._uncached, hop, url, obey_robots=True, largest=LARGEST_PDF)
        )
        return self._shelf.put(url, reply.content)

    def ask(
        self, url: str, *, token: str | None = None, form: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        request: dict[str, Any] = {"json": dict(form)} if form is not None else {}
        if token is not None:
            request["headers"] = {"Authorization": f"Bearer {token}"}
        name, host = url.split("?")[0], urlsplit(url).netloc

        def hop_to(hop: str) -> Reply:
            if request and urlsplit(hop).netloc != host:
                raise FetchError(
                    f"{name}: it sends on to another host, {urlsplit(hop).netloc}, which gets no login. Try without."
                )
            # robots.txt is for crawlers; these addresses are documented for programs.
            return self._request(self._uncached, hop, name, obey_robots=False, pause=pause, **request)

        return http.follow(url, name, hop_to).text

    def peek(self, url: str, method: str) -> Reply:
        # Nothing is taken from what is seen, so plain http does no harm here.
        return self._request(self._once, url, url, obey_robots=True, plain=True, **_peeking(method, self._timeout))

    def holds(self, host: str) -> bool:
        return True

    def _request(
        self,
        session: Session,
        url: str,
        name: str,
        *,
        obey_robots: bool,
        plain: bool = False,
        pause: float | None = None,
        **request: Any,
    ) -> Reply:
        if not plain:
            http.must_be_safe(url)
        if obey_robots:
            self._must_be_allowed(url, plain)
        with self._turns.turn(urlsplit(url).netloc, self._pause if pause is None else pause):
            return http.read(session, url, name, self._timeout, **request)

    def _ask(self, url: str, name: str, *, obey_robots: bool, plain: bool = False) -> Reply:
        reply = self._request(self._session, url, name, obey_robots=obey_robots, plain=plain)
        if "html" in reply.headers.get("content-type", "").lower() and "</html>" not in reply.text[-2000:].lower():
            self._forget(url)  # or a page cut off once would be confirmed by its ETag for ever
        return reply

    def _forget(self, url: str) -> None:
        from cachecontrol.controller import CacheController

        self._cache.delete(CacheController.cache_url(url))

    def _must_be_allowed(self, url: str, plain: bool) -> None:
        parts = urlsplit(url)
        base = f"{parts.scheme}://{parts.netloc}"
        if base not in self._robots:
            address = base + "/robots.txt"
            try:
                text = http.follow(address, address, lambda hop: self._ask(hop, address, obey_robots=False, plain=plain)).text
            except Refused:  # RFC 9309, 2.3.1.3: no rules are given, so none bind
                text = ""
            except NoSuchHost:
                raise
            except FetchError as error:
                raise NoRules(str(error)) from None
            rules = RobotFileParser()
            rules.parse(text.splitlines())
            self._robots[base] = rules
        if not self._robots[base].can_fetch(USER_AGENT, url):
            raise Disallowed(f"{url}: the site's robots.txt asks not to fetch it. Nothing was fetched.")


class MirrorSite:
    """A mirror behind an address: the same layout below it. No robots.txt, no waiting, no other site."""

    def __init__(self, base: str, *, timeout: float = TIMEOUT, shelf: Path | None = None, agent: str = USER_AGENT) -> None:
        from requests.adapters import HTTPAdapter

        http.must_be_safe(base)
        self._base = base.rstrip("/") + "/"
        self._timeout = timeout
        self._session = http.make_session(HTTPAdapter(max_retries=http.make_retries(0)), agent)
        self._shelf = Shelf(shelf if shelf is not None else cache_folder() / "pdf")

    def get(self, url: str) -> str:
        return self._follow(url, http.LARGEST_PAGE).text

    def pdf(self, url: str, *, anew: bool = False) -> Path:
        address = self._base + quote(mirror_path(url))
        if not anew and (kept := self._shelf.get(address)):
            return kept
        return self._shelf.put(address, self._follow(url, LARGEST_PDF).content)

    def ask(
        self, url: str, *, token: str | None = None, form: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        return self.get(url)

    def peek(self, url: str, method: str) -> Reply:
        # Always looked into: nobody is to be spared here, and its HEAD would go by the name of the file.
        return self._peek(self._base + quote(mirror_path(url)), f"{url} (in the mirror {self._base})", "GET")

    def holds(self, host: str) -> bool:
        return self._peek(f"{self._base}{host}/", f"the mirror's {host}/", "HEAD").status not in http.GONE

    def _peek(self, address: str, name: str, method: str) -> Reply:
        request = _peeking(method, self._timeout)
        return http.arrive(address, name, lambda hop: self._ask(hop, name, http.LARGEST_PAGE, **request))

    def _follow(self, url: str, largest: int) -> Reply:
        address = self._base + quote(mirror_path(url))
        name = f"{url} (as {address})"
        return http.follow(address, name, lambda hop: self._ask(hop, name, largest))

    def _ask(self, address: str, name: str, largest: int, **request: Any) -> Reply:
        if not address.startswith(self._base) or ".." in urlsplit(address).path.split("/"):
            raise FetchError(f"{name}: the mirror redirects to {address}, which is no part of it.")
        return http.read(self._session, address, name, self._timeout, largest=largest, **request)


def _peeking(method: str, timeout: float) -> dict[str, Any]:
    """How a request is made that wants the beginning of an answer alone."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes=0-{PEEK - 1}"} if method == "GET" else {})
    return {"method": method, "first": PEEK, "longest": 2 * timeout, "headers": headers}


def mirror_path(url: str) -> str:
    """Where a mirror keeps an address: ``https://host/a%20b/`` is ``host/a b/index.html``."""
    parts = http.split_address(url)
    path = unquote(parts.path) or "/"
    if ".." in path.split("/") or "\0" in path:
        raise FetchError(f"{url}: an address that leads upward is in no mirror.")
    name = path + ("index.html" if path.endswith("/") else "")
    return parts.netloc + name + (f"?{parts.query}" if parts.query else "")


def cache_folder() -> Path:
    """Where pages and papers are kept for this user."""
    from platformdirs import user_cache_path

    return user_cache_path("mlforsys", appauthor=False)
