"""Serving a site on this machine only."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading

import pytest

from archive.errors import UsageError
from archive.site.serve import address, make_server
from tests.support import PROJECT
from tests.support.commands import run
from tests.support.sites import Site


@pytest.fixture(scope="module")
def site(plain_site) -> Site:
    return plain_site


@pytest.fixture
def ask(site):
    """Requests a path from a running server."""
    server = make_server(site.folder, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def ask(path: str, method: str = "GET") -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection(*server.server_address)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read()
        finally:
            connection.close()

    yield ask
    server.shutdown()
    thread.join()
    server.server_close()


def test_pages_are_served_by_their_addresses(ask, site):
    status, kind, content = ask("/papers/quill2024kites/")
    assert (status, kind) == (200, "text/html")
    assert content.decode() == site.read("papers/quill2024kites/index.html")
    assert ask("/static/site.css")[1] == "text/css"
    assert ask("/field.svg")[1] == "image/svg+xml"


@pytest.mark.parametrize(
    "path", ["/papers/nobody/", "/nowhere", "/static/", "/papers/", "/../../etc/passwd", "/%2e%2e/root/people.toml"]
)
def test_a_missing_page_and_a_folder_without_one_are_the_sites_own_404(ask, site, path):
    status, kind, content = ask(path)
    assert (status, kind) == (404, "text/html; charset=utf-8")
    assert content.decode() == site.read("404.html")
    assert ask(path, "HEAD") == (404, "text/html; charset=utf-8", b"")


def test_it_listens_only_on_loopback(site):
    with make_server(site.folder, 0) as server:
        assert server.server_address[0] == "127.0.0.1"
        assert address(server) == f"http://127.0.0.1:{server.server_address[1]}/"


def test_a_port_in_use_is_reported_before_anything_is_built(capsys, odd_root, site, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} is not available"):
            make_server(site.folder, port)
        ran = run(capsys, "site", tmp_path / "out", "--serve", "--port", port, "--root", odd_root.folder)
    assert ran.code == 2
    assert "Choose another with --port" in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.parametrize("kept", [False, True], ids=["for a look", "and kept"])
def test_the_command_serves_until_ctrl_c(odd_root, tmp_path, tmp_path_factory, kept):
    probe = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nfrom archive.cli import main\nmain()\n"
    asked = [sys.executable, "-u", "-c", probe, "site", *(["out"] if kept else []), "--serve", "--port", "0"]
    root = tmp_path_factory.mktemp("root") / "root"
    shutil.copytree(odd_root.folder, root)
    with (root / "archive.toml").open("a", encoding="utf-8") as file:
        file.write('[site]\nbase_url = "https://kites.example/papers/"\n')
    asked += ["--root", str(root)]
    env = os.environ | {"PYTHONPATH": str(PROJECT), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(asked, cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True) as process:
        watchdog = threading.Timer(60, process.kill)  # so that what never speaks ends too
        watchdog.start()
        said = next((line for line in iter(process.stderr.readline, "") if "shows the site" in line), None)
        assert said, "The command ended, or was ended after a minute, without saying where the site is."
        host = said.split("/")[2]
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", "/papers/quill2024kites/")
        page = connection.getresponse().read().decode()
        connection.close()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        watchdog.cancel()
    assert process.returncode == 0
    assert rest == ""
    assert "Kites on Rails" in page
    # The address of the moment stands in what is shown, and never in what is kept.
    assert (f'<link rel="canonical" href="http://{host}/papers/quill2024kites/">' in page) is not kept
    assert [path.name for path in tmp_path.iterdir()] == (["out"] if kept else [])
    if kept:
        assert "127.0.0.1" not in "".join(Site(tmp_path / "out").read(name) for name in ("404.html", "index.html"))
