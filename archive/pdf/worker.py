"""The process that reads PDFs: a path per line on standard input, a JSON answer per line on standard output.

PDFs are complex, and some are broken or hostile. A separate process can be limited in time and memory. Run as
``python -m archive.pdf.worker BYTES``.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Read the PDFs whose paths come on standard input, until it ends. The argument is the limit of memory, in bytes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process handles Ctrl-C
    _limit_memory(int(sys.argv[1]))
    from archive.pdf.reading import Unreadable, read_pdf

    for line in sys.stdin:
        answer: dict[str, Any]
        try:
            answer = {"reading": read_pdf(Path(json.loads(line))).to_json()}
        except Unreadable as error:
            answer = {"unreadable": str(error)}
        except MemoryError:
            answer = {"unreadable": "reading it takes too much memory"}
        except Exception as error:  # an error in one file does not affect the others
            answer = {"unreadable": f"the reader failed on it ({type(error).__name__}: {error})"}
        print(json.dumps(answer), flush=True)


def _limit_memory(most: int) -> None:
    """Limit the address space of this process, in bytes, if the system can do so."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ValueError, OSError):  # a system without such a limit
        return


if __name__ == "__main__":
    main()
