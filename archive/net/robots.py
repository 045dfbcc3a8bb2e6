"""robots.txt: what a site allows this program to fetch, and how often (RFC 9309).

Parsed by Protego, since the standard library's parser ignores ``*`` and ``$`` in paths, and takes the first matching rule
instead of the longest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.errors import Disallowed, FetchError, NoNetwork, NoRules, NoSuchHost, Refused
from archive.net.address_policy import Forbidden

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "mlforsys-archive"
"""The product token to which a robots.txt can give rules of its own."""

LONGEST_DELAY = 30.0  # seconds; a longer Crawl-delay is shortened to this
MOST_READ = 512_000  # characters; RFC 9309 asks for at least 500 KiB


class Robots:
    """The rules of each site, fetched when they are first needed and then remembered.

    ``fetch`` returns the text of the robots.txt at a URL, and raises :class:`FetchError` if it cannot.
    """

    def __init__(self, fetch: Callable[[str], str]) -> None:
        self._fetch = fetch
        self._rules: dict[str, Protego | NoRules] = {}

    def require_allowed(self, url: str) -> None:
        """Raise an error if a URL may not be fetched.

        Raises:
            Disallowed: the site disallows it.
            NoRules: the site's rules cannot be fetched, which disallows everything (RFC 9309, 2.3.1.4).
            NoSuchHost: the host does not exist.
            NoNetwork: there is no network connection.
            Forbidden: robots.txt redirects to a host that may not be requested.
        """
        rules = self._of(url)
        if isinstance(rules, NoRules):
            raise NoRules(f"{url} was not fetched, since the site's robots.txt cannot be read: {rules}")
        if not rules.can_fetch(url, PRODUCT):
            raise Disallowed(f"{url}: the site's robots.txt disallows fetching it. Nothing was fetched.")

    def delay(self, url: str) -> float:
        """The seconds between two requests that the site asks for (Crawl-delay), at most :data:`LONGEST_DELAY`.

        0 if it asks for no delay, or if its rules have not been fetched yet: this fetches nothing.
        """
        rules = self._rules.get(_site(url))
        asked = None if rules is None or isinstance(rules, NoRules) else rules.crawl_delay(PRODUCT)
        seconds = float(asked or 0)
        return min(max(seconds, 0.0), LONGEST_DELAY) if math.isfinite(seconds) else 0.0  # some versions of Protego return "inf"

    def _of(self, url: str) -> Protego | NoRules:
        site = _site(url)
        if site not in self._rules:
            try:
                text = self._fetch(f"{site}/robots.txt")
            except Refused:  # RFC 9309, 2.3.1.3: without a robots.txt everything is allowed
                text = ""
            except Forbidden:
                raise
            except NoSuchHost as error:  # its message names the robots.txt, which the user did not request
                host = urlsplit(site).hostname
                raise NoSuchHost(
                    f"{host}: the host name could not be resolved. Check the address and the connection."
                ) from error
            except NoNetwork as error:  # not remembered: the network may be back at the next request
                raise NoNetwork(f"{urlsplit(site).hostname}: {str(error).partition(': ')[2]}") from error
            except FetchError as error:
                self._rules[site] = NoRules(str(error))
                return self._rules[site]
            self._rules[site] = parse(text)
        return self._rules[site]


def parse(text: str) -> Protego:
    """The rules of a robots.txt, which may begin with a byte order mark."""
    from protego import Protego

    return Protego.parse(text[:MOST_READ].lstrip("\ufeff"))


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
