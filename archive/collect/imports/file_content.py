"""What a file is, by its bytes: tables, JSON, YAML, BibTeX or RIS. A file that cannot be read raises an error."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from archive.collect.imports.decoding import decode
from archive.collect.imports.limits import (
    LARGEST,
    LARGEST_UNPACKED,
    LONGEST_OPENING,
    MOST_FILES,
    refuse_large_workbook,
    refuse_multiplied_values,
    refuse_too_many_values,
    values_in,
)
from archive.collect.imports.tables import NamedRow, Table, is_excel_xml, read_csv, read_excel_xml, read_xlsx
from archive.collect.page_limits import time_limit
from archive.errors import UsageError, reason_of

_BIBTEX = re.compile(r"^[ \t]*@[a-z]+\s*[{(]\s*[^\s,{}()]+\s*[,=]", re.IGNORECASE | re.MULTILINE)
_RIS = re.compile(r"\ufeff?(?:\s*|(?:.*\n){0,3}?)TY  ?- ?[A-Z]{3,}")
_YAML = re.compile(r"^-\s+\S.*?:(?:\s|$)|^-\s*$|^---", re.MULTILINE)
_YAML_MAPPING = re.compile(r"[\w\"'][\w \"'-]*:[ \t]*\r?\n(?:\s*#.*\n)*(?:[ \t]+[\w\"'-]|-\s)")
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|table)\b", re.IGNORECASE | re.DOTALL)
_ZIP = b"PK\x03\x04"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\ud", re.IGNORECASE)
_NOT_LISTS = {
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Excel workbook; save it as .xlsx without a password, or as CSV",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "compressed; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"SQLite format": "a database",
}


class Rows(NamedTuple):
    """The rows below a header, each with its number, and the names of the sheets that have them; both empty if none has."""

    rows: Sequence[NamedRow] = ()
    sheets: Sequence[str] = ()


@dataclass(slots=True)
class Content:
    """All that was given, opened: the sheets of all files, the data of a JSON or YAML file, or the
    text of a BibTeX or RIS file. ``mapped`` is what the user says columns mean; ``notes`` are what a
    person should know of the files themselves."""

    names: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    data: Any = None
    bibtex: str | None = None
    ris: str | None = None
    notes: list[str] = field(default_factory=list)
    mapped: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The names of the files, as messages say them."""
        return ", ".join(self.names)

    def table(self, *columns: str) -> Table | None:
        """The first sheet that has these columns."""
        return next((table for table in self.tables if table.under(*columns) is not None), None)

    def rows(self, *columns: str) -> Rows:
        """The rows of the first sheet that has these columns."""
        table = self.table(*columns)
        return Rows() if table is None else Rows(table.under(*columns) or (), [table.name])


def open_files(
    paths: Sequence[Path], stdin: bytes = b"", encoding: str | None = None, mapped: Mapping[str, str] | None = None
) -> Content:
    """Open files; a folder or a zip stands for the files in it, ``-`` for ``stdin``.

    Several files are sheets of one export (EasyChair's submissions and authors); ``mapped`` is what the user says
    that columns mean. Raises
    :class:`UsageError` for what cannot be a list of papers: it names the file and says what it is, and
    :class:`~archive.collect.page_limits.TooMuch` if that takes more than a minute.
    """
    content = Content(mapped=mapped or {})
    values = 0
    with time_limit(", ".join(map(str, paths)), LONGEST_OPENING):
        for name, found in (file for path in paths for file in _files(path, stdin)):
            content.names.append(name)
            if found.startswith(_ZIP):
                _add(content, read_xlsx(found, name))
                continue
            text = _decoded(content, name, found, encoding)
            values += values_in(text)
            refuse_too_many_values(name, values)
            _open(content, name, found, text)
    others = sum(part is not None for part in (content.data, content.bibtex, content.ris))
    if others + bool(content.tables) > 1:
        raise UsageError(f"{content.name}: these are exports of different kinds. Import them separately.")
    if not content.names:
        raise UsageError(f"{', '.join(map(str, paths))}: no file to read.")
    return content


def _files(path: Path, stdin: bytes) -> Iterator[tuple[str, bytes]]:
    if str(path) == "-":
        yield from _unpacked("standard input", stdin)
        return
    for file in _inside(path) if path.is_dir() else [path]:
        yield from _unpacked(str(file), read_limited(file))


def _inside(folder: Path) -> list[Path]:
    """The files of a folder, hidden ones apart; :class:`UsageError` if there are none, too many or too large ones."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    if not files:
        raise UsageError(f"{folder}: the folder has no files.")
    if len(files) > MOST_FILES:
        raise UsageError(f"{folder}: the folder has {len(files)} files; it should contain only the export.")
    if sum(file.stat().st_size for file in files) > LARGEST_UNPACKED:
        raise UsageError(f"{folder}: its files have more than {LARGEST_UNPACKED:,} bytes, too much for a list of papers.")
    return files


def read_limited(path: Path) -> bytes:
    """The content of a file. Of one that is larger than allowed, it has a byte more than allowed, so that it will be refused.
    Raises :class:`UsageError` if the file cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {reason_of(error)}.") from None


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself, or the files in a zip that is not a workbook."""
    _refuse_what_is_no_list(name, content)
    if not content.startswith(_ZIP):
        yield name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            _refuse_large(name, members)
            if _is_workbook(name, members):
                refuse_large_workbook(name, archive)
                yield name, content
            else:
                yield from _exports_in(archive, name, members)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise UsageError(f"{name}: the zip or workbook is damaged or encrypted ({error}). Save it again.") from None


def _refuse_large(name: str, members: Sequence[zipfile.ZipInfo]) -> None:
    if sum(one.file_size for one in members) > LARGEST_UNPACKED:
        raise UsageError(f"{name}: it would unpack to more than {LARGEST_UNPACKED:,} bytes, too much for a list of papers.")


def _is_workbook(name: str, members: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether a zip is an Excel workbook; raises for other office documents."""
    parts = {one.filename.split("/")[0] for one in members}
    if parts & {"word", "ppt", "Index", "META-INF"} and "xl" not in parts:
        raise UsageError(f"{name}: it is an office document, but not an Excel workbook. Save it as .xlsx or CSV.")
    return "xl" in parts


