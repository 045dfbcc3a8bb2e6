"""What people type: words are never options, options that there are not are wrong usage, commands by what they mean."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys

import pytest

from archive.cli.command import Command
from archive.cli.output import Terminal
from archive.cli.table import Column, table
from archive.search.index import open_index
from tests.support import PROJECT
from tests.support.archives import paper, write_archive
from tests.support.commands import run


@pytest.fixture
def root(tmp_path, monkeypatch):
    written = write_archive(tmp_path / "archive")
    monkeypatch.setenv("MLFORSYS_ROOT", str(written.folder))
    open_index(written)
    return written


@pytest.mark.parametrize("word", ["query", "limit", "root", "ctx", "filters", "search", "--", "n", "True", "help"])
def test_words_are_never_options(capsys, root, word):
    assert run(capsys, "search", word, "kites", "--limit", "3", "--match", "any", "-f", "ids").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("search", "kites", "-y", "2019"), "No such option: -y. Did you mean --year? To exclude the word y, write: NOT y."),
        (("search", "kites", "-y=2019"), "No such option: -y. Did you mean --year? To exclude the word y, write: NOT y."),
        (("search", "-x"), "No such option: -x. To exclude the word x, write: NOT x."),
        (("search", "kites", "-5"), "No such option: -5. Did you mean --limit 5? To exclude the word 5, write: NOT 5."),
        (("search", "kites", "--max", "5"), "No such option: --max. Did you mean --limit?"),
        (("search", "kites", "--yaer", "5"), "No such option: --yaer. Did you mean --year?"),
        (("search", "kites", "--any-topic", "x"), "No such option: --any-topic. Did you mean --topic?"),
        (("search", "--year"), "--year needs a value: --year YEARS."),
        (("show", "-x", "kites"), "No such option: -x."),
        (("search", "--limit", "five"), 'Invalid --limit "five": use a whole number, 0 or more.'),
        (("search", "--open", "0"), 'Invalid --open "0": use a whole number, 1 or more.'),
        (("search", "--sort", "luck"), 'Invalid --sort "luck": use relevance, year, -year or title.'),
        (("search", "--year", "2019,"), 'Invalid year "2019,": use 2019, 2018-2020 or 2021-.'),
        (("search", "--json", "-f", "csv"), "--json and --format csv are two formats. Choose one."),
        (("show",), "ID... is required; `mlforsys show --help` has examples."),
        (("-x", "search"), "No such option before the command: -x. Put a command's options after its name."),
        (("ls",), 'There is no command "ls". Did you mean `mlforsys search`?'),
        (("find", "kites", "-l"), 'There is no command "find". Did you mean `mlforsys search kites`?'),
        (("cat", "quill2031deep"), 'There is no command "cat". Did you mean `mlforsys show quill2031deep`?'),
        (("update",), 'There is no command "update". Did you mean `mlforsys scrape`?'),
        (("bib",), 'There is no command "bib". Did you mean `mlforsys cite` or `mlforsys export`?'),
        (("serach", "x"), 'There is no command "serach". Did you mean `mlforsys search x`?'),
        (("deep", "kites"), 'There is no command "deep". To search for the words: `mlforsys search deep kites`.'),
    ],
)
def test_wrong_usage_says_what_is_right(capsys, root, arguments, says):
    ran = run(capsys, *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"mlforsys: {says}\n")


@pytest.mark.parametrize("options", [("-n", "1"), ("-n1",), ("-n=1",), ("--limit=1",), ("--limit", "1")])
@pytest.mark.parametrize("formats", [("-f", "ids"), ("-fids",), ("-f=ids",), ("--format=IDS",)])
def test_options_as_other_tools_write_them(capsys, root, options, formats):
    assert len(run(capsys, "search", "kites", *options, *formats).out.split()) == 1


@pytest.mark.parametrize("word", ["-deep", "-index", "-nothing", "-2031", "-title:deep", "-fold"])
def test_a_dash_and_a_word_leaves_it_out(capsys, root, word):
    ran = run(capsys, "search", "kites", word, "-f", "ids")
    assert ran.code == 0
    assert ("quill2031deep" in ran.out.split()) == (word not in ("-deep", "-title:deep"))


def test_help_and_version_are_commands_too(capsys):
    assert run(capsys, "version").out == run(capsys, "--version").out != ""
    assert run(capsys, "help", "show").out == run(capsys, "show", "-h").out == run(capsys, "show", "--help").out != ""
    assert run(capsys, "help").out == run(capsys).out == run(capsys, "--help").out != ""


def test_pipes_hold_full_matches_alone_and_the_rest_is_counted(capsys, root):
    full = run(capsys, "search", "kites", "moss", "-f", "ids")
    assert (full.code, full.out) == (0, "")
    assert "match only some of them: add --match any" in full.err
    every = run(capsys, "search", "kites", "moss", "-f", "ids", "--match", "any").out.split()
    assert len(every) > 2
    for output_format in ("bibtex", "jsonl"):
        assert run(capsys, "search", "kites", "moss", "-f", output_format).out == ""
    shape = run(capsys, "search", "kites", "moss", "--json").json
    assert shape["total"] == 0
    assert shape["total_partial"] == len(every)
    assert {result["partial"] for result in shape["results"]} == {True}


@pytest.mark.parametrize("limit", ["0", "1", "100"])
def test_json_counts_papers_with_some_of_the_words_whatever_the_limit(capsys, root, limit):
    every = run(capsys, "search", "kites", "snow", "-f", "ids", "--match", "any").out.split()
    full = run(capsys, "search", "kites", "snow", "-f", "ids", "--match", "all")
    shape = run(capsys, "search", "kites", "snow", "--json", "-n", limit).json
    assert 0 < shape["total"] == len(full.out.split()) < len(every)
    assert shape["total_partial"] == len(every) - shape["total"]
    assert full.err == ""  # who demands all words is not told of the others


def test_since_last_prints_no_more_than_the_limit_and_remembers_that(capsys, root):
    every = set(run(capsys, "search", "kites", "-f", "ids").out.split())
    seen = []
    for _ in every:
        ran = run(capsys, "search", "kites", "--since-last", "-n", "1", "-f", "ids")
        seen += ran.out.split()
    assert len(seen) == len(set(seen)) == len(every)
    assert set(seen) == every
    root.store.write_papers("kites2032", [*root.store.papers("kites2032"), paper("new2032", "New Kites", "No Body")])
    assert run(capsys, "search", "kites", "--since-last", "-f", "ids").out == "new2032\n"


@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.ris", "TY  - "), ("x.bib", "@"), ("x.csv", "id,"), ("x.json", "["), ("x.jsonl", "{"), ("x.csl.json", "["), ("x", "@")],
)
def test_the_ending_of_a_file_chooses_the_format(capsys, root, tmp_path, name, begins):
    assert run(capsys, "export", "quill2031deep", "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_an_unknown_ending_is_wrong_usage_unless_the_format_is_said(capsys, root, tmp_path):
    for command in (("export",), ("search", "kites"), ("show", "quill2031deep"), ("related", "quill2031deep")):
        ran = run(capsys, *command, "-o", tmp_path / "x.foo")
        assert (ran.code, ".ris" in ran.err) == (2, True)
        assert run(capsys, *command, "-o", tmp_path / "x.foo", "-f", "ids").code == 0
    assert (tmp_path / "x.foo").read_text().split()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_what_programs_read_is_utf8_and_people_can_read_the_rest(root, encoding):
    def out(*arguments: str) -> bytes:
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        asked = [sys.executable, "-m", "archive", *arguments]
        return subprocess.run(asked, capture_output=True, check=True, env=environment, cwd=PROJECT).stdout

    assert "Altınbüken" in out("export", "--format", "csv", "--author", "altinbuken").decode("utf-8")
    assert json.loads(out("export", "--format", "json", "--author", "altinbuken"))[0]["authors"][0] == "Deniz Altınbüken"
    text = out("search", "author:altinbuken").decode(encoding)
    assert "\\u" not in text
    assert ("Altinb" in text) == (encoding != "utf-8")


def test_a_paper_is_opened_or_its_address_printed(capsys, root, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda link: opened.append(link) or True)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    ran = run(capsys, "open", "quill2031deep")
    assert (ran.code, ran.out, opened) == (0, "https://kites.example/quill2031deep.pdf\n", [])
    monkeypatch.setenv("BROWSER", "a-browser")
    assert run(capsys, "open", "quill2031deep").out == ""
    assert run(capsys, "show", "quill2031deep", "--open").code == 0
    assert opened == ["https://kites.example/quill2031deep.pdf"] * 2
    assert run(capsys, "open", "nothing at all").code == 1


def test_an_edition_that_is_not_collected_is_said(capsys, root):
    for words in (("--year", "2025"), ("--edition", "neurips2025"), ("neurips2025",)):
        ran = run(capsys, "search", *words)
        assert ran.code == 0
        assert "neurips2025 is not collected yet: `mlforsys scrape neurips2025` collects it." in ran.err
    assert "not collected" not in run(capsys, "search", "kites").err


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_tables_fit_the_terminal(columns, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    shape = (Column("name", cut=10), *(Column(str(year), right=True, spare=1) for year in range(2018, 2027)), Column("all"))
    lines = list(table(Terminal(), shape, [("A very long name of a topic\x1b[31m", *"123456789", "45")] * 2))
    assert max(len(line.rstrip("\n")) for line in lines) <= min(columns, 100)
    assert all(line.rstrip().endswith(("all", "45")) for line in lines)
    assert not any("\x1b" in line for line in lines)


def test_everything_is_printed_through_one_door():
    """No command prints by itself: a control character of a title would reach the terminal."""
    printing = {"print", "typer.echo", "typer.secho", "sys.stdout.write"}
    strays = [
        f"{path.name}:{node.lineno}"
        for path in (PROJECT / "archive" / "cli").glob("*.py")
        if path.name not in ("output.py", "pager.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in printing
    ]
    assert not strays


def test_every_command_takes_options_the_same_way():
    from archive.cli.app import COMMANDS, LazyGroup, main_command

    group = main_command()
    assert isinstance(group, LazyGroup)
    context = group.make_context("mlforsys", [], resilient_parsing=True)
    meanings: dict[str, set[str]] = {}
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert isinstance(command, Command)
        for option in command.get_params(context):
            if option.param_type_name == "option":
                assert option.is_flag or option.metavar, f"{name}: {option.opts} shows a type, not a word"
                for short in (one for one in option.opts if not one.startswith("--")):
                    meanings.setdefault(short, set()).add(max(option.opts, key=len))
    assert {short: meant for short, meant in meanings.items() if len(meant) > 1} == {}
