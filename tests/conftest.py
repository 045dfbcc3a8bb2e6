"""What all tests share: nobody's own folders, variables or proxies are ever touched; archives are written once and copied."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import itertools
import json
import os
import pickle
import re
import shutil
import signal
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from archive.catalogue.author_identity import people
from archive.catalogue.items import items
from archive.catalogue.stats import Stats, compute_stats
from archive.catalogue.taxonomy import load_taxonomy
from archive.catalogue.topic_suggestions import model
from archive.search.index import build
from archive.store import curation, editions
from archive.store.file_names import PACKAGE
from archive.store.root import Root, uses_bundled
from tests.support import PROJECT
from tests.support.archives import copy_archive, write_archive, write_umbrellas, write_uncurated
from tests.support.loopback import Loopback
from tests.support.sites import parts_made_once, write_odd_archive

LONGEST = 300.0  # seconds of a test
WATCH = 30.0  # seconds until the watch is set anew
SLOW = "Tests marked slow are left out. To run them: python -m pytest -m slow"
HOMES = {"HOME": "", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config"}
MEMORY, ROOM = "/dev/shm", 1_000_000_000  # bytes; a run has fifty million at once
PASSED = "passed"  # the key of a report of a test that passed
VARIABLES = ("MLFORSYS_ROOT", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


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


_stderr, _watched = 2, 0.0
_FAILED = pytest.StashKey[bool]()
_numbers = itertools.count()
_homes: list[Homes] = []  # of this process; none before its first test

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


@pytest.fixture(scope="session", autouse=True)
def prepared_process(request) -> Iterator[None]:
    """What is the same for all tests of a process. It is one fixture, and asks for the others by itself: what every test
    asks for is a good part of the time of small tests."""
    shared, folders = request.getfixturevalue("shared"), request.getfixturevalue("tmp_path_factory").mktemp("homes")
    compiled = shared / "templates"
    compiled.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, parts_made_once(compiled):
        # No test pulls the plug: waiting for the disk at every write is most of what small tests would spend.
        patch.setattr(os, "fsync", lambda file: None)
        _parse_toml_once(patch)
        _read_bundled_editions_once(patch)
        _make_topic_models_once(patch)
        for variable in HOMES:
            patch.setenv(variable, "")
        for variable in VARIABLES:
            patch.delenv(variable, raising=False)
        _homes[:] = [Homes(folders)]
        yield
        _homes.clear()


def _parse_toml_once(patch: pytest.MonkeyPatch) -> None:
    """Every command reads the same registries and topics, in tests a thousand times over."""
    parsed = lru_cache(maxsize=64)(lambda text: pickle.dumps(loads(text)))
    loads = tomllib.loads
    patch.setattr(tomllib, "loads", lambda text, /, **how: loads(text, **how) if how else pickle.loads(parsed(text)))


def _read_bundled_editions_once(patch: pytest.MonkeyPatch) -> None:
    """Nearly every command checks the tables of the editions that come with the program; no test changes these."""
    read = editions.read_editions
    bundled = lru_cache(maxsize=4)(lambda path, text: read(path, tomllib.loads(text)))

    def read_once(path, tables):
        return dict(bundled(path, path.read_text(encoding="utf-8"))) if path.parent == PACKAGE else read(path, tables)

    patch.setattr(editions, "read_editions", read_once)


def _make_topic_models_once(patch: pytest.MonkeyPatch) -> None:
    """Most archives of tests have the same topics, and their own folder: what counts is what the files hold."""
    load, made = model._load.__wrapped__, {}

    def load_once(root, files):
        contents = (uses_bundled(root), *((path.name, path.read_bytes()) for path, _ in files))
        if contents not in made:
            made[contents] = load(root, files)
        return made[contents]

    patch.setattr(model, "_load", load_once)


class Homes:
    """Homes that nobody has used yet. Setting the variables anew for each of thousands of tests takes its time, and so do
    thousands of folders: the last home is given again where it is as it was."""

    def __init__(self, folder: Path) -> None:
        self._folders = (folder / str(number) for number in itertools.count())
        self.home = next(self._folders)
        self._take(self.home)

    def renew(self) -> None:
        if not _is_empty(self.home):
            self._take(next(self._folders))

    def _take(self, folder: Path) -> None:
        folder.mkdir()
        self.home = folder
        os.environ.update({variable: f"{folder}/{name}".rstrip("/") for variable, name in HOMES.items()})


def _is_empty(folder: Path) -> bool:
    try:
        return folder.stat().st_mode & 0o700 == 0o700 and not os.listdir(folder)
    except OSError:
        return False


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """Every test has a home of its own; platformdirs reads these variables."""
    for homes in _homes:
        homes.renew()


@pytest.fixture
def own_folders() -> Path:
    """The home of the test."""
    return _homes[0].home


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder of this run's own, the same for all its processes."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def once(shared) -> Callable[[str, Callable[[Path], object]], Path]:
    """Gives the folder of a name, written by the process that asks first: to be read or copied, never to be changed."""

    def once(name: str, write: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a process that failed
                write(folder)
                done.touch()
        return folder

    return once


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


@pytest.fixture
def loopback():
    server = Loopback()
    yield server
    server.close()


@pytest.fixture(scope="session")
def indexed_archive(once) -> Path:
    """The invented archive and its index: to be copied, never to be changed."""
    return once("archive", lambda folder: build(write_archive(folder)))


@pytest.fixture
def root(indexed_archive, tmp_path, monkeypatch) -> Root:
    """The invented archive with its index, in a folder of the test's own, as the root of every command."""
    folder = tmp_path / "archive"
    copy_archive(indexed_archive, folder)
    monkeypatch.setenv("MLFORSYS_ROOT", str(folder))
    return Root(folder)


