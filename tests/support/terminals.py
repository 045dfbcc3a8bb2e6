"""A pseudo-terminal with the command in it, as a person uses it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping

from tests.support.copies import become_command

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][0-9A-B]?|[\r\x08]")
_PATIENCE = 20.0  # seconds
_SOON = 0.5  # seconds
_CTRL_C = "\x03"


class Sitting:
    """One run of ``mlforsys`` in a terminal of some size, in a copy of this process: a new one would first import all again."""

    def __init__(
        self, *arguments: str, rows: int = 24, columns: int = 80, environment: Mapping[str, str] | None = None
    ) -> None:
        self.raw = ""
        own = {name: value for name, value in os.environ.items() if name not in ("LINES", "COLUMNS")}  # the terminal's matter
        environment = {**own, "TERM": "xterm-256color", "PYTHONUNBUFFERED": "1", **(environment or {})}
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            become_command(arguments, environment)
        self.resize(rows, columns)

    def __enter__(self) -> Sitting:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            os.kill(self._pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.close(self._terminal)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self._pid, signal.SIGWINCH)

    def signal(self, number: int) -> None:
        os.kill(self._pid, number)

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def press(self, key: str) -> None:
        """Press a key, once the program reads single keys; it discards what was typed before."""
        end = time.monotonic() + _PATIENCE
        while termios.tcgetattr(self._terminal)[3] & termios.ICANON and time.monotonic() < end:
            time.sleep(0.01)
        self.type(key)

    def sees(self, text: str) -> str:
        """Waits until a text is drawn after what was seen before, and gives what was drawn up to it.

        Of a full screen only the letters that changed are sent, between which others stand already: where the text does
        not come, all is drawn anew, as for a window that got another size.
        """
        end = time.monotonic() + _PATIENCE
        anew = end - _PATIENCE + _SOON
        while text not in (plain := _ESCAPES.sub("", self.raw)):
            if time.monotonic() > end or not self._read():
                raise AssertionError(f"{text!r} was never drawn, but:\n{plain[-3000:]}")
            if time.monotonic() > anew:
                self.signal(signal.SIGWINCH)
                anew += _SOON
        self.raw = ""
        return plain

    def leaves(self) -> tuple[int, str]:
        """The exit code, and what was drawn since the last text that was seen, with escapes."""
        if self._until_gone(_PATIENCE):
            _, status = os.waitpid(self._pid, 0)
            return os.waitstatus_to_exitcode(status), self.raw
        raise AssertionError(f"It did not end, but drew:\n{_ESCAPES.sub('', self.raw)[-3000:]}")

    def interrupted(self) -> tuple[int, str]:
        """Ctrl-C, then as ``leaves``. Pressed again where it came in the instant before Python waits for a line: Python
        sees to it only after that line, and a person would press it again too.
        """
        for _ in range(4):
            self.type(_CTRL_C)
            if self._until_gone(_PATIENCE / 4):
                break
        return self.leaves()

    def _until_gone(self, seconds: float) -> bool:
        """Read until the program has closed its terminal. Returns whether it has."""
        end = time.monotonic() + seconds
        while self._read():
            if time.monotonic() > end:
                return False
        return True

    def _read(self) -> bool:
        if not select.select([self._terminal], [], [], 0.2)[0]:
            return True
        try:
            drawn = os.read(self._terminal, 65536)
        except OSError:  # Linux says so when the other side is gone
            return False
        self.raw += drawn.decode(errors="replace")
        return bool(drawn)
