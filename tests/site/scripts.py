"""The scripts of the search page, run by Node as by a browser."""

from __future__ import annotations

import atexit
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.site import search_data
from archive.site.theme import STATIC

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="needs node (Debian: nodejs)")
_PAGE = """
const { parentPort, workerData: { files, code } } = require("node:worker_threads");
const { readFileSync } = require("node:fs"), { runInThisContext } = require("node:vm");
globalThis.self = globalThis;
const answer = async () => {
  for (const file of files) runInThisContext(readFileSync(file, "utf8"), { filename: file });
  return { said: await eval(code) };
};
answer().catch((error) => ({ error: String(error.stack) })).then((said) => parentPort.postMessage(JSON.stringify(said)));
"""
_LOOP = """
const { Worker } = require("node:worker_threads");
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { page, ...workerData } = JSON.parse(line);
  new Worker(page, { eval: true, workerData }).on("message", (said) => console.log(said))
    .on("error", (error) => console.log(JSON.stringify({ error: String(error.stack) })));
});
"""


@cache
def _node() -> subprocess.Popen[str]:
    """One process for all tests of a run; each question has a page of its own, which is a thread with its own globals."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(["node", "-e", _LOOP], stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


_SAID = re.compile(r"self\.ARCHIVE=JSON\.parse\('(.*)'\);\n")


def read_script(text: str) -> dict[str, Any]:
    """The data of a script ``archive.js``."""
    found = _SAID.fullmatch(text)
    assert found
    return json.loads(found[1].replace("\\'", "'").replace("\\\\", "\\"))


def in_page(code: str, data: Path | None = None, scripts: Sequence[str] = search_data.SCRIPTS[1:]) -> Any:
    """What some JavaScript gives, or promises, where the page's scripts are loaded.

    Args:
        data: the file ``archive.js`` of a site, loaded first.
        scripts: the others, as pages name them; all of the plain search by default.
    """
    files = [*([str(data)] if data else []), *(str(STATIC / Path(name).name) for name in scripts)]
    node = _node()
    node.stdin.write(json.dumps({"page": _PAGE, "files": files, "code": code}) + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline())
    if "error" in answer:
        raise AssertionError(answer["error"])
    return answer.get("said")
