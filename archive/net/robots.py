"""robots.txt: what a site allows this program to fetch, and how often (RFC 9309).

Read by Protego and not by the standard library's parser, which ignores ``*`` and ``$`` in paths and takes the
first matching rule, not the longest.
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
"""The name by which a robots.txt may address this program."""

LONGEST_DELAY = 30.0  # seconds; a longer Crawl-delay is shortened to this
MOST_READ = 512_000  # characters; RFC 9309 asks for at least 500 KiB


class Robots:
    """The rules of each site, fetched when they are first needed and kept for the run.

    ``fetch`` gets the text at the address of a robots.txt, and raises :class:`FetchError` where it cannot.
    """

    def __init__(self, fetch: Callable[[str], str]) -> None:
        self._fetch = fetch
        self._rules: dict[str, Protego | NoRules] = {}

    def require_allowed(self, url: str) -> None:
        """Raise :class:`Disallowed` where the site forbids the address, :class:`NoRules` where its rules cannot
        be read, which forbids everything (RFC 9309, 2.3.1.4), and :class:`NoSuchHost` where the host does not exist."""
        rules = self._of(url)
        if isinstance(rules, NoRules):
            raise NoRules(f"{url} was not fetched, since the site's robots.txt cannot be read: {rules}")
        if not rules.can_fetch(url, PRODUCT):
            raise Disallowed(f"{url}: the site's robots.txt disallows fetching it. Nothing was fetched.")

    def delay(self, url: str) -> float:
        """The seconds between two requests that the site asks for (Crawl-delay), at most :data:`LONGEST_DELAY`;
        0 where it asks for none. Nothing is fetched for this."""
        rules = self._rules.get(_site(url))
        asked = None if rules is None or isinstance(rules, NoRules) else rules.crawl_delay(PRODUCT)
        seconds = float(asked or 0)
        return min(max(seconds, 0.0), LONGEST_DELAY) if math.isfinite(seconds) else 0.0  # "inf", as some versions read it

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
            except NoNetwork as error:  # of no site alone, and the next request may have one again
                raise NoNetwork(f"{urlsplit(site).hostname}: {str(error).partition(': ')[2]}") from error
            except FetchError as error:
                self._rules[site] = NoRules(str(error))
                return self._rules[site]
            self._rules[site] = parse(text)
        return self._rules[site]


def parse(text: str) -> Protego:
    """The rules of a robots.txt; without the byte order mark it may begin with."""
    from protego import Protego

    return Protego.parse(text[:MOST_READ].lstrip("\ufeff"))


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
