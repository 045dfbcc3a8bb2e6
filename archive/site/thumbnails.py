"""Thumbnails of the first pages of PDFs, drawn in a separate process: a broken or hostile PDF costs its own thumbnail and
nothing else."""

from __future__ import annotations

import io
import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

_WIDTH = 448  # pixels, twice of what it has on a page
_HIGHEST = 3  # widths; the rest of a longer page, such as a poster, is cut off
_QUALITY = 55  # of WebP, 0 to 100
_EFFORT = 4  # of WebP's encoder, 0 (fast) to 6 (small)
_LONGEST = 20.0  # seconds for one PDF; a usual one takes 0.1
_MOST_MEMORY = 1_500_000_000  # bytes of address space


class Thumbnail(NamedTuple):
    """A picture as WebP, and its size in pixels."""

    content: bytes
    width: int
    height: int


class Thumbnails:
    """Draws first pages; a context manager. The process starts with the first PDF, and again after one that
    killed it."""

    def __init__(self, longest: float = _LONGEST) -> None:
        self._longest = longest
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Thumbnails:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def of(self, pdf: Path) -> Thumbnail | None:
        """The first page of a PDF; None where it cannot be drawn in time."""
        pipe = self._running()
        try:
            pipe.send(str(pdf))
            if pipe.poll(self._longest):
                answer = pipe.recv()
                return Thumbnail(*answer) if answer else None
        except (EOFError, OSError):  # the file killed it
            pass
        self._end()
        return None

    def _running(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def draw(pdf: Path) -> Thumbnail:
    """The first page of a PDF. Raises whatever PDFium and Pillow raise on an invalid one."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    image = page.render(scale=_WIDTH / page.get_width()).to_pil().convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, image.width * _HIGHEST)))
    file = io.BytesIO()
    image.save(file, "WEBP", quality=_QUALITY, method=_EFFORT)
    return Thumbnail(file.getvalue(), image.width, image.height)


def _work(pipe: Connection) -> None:
    """Draw what is asked for until the pipe is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with suppress(ImportError, ValueError, OSError):  # not every system has such a limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    while True:
        try:
            path = Path(pipe.recv())
        except (EOFError, OSError):
            return
        try:
            answer: tuple[bytes, int, int] | None = tuple(draw(path))  # type: ignore[assignment]
        except Exception:  # any error of a file concerns that file alone
            answer = None
        pipe.send(answer)
