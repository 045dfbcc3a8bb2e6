"""Readers of other projects for our citations, with their results in one form."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import NamedTuple

import bibtexparser
import pybtex.database
import pytest
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from pybtex.richtext import Text
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

_MORE = {"textless": "<", "textgreater": ">", "textbraceleft": "{", "textbraceright": "}"}  # LaTeX has, pylatexenc not
_COMMANDS = get_default_latex_context_db()
_COMMANDS.add_context_category("more", prepend=True, macros=[MacroTextSpec(name, sign) for name, sign in _MORE.items()])
_DECODER = LatexNodes2Text(_COMMANDS, keep_comments=True, math_mode="verbatim")


class Name(NamedTuple):
    given: str
    particle: str
    family: str
    suffix: str


class Read(NamedTuple):
    """An entry: its key, its authors, and its other fields by BibTeX's names, LaTeX decoded."""

    key: str
    authors: list[Name]
    fields: dict[str, str]


def decoded(latex: str) -> str:
    return _DECODER.latex_to_text(latex).replace("ˆ", "^")  # pylatexenc's own \textasciicircum is another sign


def by_bibtexparser(text: str) -> list[Read]:
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not library.failed_blocks, library.failed_blocks
    return [_of_bibtexparser(entry) for entry in library.entries]


def _of_bibtexparser(entry: bibtexparser.model.Entry) -> Read:
    fields = {field.key: field.value for field in entry.fields}
    authors = [
        Name(*(decoded(" ".join(words)) for words in (name.first, name.von, name.last, name.jr)))
        for name in fields.pop("author", ())
    ]
    return Read(entry.key, authors, {key: value if key == "url" else decoded(value) for key, value in fields.items()})


def by_pybtex(text: str) -> list[Read]:
    """Its decoder knows few commands: enough for names and titles of the archive, but not for any text."""

    def plain(latex: str) -> str:
        return str(Text.from_latex(latex))

    def name(one: pybtex.database.Person) -> Name:
        given = [*one.first_names, *one.middle_names]
        return Name(*(plain(" ".join(words)) for words in (given, one.prelast_names, one.last_names, one.lineage_names)))

    return [
        Read(
            key,
            [name(one) for one in entry.persons.get("author", ())],
            {field: value if field == "url" else plain(value) for field, value in entry.fields.items()},
        )
        for key, entry in pybtex.database.parse_string(text, "bibtex").entries.items()
    ]


def pandoc(text: str, *arguments: str) -> str:
    """The output of pandoc for a text. Without pandoc 3 (from the wheel pypandoc_binary), the test is skipped."""
    program = _program()
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout if program else ""
    if not program or int(said.split()[1].split(".")[0]) < 3:
        pytest.skip("pandoc 3 is not on this machine: pip install pypandoc_binary")
    ran = subprocess.run([program, *arguments], input=text, capture_output=True, text=True, encoding="utf-8", check=True)
    return ran.stdout


def _program() -> str | None:
    try:
        import pypandoc

        return pypandoc.get_pandoc_path()
    except (ImportError, OSError):
        return shutil.which("pandoc")


def csl_by_pandoc(text: str, form: str) -> list[dict]:
    """The items of a bibliography in ``bibtex``, ``biblatex``, ``ris`` or ``csljson``, as CSL."""
    return json.loads(pandoc(text, "-f", form, "-t", "csljson"))
