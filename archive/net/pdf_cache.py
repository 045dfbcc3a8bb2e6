"""PDFs in the user's cache folder, by content: a file that two addresses hold is kept once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from archive.errors import FetchError
from archive.store.files import write_bytes, write_text
from archive.store.places import user_cache


class PdfCache:
    """``FOLDER/<digest of the content>.pdf``, and a note for each address of which one it holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, url: str) -> Path | None:
        """The file that was fetched from an address, if it was and is still there whole."""
        try:
            note = json.loads(self._note(url).read_bytes())
            path = self.folder / f"{note['digest']}.pdf"
            return path if note["url"] == url and path.stat().st_size == note["size"] else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def put(self, url: str, content: bytes) -> Path:
        """Keep a file and return its place. Raises :class:`FetchError` where the folder cannot be written."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.folder / f"{digest}.pdf"
        try:
            write_bytes(path, content)
            write_text(self._note(url), json.dumps({"url": url, "digest": digest, "size": len(content)}))
        except OSError as error:
            raise FetchError(
                f"{url}: it cannot be stored in {self.folder}: {error.strerror}. Check free space and permissions."
            ) from None
        return path

    def _note(self, url: str) -> Path:
        return self.folder / "addresses" / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"


def cache_folder() -> Path:
    """Where pages and papers are kept for this user."""
    return user_cache()
