"""Sessions of ``requests``: User-Agent, retries, and the conditional cache of pages."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from archive.net import http
from archive.net.address_policy import Judge

if TYPE_CHECKING:
    import requests
    from cachecontrol.caches import FileCache
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

_RETRIED = (429, 500, 502, 503, 504)  # statuses


def make_session(adapter: HTTPAdapter, agent: str, judge: Judge | None = None) -> requests.Session:
    """A session with a User-Agent (``agent``) that sends requests through an adapter; ``judge`` checks its
    connections."""
    import requests

    if judge is not None:
        judge.watch(adapter.poolmanager)
    session = requests.Session()
    session.headers["User-Agent"] = agent
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def retrying_adapter(pause: float) -> HTTPAdapter:
    """Requests with :func:`make_retries`, and without a cache."""
    from requests.adapters import HTTPAdapter

    return HTTPAdapter(max_retries=make_retries(pause))


def plain_adapter() -> HTTPAdapter:
    """Requests without retries or cache."""
    from requests.adapters import HTTPAdapter

    return HTTPAdapter()


def caching_adapter(cache: FileCache, pause: float) -> HTTPAdapter:
    """Requests that are answered from a cache or revalidate it."""
    from cachecontrol import CacheControlAdapter

    return CacheControlAdapter(cache=cache, max_retries=make_retries(pause))  # type: ignore[no-any-return]


def make_cache(folder: Path) -> FileCache:
    """The conditional cache; where its folder cannot be used, or an entry is damaged, pages are fetched without it."""
    from cachecontrol.caches import FileCache

    class BestEffort(FileCache):  # type: ignore[misc]
        def get(self, key: str) -> bytes | None:
            with contextlib.suppress(OSError):
                return _opened(cast("bytes | None", super().get(key)))
            return None

        def set(self, key: str, value: bytes, expires: Any = None) -> None:
            with contextlib.suppress(OSError):
                super().set(key, hashlib.sha256(value).digest() + value, expires)

        def delete(self, key: str) -> None:
            with contextlib.suppress(OSError):
                super().delete(key)

    return BestEffort(str(folder))


def _opened(kept: bytes | None) -> bytes | None:
    """A cached value without its digest; None where it is damaged: the server would confirm it by its ETag."""
    size = hashlib.sha256().digest_size
    value = (kept or b"")[size:]
    return value if value and hashlib.sha256(value).digest() == (kept or b"")[:size] else None


def forget(cache: FileCache, url: str) -> None:
    """Remove a page from the cache."""
    from cachecontrol.controller import CacheController

    cache.delete(CacheController.cache_url(url))


def make_retries(pause: float) -> Retry:
    """Retries with back-off, never sooner than ``pause`` seconds, that obey Retry-After. A server that
    asks for more than :data:`archive.net.http.LONGEST_WAIT` gets no retry: its answer is final."""
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
            if response is not None and (self.get_retry_after(response) or 0) > http.LONGEST_WAIT:
                raise MaxRetryError(named.get("_pool"), url or "")  # type: ignore[arg-type]
            return super().increment(method, url, response, *rest, **named)

    return Patient(total=http.RETRIES, read=1, backoff_factor=http.BACKOFF, status_forcelist=_RETRIED, raise_on_status=False)
