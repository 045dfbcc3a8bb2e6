"""TOML files as documents, which can be changed and written again with their comments and order."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.exceptions import ParseError

from archive.errors import StoreError
from archive.store.files import parse_toml, read_file


def read_document(path: Path) -> tomlkit.TOMLDocument:
    """The document of a TOML file; empty if there is no such file.

    Raises:
        StoreError: it is not valid TOML.
    """
    try:
        text = read_file(path).decode() if path.exists() else ""
        parse_toml(path, text)
        return tomlkit.parse(text)
    except (ParseError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} is not valid TOML: {error}. Correct the file and try again.") from None
