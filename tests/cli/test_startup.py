"""Start-up is a feature: a search imports what a search needs: no page reader, no network, no PDF, no template."""

from __future__ import annotations

import shutil
import subprocess
import sys

from tests.support import PROJECT

ROOMS = {"catalogue", "cli", "errors", "model", "search", "store", "version"}
OTHERS = {"whoosh", "platformdirs"}
WHOOSH = {"lang"}  # the stemmer; what its codec wrote is read without it
PROBE = """
import sys
sys.argv = ["mlforsys", "search", "learned", "index"]
from archive.cli import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n".join(sorted(sys.modules)))
"""


def test_a_search_imports_no_more_than_it_needs(tmp_path, monkeypatch):
    (tmp_path / "scraped").mkdir()
    for path in (PROJECT / "scraped").glob("*.json"):
        shutil.copy(path, tmp_path / "scraped")
    monkeypatch.setenv("MLFORSYS_ROOT", str(tmp_path))
    asked = [sys.executable, "-c", PROBE]
    subprocess.run(asked, capture_output=True, check=True, cwd=PROJECT)  # builds the index
    modules = set(subprocess.run(asked, capture_output=True, text=True, check=True, cwd=PROJECT).stderr.split())
    assert {name.split(".")[1] for name in modules if name.startswith("archive.")} <= ROOMS
    foreign = {name.split(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"archive", "__main__"}
    assert {name for name in foreign if not name.startswith("_")} <= OTHERS
    assert {name.split(".")[1] for name in modules if name.startswith("whoosh.")} <= WHOOSH
