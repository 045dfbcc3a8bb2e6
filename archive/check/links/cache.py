"""The results of the past week, in the user's cache folder: one file per address."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from archive.check.links.probe import LinkStatus
from archive.errors import StoreError
from archive.store.files import read_file, write_text

KEPT = datetime.timedelta(days=7)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class LinkCache:
    """``FOLDER/<digest of the address>.json``. Damaged files are ignored, and files that cannot be written are not an error.

    Args:
        folder: where the files are.
        fresh: ignore the earlier results, but write the new ones.
        now: returns the time; tests replace it.
    """

    def __init__(self, folder: Path, *, fresh: bool = False, now: Callable[[], datetime.datetime] = _now) -> None:
        self._folder = folder
        self._fresh = fresh
        self._now = now

    def get(self, url: str, *, as_pdf: bool) -> LinkStatus | None:
        """The result for an address, if it is not too old; ``as_pdf`` needs one that says whether it is a PDF."""
        if self._fresh:
            return None
        try:
            sealed = json.loads(read_file(self._path(url)))
            item = json.loads(sealed["item"])
            if _digest(sealed["item"]) != sealed["digest"]:
                return None
            age = self._now() - datetime.datetime.fromisoformat(item["asked"])
            answer = LinkStatus(**item["answer"])
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, StoreError):
            return None
        if answer.url != url or not datetime.timedelta() <= age < KEPT:
            return None
        return None if as_pdf and answer.content_unknown else answer

    def put(self, answer: LinkStatus) -> None:
        """Store a result, unless it may be different tomorrow."""
        if answer.is_cacheable:
            item = json.dumps({"asked": self._now().isoformat(timespec="seconds"), "answer": dataclasses.asdict(answer)})
            with contextlib.suppress(OSError):
                write_text(self._path(answer.url), json.dumps({"item": item, "digest": _digest(item)}))

    def _path(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
