"""Which hosts may be requested: those on the public internet, but none on this machine or its network, unless an edition
registers such an address (its page may be on this machine).

A public page can redirect or link to ``http://127.0.0.1/`` or to the metadata service of a cloud. So each redirect is
checked before it is followed, and every connection resolves the host name itself, checks all its addresses and connects
to one of them, so that it does not matter if a name resolves differently the next time (DNS rebinding). TLS still checks
the name.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from archive.errors import FetchError
from archive.model.text import quote

if TYPE_CHECKING:
    from urllib3 import PoolManager

Host: TypeAlias = tuple[str, int | None]
"""The host name of a URL, and its port."""

_IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}


class Forbidden(FetchError):
    """A URL is neither http nor https, or its host is on this machine or its network and is not registered."""


class AddressPolicy:
    """Decides which URLs may be requested. ``own`` are the registered ones: their hosts may be private."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._own = {host for url in own if (host := host_of(url))}
        self._public: set[Host] = set()

    def require_allowed(self, url: str) -> None:
        """Raise :class:`Forbidden` if a URL is neither http nor https, or if its host is private and not registered.

        A host name that cannot be resolved passes: the request will report it.
        """
        host = host_of(url)
        if host is None:
            raise Forbidden(f"{url}: only http and https addresses are fetched.")
        if self.is_own(host) or host in self._public:
            return
        with contextlib.suppress(OSError, UnicodeError):
            for address in _resolve(host):
                if not is_public(address):
                    raise Forbidden(_refusal(url, address))
            self._public.add(host)

    def is_own(self, host: Host) -> bool:
        """Whether a host and port belong to a registered URL."""
        return host in self._own

    def watch(self, manager: PoolManager) -> None:
        """Make a pool manager connect only to IP addresses that were checked.

        Args:
            manager: the one for connections without a proxy. A proxy resolves host names itself.
        """
        from urllib3.connection import HTTPConnection, HTTPSConnection
        from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

        policy = self

        class Plain(HTTPConnection):
            def connect(self) -> None:
                policy._connect(self, super().connect)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                if self.server_hostname is None:
                    self.server_hostname = self.host  # the name that the certificate must have
                policy._connect(self, super().connect)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def _connect(self, connection: Any, connect: Callable[[], None]) -> None:
        """Connect to the first checked IP address that answers; afterwards the connection has its host name again."""
        from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

        name = connection.host
        if self.is_own((name.strip("[]").lower(), connection.port)):
            connect()
            return
        *others, last = self._checked_addresses(connection)
        try:
            for connection.host in others:
                with contextlib.suppress(ConnectTimeoutError, NewConnectionError):
                    connect()
                    return
            connection.host = last
            connect()
        finally:
            connection.host = name

    def _checked_addresses(self, connection: Any) -> list[str]:
        """The IP addresses of a connection's host, all of them public.

        Raises:
            Forbidden: one of them is not public.
            LocationParseError: the host name is invalid.
            NameResolutionError: the host name cannot be resolved.
        """
        from urllib3.exceptions import LocationParseError, NameResolutionError

        name = connection.host
        try:
            addresses = _resolve((name.strip("[]"), connection.port))
        except UnicodeError:
            raise LocationParseError(f"{quote(name)}, label empty or too long") from None
        except socket.gaierror as error:
            raise NameResolutionError(name, connection, error) from error
        for address in addresses:
            if not is_public(address):
                raise Forbidden(_refusal(name, address))
        return addresses


def host_of(url: str) -> Host | None:
    """The host name, in lower case, and port of an http or https URL; None for anything else."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    return (name.lower(), port or _PORTS[parts.scheme]) if name and parts.scheme in _PORTS else None


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet."""
    try:
        ip: _IP = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inside = _embedded_ipv4(ip)
    if not all(is_public(str(inner)) for inner in inside):
        return False
    if inside and ip in _NAT64:  # Python calls all of these private; only the embedded address matters
        return True
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _embedded_ipv4(ip: _IP) -> list[_IP]:
    """The IPv4 addresses that are embedded in an IPv6 address."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    found: list[_IP | None] = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    found += [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)] if ip in _NAT64 else []
    return [one for one in found if one is not None]


def _resolve(host: Host) -> list[str]:
    """The IP addresses of a host, each once, in the order in which the system gives them.

    Raises:
        OSError: the host name cannot be resolved.
        UnicodeError: it is invalid.
    """
    return list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(*host, type=socket.SOCK_STREAM)))


def _refusal(what: str, address: str) -> str:
    return (
        f"{what}: it leads to {address}, which is on this machine or its network, so it was not fetched. If it is right, "
        "register an address of that host in editions.toml."
    )
