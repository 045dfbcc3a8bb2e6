"""PDFs in the user's cache folder, named by their content: a file with two addresses is stored once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from archive.errors import FetchError, NotAPdf, StoreError, reason_of
from archive.store.files import read_file, remove_leftovers, write_bytes, write_text
from archive.store.user_dirs import user_cache


class PdfCache:
    """``FOLDER/<SHA-256 of the content>.pdf``, and a JSON file per URL that says which PDF it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, url: str) -> Path | None:
        """The path of the cached PDF of a URL; None if there is none, or if it is damaged."""
        try:
            note = json.loads(read_file(self._note(url)))
            path = self.folder / f"{note['digest']}.pdf"
            content = read_file(path)
            is_it = note["url"] == url and hashlib.sha256(content).hexdigest() == note["digest"] and is_pdf(content)
        except (OSError, ValueError, KeyError, TypeError, RecursionError, StoreError):
            return None
        return path if is_it else None

    def put(self, url: str, content: bytes) -> Path:
        """Cache a PDF and return its path.

        Raises:
            NotAPdf: it is something else, such as a login page.
            FetchError: the folder cannot be written to.
        """
        if not is_pdf(content):
            raise NotAPdf(f"{url}: the server sent something that is not a PDF. It was not kept. Open the address to see it.")
        digest = hashlib.sha256(content).hexdigest()
        path = self.folder / f"{digest}.pdf"
        try:
            write_bytes(path, content)
            remove_leftovers(self.folder)
            write_text(self._note(url), json.dumps({"url": url, "digest": digest, "size": len(content)}))
        except OSError as error:
            raise FetchError(
                f"{url}: it cannot be stored in {self.folder}: {reason_of(error)}. Check free space and permissions."
            ) from None
        return path

    def _note(self, url: str) -> Path:
        return self.folder / "addresses" / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"


def is_pdf(content: bytes) -> bool:
    """Whether content has the signature of a PDF within its first kilobyte, as PDF readers require."""
    return b"%PDF-" in content[:1024]


def cache_folder() -> Path:
    """The user's cache folder for pages and PDFs."""
    return user_cache()
