"""The release, in a module of its own so that any part may name it, and who wants to know of its faults."""

from __future__ import annotations

__version__ = "0.2.0"


def report_address() -> str:
    """Where faults of this program are reported: the contact of the archive that comes with it."""
    import tomllib
    from pathlib import Path

    return str(tomllib.loads(Path(__file__).with_name("archive.toml").read_text(encoding="utf-8"))["contact"])
