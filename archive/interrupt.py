"""Ctrl-C ends the program with exit code 130 and without a traceback, whenever it comes.

``main`` turns KeyboardInterrupt into the exit code. This module handles those that ``main`` cannot catch: while modules
are imported, where Python cannot raise it (in a destructor), and after ``main`` has returned. It is imported first, so it
imports only modules that Python itself has already imported.
"""

from __future__ import annotations

import _thread
import os
import sys

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from types import TracebackType

CODE = 130
_NAMES = frozenset({"mlforsys", "mlforsys.exe", "mlforsys-script.py", "-m", "__main__.py"})
_running: list[bool] = []
_passed_on: list[bool] = []


def install_ctrl_c_handlers() -> None:
    """Handle Ctrl-C if this package is the program that runs, and not imported by another one."""
    if os.path.basename(sys.argv[0] if sys.argv else "") in _NAMES:
        sys.excepthook = _end
        sys.unraisablehook = _unraisable


def set_running(active: bool) -> None:
    """Record whether ``main`` is running: only then is there anything to clean up."""
    _running[:] = [True] if active else []
    if active:
        _passed_on.clear()


def was_passed_on() -> bool:
    """Whether Ctrl-C came where Python cannot raise it. It is then raised again from a thread, perhaps only after the
    command has ended."""
    return bool(_passed_on)


def _end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        os._exit(CODE)
    sys.__excepthook__(kind, error, trace)


def _unraisable(error: sys.UnraisableHookArgs) -> None:
    if not issubclass(error.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(error)
    elif _running:
        _passed_on[:] = [True]
        _thread.start_new_thread(_thread.interrupt_main, ())  # once more, once this has returned
    else:
        os._exit(CODE)
