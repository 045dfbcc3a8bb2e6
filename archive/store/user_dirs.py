"""The user's folders: data, state and cache.

Without a home, as with ``docker run --user``, there are none.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive.errors import StoreError
from archive.model.text import quote

_APP = "mlforsys"


def user_data() -> Path:
    """The folder of the user's own archive. Raises :class:`StoreError` if the user's home is unknown."""
    from platformdirs import user_data_path

    return _known(user_data_path, "XDG_DATA_HOME")


def user_state() -> Path:
    """The folder in which the program records what it has shown. Raises like :func:`user_data`."""
    from platformdirs import user_state_path

    return _known(user_state_path, "XDG_STATE_HOME")


def user_cache() -> Path:
    """The folder of cached pages and papers; without a home, a temporary one for this run."""
    from platformdirs import user_cache_path

    try:
        return _known(user_cache_path, "XDG_CACHE_HOME")
    except StoreError:
        return _temporary()


def has_home() -> bool:
    """Whether the user's home is known: an empty ``HOME`` is none, though Python and some releases of platformdirs take it
    for the root of the disk."""
    return os.environ.get("HOME") != "" and os.path.isabs(os.path.expanduser("~"))


def _known(find: Callable[..., Path], variable: str) -> Path:
    """What the library finds, which without a home raises or gives a relative path, by its version."""
    with suppress(RuntimeError):
        path = find(_APP, appauthor=False)
        if path.is_absolute() and (os.environ.get(variable) or has_home()):
            return path
    raise StoreError(
        f"No home folder is known (HOME is {quote(os.environ.get('HOME'))}). Set HOME to a whole path, or choose a folder with "
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
