"""Results are cached for a week, and no longer."""

from __future__ import annotations

import datetime

import pytest

from archive.check.links.cache import LinkCache
from archive.check.links.probe import probe
from tests.support.links import HTML, NOW, PDF, kites, told
from tests.support.loopback import answer, reset


@pytest.mark.parametrize(("days", "fresh", "asks"), [(6.9, False, False), (7, False, True), (1, True, True), (-1, False, True)])
def test_results_are_cached_for_a_week(loopback, check, tmp_path, days, fresh, asks):
    url = loopback.script("/k.pdf", answer(status=404), answer(status=404), PDF)
    assert [kind for kind, _, _ in told(check(kites(url), cache=LinkCache(tmp_path, now=lambda: NOW)))] == ["dead"]
    before = len(loopback.asked)
    later = LinkCache(tmp_path, fresh=fresh, now=lambda: NOW + datetime.timedelta(days=days))
    assert [kind for kind, _, _ in told(check(kites(url), cache=later))] == ([] if asks else ["dead"])
    assert (len(loopback.asked) > before) is asks


@pytest.mark.parametrize("behaviour", [answer(status=503), answer(status=429), reset], ids=["503", "429", "reset"])
def test_temporary_failures_are_not_cached(loopback, check, tmp_path, behaviour):
    url = loopback.script("/k.pdf", behaviour)
    assert told(check(kites(url), cache=LinkCache(tmp_path)))
    loopback.script("/k.pdf", PDF)
    assert told(check(kites(url), cache=LinkCache(tmp_path))) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"asked": "x", "answer": {}}', '{"asked": 1}'])
def test_a_damaged_cache_is_ignored(loopback, web, tmp_path, content):
    cache = LinkCache(tmp_path / "links")
    cache.put(probe(url := loopback.script("/k.pdf", PDF), web, as_pdf=True))
    (file,) = (tmp_path / "links").iterdir()
    file.write_text(content)
    assert cache.get(url, as_pdf=True) is None


def test_an_address_checked_as_a_page_is_checked_again_as_a_pdf(loopback, check, tmp_path):
    url = loopback.script("/k.pdf", HTML)
    assert told(check(kites(None, page_url=url), cache=LinkCache(tmp_path))) == []
    assert [kind for kind, _, _ in told(check(kites(url), cache=LinkCache(tmp_path)))] == ["wrong type"]
