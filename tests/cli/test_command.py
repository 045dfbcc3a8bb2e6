"""The common behaviour of commands: words are never options."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from archive.cli.command import Command
from tests.support.commands import run


@pytest.mark.parametrize("word", ["query", "limit", "root", "ctx", "filters", "search", "--", "n", "True", "help"])
def test_words_are_never_options(capsys, root, word):
    assert run(capsys, "search", word, "kites", "--limit", "3", "--match", "any", "-f", "ids").code == 0


@pytest.mark.parametrize("options", [("-n", "1"), ("-n1",), ("-n=1",), ("--limit=1",), ("--limit", "1")])
@pytest.mark.parametrize("formats", [("-f", "ids"), ("-fids",), ("-f=ids",), ("--format=IDS",)])
def test_options_as_other_tools_write_them(capsys, root, options, formats):
    assert len(run(capsys, "search", "kites", *options, *formats).out.split()) == 1


@pytest.mark.parametrize("word", ["-deep", "-index", "-nothing", "-2031", "-title:deep", "-fold"])
def test_a_dash_before_a_word_excludes_it(capsys, root, word):
    ran = run(capsys, "search", "kites", word, "-f", "ids")
    assert ran.code == 0
    assert ("quill2031deep" in ran.out.split()) == (word not in ("-deep", "-title:deep", "-2031"))


def test_help_and_version_are_commands_too(capsys):
    assert run(capsys, "version").out == run(capsys, "--version").out != ""
    assert run(capsys, "help", "show").out == run(capsys, "show", "-h").out == run(capsys, "show", "--help").out != ""
    assert run(capsys, "help").out == run(capsys).out == run(capsys, "--help").out != ""


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


@pytest.mark.parametrize(("command", "papers"), [("search", ".results[]"), ("show", ".[]"), ("export", ".[]")])
def test_fields_after_json_are_refused_with_the_way_to_pick_them(capsys, root, command, papers):
    ran = run(capsys, command, "--json", "title,authors", "quill2031deep")
    assert (ran.code, ran.out) == (2, "")
    assert f"--json | jq '{papers} | {{title,authors}}'" in ran.err
    assert run(capsys, "search", "kites", "title,zebra", "--json").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "--title", "kites"], "Use the field title: in the query, as in title:cache."),
        (["export", "--format", "bib"], "Did you mean bibtex?"),
        (["export", "--format", "markdwon"], "Did you mean markdown?"),
        (
            ["cite", "quill2031deep", "--style", "nature"],
            "Styles: acm, apa, chicago, harvard, ieee, mla, bibtex, or the path of a .csl file.",
        ),
        (["cite", "quill2031deep", "--style", "bib"], "Did you mean bibtex?"),
        (["cite", "quill2031deep", "--style", "harvrd"], "Did you mean harvard?"),
        (["cite", "quill2031deep", "--bibtex"], "Did you mean --format or --style?"),
    ],
)
def test_wrong_options_and_values_name_the_right_ones(capsys, root, arguments, said):
    ran = run(capsys, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(capsys, root, monkeypatch, tmp_path):
    def refused(path, content):
        raise OSError(28, "No space left on device", f"{path}.temporary")

    monkeypatch.setattr("archive.store.files.write_bytes", refused)
    for asked, name in (("export", "x.bib"), ("search", "x.bib"), ("stats", "x.svg")):
        ran = run(capsys, asked, "--svg" if asked == "stats" else "-o", tmp_path / name)
        assert ran.code == 1
        said = f"mlforsys: {tmp_path / name} cannot be written: no space left on device. Choose another file."
        assert ran.err.splitlines()[-1] == said


@pytest.mark.parametrize("name", ["file/x.bib", "loop", "x" * 300 + ".bib"])
def test_a_wrong_path_is_wrong_usage(capsys, root, tmp_path, name):
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    ran = run(capsys, "search", "kites", "-f", "bibtex", "-o", tmp_path / name)
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_what_was_given_by_mistake_is_not_repeated_without_end(capsys, root):
    ran = run(capsys, "show", "a" * 100_000)
    assert ran.code == 1
    assert "There is no paper" in ran.err
    assert "Use `mlforsys search` to find papers by words." in ran.err
    assert len(ran.err) < 2000


def test_a_named_pipe_is_written_to_and_not_replaced(capsys, root, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as other:
        read = other.submit(pipe.read_text)
        assert run(capsys, "search", "kites", "-f", "ids", "-o", pipe).code == 0
        assert read.result(timeout=60) == run(capsys, "search", "kites", "-f", "ids").out
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    "arguments",
    [
        ("init", ""),
        ("init", "", "--name", "Kites"),
        ("site", " "),
        ("import", "", "--edition", "kites2031"),
        ("add", ""),
        ("search", "kites", "-o", ""),
        ("search", "kites", "--output="),
        ("export", "--root", ""),
        ("--root", "", "search", "kites"),
        ("--root=", "search", "kites"),
    ],
)
def test_an_empty_path_is_not_the_current_folder(capsys, root, tmp_path, monkeypatch, arguments):
    """As from a variable that is not set in a script: ``mlforsys site "$OUT"``."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    ran = run(capsys, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(" is empty: name a file or a folder.\n")
    assert list((tmp_path / "here").iterdir()) == []


def test_other_values_may_be_empty(capsys, root):
    assert run(capsys, "search", "", "-f", "ids").out


@pytest.mark.parametrize("arguments", [("--version", "--json"), ("--no-pager", "-x", "search"), ("--root", ".", "-x")])
def test_every_option_before_the_command_is_checked(capsys, root, arguments):
    ran = run(capsys, *arguments)
    assert ran.code == 2
    assert ran.err.startswith("mlforsys: No such option before the command: -")
