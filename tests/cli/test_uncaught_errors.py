"""Every error is one line; Ctrl-C is exit code 130; a missing home, a full disk and malicious files are reported in
sentences."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.cli.messages import sentence
from archive.errors import ArchiveError, FetchError
from archive.net.http import _error_class
from tests.support import PROJECT
from tests.support.commands import run
from tests.support.copies import become_command

PROBE = """
import os, signal, sys
sys.argv[0] = "mlforsys"
from archive.cli import main
{patch}
main()
"""


def in_copy(patch: str, tmp_path, *args: str, out: str | Path = os.devnull) -> tuple[int, str]:
    """The same in a copy of this process: the exit code, and standard error."""
    err = tmp_path / "err"
    err.unlink(missing_ok=True)
    pid = os.fork()
    if pid == 0:
        for number, path in enumerate((Path(os.devnull), out, err)):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
        become_command(args, os.environ.copy(), before=lambda: exec(patch, {"os": os, "signal": signal, "sys": sys}))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), err.read_text(encoding="utf-8")


def program(patch: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The program in a new process, after some statements."""
    code = PROBE.format(patch=patch)
    settings = {**os.environ, "PYTHONPATH": str(PROJECT), **env}
    return subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False, env=settings)


def test_an_unexpected_error_is_one_line(capsys, workshop, monkeypatch):
    def fail(*args):
        raise TypeError("two\nlines")

    monkeypatch.setattr("archive.cli.search.run.open_index", fail)
    ran = run(capsys, "search", "snow")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    for word in ("unexpected error (TypeError: two lines; ", "mlforsys doctor", "--debug", "@"):
        assert word in ran.err
    assert "Traceback" in run(capsys, "search", "snow", "--debug").err
    assert "Traceback" in run(capsys, "--debug", "search", "snow").err
    monkeypatch.setenv("MLFORSYS_DEBUG", "1")
    assert "Traceback" in run(capsys, "search", "snow").err


def test_debug_after_two_dashes_is_a_word(capsys, workshop):
    assert "debug" in run(capsys, "search", "--", "--debug").err.lower() + run(capsys, "search", "--", "--debug").out.lower()


INTERRUPTS = {
    "search of plain words": ("search", "kipf2019sosd"),
    "search with options": ("search", "learned", "--limit", "3"),
    "show": ("show", "kipf2019sosd"),
    "export": ("export", "--format", "bibtex"),
}


@pytest.mark.parametrize("args", INTERRUPTS.values(), ids=INTERRUPTS)
@pytest.mark.parametrize("place", ["archive.cli.terminal.output.start", "archive.cli.terminal.output.finish"])
def test_ctrl_c_is_exit_code_130_and_no_traceback(workshop, tmp_path, args, place):
    module, _, name = place.rpartition(".")
    patch = f"import {module} as m\nm.{name} = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)"
    assert in_copy(patch, tmp_path, *args) == (130, "")


@pytest.mark.parametrize(
    "args",
    [
        INTERRUPTS["search of plain words"],
        INTERRUPTS["show"],
        pytest.param(INTERRUPTS["search with options"], marks=pytest.mark.slow),
        pytest.param(INTERRUPTS["export"], marks=pytest.mark.slow),
    ],
    ids=" ".join,
)
def test_ctrl_c_during_imports_is_exit_code_130(workshop, args):
    patch = "import archive.store.root as m\nm.open_root = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)"
    ran = program(patch, *args)
    assert (ran.returncode, ran.stderr) == (130, "")


@pytest.mark.parametrize(
    "patch",
    [
        "sys.modules['archive.cli.search.run'] = None\nraise KeyboardInterrupt",  # while modules are imported
        "import gc\ngc.freeze = lambda: os.kill(os.getpid(), signal.SIGINT)",  # once all is done
        "import atexit\natexit.register(os.kill, os.getpid(), signal.SIGINT)",  # while Python ends
        # where Python cannot raise it: a thread raises it again, while the command runs or when it has ended
        "class Odd:\n    def __del__(self):\n        raise KeyboardInterrupt\n"
        "import archive.cli.terminal.output as m, time\nm.start = lambda: Odd() and [time.sleep(0.01) for _ in range(2000)]",
        "class Odd:\n    def __del__(self):\n        raise KeyboardInterrupt\n"
        "import archive.cli.terminal.output as m\nm.finish = lambda: Odd() and None",
    ],
    ids=["import", "end of main", "end of Python", "destructor", "destructor at the end"],
)
def test_ctrl_c_outside_a_command_is_exit_code_130(workshop, patch):
    ran = program(patch, "search", "kipf2019sosd")
    assert (ran.returncode, ran.stderr) == (130, "")


