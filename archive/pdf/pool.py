"""Worker processes that read PDFs in parallel, with limits on time and memory per file."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from archive.pdf.reading import PdfReading, Unreadable

_PACKAGES = Path(__file__).parents[2]
LONGEST = 20.0  # seconds per PDF; most take 0.05
MOST_MEMORY = 1_500_000_000  # bytes of address space per worker, which uses some 60 MB of memory


class Pool:
    """Reads PDFs in worker processes; a context manager, which ends them.

    Args:
        workers: the number of processes; by default one per processor, and at most four.
        longest: seconds per PDF.
        most_memory: bytes of address space per worker.
    """

    def __init__(self, workers: int | None = None, *, longest: float = LONGEST, most_memory: int = MOST_MEMORY) -> None:
        self._limits = longest, most_memory
        self._own = threading.local()
        self._all: list[_Worker] = []
        self._threads = ThreadPoolExecutor(workers or min(os.cpu_count() or 1, 4), thread_name_prefix="pdf")

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._all):
            worker.close()
        self._threads.shutdown()
        for worker in self._all:  # those started in the meantime
            worker.close()

    def read(self, path: Path) -> Future[PdfReading]:
        """Start reading a file; the future raises :class:`Unreadable` if the file cannot be read, or has no text."""
        return self._threads.submit(self._read, path)

    def _read(self, path: Path) -> PdfReading:
        if not hasattr(self._own, "worker"):
            self._own.worker = _Worker(*self._limits)
            self._all.append(self._own.worker)
        worker: _Worker = self._own.worker
        return worker.read(path)


class _Worker:
    """One process, started when needed, and again after a file that made it crash or took too long."""

    def __init__(self, longest: float, most_memory: int) -> None:
        self._longest, self._most_memory = longest, most_memory
        self._process: subprocess.Popen[str] | None = None
        self._closed = False
        self._lock = threading.Lock()  # so that no process is started while or after the worker is closed

    def read(self, path: Path) -> PdfReading:
        process, overdue = self._running(), threading.Event()

        def give_up() -> None:
            overdue.set()
            process.kill()

        timer = threading.Timer(self._longest, give_up)
        timer.start()
        try:
            line = _request(process, path)
        finally:
            timer.cancel()
        if not line.endswith("\n"):
            self._end()
            if overdue.is_set():
                raise Unreadable(f"reading it takes longer than {self._longest:g} s")
            raise Unreadable("the PDF reader crashed on it: it is damaged, or needs too much memory")
        answer = json.loads(line)
        if "reading" in answer:
            return PdfReading.from_json(answer["reading"])
        raise Unreadable(answer["unreadable"])

    def close(self) -> None:
        """End the process, and start no other."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
        self._end()

    def _running(self) -> subprocess.Popen[str]:
        with self._lock:
            if self._closed:
                raise Unreadable("reading was interrupted")
            if self._process is None:
                self._process = _start(self._most_memory)
            return self._process

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()


def _start(most_memory: int) -> subprocess.Popen[str]:
    # -P and our own path, so that a folder named archive in the working directory is not imported.
    paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(  # noqa: S603, our own program
        [sys.executable, "-P", "-m", "archive.pdf.worker", str(most_memory)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


def _request(process: subprocess.Popen[str], path: Path) -> str:
    """The line that the worker answers; empty or cut short if it died."""
    if process.stdin is None or process.stdout is None:  # for the type checker: both are pipes
        return ""
    try:
        process.stdin.write(json.dumps(str(path)) + "\n")
        process.stdin.flush()
        return process.stdout.readline()
    except (OSError, ValueError):  # ValueError: closed in the meantime
        return ""
