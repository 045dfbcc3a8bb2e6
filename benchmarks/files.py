"""Real organizers' files, each held against what a person read out of it: ``NAME`` and ``NAME.gold.json``.

Run::

    python -m benchmarks.files FOLDER

Counts papers that come out as they should, that are refused, and that are silently wrong; exits 1 where any is.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from archive.collect.imports.entries import make_rows
from archive.collect.imports.file_content import open_files
from archive.collect.imports.readers import reader_for
from archive.errors import ArchiveError
from archive.model.paper import Edition
from archive.model.text import squeeze, title_key

_GOLD = ".gold.json"


def judge(path: Path, gold: Path, left_out: set[str]) -> Counter[str]:
    """How many papers of a file are right, refused, wrong or missing; each that is not right is printed."""
    wanted = {title_key(paper["title"]): paper for paper in json.loads(gold.read_text(encoding="utf-8"))}
    counts: Counter[str] = Counter()
    content = open_files([path])
    reader = reader_for(content)
    years = Counter(paper.get("year", 2000) for paper in wanted.values())
    edition = Edition("file", "File", "File", years.most_common(1)[0][0], "https://file.example/")
    seen = set()
    for row in make_rows(reader.read(content, edition).drafts)[0]:
        key = title_key(row.title)
        paper = wanted.get(key)
        if paper is None or row.title in left_out:
            continue
        seen.add(key)
        if row.entry is None:
            verdict, why = "refused", row.problem
        elif list(row.entry.authors) != paper["authors"] or squeeze(row.entry.title) != squeeze(paper["title"]):
            verdict, why = "wrong", f"{row.entry.title!r} {row.entry.authors} instead of {paper}"
        else:
            verdict, why = "right", ""
        counts[verdict] += 1
        if why:
            print(f"  {verdict}: {row.draft.where}: {why}")
    counts["missing"] = len(wanted.keys() - seen)
    for key in list(wanted.keys() - seen)[:5]:
        print(f"  missing: {wanted[key]['title']}")
    return counts


def main(folder: Path) -> int:
    """All files of a folder; 1 where something is silently wrong or missing."""
    left_out = folder / "left-out.json"
    known = json.loads(left_out.read_text(encoding="utf-8")) if left_out.exists() else {}
    total: Counter[str] = Counter()
    for gold in sorted(folder.glob(f"*{_GOLD}")):
        path = gold.with_name(gold.name.removesuffix(_GOLD))
        try:
            counts = judge(path, gold, set(known.get(path.name, {})))
        except ArchiveError as error:
            counts = Counter(refused=len(json.loads(gold.read_text(encoding="utf-8"))))
            print(f"  refused: {error}")
        print(f"{path.name}: {', '.join(f'{number} {what}' for what, number in counts.items() if number)}")
        total += counts
    print(f"Together: {', '.join(f'{number} {what}' for what, number in total.items() if number)}")
    return 1 if total["wrong"] or total["missing"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
