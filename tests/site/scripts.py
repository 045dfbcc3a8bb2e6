"""The search page's scripts, run by Node as a browser would load them."""

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
_LOOP = """
const { readFileSync } = require("node:fs"), { Script, createContext, runInContext } = require("node:vm");
const scripts = new Map();
const load = (file, context) => {
  const code = readFileSync(file, "utf8");
  if (scripts.get(file)?.code !== code) scripts.set(file, { code, script: new Script(code, { filename: file }) });
  scripts.get(file).script.runInContext(context);
};
const answer = async ({ files, code }) => {
  const context = createContext({ console, performance, setTimeout, clearTimeout, TextDecoder, URLSearchParams });
  context.self = context;
  for (const file of files) load(file, context);
  return JSON.stringify({ said: await runInContext(code, context) });
};
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) =>
  answer(JSON.parse(line)).catch((error) => JSON.stringify({ error: String(error.stack) })).then((said) => console.log(said)));
"""


@cache
def _node() -> subprocess.Popen[str]:
    """One process for all tests of a run; each question has a page of its own in it."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(["node", "-e", _LOOP], stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
    atexit.register(process.kill)
    return process


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
    node.stdin.write(json.dumps({"files": files, "code": code}) + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline())
    if "error" in answer:
        raise AssertionError(answer["error"])
    return answer.get("said")
