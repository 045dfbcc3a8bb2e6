"""Code that ends its process, run in a copy of this one: a new one would first import everything again."""

from __future__ import annotations

import os
import sys


def run_in_copy(code: str, *arguments: str) -> int:
    """The exit code of a copy of this process that runs some statements with these arguments; 1 where they fail."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code_of_exit = 1
    try:
        sys.argv = ["", *arguments]
        exec(compile(code, "<a copy>", "exec"), {"__name__": "__main__"})
        code_of_exit = 0
    finally:
        os._exit(code_of_exit)
