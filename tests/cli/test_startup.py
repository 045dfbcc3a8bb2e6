"""A search imports only what it needs: no HTML parser, network, PDF library or template engine."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.support import PROJECT

ARCHIVE = {
    "catalogue": "filters sources",
    "catalogue.topic_suggestions": "files",
    "cli": "messages",
    "cli.search": "results run",
    "cli.terminal": "output paper_text",
    "errors": "",
    "interrupt": "",
    "model": "fields abbreviations analysis paper_links presentation_type text",
    "search": "engine evaluate freshness index node_search query_plan postings query ranking record_check snapshot snippets "
    "spelling stored_papers term_search",
    "store": "file_names files root",
    "version": "",
}
PARSER = "app command commands commands.search formats options option_types"  # of ``cli``, where there are options
LIBRARIES = {"whoosh", "platformdirs"}
PARSER_LIBRARIES = {"typer", "annotated_doc", "shellingham"}
WHOOSH = {"lang"}  # the stemmer; what its codec wrote is read without it
PROBE = """
import sys
sys.argv[0] = "mlforsys"
from archive.cli import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\nMODULES\\n" + "\\n".join(sorted(sys.modules)))
"""


@pytest.fixture
def loaded(indexed_workshop):
    """The modules that are loaded after a search with some options has printed its results."""

    def modules(*options):
        asked = [sys.executable, "-c", PROBE, "search", "learned", "index", *options]
        settings = {**os.environ, "MLFORSYS_ROOT": str(indexed_workshop)}
        run = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=PROJECT, env=settings)
        assert run.stdout
        return set(run.stderr.partition("\nMODULES\n")[2].split())

    return modules


@pytest.mark.parametrize(
    ("options", "parser", "libraries"),
    [
        ((), "", set()),
        (("--limit", "3"), PARSER, PARSER_LIBRARIES),
        (("--format", "text", "--sort", "year", "--match", "any", "--offset", "1"), PARSER, PARSER_LIBRARIES),
    ],
    ids=["plain words", "limit", "several options"],
)
def test_a_search_imports_no_more_than_it_needs(loaded, options, parser, libraries):
    modules = loaded(*options)
    needed = {f"archive.{folder}.{name}" for folder, names in ARCHIVE.items() for name in names.split()}
    needed |= {f"archive.cli.{name}" for name in parser.split()} | {f"archive.{folder}" for folder in ARCHIVE}
    assert {name for name in modules if name.startswith("archive.")} <= needed
    foreign = {name.split(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"archive", "__main__"}
    assert {name for name in foreign if not name.startswith("_")} <= LIBRARIES | libraries
    assert {name.split(".")[1] for name in modules if name.startswith("whoosh.")} <= WHOOSH
