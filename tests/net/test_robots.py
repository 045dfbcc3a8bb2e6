"""robots.txt: paths with wildcards, the longest match, delays, and sites without one."""

from __future__ import annotations

import pytest

from archive.errors import Disallowed, FetchError, NoNetwork, NoRules, NoSuchHost, NotThere, Refused
from archive.net.robots import LONGEST_DELAY, Robots

SITE = "https://kites.example"


class Server:
    """Answers with one robots.txt, or fails; ``asked`` are the requested URLs."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def __call__(self, url):
        self.asked.append(url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def allows(rules: str, path: str) -> bool:
    try:
        Robots(Server(rules)).require_allowed(SITE + path)
    except Disallowed:
        return False
    return True


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/kites/", True),
        ("User-agent: *\nDisallow:", "/kites/", True),
        ("User-agent: *\nDisallow: /kites/", "/kites/a.html", False),
        ("User-agent: *\nDisallow: /kites/", "/snow.html", True),
        ("User-agent: *\nDisallow: /*.pdf", "/kites/a.pdf?x=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/kites/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/kites/a.pdf?x=1", True),
        ("User-agent: *\nDisallow: /kites/\nAllow: /kites/papers", "/kites/papers.html", True),
        ("User-agent: *\nAllow: /kites/papers\nDisallow: /kites/", "/kites/other.html", False),
        ("User-agent: *\nDisallow: /kites\nAllow: /kites", "/kites", True),  # of two alike the kinder one
        ("\ufeffUser-agent: *\nDisallow: /kites/", "/kites/a.html", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: mlforsys-archive\nDisallow: /closed/", "/open/", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: MLforSys-Archive\nDisallow: /closed/", "/closed/", False),
        ("User-agent: otherbot\nDisallow: /", "/kites/", True),
        ("user-agent : *\r\ndisallow : /kites/ # a remark\r\n", "/kites/", False),
        ("User-agent: *\nDisallow: /k%69tes/", "/kites/", False),
        ("<html>not found</html>", "/kites/", True),
    ],
)
def test_a_path_is_allowed_or_not(rules, path, allowed):
    assert allows(rules, path) is allowed


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [
        ("", 0),
        ("User-agent: *\nCrawl-delay: 7", 7),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 7\n\nUser-agent: mlforsys-archive\nCrawl-delay: 3", 3),
        ("User-agent: *\nCrawl-delay: 86400", LONGEST_DELAY),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nCrawl-delay: -5", 0),
        ("User-agent: *\nCrawl-delay: inf", 0),
        ("User-agent: *\nCrawl-delay: nan", 0),
    ],
)
def test_a_site_may_ask_for_a_delay_within_bounds(rules, seconds):
    robots = Robots(Server(rules))
    robots.require_allowed(f"{SITE}/")
    assert robots.delay(f"{SITE}/kites.html") == seconds


def test_rules_are_fetched_once_per_site():
    server = Server("")
    robots = Robots(server)
    for url in (f"{SITE}/a", f"{SITE}/b?c", "https://kites.example:8443/a", "http://kites.example/a"):
        robots.require_allowed(url)
    assert server.asked == [f"{SITE}/robots.txt", "https://kites.example:8443/robots.txt", "http://kites.example/robots.txt"]


def test_asking_for_the_delay_fetches_nothing():
    server = Server("User-agent: *\nCrawl-delay: 7")
    assert Robots(server).delay(SITE) == 0
    assert server.asked == []


@pytest.mark.parametrize("error", [NotThere("gone"), Refused("no")])
def test_a_site_without_rules_allows_everything(error):
    robots = Robots(Server(error))
    robots.require_allowed(f"{SITE}/kites/")
    assert robots.delay(SITE) == 0


def test_rules_that_cannot_be_fetched_disallow_everything_and_are_not_requested_again():
    server = Server(FetchError("the server failed (HTTP 503)"))
    robots = Robots(server)
    for _ in range(2):
        with pytest.raises(NoRules, match="HTTP 503"):
            robots.require_allowed(f"{SITE}/kites/")
    assert len(server.asked) == 1
    assert robots.delay(SITE) == 0


def test_a_host_that_does_not_exist_has_no_rules():
    with pytest.raises(NoSuchHost):
        Robots(Server(NoSuchHost("no such host"))).require_allowed(SITE)


def test_without_a_network_no_rules_are_known_and_the_site_is_named():
    server = Server(NoNetwork(f"{SITE}/robots.txt: there is no network connection. Check the connection and try again."))
    robots = Robots(server)
    for _ in range(2):
        with pytest.raises(NoNetwork, match=r"^[a-z.]+: there is no network connection. Check"):
            robots.require_allowed(SITE)
    assert len(server.asked) == 2
