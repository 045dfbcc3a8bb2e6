"""Serves a site on loopback, for a preview."""

from __future__ import annotations

import contextlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from archive.errors import UsageError, reason_of

HOST = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page with the site's 404 page."""
        page = Path(str(self.directory)) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def list_directory(self, path: Any) -> None:  # noqa: ARG002
        """Answer 404 for a folder without an index page, as other hosts do."""
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: no one reads it."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder on loopback, not yet running; port 0 chooses a free one. Raises :class:`UsageError`."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise UsageError(f"Port {port} is not available: {reason_of(error)}. Choose another with --port.") from None


def address(server: ThreadingHTTPServer) -> str:
    """The URL of the site."""
    return f"http://{HOST}:{server.server_address[1]}/"


def serve_until_stopped(server: ThreadingHTTPServer) -> None:
    """Serve until Ctrl-C, which is not an error."""
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
