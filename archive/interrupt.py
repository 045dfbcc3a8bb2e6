"""Ctrl-C ends the program with exit code 130 and without a traceback, whenever it comes.

``main`` turns KeyboardInterrupt into the exit code. Here is what becomes of one that no ``try`` of it sees: while modules
are still imported, where Python cannot raise it (a destructor), and once the result is known. Imported before all else,
so it imports nothing that Python has not imported already.
"""

from __future__ import annotations

import _thread
import os
import sys

TYPE_CHECKING = False  # as in typing, which takes its time to import
if TYPE_CHECKING:
    from types import TracebackType

CODE = 130
_NAMES = frozenset({"mlforsys", "mlforsys.exe", "mlforsys-script.py", "-m", "__main__.py"})
_running: list[bool] = []
_passed_on: list[bool] = []


def install_ctrl_c_handlers() -> None:
    """See to Ctrl-C, where this is the program that runs and not a library of another."""
    if os.path.basename(sys.argv[0] if sys.argv else "") in _NAMES:
        sys.excepthook = _end
        sys.unraisablehook = _unraisable


def set_running(active: bool) -> None:
    """Note whether ``main`` runs: only then can anything be cleaned up."""
    _running[:] = [True] if active else []
    if active:
        _passed_on.clear()


def was_passed_on() -> bool:
    """Whether Ctrl-C came where Python cannot raise it. It is raised again from a thread, perhaps only when the command has
    ended."""
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
