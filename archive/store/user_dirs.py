"""Folders of the user: for data, for what can be fetched again, and for what was seen.

Without a home, as with ``docker run --user``, there are none.
"""

from __future__ import annotations

import os
from pathlib import Path

from archive.errors import StoreError

_APP = "mlforsys"


def user_data() -> Path:
    """Where the user's own archive lies. Raises :class:`StoreError` where nothing says where their home is."""
    from platformdirs import user_data_path

    return _known(user_data_path(_APP, appauthor=False), "XDG_DATA_HOME")


def user_state() -> Path:
    """Where the program notes what it has shown. Raises as :func:`user_data`."""
    from platformdirs import user_state_path

    return _known(user_state_path(_APP, appauthor=False), "XDG_STATE_HOME")


def user_cache() -> Path:
    """Where pages and papers are kept that can be fetched again; without a home, a folder for this run alone."""
    from platformdirs import user_cache_path

    try:
        return _known(user_cache_path(_APP, appauthor=False), "XDG_CACHE_HOME")
    except StoreError:
        return _temporary()


def has_home() -> bool:
    """Whether something says where the user's home is."""
    return os.path.isabs(os.path.expanduser("~"))


def _known(path: Path, variable: str) -> Path:
    if path.is_absolute() and (os.environ.get(variable) or has_home()):
        return path
    raise StoreError(
        f"No home folder is known (HOME is {os.environ.get('HOME')!r}). Set HOME to a whole path, or choose a folder with "
        f"--root or MLFORSYS_ROOT; {variable} moves this one."
    )


_made: list[Path] = []


def _temporary() -> Path:
    if not _made:
        import atexit
        import shutil
        import tempfile

        _made.append(Path(tempfile.mkdtemp(prefix="mlforsys-cache-")))
        atexit.register(shutil.rmtree, _made[0], ignore_errors=True)
    return _made[0]
