"""Mirrors in folders and on web servers."""

from __future__ import annotations

import errno

import pytest

from archive.errors import FetchError, NotThere, UsageError
from archive.net import http
from archive.net.fetch import make_fetcher
from archive.net.mirror import MirrorFolder
from tests.support.loopback import PAGE, PATH, answer, redirect


@pytest.fixture
def mirror(tmp_path):
    """A mirror whose files contain their own names."""
    folder = tmp_path / "outer" / "mirror"
    for name in ("h/index.html", "h/a/index.html", "h/a/b.html", "h/a/b?event=1&x=2", "h/a/late.html"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "outer" / "secret").write_text("secret")
    return folder


LAID_OUT = [
    ("https://h/", "h/index.html"),
    ("https://h", "h/index.html"),
    ("https://h/a/", "h/a/index.html"),
    ("https://h/a/b.html", "h/a/b.html"),
    ("https://h/a/b.html#c", "h/a/b.html"),
    ("https://h/a/b?event=1&x=2", "h/a/b?event=1&x=2"),
]


@pytest.mark.parametrize(("url", "name"), LAID_OUT)
def test_a_mirror_folder_is_laid_out_as_wget_does(mirror, url, name):
    assert make_fetcher(str(mirror)).get(url) == name


@pytest.mark.parametrize(
    "url", ["https://h/a/no.html", "https://other/", "https://h/a", "https://h/a/b.html/c", "https://h/a/b"]
)
def test_a_file_missing_from_a_mirror_folder_is_not_there(mirror, url):
    with pytest.raises(NotThere, match=url):
        make_fetcher(str(mirror)).get(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://h/../../secret",
        "https://h/%2e%2e/%2e%2e/secret",
        "https://h/..%2f..%2fsecret",
        "https://../secret",
        "https:///etc/passwd",
        "https://h/a?/../../../../secret",
    ],
)
def test_nothing_outside_a_mirror_folder_is_read(mirror, url):
    with pytest.raises(FetchError):
        MirrorFolder(mirror).get(url)


def test_a_link_out_of_a_mirror_folder_is_not_followed(mirror):
    (mirror / "h" / "link.html").symlink_to(mirror.parent / "secret")
    with pytest.raises(FetchError, match="outside"):
        MirrorFolder(mirror).get("https://h/link.html")


def test_a_mirror_folder_may_itself_be_a_link(mirror, tmp_path):
    (tmp_path / "alias").symlink_to(mirror)
    assert make_fetcher(str(tmp_path / "alias")).get("https://h/a/") == "h/a/index.html"


def test_a_mirror_folder_may_be_relative(mirror, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fetcher = make_fetcher("outer/mirror")
    monkeypatch.chdir("/")
    assert fetcher.get("https://h/a/") == "h/a/index.html"


def test_a_mirror_folder_that_does_not_exist_is_a_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="nowhere"):
        make_fetcher(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("base", ["", "/", "/deep/mirror", "/deep/mirror/"])
@pytest.mark.parametrize(("url", "name"), LAID_OUT)
def test_a_mirror_site_has_the_same_paths_below_its_address(loopback, base, url, name):
    asked = f"{base.rstrip('/')}/{name}".replace("?", "%3F").replace("=", "%3D").replace("&", "%26")
    loopback.script(asked, answer(PAGE))
    assert make_fetcher(loopback.url + base).get(url) == PAGE
    assert loopback.paths() == [asked]  # and no robots.txt


def test_a_mirror_site_is_requested_without_a_pause(loopback, monkeypatch, naps):
    monkeypatch.setattr(http, "PAUSE", 5.0)
    loopback.script(PATH, answer(PAGE))
    site = make_fetcher(loopback.url)
    for url in ("https://kites/papers.html", "https://kites/papers.html?again"):
        loopback.script(f"{PATH}%3Fagain", answer(PAGE))
        assert site.get(url) == PAGE
    assert naps == []


def test_a_mirror_site_names_the_page_and_its_own_address(loopback):
    with pytest.raises(NotThere, match=f"https://kites/papers.html .*{loopback.url}{PATH}"):
        make_fetcher(loopback.url).get("https://kites/papers.html")


def test_a_mirror_site_may_redirect_only_within_itself(loopback):
    site = make_fetcher(loopback.url + "/mirror")
    loopback.script("/mirror/kites/papers.html", redirect("/mirror/kites/new.html"))
    loopback.script("/mirror/kites/new.html", answer(PAGE), redirect("/elsewhere.html"))
    assert site.get("https://kites/papers.html") == PAGE
    with pytest.raises(FetchError, match="outside the mirror"):
        site.get("https://kites/new.html")
    assert "/elsewhere.html" not in loopback.paths()


def test_nothing_outside_a_mirror_site_is_requested(loopback):
    loopback.script("/secret", answer("secret"))
    with pytest.raises(FetchError):
        make_fetcher(loopback.url + "/mirror").get("https://h/../../secret")
    assert loopback.paths() in ([], ["/mirror/secret"])


def test_a_file_that_cannot_be_read_is_reported_in_a_sentence(mirror, monkeypatch):
    def refuse(self, *_):
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    for name in ("read_bytes", "open"):
        monkeypatch.setattr(f"pathlib.Path.{name}", refuse)
    for read in (MirrorFolder(mirror).get, lambda url: MirrorFolder(mirror).peek(url, "GET")):
        with pytest.raises(FetchError, match=r"b\.html cannot be read: permission denied\.$"):
            read("https://h/a/b.html")
