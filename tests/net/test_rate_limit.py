"""The pause between requests to one host, measured with a fake clock."""

from __future__ import annotations

import threading

import pytest

from archive.net.rate_limit import RateLimit


class Clock:
    """A clock that advances only when somebody sleeps or works."""

    def __init__(self):
        self.now = 100.0
        self.slept = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


def test_the_first_request_does_not_wait(clock):
    with RateLimit(clock, clock.sleep).request("kites", 1.0):
        pass
    assert clock.slept == []


def test_the_next_request_waits_for_the_rest_of_the_pause(clock):
    limit = RateLimit(clock, clock.sleep)
    with limit.request("kites", 1.0):
        clock.now += 5  # a slow answer
    clock.now += 0.25
    with limit.request("kites", 1.0):
        assert clock.slept == [0.75]


def test_another_host_does_not_wait(clock):
    limit = RateLimit(clock, clock.sleep)
    for host in ("kites", "moss"):
        with limit.request(host, 1.0):
            pass
    assert clock.slept == []


def test_a_request_that_fails_counts(clock):
    limit = RateLimit(clock, clock.sleep)
    with pytest.raises(ValueError, match="kite"), limit.request("kites", 1.0):
        raise ValueError("kite")
    with limit.request("kites", 1.0):
        assert clock.slept == [1.0]


def test_two_threads_never_request_from_one_host_at_once():
    limit, inside, most = RateLimit(), [], []

    def ask():
        with limit.request("kites", 0):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8
