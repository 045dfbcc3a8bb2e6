"""The process that reads PDFs: a path per line on standard input, a JSON answer per line on standard output.

PDFs are complex, and some are broken or hostile; in a process of their own they can use no more time and memory than it
is allowed. Run as ``python -m archive.pdf.worker BYTES``.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Answer until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
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
        except Exception as error:  # whatever a file can provoke costs that file alone
            answer = {"unreadable": f"the reader failed on it ({type(error).__name__}: {error})"}
        print(json.dumps(answer), flush=True)


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ValueError, OSError):  # a system that knows no such limit
        return


if __name__ == "__main__":
    main()
