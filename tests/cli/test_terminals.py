"""Every command, and every example of its help, in real terminals of several kinds: no traceback, no unexpected exit code."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import sys
import termios
import time
from contextlib import redirect_stderr, redirect_stdout, suppress

import pytest

from archive.cli import main
from tests.support.copies import become_command
from tests.support.examples import lines_of_help, pipeline, write_some

KINDS = {  # columns, lines, environment, encoding of the terminal
    "less": (80, 12, {"PAGER": "less", "LESS": "FRX"}, "utf-8"),
    "default": (80, 12, {}, "utf-8"),
    "narrow": (40, 12, {"PAGER": "cat"}, "utf-8"),
    "wide": (200, 50, {"NO_COLOR": "1", "PAGER": "less"}, "utf-8"),
    "dumb": (80, 24, {"TERM": "dumb", "PAGER": "cat"}, "utf-8"),
    "ascii": (80, 24, {"PAGER": "less", "LC_ALL": "C"}, "ascii"),
}
WRITES = {"scrape", "import", "site", "index", "open", "add", "init", "curate", "mcp"}
NOT_HERE = {
    "--accept",
    "--review",
    "--fix",
    "--open",
    "-i",
    "--links",
    "--pdfs",
    "--svg",
    "-o",
    "--output",
    "--since-last",
    "--learn",
    "--set",
}
BARE = ("", "editions", "topics", "authors", "stats", "check", "related kipf2019sosd", "export --year 2019", "ls", "search -x")
SECONDS = 20


def lines() -> list[list[str]]:
    """The words of each command to run, each once: one command that neither writes nor needs a network or another command."""
    found = [line.split() for line in BARE]
    for _, line in lines_of_help():
        commands = pipeline(line)
        words = commands[0][1:]
        if len(commands) == 1 and words[0] not in WRITES and not NOT_HERE & set(words) and ">" not in line:
            found.append(words)
    return [list(words) for words in dict.fromkeys(map(tuple, found))]


def sit(words, columns, rows, extra, encoding, environment, folder=None) -> tuple[int, str]:
    """Run a command in a terminal, in a copy of this process. Returns the exit code and what was drawn."""
    pid, terminal = pty.fork()
    if pid == 0:

        def before() -> None:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.chdir(folder or ".")

        become_command(words, {"TERM": "xterm-256color", "PATH": environment["PATH"], **environment, **extra}, encoding, before)
    drawn, end = b"", time.monotonic() + SECONDS
    os.write(terminal, b"q")  # whom a pager keeps waiting has seen enough
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.5)[0]:
            os.write(terminal, b"q")
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        drawn += data
        if not data:
            break
    else:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), drawn.decode(errors="replace")


@pytest.fixture(scope="session")
def some(once):
    """Papers and their index, enough for every example."""
    return once("examples", write_some)


@pytest.fixture
def run_in(some, own_folders):
    """Runs commands in terminals of a kind, and returns those that failed."""

    def run_in(kind, asked) -> list[str]:
        if kind in ("less", "wide", "ascii") and not shutil.which("less"):
            pytest.skip("there is no less")
        columns, rows, extra, encoding = KINDS[kind]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(own_folders),
            "MLFORSYS_ROOT": str(some),
            "XDG_STATE_HOME": str(own_folders / "state"),
        }
        failures = []
        for words in asked:
            code, drawn = sit(words, columns, rows, extra, encoding, environment)
            expected = (2,) if words in (["ls"], ["search", "-x"]) else (0, 1)
            if code not in expected or "Traceback" in drawn or not drawn.strip():
                failures.append(f"mlforsys {' '.join(words)}: exit {code}: {drawn[-300:]}")
            if encoding == "ascii" and not drawn.isascii():
                failures.append(f"mlforsys {' '.join(words)}: not what the terminal can draw")
        return failures

    return run_in


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_results_and_a_mistake_are_drawn_in_a_terminal(kind, run_in):
    assert run_in(kind, [["editions"], ["search", "learned", "index"], ["search", "-x"]]) == []


@pytest.fixture(scope="module")
def imported(some):
    """Run every command in this process, so that its copies in terminals need not import modules again."""
    with pytest.MonkeyPatch.context() as patch, open(os.devnull, "w") as nowhere:
        patch.setenv("MLFORSYS_ROOT", str(some))
        for words in lines():
            patch.setattr(sys, "argv", ["mlforsys", *words])
            with redirect_stdout(nowhere), redirect_stderr(nowhere), suppress(SystemExit):
                main()


@pytest.mark.slow
@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize("kind", KINDS)
def test_every_example_runs_in_a_terminal(kind, run_in):
    asked = lines()
    assert len(asked) > len(BARE)
    assert run_in(kind, asked) == []


@pytest.mark.parametrize("words", [["show", "kipf2019sosd"], ["search", "sosd"], ["editions"]])
def test_a_home_that_cannot_be_written_does_not_matter(words, tmp_path):
    environment = {"PATH": os.environ["PATH"], "HOME": "/dev/null/nobody"}
    code, drawn = sit(words, 80, 24, {"PAGER": "cat"}, "utf-8", environment, folder=tmp_path)
    assert code == 0
    assert "SOSD" in drawn or "neurips2019" in drawn


def test_a_scrape_without_a_home_that_can_be_written_asks_for_a_folder(tmp_path):
    environment = {"PATH": os.environ["PATH"], "HOME": "/dev/null/nobody"}
    code, drawn = sit(["scrape"], 80, 24, {"PAGER": "cat"}, "utf-8", environment, folder=tmp_path)
    assert code == 1
    assert "--root DIR" in drawn