@pytest.fixture(scope="session")
def indexed_workshop(once) -> Path:
    """The committed papers, one invented abstract, and their index: to be copied, never to be changed."""
    return once("workshop", _write_workshop)


def _write_workshop(folder: Path) -> None:
    shutil.copytree(PROJECT / "scraped", folder / "scraped", ignore=shutil.ignore_patterns("abstracts"))
    (folder / "scraped" / "abstracts").mkdir()
    abstract = {
        "text": "We sort invented numbers. A learned index finds them again in no time. It was all made up.",
        "source": "pdf",
        "url": "https://example.org/a.pdf",
        "retrieved": "2026-01-31",
    }
    (folder / "scraped" / "abstracts" / "neurips2019.json").write_text(json.dumps({"kipf2019sosd": abstract}))
    build(Root(folder))


@pytest.fixture
def workshop(indexed_workshop, tmp_path, monkeypatch) -> Path:
    """The committed papers with their index, ready to be searched and damaged, as the root of every command."""
    folder = tmp_path / "workshop"
    copy_archive(indexed_workshop, folder)
    monkeypatch.setenv("MLFORSYS_ROOT", str(folder))
    return folder


@pytest.fixture(scope="session")
def indexed_catalogue(once) -> Path:
    """The committed papers without any abstract, and their index: to be copied, never to be changed."""

    def write(folder: Path) -> None:
        shutil.copytree(PROJECT / "scraped", folder / "scraped", ignore=shutil.ignore_patterns("abstracts"))
        build(Root(folder))

    return once("catalogue", write)


@pytest.fixture(scope="session")
def indexed_umbrellas(once) -> Path:
    """Papers that say one thing in several ways, and their index: to be copied, never to be changed."""
    return once("umbrellas", lambda folder: build(write_umbrellas(folder)))


@pytest.fixture
def umbrellas(indexed_umbrellas, tmp_path, monkeypatch) -> Root:
    """Papers that say one thing in several ways, with their index, as the root of every command."""
    folder = tmp_path / "umbrellas"
    copy_archive(indexed_umbrellas, folder)
    monkeypatch.setenv("MLFORSYS_ROOT", str(folder))
    return Root(folder)


@pytest.fixture(scope="session")
def odd_root(once) -> Root:
    """The invented archive with every oddity: to be read, never to be changed."""
    return Root(once("odd", write_odd_archive))


@pytest.fixture
def uncurated(tmp_path, monkeypatch) -> Root:
    """The invented archive with an edition that nobody has curated, as the root of every command."""
    monkeypatch.setattr(curation, "BUNDLED_CURATION", tmp_path / "none")
    root = write_uncurated(tmp_path / "uncurated")
    monkeypatch.setenv("MLFORSYS_ROOT", str(root.folder))
    return root


@pytest.fixture
def stats(root) -> Callable[[], Stats]:
    """Counts the papers of the invented archive as they are by then."""

    def stats():
        papers = list(items(root))
        return compute_stats(papers, people(papers), load_taxonomy())

    return stats
