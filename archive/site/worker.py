"""The other end of :class:`archive.site.writer.Writer`: a separate program, which writes the files that it is sent.

For each file it reads a line of JSON with the path under the folder, and either the number of bytes that follow or
the file to copy. An error ends it; then it prints the error.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from typing import BinaryIO


def work(folder: str, tasks: BinaryIO) -> None:
    """Write files under a folder until there are no more tasks; raises :class:`OSError`."""
    made: set[str] = set()
    while line := tasks.readline():
        path, what = json.loads(line)
        place = os.path.join(folder, path)
        parent = os.path.dirname(place)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)
            made.add(parent)
        if isinstance(what, str):
            shutil.copyfile(what, place)
            continue
        with open(place, "wb") as file:
            file.write(tasks.read(what))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    try:
        work(sys.argv[1], sys.stdin.buffer)
    except OSError as error:
        print(json.dumps([error.errno, error.strerror, error.filename]))
