"""Start-up is a feature: a search imports what a search needs, and this list says what that is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
OURS = set(
    "archive archive.cli archive.cli.answering archive.cli.results archive.cli.telling archive.cli.terminal archive.errors "
    "archive.filters archive.folding archive.root archive.search archive.search.abbreviations archive.search.analysis "
    "archive.search.asking archive.search.engine archive.search.index archive.search.papers archive.search.plan "
    "archive.search.postings archive.search.query archive.search.ranking archive.search.seal archive.search.snippets "
    "archive.search.suggestions".split()
)
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
    assert {name for name in modules if name.split(".")[0] == "archive"} == OURS
    foreign = {name.split(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"archive", "__main__"}
    assert {name for name in foreign if not name.startswith("_")} <= OTHERS
    assert {name.split(".")[1] for name in modules if name.startswith("whoosh.")} <= WHOOSH
