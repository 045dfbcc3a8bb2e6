"""What this project changes of pytest's own running: where temporary files are, how a test that hangs is ended, how workers
report, and what the processes of a run have in common. Loaded by ``tests/conftest.py``."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import itertools
import json
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

LONGEST = 300.0  # seconds of a test
WATCH = 30.0  # seconds until the watch is set anew
SLOW = "Tests marked slow are left out. To run them: python -m pytest -m slow"
MEMORY, ROOM = "/dev/shm", 1_000_000_000  # bytes; a run has fifty million at once
PASSED = "passed"  # the key of a report of a test that passed

_stderr, _watched = 2, 0.0
_FAILED = pytest.StashKey[bool]()
_numbers = itertools.count()


def write_to_memory() -> None:
    """Temporary files are nothing to keep, and a disk is half of what small tests wait for: they are written to memory,
    where Linux has a folder for that and there is room. A TMPDIR of one's own is obeyed."""
    with contextlib.suppress(OSError):
        if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free > ROOM:
            os.environ["TMPDIR"] = tempfile.tempdir = MEMORY


write_to_memory()

settings.register_profile("default", derandomize=True, deadline=None, max_examples=12)
settings.register_profile("ci", settings.get_profile("default"), max_examples=25)
settings.register_profile("weekly", settings.get_profile("default"), max_examples=200)
settings.load_profile("default")  # --hypothesis-profile=ci chooses another


os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each of dozens of processes that tests start would compile the program anew

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background of a script, which every process here inherits
    signal.signal(signal.SIGINT, signal.default_int_handler)

gc.disable()  # while five thousand tests are collected, which all stay: looking for what does not is a third of the time


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Where a test that hangs says so: standard error as it is before tests' own is caught."""
    global _stderr
    _stderr = os.dup(2)


def pytest_runtest_protocol(item):
    """A test that hangs is ended after five minutes and says where. pytest's own option starts a thread for each test, and
    waits for its end, for a fifth of the time of small tests."""
    global _watched
    if time.monotonic() > _watched:
        faulthandler.dump_traceback_later(LONGEST + WATCH, exit=True, file=_stderr)
        _watched = time.monotonic() + WATCH


def pytest_unconfigure(config):
    faulthandler.cancel_dump_traceback_later()


def pytest_collection_finish(session):
    """What was collected is never looked through again."""
    gc.enable()
    gc.freeze()


def pytest_sessionstart(session):
    """Say what is left out; a header is not printed with -q."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.config.getoption("markexpr") == "not slow" and not hasattr(session.config, "workerinput"):
        reporter.write_line(SLOW)


@pytest.hookimpl(tryfirst=True)
def pytest_report_to_serializable(report):
    """A worker says of a test that passed nothing but that: its keywords would take half the time of the message."""
    if type(report) is not pytest.TestReport or not report.passed or hasattr(report, "wasxfail"):
        return None
    if report.sections or report.user_properties:  # its output, or what it recorded
        return None
    return {PASSED: json.dumps([report.nodeid, report.location, report.when, report.duration, report.start, report.stop])}


@pytest.hookimpl(tryfirst=True)
def pytest_report_from_serializable(data):
    if PASSED not in data:
        return None
    nodeid, location, when, duration, start, stop = json.loads(data.pop(PASSED))
    return pytest.TestReport(nodeid, location, {}, "passed", None, when, duration=duration, start=start, stop=stop, **data)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture
def tmp_path(request, tmp_path_factory) -> Iterator[Path]:
    """As pytest's own, kept where the test fails; that one looks at all other folders for a number and links the newest."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder: Path = tmp_path_factory.getbasetemp() / f"{name}-{next(_numbers)}"
    folder.mkdir(mode=0o700)
    yield folder
    if _FAILED not in request.node.stash:
        shutil.rmtree(folder, ignore_errors=True)
