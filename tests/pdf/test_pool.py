"""PDFs are read in parallel in worker processes, and no file affects another."""

from __future__ import annotations

import contextlib
import os
import queue
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.pdf.pool import Pool
from archive.pdf.reading import PdfReading, Unreadable, read_pdf
from tests.support import papers
from tests.support.papers import ABSTRACT, BODY, Page, article

PROC = Path("/proc")
needs_proc = pytest.mark.skipif(not (PROC / "self/stat").exists(), reason="children are counted in /proc")


def _children():
    """The child processes of this one, including ended ones that were not waited for."""
    found = set()
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        if int(fields[1]) == os.getpid():
            found.add(int(stat.parent.name))
    return found


@pytest.fixture
def paper(tmp_path):
    return papers.write(tmp_path / "paper.pdf", article())


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    """A small file that keeps the reader busy for many seconds."""
    return papers.giant(tmp_path_factory.mktemp("slow") / "slow.pdf", 300)


@pytest.fixture(scope="module")
def huge(tmp_path_factory):
    """A small file that unpacks to more memory than a worker may have."""
    return papers.giant(tmp_path_factory.mktemp("huge") / "huge.pdf", 700, b" " * 1000)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """A worker that reads one file after the other: a new one would import the reader again."""
    with Pool(1) as pool:
        yield pool


def test_a_reading_is_the_same_as_without_a_pool(pool, paper):
    assert pool.read(paper).result() == read_pdf(paper)


def test_each_of_several_files_gets_its_own_reading(tmp_path):
    texts = [f"The kites of village number {number} are flown by owls. {ABSTRACT}" for number in range(5)]
    paths = [papers.write(tmp_path / f"{number}.pdf", article(text)) for number, text in enumerate(texts)]
    with Pool(2) as pool:
        readings = [pool.read(path) for path in paths]
        assert [reading.result().text for reading in readings] == texts


def test_a_pool_finds_its_own_number_of_workers(paper):
    with Pool() as pool:
        assert pool.read(paper).result().text == ABSTRACT


def test_a_file_may_have_any_name(pool, tmp_path, paper):
    for name in ("a kite.pdf", "one\ntwo.pdf", "Nœud à l'été.pdf", "雪.pdf", '"quoted\\".pdf'):
        shutil.copy(paper, tmp_path / name)
        assert pool.read(tmp_path / name).result().text == ABSTRACT, name


def test_letters_of_any_script_come_through(pool, tmp_path):
    path = papers.write(tmp_path / "paper.pdf", article("A loss of 10^{−3} is “naïve”. " + ABSTRACT))
    assert pool.read(path).result().text == f"A loss of 10⁻³ is “naïve”. {ABSTRACT}"


def test_a_file_that_is_refused_says_why_as_without_a_pool(pool, tmp_path):
    (page := tmp_path / "page.pdf").write_text("<!DOCTYPE html><p>This kite has flown.")
    readings = [pool.read(path) for path in (page, papers.scan(tmp_path / "scan.pdf"))]
    with pytest.raises(Unreadable, match="not a PDF"):
        readings[0].result()
    with pytest.raises(Unreadable, match="contains no text"):
        readings[1].result()


def test_a_file_that_is_not_there_is_unreadable(pool, tmp_path):
    with pytest.raises(Unreadable):
        pool.read(tmp_path / "gone.pdf").result()


# -- limits ------------------------------------------------------------------------------------------


def test_a_file_that_takes_too_long_says_so(paper):
    with Pool(1, longest=0.0001) as pool, pytest.raises(Unreadable, match=r"longer than 0\.0001 s"):
        pool.read(paper).result()


@pytest.mark.slow
def test_after_a_file_that_took_too_long_the_next_one_is_read(slow, paper, monkeypatch):
    timers = queue.Queue()  # the test is the clock

    class Timer:
        def __init__(self, seconds, give_up):
            self.start, self.cancel = (lambda: timers.put(give_up)), (lambda: None)

    monkeypatch.setattr("archive.pdf.pool.threading.Timer", Timer)
    with Pool(1, longest=7) as pool:
        first, second = pool.read(slow), pool.read(paper)
        timers.get(timeout=60)()
        with pytest.raises(Unreadable, match="longer than 7 s"):
            first.result()
        assert second.result().text == ABSTRACT


@pytest.mark.slow
def test_a_file_that_takes_too_long_does_not_block_other_workers(slow, paper):
    with Pool(2, longest=60) as pool:
        first = pool.read(slow)
        assert pool.read(paper).result().text == ABSTRACT
        assert not first.done()


