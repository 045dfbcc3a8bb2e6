"""The search page's scripts, run by Node as a browser would load them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.site import search_data
from archive.site.theme import STATIC

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="needs node (Debian: nodejs)")
_RUN = """
const { readFileSync } = require("node:fs"), { runInThisContext } = require("node:vm");
const { files, code } = JSON.parse(readFileSync(0, "utf8"));
globalThis.self = globalThis;
for (const file of files) runInThisContext(readFileSync(file, "utf8"), { filename: file });
Promise.resolve(eval(code)).then((said) => console.log(JSON.stringify(said)));
"""


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
    asked = json.dumps({"files": files, "code": code})
    return json.loads(subprocess.run(["node", "-e", _RUN], input=asked, check=True, capture_output=True, text=True).stdout)
