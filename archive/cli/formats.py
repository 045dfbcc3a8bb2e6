"""The formats in which commands print papers, and the function that prints them to standard output or a file."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.cli.messages import count, listed
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal
from archive.errors import ArchiveError, UsageError, reason_of

if TYPE_CHECKING:
    from archive.model.record import Record
    from archive.store.root import Root

TEXT, JSON, IDS = "text", "json", "ids"
DATABASE = "sqlite"  # the only format that is not text; see archive.export.sqlite
FORMATS = tuple("text json jsonl csv bibtex ids csl-json html jekyll jekyll-data markdown ris sqlite".split())
"""The values of ``--format``: those of :mod:`archive.export.formats`, ``text``, ``ids`` and ``sqlite``. They are listed here
so that a search need not find the modules. A test compares the two."""

_ENDINGS = {"txt": TEXT, "bibtex": "bibtex", "htm": "html", "markdown": "markdown", "ndjson": "jsonl"}

_WRONG_PATH = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG)

_SHARED_ENDINGS = {JSON: ("csl-json",), "markdown": (TEXT, "jekyll")}
"""For some formats: the other formats that may be written to a file with their ending."""


class Output(NamedTuple):
    """Where and how papers are printed.

    Attributes:
        format: one of :data:`FORMATS`.
        path: the file; None for standard output.
        is_folder: ``path`` is a folder, which gets a file per paper.
    """

    format: str = TEXT
    path: Path | None = None
    is_folder: bool = False


def read_output(output_format: str | None, path: str | None, as_json: bool, default: str = TEXT) -> Output:
    """The output that ``--format``, ``--output`` and ``--json`` ask for. Without a format, the ending of the file chooses one.

    Raises:
        UsageError: they contradict each other, no format has that ending, or a database has no file.
    """
    chosen = _given_format(output_format, as_json)
    file, folder = _file_or_folder(path)
    if file is not None and file.suffix:
        if chosen is None:
            chosen = _by_ending(file.name)
        else:
            _refuse_other_ending(chosen, file.name)
    if chosen == DATABASE and file is None:
        raise UsageError("A database is a single file. Name it, such as --output papers.db.")
    return Output(chosen or default, file or folder, folder is not None)


def _given_format(output_format: str | None, as_json: bool) -> str | None:
    if as_json and output_format not in (None, JSON):
        raise UsageError(f"--json and --format {output_format} are two formats. Choose one.")
    return JSON if as_json else output_format


def _file_or_folder(path: str | None) -> tuple[Path | None, Path | None]:
    """The file that ``--output`` names, and the folder that it names; at most one of them is not None."""
    if path is None or path == "-":
        return None, None
    is_folder = path.endswith("/") or os.path.isdir(path)  # Path.is_dir fails if a name is too long
    return (None, Path(path)) if is_folder else (Path(path), None)


def _refuse_other_ending(chosen: str, name: str) -> None:
    """Raise :class:`UsageError` if a file has the ending of another format than the chosen one. A ``.txt`` may have any format,
    and a ``.json`` or ``.md`` one of several."""
    from archive.export.formats import ending

    named = _ending_format(name)
    if named in (None, TEXT, chosen) or chosen in _SHARED_ENDINGS.get(str(named), ()):
        return
    own = {TEXT: ".txt", IDS: ".txt", DATABASE: ".db"}.get(chosen) or ending(chosen)
    if not name.lower().endswith(own):
        raise UsageError(
            f'The format is {chosen}, but the ending of "{name}" is that of {named}. Name the file *{own}, or choose one of '
            "the two formats."
        )


def _by_ending(name: str) -> str:
    if (named := _ending_format(name)) is not None:
        return named
    raise UsageError(
        f'Unknown file ending of "{name}": use .bib, .ris, .csv, .json, .jsonl, .csl.json, .md, .html, .db or .txt, '
        "or add --format."
    )


def _ending_format(name: str) -> str | None:
    """The format that the ending of a file name means; None for an unknown ending."""
    from archive.export.formats import DATABASE_ENDINGS, ending
    from archive.export.formats import format_names as exported

    known = dict.fromkeys(DATABASE_ENDINGS, DATABASE)
    known |= {f".{name}": name for name in exported()} | {f".{text}": name for text, name in _ENDINGS.items()}
    for output_format in exported():
        known.setdefault(ending(output_format), output_format)
    for text in sorted(known, key=len, reverse=True):
        if name.lower().endswith(text):
            return known[text]
    return None


def print_papers(
    out: Output,
    root: Root,
    records: Sequence[Record],
    *,
    text: Callable[[Terminal], Iterable[str]],
    shape: object = None,
    hyperlink: str = "auto",
    with_abstracts: bool = False,
) -> None:
    """Print papers, or write them to a file.

    Args:
        out: the format and the file.
        root: the archive's root.
        records: the papers.
        text: returns the text for people.
        shape: what ``--json`` prints; by default the list of records.
        hyperlink: ``auto``, ``always`` or ``never``.
        with_abstracts: include abstracts in formats that have them only on request.

    Raises:
        ArchiveError: the file cannot be written.
    """
    if out.path is not None and not records and out.format != JSON:
        output.note(f"There is nothing to write; {out.path} was not changed.")
    elif out.is_folder:
        _write_folder(out, root, records, with_abstracts)
    elif out.path is not None and out.format == DATABASE:
        _write_database(out.path, root, records, with_abstracts)
    elif out.path is not None:
        pieces = _pieces(out.format, root, records, text, shape, Terminal(hyperlink, plain=True), with_abstracts)
        write_file(out.path, pieces)
        output.note(f"{listed(records)} written to {out.path}.")
    elif out.format == TEXT:
        for piece in text(Terminal(hyperlink)):
            output.write(piece)
    else:
        output.data(_pieces(out.format, root, records, text, shape, Terminal(hyperlink), with_abstracts))


def write_file(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file, completely or not at all.

    Raises:
        UsageError: its path is wrong.
        ArchiveError: it cannot be written there, for instance because the disk is full.
    """
    from archive.store.files import write_bytes

    content = b"".join(piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace") for piece in pieces)
    if os.path.isdir(path) or not os.path.isdir(path.parent):
        why = "it is a folder" if os.path.isdir(path) else "the folder does not exist"
        raise UsageError(f"{path} cannot be written: {why}.")
    try:
        if _is_device(path):
            with path.open("ab") as device:  # what else is printed there stays
                device.write(content)
        else:
            write_bytes(path, content)
    except OSError as error:  # its file name would be that of a temporary file
        kind = UsageError if error.errno in _WRONG_PATH else ArchiveError
        raise kind(f"{path} cannot be written: {reason_of(error)}. Choose another file.") from None


def _is_device(path: Path) -> bool:
    """Whether a path is a device or a pipe, such as ``/dev/stdout``, which cannot be replaced by a file; what is in
    ``/dev/shm`` is a file like others."""
    return (os.path.exists(path) and not os.path.isfile(path)) or str(path).startswith(("/dev/std", "/dev/fd/"))


def _pieces(
    output_format: str,
    root: Root,
    records: Sequence[Record],
    text: Callable[[Terminal], Iterable[str]],
    shape: object,
    terminal: Terminal,
    with_abstracts: bool,
) -> Iterator[str]:
    if output_format == TEXT:
        yield from text(terminal)
    elif output_format == IDS:
        yield from (f"{record['id']}\n" for record in records)
    elif output_format == JSON:
        yield output.json_text(records if shape is None else shape)
    elif output_format == "jsonl":
        yield from (output.json_text(record, indent=None) for record in records)
    else:
        yield from _exported(output_format, root, records, with_abstracts)


def _exported(output_format: str, root: Root, records: Iterable[Record], with_abstracts: bool) -> Iterator[str]:
    from archive.export.formats import export_format, given_to
    from archive.store.editions import load_registry

    writer: Any = export_format(output_format)
    return iter(writer.write(list(given_to(writer, records, with_abstracts)), load_registry(root.folder)))


def _write_database(path: Path, root: Root, records: Sequence[Record], with_abstracts: bool) -> None:
    from archive.export.sqlite import database_of

    write_file(path, [database_of(root, records, with_abstracts)])
    output.note(f"{listed(records)} written to {path}.")


def _write_folder(out: Output, root: Root, records: Sequence[Record], with_abstracts: bool) -> None:
    from archive.export.formats import ending

    path = out.path or Path()
    if out.format in (TEXT, IDS):
        raise UsageError(
            f"A folder gets one file per paper, which {out.format} does not support. Use another format, such "
            "as --format bibtex."
        )
    if (path.exists() and not path.is_dir()) or not path.parent.is_dir():
        why = "it is a file" if path.exists() else "the folder does not exist"
        raise UsageError(f"{path} cannot be written: {why}.")
    path.mkdir(exist_ok=True)
    for record in records:
        write_file(path / f"{record['id']}{ending(out.format)}", _exported(out.format, root, [record], with_abstracts))
    output.note(f"{count(len(records), 'file')} written to {path}.")
