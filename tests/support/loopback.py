"""A scripted web server on this machine: for each path, a list of behaviours, one per request.

The last behaviour of a list repeats; a path without a script is answered with 404.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from archive.net.address_policy import AddressPolicy, Host
from archive.net.http import user_agent
from archive.store.archive_config import Identity

PAGE = "<html><body>Kites on rails</body></html>"
PATH = "/kites/papers.html"
AGENT = user_agent(Identity("Kites", contact="chairs@kites.example"))

ALLOWED: set[Host] = set()
"""Hosts on this machine that tests may ask, though no edition registers them: its servers."""

_is_registered = AddressPolicy.is_own


def _is_own(policy: AddressPolicy, host: Host) -> bool:
    return host in ALLOWED or _is_registered(policy, host)


AddressPolicy.is_own = _is_own

Behaviour = Callable[["_Handler"], None]


class Asked(NamedTuple):
    """A request as it arrived."""

    path: str
    headers: dict[str, str]  # names in lower case
    when: float
    method: str = "GET"


class Loopback:
    """The server; ``asked`` are the requests so far, ``url`` is its address without a final slash."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.posted: list[bytes] = []
        self.stopping = threading.Event()
        self._scripts: dict[str, list[Behaviour]] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.loopback = self
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.001})
        self._thread.start()
        ALLOWED.update((name, self.port) for name in ("127.0.0.1", "localhost"))

    def script(self, path: str, *behaviours: Behaviour) -> str:
        """Set the behaviours of a path, request by request, and return its address."""
        self._scripts[path] = list(behaviours)
        return self.url + path

    def paths(self) -> list[str]:
        """The requested paths, in order."""
        return [asked.path for asked in self.asked]

    def pages(self) -> list[str]:
        """The same without robots.txt."""
        return [path for path in self.paths() if path != "/robots.txt"]

    def next(self, asked: Asked) -> Behaviour:
        with self._lock:
            self.asked.append(asked)
            script = self._scripts.get(asked.path) or [answer(status=404)]
            return script.pop(0) if len(script) > 1 else script[0]

    def close(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them
    loopback: Loopback

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore clients that close the connection."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        headers = {key.lower(): value for key, value in self.headers.items()}
        self.server.loopback.next(Asked(self.path, headers, time.monotonic(), self.command))(self)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.server.loopback.posted.append(self.rfile.read(int(self.headers.get("content-length", 0))))
        self.do_GET()

    def begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()

    def pause(self, seconds: float | None = None) -> bool:
        """Wait until the time is over or the server stops. Returns whether it stops."""
        return self.server.loopback.stopping.wait(seconds)

    def log_message(self, *args: object) -> None:
        pass


def answer(body: str | bytes = "", status: int = 200, length: int | None = None, **headers: str) -> Behaviour:
    """An ordinary answer; ``retry_after="1"`` is a header, ``length`` the claimed length (-1: none)."""
    content = body.encode() if isinstance(body, str) else body
    named = {"content-type": "text/html", **{key.replace("_", "-"): value for key, value in headers.items()}}
    if length != -1:
        named["content-length"] = str(len(content) if length is None else length)

    def behave(handler: _Handler) -> None:
        handler.begin(status, named)
        if handler.command != "HEAD":
            handler.wfile.write(content)

    return behave


def on_head(head: Behaviour, get: Behaviour) -> Behaviour:
    """One behaviour for HEAD, another for GET."""

    def behave(handler: _Handler) -> None:
        (head if handler.command == "HEAD" else get)(handler)

    return behave


def redirect(to: str, status: int = 302) -> Behaviour:
    return answer(status=status, location=to)


def with_etag(body: str, etag: str = '"one"') -> Behaviour:
    """An answer that supports conditional requests."""

    def behave(handler: _Handler) -> None:
        same = handler.headers.get("If-None-Match") == etag
        answer("" if same else body, 304 if same else 200, length=-1 if same else None, etag=etag)(handler)

    return behave


def hang(handler: _Handler) -> None:
    """No answer."""
    handler.pause()


def drip(handler: _Handler) -> None:
    """An endless answer, one byte at a time."""
    handler.begin(200, {"content-type": "text/html"})
    while not handler.pause(0.01):
        handler.wfile.write(b".")


def drip_redirect(handler: _Handler) -> None:
    """The same after a redirect."""
    handler.begin(302, {"location": "/"})
    while not handler.pause(0.01):
        handler.wfile.write(b".")


def drip_headers(handler: _Handler) -> None:
    """The same, before the headers are complete."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    while not handler.pause(0.01):
        handler.wfile.write(b".")


def reset(handler: _Handler) -> None:
    """Reset the connection."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())
