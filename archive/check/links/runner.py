"""Requests many addresses: several hosts in parallel, the addresses of one host in turn."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from archive.check.links.cache import LinkCache
from archive.check.links.probe import NO_HOST, NOT_ASKED, LinkStatus, Peeker, no_host, probe

HOSTS_AT_ONCE = 16
MAX_SILENT_REPLIES = 3  # requests in a row without an answer, after which no more are sent to a host


def probe_all(wanted: Mapping[str, bool], peeker: Peeker, cache: LinkCache | None = None) -> Iterator[LinkStatus]:
    """Probe many addresses.

    Args:
        wanted: the addresses; True if a PDF is expected there.
        peeker: sends the requests.
        cache: holds earlier results. New ones are stored as they arrive, even if the iterator is closed before its end.

    Yields:
        A result for each address, in the order in which they arrive.
    """
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for url, as_pdf in wanted.items():
        if cache and (known := cache.get(url, as_pdf=as_pdf)):
            yield known
        else:
            waiting[urlsplit(url).netloc].append(url)
    answers: queue.SimpleQueue[LinkStatus | Exception] = queue.SimpleQueue()
    stop = _ask_hosts(waiting, wanted, peeker, answers)
    try:
        for _ in range(sum(map(len, waiting.values()))):
            answer = answers.get()
            if isinstance(answer, Exception):
                raise answer
            yield _cached(answer, cache)
    finally:
        stop.set()
        while not answers.empty():
            if isinstance(answer := answers.get(), LinkStatus):
                _cached(answer, cache)


def _ask_hosts(
    waiting: Mapping[str, Sequence[str]],
    wanted: Mapping[str, bool],
    peeker: Peeker,
    answers: queue.SimpleQueue[LinkStatus | Exception],
) -> threading.Event:
    """Start threads that send the requests, each to one host after another. They end when the returned event is set."""
    hosts: queue.SimpleQueue[tuple[str, Sequence[str]]] = queue.SimpleQueue()
    stop = threading.Event()
    for host in waiting.items():
        hosts.put(host)

    def work() -> None:
        try:
            while not stop.is_set():
                for answer in _probe_host(*hosts.get_nowait(), wanted, peeker):
                    answers.put(answer)
                    if stop.is_set():
                        return
        except queue.Empty:
            return
        except Exception as error:  # raised again by the caller
            answers.put(error)

    for _ in range(min(HOSTS_AT_ONCE, len(waiting))):
        threading.Thread(target=work, daemon=True).start()
    return stop


def _cached(answer: LinkStatus, cache: LinkCache | None) -> LinkStatus:
    if cache:
        cache.put(answer)
    return answer


def _probe_host(host: str, urls: Sequence[str], wanted: Mapping[str, bool], peeker: Peeker) -> Iterator[LinkStatus]:
    """Probe the addresses of one host, until it asks for fewer requests, or does not answer any more."""
    failures = 0
    for i, url in enumerate(urls):
        answer = probe(url, peeker, as_pdf=wanted[url])
        yield answer
        if answer.unavailable_host != host:
            failures = 0
            continue
        failures += 1
        if answer.state == NO_HOST:
            yield from (no_host(rest, rest) for rest in urls[i + 1 :])
            return
        if why := _why_no_more(answer, failures):
            yield from (LinkStatus(rest, NOT_ASKED, f"{host} {why}; no more requests were sent.") for rest in urls[i + 1 :])
            return


def _why_no_more(answer: LinkStatus, failures: int) -> str | None:
    if answer.status == 429:
        return "asks for fewer requests"
    return f"gave no answer {failures} times in a row" if failures >= MAX_SILENT_REPLIES else None
