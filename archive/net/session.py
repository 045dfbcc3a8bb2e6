"""Sessions of ``requests``: User-Agent, retries, and a cache of pages that is revalidated (ETag, Last-Modified)."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from archive.net import http
from archive.net.address_policy import AddressPolicy

if TYPE_CHECKING:
    import requests
    from cachecontrol.caches import FileCache
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

_RETRIED = (429, 500, 502, 503, 504)  # statuses


def make_session(adapter: HTTPAdapter, agent: str, policy: AddressPolicy | None = None) -> requests.Session:
    """A session.

    Args:
        adapter: sends its requests.
        agent: the User-Agent.
        policy: checks its connections.
    """
    import requests

    if policy is not None:
        policy.watch(adapter.poolmanager)
    session = requests.Session()
    session.headers["User-Agent"] = agent
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def retrying_adapter(pause: float) -> HTTPAdapter:
    """An adapter with the retries of :func:`make_retries`, and without a cache. ``pause`` is in seconds."""
    from requests.adapters import HTTPAdapter

    return HTTPAdapter(max_retries=make_retries(pause))


def plain_adapter() -> HTTPAdapter:
    """An adapter without retries or cache."""
    from requests.adapters import HTTPAdapter

    return HTTPAdapter()


def caching_adapter(cache: FileCache, pause: float) -> HTTPAdapter:
    """An adapter that answers requests from a cache, or revalidates what is cached. ``pause`` is in seconds."""
    from cachecontrol import CacheControlAdapter

    return CacheControlAdapter(cache=cache, max_retries=make_retries(pause))  # type: ignore[no-any-return]


def make_cache(folder: Path) -> FileCache:
    """The cache of pages. If its folder cannot be used, or an entry is damaged, pages are fetched as if there were none."""
    from cachecontrol.caches import FileCache

    class BestEffort(FileCache):  # type: ignore[misc]
        def get(self, key: str) -> bytes | None:
            with contextlib.suppress(OSError):
                return _verified(cast("bytes | None", super().get(key)))
            return None

        def set(self, key: str, value: bytes, expires: Any = None) -> None:
            with contextlib.suppress(OSError):
                super().set(key, hashlib.sha256(value).digest() + value, expires)

        def delete(self, key: str) -> None:
            with contextlib.suppress(OSError):
                super().delete(key)

    return BestEffort(str(folder))


def _verified(kept: bytes | None) -> bytes | None:
    """A cached value without its digest; None if it is damaged. The server could not notice that: it only sees the ETag."""
    size = hashlib.sha256().digest_size
    value = (kept or b"")[size:]
    return value if value and hashlib.sha256(value).digest() == (kept or b"")[:size] else None


def forget(cache: FileCache, url: str) -> None:
    """Remove a page from the cache."""
    from cachecontrol.controller import CacheController

    cache.delete(CacheController.cache_url(url))


def make_retries(pause: float) -> Retry:
    """Retries with back-off that obey Retry-After.

    If a server asks for more than :data:`archive.net.http.LONGEST_WAIT`, there is no retry, and its answer is final.

    Args:
        pause: the shortest wait before a retry, in seconds.
    """
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
