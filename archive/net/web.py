"""Fetches politely from the live web: as robots.txt allows, one request at a time per host, with a cache of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.errors import FetchError
from archive.net import http, session
from archive.net.address_policy import AddressPolicy
from archive.net.http import LARGEST_PDF, PAGE, TIMEOUT, Reply, Request
from archive.net.pdf_cache import PdfCache, cache_folder
from archive.net.rate_limit import RateLimit
from archive.net.robots import Robots

if TYPE_CHECKING:
    from requests import Session


class WebFetcher:
    """Fetches over https only (http on loopback, and for ``peek``). See :class:`archive.net.fetch.Fetcher`.

    Args:
        timeout: seconds to wait for an answer.
        pause: seconds between two requests to a host, unless its robots.txt asks for more.
        cache: the folder for pages, by default in the user's cache folder.
        pdfs: the folder for PDFs, likewise.
        agent: the User-Agent.
        own: registered URLs: only their hosts may be on this machine or its network.
    """

    def __init__(
        self,
        *,
        timeout: float = TIMEOUT,
        pause: float | None = None,
        cache: Path | None = None,
        pdfs: Path | None = None,
        agent: str = http.USER_AGENT,
        own: Iterable[str] = (),
    ) -> None:
        self._policy = policy = AddressPolicy(own)
        self._timeout = timeout
        self._pause = http.PAUSE if pause is None else pause
        self._rate_limit = RateLimit()
        self._robots = {http_too: Robots(partial(self._robots_txt, http_too=http_too)) for http_too in (False, True)}
        self._cache = session.make_cache(cache if cache is not None else cache_folder() / "http")
        self._cached = session.make_session(session.caching_adapter(self._cache, self._pause), agent, policy)
        self._uncached = session.make_session(session.retrying_adapter(self._pause), agent, policy)
        self._once = session.make_session(session.plain_adapter(), agent, policy)
        self._pdfs = PdfCache(pdfs if pdfs is not None else cache_folder() / "pdf")

    def get(self, url: str) -> str:
        """The text of a page."""
        return http.get(url, url, lambda hop: self._page(hop, url)).text

    def pdf(self, url: str, *, refresh: bool = False) -> Path:
        """The path of the PDF, which is fetched only once and cached."""
        if not refresh and (cached := self._pdfs.get(url)):
            return cached
        reply = http.get(url, url, lambda hop: self._polite(self._uncached, hop, url, Request(largest=LARGEST_PDF)))
        return self._pdfs.put(url, reply.content)

    def call_api(
        self, url: str, *, token: str | None = None, json_body: Mapping[str, str] | None = None, pause: float | None = None
    ) -> str:
        """The body of an API's answer. A token or JSON body is never sent to another host."""
        headers = {"Authorization": f"Bearer {token}"} if token is not None else None
        request = Request("GET" if json_body is None else "POST", headers, json_body)
        has_login = headers is not None or json_body is not None
        name, host = url.split("?")[0], urlsplit(url).netloc

        def hop_to(hop: str) -> Reply:
            if has_login and urlsplit(hop).netloc != host:
                raise FetchError(
                    f"{name}: it redirects to another host, {urlsplit(hop).netloc}, and your login "
                    "is not sent there. Try without a login."
                )
            # robots.txt is for crawlers, and does not apply to an API that is documented for programs.
            http.require_safe(hop)
            return self._request(self._uncached, hop, name, self._pause if pause is None else pause, request)

        return http.get(url, name, hop_to).text

    def peek(self, url: str, method: str) -> Reply:
        """The first kilobyte. No data is taken from it, so http is allowed too."""
        return self._polite(self._once, url, url, http.peek_request(method, self._timeout), http_too=True)

    def has_host(self, host: str) -> bool:  # noqa: ARG002
        """Always true: the web has every host."""
        return True

    def _polite(self, requests: Session, url: str, name: str, request: Request = PAGE, *, http_too: bool = False) -> Reply:
        """Send a request if robots.txt allows it, after its Crawl-delay; ``http_too`` allows http as well as https."""
        if not http_too:
            http.require_safe(url)
        self._policy.require_allowed(url)
        robots = self._robots[http_too]
        robots.require_allowed(url)
        return self._request(requests, url, name, max(self._pause, robots.delay(url)), request)

    def _request(self, requests: Session, url: str, name: str, pause: float, request: Request = PAGE) -> Reply:
        self._policy.require_allowed(url)
        with self._rate_limit.request(urlsplit(url).netloc, pause):
            return http.read(requests, url, name, self._timeout, request)

    def _page(self, url: str, name: str) -> Reply:
        return self._uncache_truncated(url, self._polite(self._cached, url, name))

    def _robots_txt(self, url: str, *, http_too: bool) -> str:
        def hop_to(hop: str) -> Reply:
            if not http_too:
                http.require_safe(hop)
            return self._uncache_truncated(hop, self._request(self._cached, hop, url, self._pause))

        return http.get(url, url, hop_to).text

    def _uncache_truncated(self, url: str, reply: Reply) -> Reply:
        """The reply. A truncated page is removed from the cache: revalidation would keep it there for ever."""
        if "html" in reply.headers.get("content-type", "").lower() and "</html>" not in reply.text[-2000:].lower():
            session.forget(self._cache, url)
        return reply
