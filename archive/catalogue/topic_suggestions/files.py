"""The files that topic suggestions are made from."""

from __future__ import annotations

import os
from pathlib import Path

from archive.store.file_names import TOPICS
from archive.store.root import data_files, uses_bundled

CUES = Path(__file__).with_name("cues.toml")
COUNTS = Path(__file__).with_name("counts.json")
_OWN_COUNTS = "suggestions.json"


def counts_path(folder: Path | None) -> Path:
    """The file with the counts of the archive under ``folder``: the bundled one, or that of an archive of its own."""
    return COUNTS if folder is None or uses_bundled(folder) else folder / _OWN_COUNTS


def suggestion_files(folder: Path | None) -> list[Path]:
    """The taxonomy of the archive under ``folder``, its counts, if there are any, and the bundled cues, if they apply."""
    cues = [CUES] if uses_bundled(folder) else []
    return [*data_files(folder, TOPICS), *cues, *filter(os.path.lexists, [counts_path(folder)])]
