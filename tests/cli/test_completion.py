"""Completion in real shells: the text that is typed, a tab, and the resulting line."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import shutil
import signal
import sys
import time

import pytest

from archive.cli.completion import SHELLS
from tests.support.commands import run

START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--private", "--no-config", "-i"],
}
SECONDS = 30
_ESCAPES = re.compile(r"\x1b\[[0-9;?>=]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][0-9A-B]?|\x1b[PX^_].*?\x1b\\|\r")


class Shell:
    """A shell in a terminal, with the completion script loaded and the program on its path."""

    def __init__(self, name: str, folder, script: str) -> None:
        program = folder / "bin" / "mlforsys"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m archive "$@"\n')
        program.chmod(0o755)
        (folder / "script").write_text(script, encoding="utf-8")
        environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        environment |= {"PYTHONPATH": os.getcwd(), "COLUMNS": "200", "HOME": str(folder)}
        self.drawn = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(START[name][0], START[name], environment)
        self.type(f"source {folder / 'script'}; echo SOURCED''NOW\n")
        self.wait("SOURCEDNOW")

    def type(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def wait(self, text: str) -> str:
        """What was drawn, up to and including a text."""
        end = time.monotonic() + SECONDS
        while text not in (plain := _ESCAPES.sub("", self.drawn)):
            assert time.monotonic() < end, f"{text!r} was never drawn, but:\n{plain[-2000:]}"
            if select.select([self.terminal], [], [], 0.2)[0]:
                data = os.read(self.terminal, 65536)
                self.drawn += data.decode(errors="replace")
                if "\x1b[c" in self.drawn or "\x1b[0c" in self.drawn:  # fish asks what terminal this is
                    self.drawn = self.drawn.replace("\x1b[c", "").replace("\x1b[0c", "")
                    self.type("\x1b[?62;c")
        self.drawn = ""
        return plain

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.close(self.terminal)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


@pytest.fixture
def shell(request, capsys, root, tmp_path):
    name = request.param
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    ran = run(capsys, "--show-completion", name)
    assert ran.code == 0
    opened = Shell(name, tmp_path, ran.out)
    yield opened
    opened.close()


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS, indirect=True)
def test_names_with_blanks_are_quoted_and_found_by_any_part(shell):
    for typed, words in (
        ("search --author zus", "search|--author|Bo Zuse Jr."),
        ("search --author 'deniz a", "search|--author|Deniz Altınbüken"),
        ("search --topic caching,runtime-s", "search|--topic|caching,runtime-systems"),
        ("show quill2031", "show|quill2031deep"),
    ):
        shell.type(f"mlforsys {typed}\t")
        shell.type("\x01printf '<%s>' \n")  # at the line's beginning: the completed line becomes the arguments of printf
        assert shell.wait("<mlforsys>" + "".join(f"<{word}>" for word in words.split("|")))


def test_a_shell_completes_from_the_store(root, capsys):
    for line, expected in (
        ("mlforsys show qu", ["quill2031deep", "quill2024kites"]),
        ("mlforsys search --topic run", ["runtime-systems"]),
        ("mlforsys search --topic=caching,run", ["--topic=caching,runtime-systems"]),
        ("mlforsys search --edition kites", ["kites2031", "kites2032"]),
        ("mlforsys search --author Den", ["Deniz Altınbüken"]),
        ("mlforsys search --author altinb", ["Deniz Altınbüken"]),
        ('mlforsys search --author "deniz al', ["Deniz Altınbüken"]),
        ("mlforsys search -f bib", ["bibtex"]),
        ("mlforsys search --sort ", ["relevance", "year", "-year", "title"]),
        ("mlforsys search --of", ["--offset"]),
        ("mlforsys cite --style A", ["acm", "apa"]),
        ("mlforsys authors Den", ["Deniz Altınbüken"]),
        ("mlforsys topics run", ["runtime-systems"]),
        ("mlforsys scrape kites", ["kites2031", "kites2032"]),
        ("mlforsys rel", ["related"]),
        ("mlforsys --show-completion ", ["bash", "zsh", "fish"]),
        ("mlforsys --no-pager rel", ["related"]),
        ("mlforsys import papers.csv --edition kites", ["kites2031", "kites2032"]),
        ("mlforsys import papers.csv --encoding a", []),
        ("mlforsys topics --accept quill", ["quill2031deep", "quill2024kites"]),
        ("mlforsys curate quill", ["quill2031deep", "quill2024kites"]),
        ("mlforsys site --search ", ["auto", "plain", "pagefind"]),
        ("mlforsys scrape --abstracts-from p", ["page", "pdf"]),
        (f"mlforsys --root {root.folder} show qu", ["quill2031deep", "quill2024kites"]),
        (f"mlforsys export --root {root.folder} qu", ["quill2031deep", "quill2024kites"]),
        ("mlforsys --root /no/such/folder show qu", []),
    ):
        offered = run(capsys, "__complete", "--line", line).out.splitlines()
        assert [value.split("\t")[0] for value in offered] == expected, line