@pytest.mark.slow
def test_a_file_that_needs_too_much_memory_does_not_affect_others(huge, paper):
    with Pool(1, most_memory=500_000_000) as pool:
        before, too_much, after = pool.read(paper), pool.read(huge), pool.read(paper)
        assert before.result().text == ABSTRACT
        with pytest.raises(Unreadable, match="memory"):
            too_much.result()
        assert after.result().text == ABSTRACT


def test_too_little_memory_for_anything_is_an_answer_too(paper):
    with Pool(1, most_memory=1_000_000) as pool, pytest.raises(Unreadable):
        pool.read(paper).result()


def _wild(sound, seed):
    """A randomly damaged file: bytes changed anywhere or only in the content of pages, or parts removed and added."""
    chance, content = random.Random(seed), bytearray(sound)
    first, last = (sound.index(b"stream"), sound.rindex(b"endstream")) if seed % 2 else (9, len(sound))
    for _ in range(2 + 2 * seed):
        at = chance.randrange(first, last)
        content[at : at + (1 if seed % 4 else chance.randrange(9))] = chance.randbytes(1 if seed % 4 else chance.randrange(9))
    return bytes(content)


@pytest.mark.slow
def test_wild_files_are_read_or_refused_and_the_next_one_is_read(tmp_path, paper):
    sound = papers.write(tmp_path / "sound.pdf", article(), Page().text(BODY), compressed=False).read_bytes()
    packed = paper.read_bytes()
    wild = [tmp_path / f"wild{seed}.pdf" for seed in range(60)]
    for seed, path in enumerate(wild):
        path.write_bytes(_wild(packed if seed % 3 else sound, seed))
    with Pool(2, longest=60) as pool:
        readings = [pool.read(path) for path in [*wild, paper]]
        for reading in readings[:-1]:
            assert isinstance(reading.exception() or reading.result(), Unreadable | PdfReading)
        assert readings[-1].result().text == ABSTRACT


@pytest.mark.slow
def test_wild_files_do_not_make_the_reader_itself_fail(tmp_path, paper):
    sound = papers.write(tmp_path / "sound.pdf", article(), Page().text(BODY), compressed=False).read_bytes()
    with Pool(1, longest=60) as pool:
        for seed in range(1, 60, 2):
            (path := tmp_path / "wild.pdf").write_bytes(_wild(sound, seed))
            assert "the reader failed" not in str(pool.read(path).exception())


# -- surroundings ------------------------------------------------------------------------------------


def test_modules_in_the_current_folder_do_not_disturb(tmp_path, monkeypatch, paper):
    for module in ("archive/__init__.py", "json.py", "pypdfium2/__init__.py"):
        stray = tmp_path / "here" / module
        stray.parent.mkdir(parents=True, exist_ok=True)
        stray.write_text("raise RuntimeError('a stray kite')\n")
    monkeypatch.chdir(tmp_path / "here")
    with Pool(1) as pool:
        assert pool.read(paper).result().text == ABSTRACT


def test_a_path_is_taken_from_the_current_folder(monkeypatch, paper):
    monkeypatch.chdir(paper.parent)
    with Pool(1) as pool:
        assert pool.read(Path(paper.name)).result().text == ABSTRACT


def test_a_pool_that_reads_nothing_starts_nothing(monkeypatch):
    before = _children()
    with Pool(2):
        assert _children() == before


@pytest.mark.slow
@needs_proc
def test_no_process_is_left(paper):
    before = _children()
    with Pool(2) as pool:
        for reading in [pool.read(paper) for _ in range(4)]:
            reading.result()
        assert _children() > before
    assert _children() == before


@pytest.mark.slow
@needs_proc
def test_no_process_is_left_after_files_that_were_too_much(slow, paper):
    before = _children()
    with Pool(1, longest=0.3) as pool:
        assert isinstance(pool.read(slow).exception(), Unreadable)
        assert isinstance(pool.read(slow).exception(), Unreadable)
    assert _children() == before


@needs_proc
def test_no_process_is_left_after_an_error(paper):
    before = _children()
    with contextlib.suppress(KeyboardInterrupt), Pool(2) as pool:
        pool.read(paper).result()
        raise KeyboardInterrupt
    assert _children() == before


@pytest.mark.slow
@needs_proc
@pytest.mark.parametrize("pause", [0, 0.01, 0.1, 0.5])
def test_leaving_the_pool_early_neither_waits_nor_leaves_processes(slow, pause):
    before = _children()
    with Pool(2, longest=600) as pool:
        readings = [pool.read(slow) for _ in range(6)]
        time.sleep(pause)
    assert _children() <= before
    assert all(reading.cancelled() or isinstance(reading.exception(), Unreadable) for reading in readings)
