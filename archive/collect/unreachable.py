"""Which editions need not be tried, since what they need could not be reached for an edition before them."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.errors import NoNetwork, NoSuchHost
from archive.model.paper import Edition


class Unreachable:
    """What could not be reached at all, so that one failure is not waited for and reported again for each edition.

    Attributes:
        skipped: the editions that were not tried.
    """

    def __init__(self) -> None:
        self.skipped: list[str] = []
        self._hosts: dict[str, str] = {}  # that have no address, each with the edition that showed it
        self._no_network = ""  # the edition that showed it

    def learn(self, error: Exception, edition: Edition) -> None:
        """Remember the error of an edition, if it concerns others."""
        if isinstance(error, NoNetwork):
            self._no_network = edition.id
        elif isinstance(error, NoSuchHost):
            self._hosts.update(dict.fromkeys(_hosts(edition), edition.id))

    def prevents(self, edition: Edition) -> str:
        """Why an edition's first page cannot be fetched either; empty if it may be."""
        shown = next((self._hosts[host] for host in _hosts(edition) if host in self._hosts), self._no_network)
        if not shown or not edition.pages:
            return ""
        self.skipped.append(edition.id)
        return f"not tried, for the same reason as {shown}"


def _hosts(edition: Edition) -> list[str]:
    """The host of an edition's first page."""
    return [urlsplit(page.url).netloc for page in edition.pages[:1]]
