"""Real bylines, exactly as pages print them, imported from a CSV and held against what is right.

Run::

    python benchmarks/bylines.py BYLINES.csv BYLINES.json

Counts bylines that are right, refused, and silently wrong; exits 1 where any is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from archive.collect.imports.entries import make_row
from archive.collect.imports.file_content import open_files
from archive.collect.imports.readers import reader_for
from archive.model.paper import Edition

_EDITION = Edition("bylines", "Bylines", "Bylines", 2000, "https://bylines.example/")


def main(table: Path, right: Path) -> int:
    """One line a refused or wrong byline, and the counts."""
    wanted: dict[str, list[list[str]]] = defaultdict(list)
    for paper in json.loads(right.read_text(encoding="utf-8")):
        wanted[paper["title"]].append(paper["authors"])
    counts: Counter[str] = Counter()
    content = open_files([table])
    for row in map(make_row, reader_for(content).read(content, _EDITION).drafts):
        verdict = "refused" if row.entry is None else "right" if list(row.entry.authors) in wanted[row.draft.title] else "wrong"
        counts[verdict] += 1
        if verdict != "right":
            print(f"  {verdict}: {row.draft.where}: {row.problem or (row.entry and row.entry.authors)}")
    print(", ".join(f"{number} {what}" for what, number in counts.most_common()))
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("right", type=Path)
    sys.exit(main(**vars(parser.parse_args())))