def _exports_in(archive: zipfile.ZipFile, name: str, members: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    shown = [one for one in members if not _is_hidden(one.filename)]
    if not shown or len(shown) > MOST_FILES:
        raise UsageError(f"{name}: the zip contains {len(shown) or 'no'} files; it should contain only the export.")
    for one in shown:
        inside = archive.read(one)
        _refuse_what_is_no_list(f"{name}, {one.filename}", inside)
        yield f"{name}, {one.filename}", inside


def _is_hidden(filename: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(filename).parts)


def _refuse_what_is_no_list(name: str, content: bytes) -> None:
    if len(content) > LARGEST:
        raise UsageError(f"{name}: it has more than {LARGEST:,} bytes, too many for a list of papers. Is it the right file?")
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise UsageError(f"{name}: it is empty.")
    for beginning, what in _NOT_LISTS.items():
        if content.startswith(beginning):
            raise UsageError(f"{name}: it is {what}, not a list of papers.")


def _decoded(content: Content, name: str, found: bytes, encoding: str | None) -> str:
    try:
        text, remark = decode(found, encoding)
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None
    if remark:
        content.notes.append(f"{name}: {remark}")
    return text


def _open(content: Content, name: str, found: bytes, text: str) -> None:
    if is_excel_xml(text):
        _add(content, read_excel_xml(found, name))
        return
    if _HTML.match(text):
        raise UsageError(
            f"{name}: it is a web page, perhaps because your login expired. Download the export again. A page that lists "
            "papers is read by `mlforsys add FILE`."
        )
    if "\0" in text:
        raise UsageError(f"{name}: it is not text. Is it the right file?")
    if content.data is not None or content.bibtex is not None or content.ris is not None:
        raise UsageError(f"{content.name}: only one such file at a time. Import them separately.")
    _sort(content, name, text)


def _sort(content: Content, name: str, text: str) -> None:
    """Put a text where its kind belongs."""
    if _RIS.match(text):
        content.ris = text
    elif text.lstrip()[:1] in ("{", "["):
        content.data = _json(text, name)
    elif _BIBTEX.search(text):
        refuse_too_many_values(name, values_in(text), costly=True)
        content.bibtex = text
    elif _is_yaml(text):
        content.data = _yaml(text, name)
    else:
        _add(content, [read_csv(text, name)])


def _is_yaml(text: str) -> bool:
    """Whether a text is a list or a mapping of lists in YAML: what is first, comments apart, says so."""
    bare = re.sub(r"\A(?:\s*#[^\n]*\n)+", "", text.lstrip("\ufeff \n\r"))
    return bool(_YAML.match(bare) or _YAML_MAPPING.match(bare))


def _add(content: Content, tables: Sequence[Table]) -> None:
    content.tables += tables
    content.notes += [f"{table.name}: {note}" for table in tables for note in table.notes]


def _json(text: str, name: str) -> Any:
    """JSON, or JSON Lines as a list; half a character (a lone surrogate) is marked as a lost one."""
    try:
        data = _lines(text) or json.loads(text)
        if _ESCAPED_SURROGATE.search(text):
            data = json.loads(_SURROGATE.sub("\ufffd", json.dumps(data, ensure_ascii=False)))
        return data
    except json.JSONDecodeError as error:
        if (data := _as_yaml(text, name)) is not None:
            return data
        raise UsageError(f"{name}: it is not valid JSON (line {error.lineno}: {error.msg}). Export it again.") from None
    except (RecursionError, ValueError):
        raise UsageError(f"{name}: its JSON cannot be a list of papers. Export it again.") from None


def _as_yaml(text: str, name: str) -> Any:
    """JSON with surplus commas, which is read as YAML; None if the text is neither."""
    import yaml

    try:
        return _loaded(text, name)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _loaded(text: str, name: str) -> Any:
    """The data of a text in YAML, all scalars as texts."""
    import yaml

    refuse_too_many_values(name, values_in(text), costly=True)
    data = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - makes nothing but texts
    refuse_multiplied_values(name, data)
    return data


def _lines(text: str) -> list[Any]:
    """The objects of JSON Lines; nothing if the first line is not an object, or the only line."""
    lines = filter(str.strip, text.split("\n"))
    first, second = next(lines, ""), next(lines, "")
    if not second or not isinstance(begun := _line(first), dict):
        return []
    return [begun, _line(second), *map(_line, lines)]


def _line(line: str) -> Any:
    """One paper of JSON Lines; None for a line that is not JSON, so that it costs no other line."""
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return None


def _yaml(text: str, name: str) -> Any:
    """YAML with every scalar as it is written: ``012`` stays ``012``, ``No`` is not a truth value."""
    import yaml

    try:
        return _loaded(text, name)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1}: {getattr(error, 'problem', '')})" if mark else ""
        raise UsageError(f"{name}: it is not valid YAML{where}. Correct it and try again.") from None
    except (RecursionError, ValueError):
        raise UsageError(f"{name}: its YAML cannot be a list of papers.") from None
