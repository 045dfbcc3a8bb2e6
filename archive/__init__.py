"""The archive of a workshop: collect, search and cite its accepted papers.

For programs: ``from archive import open_archive`` (see ``docs/api.md``).
"""

from __future__ import annotations

from archive.interrupt import install_ctrl_c_handlers

install_ctrl_c_handlers()  # before the first import that takes time

from typing import TYPE_CHECKING, Any  # noqa: E402

from archive.version import __version__  # noqa: E402

if TYPE_CHECKING:
    from archive.api import Archive, open_archive

__all__ = ["Archive", "__version__", "open_archive"]


def __getattr__(name: str) -> Any:
    """The API is imported when it is first used: the command line does without it."""
    if name in ("Archive", "open_archive"):
        from archive import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