def test_a_full_disk_for_standard_output_is_exit_code_1(workshop, tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full is Linux's")
    with open("/dev/full", "w") as full:
        asked = [sys.executable, "-m", "archive", "search", "learned"]
        ran = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=PROJECT)
    in_copies = (in_copy("", tmp_path, *args, out="/dev/full") for args in (["editions"], ["stats", "--json"]))
    for code, said in ((ran.returncode, ran.stderr), *in_copies):
        assert code == 1
        assert "standard output: no space left on device" in said
        assert "Traceback" not in said
        assert "Exception ignored" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="shells there close no streams")
@pytest.mark.parametrize("asked", [("search", "learned"), ("search", "learned", "--json")])
def test_results_for_a_closed_standard_output_are_lost_with_exit_code_1(workshop, asked):
    command = f"{sys.executable} -m archive {' '.join(asked)} >&-"
    ran = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False, cwd=PROJECT)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "mlforsys: standard output is closed; the results were lost."


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (["cite", "-"], 0, "Standard input names no paper."),
        (["show"], 2, "ID... is required"),
        (["import", "-", "--edition", "kites2031"], 2, "standard input: it is empty."),
        (["search", "-i"], 2, "search -i needs a terminal."),
    ],
)
def test_a_closed_standard_input_is_an_empty_one(capsys, root, monkeypatch, asked, code, said):
    monkeypatch.setattr("sys.stdin", None)  # as Python has it after `<&-`
    ran = run(capsys, *asked)
    assert (ran.code, said in ran.err) == (code, True)
    sys.stdin.close()


@pytest.mark.parametrize("home", ["", "relative/home"])
def test_without_a_home_the_bundled_catalogue_is_read_and_nothing_is_written(tmp_path, home):
    env = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "MLFORSYS_"))}
    asked = [sys.executable, "-m", "archive", "search", "learned", "index"]
    env |= {"HOME": home, "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=tmp_path, env=env)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "9" * 5000, "a = '\ud800'"], ids=["deep", "long", "half"])
@pytest.mark.parametrize("name", ["editions.toml", "topics.toml", "people.toml", "archive.toml", "curation/isca2019.toml"])
def test_malicious_toml_is_reported_in_a_sentence_with_the_file(capsys, root, name, text):
    path = root.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    rans = [run(capsys, command) for command in ("check", "topics", "authors", "editions")]
    for ran in rans:
        assert "unexpected" not in ran.err
        assert ran.code in (0, 1)
    assert path.name in rans[0].err + rans[0].out


def test_a_lone_surrogate_in_an_abstract_is_reported_in_a_sentence(capsys, workshop):
    folder = workshop / "scraped" / "abstracts"
    folder.mkdir(exist_ok=True)
    item = '{"text": "Kites \\ud800 fly.", "source": "page", "url": "https://kites.example/", "retrieved": "2031-05-01"}'
    (folder / "isca2019.json").write_text(f'{{"x2019y": {item}}}')
    for command in (["search", "kites"], ["export", "--with-abstracts"], ["check"]):
        ran = run(capsys, *command)
        assert ran.code == 1
        assert "isca2019.json" in ran.err + ran.out
        assert "unexpected" not in ran.err


def test_a_certificate_that_cannot_be_trusted_has_a_text_as_its_reason():
    class Failure(Exception):
        reason = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"

    assert _error_class(Failure(Failure("x"))) is FetchError
    assert not issubclass(ArchiveError, OSError)


def test_signals_are_untouched_where_another_program_imports_this_one():
    code = "import signal, sys, archive, archive.cli\nprint(sys.excepthook is sys.__excepthook__)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert ran.stdout == "True\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_wrong_usage_names_the_command_whose_help_has_more(capsys, workshop):
    assert "See `mlforsys search --help`." in run(capsys, "search", "kites", "--json=id").err


def test_a_missing_folder_is_reported_as_missing(capsys, tmp_path):
    ran = run(capsys, "--root", tmp_path / "none", "search", "kites")
    assert ran.code == 1
    assert f"No papers found: there is no folder {tmp_path / 'none'}." in ran.err


def test_a_full_disk_asks_for_space_and_not_for_permissions():
    said = sentence(OSError(errno.ENOSPC, "No space left on device", "/data/scraped/kites2031.json"))
    assert said == "/data/scraped/kites2031.json: no space left on device. Free some space on that disk, then try again."
