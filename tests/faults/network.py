"""Whatever a server does, fetching ends with an answer or an error message, and in time."""

from __future__ import annotations

import gzip
import random
import time
from pathlib import Path

from archive.errors import ArchiveError
from archive.net import http
from archive.net.web import WebFetcher
from tests.faults.common import Promise, Result
from tests.support.loopback import Behaviour, Loopback, answer, drip, drip_headers, drip_redirect, hang, reset

LONGEST = 30.0  # seconds


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng = Result(), random.Random(seed)
    http.LONGEST_FETCH, http.PAUSE, http.BACKOFF, http.LONGEST_WAIT = 1.0, 0.0, 0.0, 0.1
    server = Loopback()
    try:
        for number in range(count):
            name, behaviour = _behaviour(rng, server.url)
            way = rng.choice(["get", "pdf", "peek", "robots"])
            path = f"/{number}"
            server.script("/robots.txt", behaviour if way == "robots" else answer(status=404))
            url = server.script(path, behaviour)
            web = WebFetcher(timeout=0.3, pause=0, cache=folder / "http", pdfs=folder / "pdf")
            asked = {"get": web.get, "pdf": web.pdf, "peek": lambda url, w=web: w.peek(url, "GET"), "robots": web.get}[way]
            began = time.monotonic()
            try:
                asked(url)
                result.counts["answers"] += 1
            except ArchiveError:
                result.counts["sentences"] += 1
            except Exception as error:
                result.counts["tracebacks"] += 1
                result.broken.append(f"{name} by {way}: {type(error).__name__}: {error} (seed {seed}, trial {number})")
            if time.monotonic() - began > LONGEST:
                result.broken.append(f"{name} by {way} took {time.monotonic() - began:.0f} s (seed {seed}, trial {number})")
    finally:
        server.close()
    return result


def _behaviour(rng: random.Random, url: str) -> tuple[str, Behaviour]:
    junk = rng.randbytes(rng.randrange(3000))
    header = "".join(chr(rng.randrange(32, 127)) for _ in range(40))
    place = rng.choice(
        ["", "x", "//", "http://[", "http://127.0.0.1:1/", "ftp://h/", f"{url}/a b", "http://h:99999/", "/" * 3000, "data:,x"]
    )
    status = rng.choice([100, 199, 204, 206, 226, 300, 304, 305, 400, 401, 403, 418, 429, 451, 500, 503, 599, 999])
    typed = rng.choice(["text/html; charset=x", "text/html; charset=utf-16", header, "application/pdf"])
    when = rng.choice(["x", "-1", "9" * 30, "Thu, 01 Jan 1970 00:00:00 GMT"])
    control = rng.choice(["max-age=x", "no-store", "max-age=" + "9" * 40, header])
    kinds: dict[str, Behaviour] = {
        "a status": answer(junk, status=status),
        "junk": answer(junk),
        "junk as gzip": answer(junk, content_encoding="gzip"),
        "a bomb of gzip": answer(gzip.compress(b"\0" * 30_000_000), content_encoding="gzip"),
        "an odd encoding": answer(junk, content_encoding=rng.choice(["br", "zstd", "x", "gzip, gzip"])),
        "an odd type": answer(junk, content_type=typed),
        "too little": answer(junk, length=len(junk) + 1000),
        "too much": answer(junk, length=max(len(junk) - 10, 0)),
        "no length": answer(junk, length=-1),
        "a redirect": answer(status=rng.choice([301, 302, 303, 307, 308]), location=place),
        "retry-after": answer(status=rng.choice([429, 503]), retry_after=when),
        "an odd etag": answer(junk, etag=header, cache_control=control),
        "an odd date": answer(junk, date=header, expires=header, age="x", vary="*"),
        "many headers": answer(junk, **{f"x{n}": "y" for n in range(200)}),
        "a drip": drip,
        "dripping headers": drip_headers,
        "a dripping redirect": drip_redirect,
        "silence": hang,
        "a reset": reset,
    }
    name = rng.choice(list(kinds))
    return name, kinds[name]


PROMISE = Promise("network", 12, 100, run)
