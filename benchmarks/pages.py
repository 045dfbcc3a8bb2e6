"""How well accepted-papers pages of other workshops are read, by tables and without any.

    python benchmarks/pages.py ../shared/foreign [--json]

The folder holds ``pages/<edition>.html``, ``gold/<edition>.json`` (a list of ``title``, ``authors``, ``pdf``),
``tables/<edition>.toml`` (the page's table in the registry), and ``gold/left-out.json`` (papers that are wrong on the
page itself, with the reason). Each table is registered in a new root, each page scraped from a mirror laid out for
it with ``mlforsys scrape``; then ``mlforsys add`` is asked to propose a table by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from archive.cli import main as mlforsys
from archive.model.text import squeeze
from archive.net.mirror import mirror_path

EDITION = '[{id}]\nname = "The {id} workshop"\nvenue = "{id}"\nyear = {year}\nurl = "https://{id}.example/"\n'
LEFT_OUT = "left-out.json"
NO_PDF = frozenset({"enlsp2023"})  # its page has the PDFs elsewhere than in the papers' elements


def run(*arguments: str) -> tuple[int, str, str]:
    """One command, as a user gives it: exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    code: Any = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            sys.argv = ["mlforsys", *arguments]
            mlforsys()
        except SystemExit as stop:
            code = stop.code
    return int(code or 0), out.getvalue(), err.getvalue()


def lay_out(folder: Path, mirror: Path) -> dict[str, dict[str, Any]]:
    """A mirror of the pages; the first page's table of each edition."""
    tables = {}
    for path in sorted((folder / "tables").glob("*.toml")):
        edition = path.stem
        tables[edition] = tomllib.loads(path.read_text(encoding="utf-8"))[edition]["pages"][0]
        target = mirror / mirror_path(tables[edition]["url"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((folder / "pages" / f"{edition}.html").read_bytes())
    return tables


def registered(folder: Path, root: Path, editions: list[str]) -> None:
    """A registry of all tables."""
    (root / "scraped").mkdir(parents=True, exist_ok=True)
    year = {edition: int(edition[-4:]) for edition in editions}
    text = [
        EDITION.format(id=edition, year=year[edition]) + (folder / "tables" / f"{edition}.toml").read_text(encoding="utf-8")
        for edition in editions
    ]
    (root / "editions.toml").write_text("\n".join(text), encoding="utf-8")


def compare(
    gold: list[dict[str, Any]], papers: list[dict[str, Any]], left_out: dict[str, str], with_pdf: bool
) -> dict[str, Any]:
    """Counts of what is right, and what is not, by title."""
    got = {squeeze(paper["title"]): paper for paper in papers}
    count = {"papers": len(gold), "titles": 0, "authors": 0, "pdfs": 0, "right": 0, "read": len(papers)}
    wrong = []
    for one in gold:
        paper = got.pop(squeeze(one["title"]), None)
        authors = paper is not None and list(paper["authors"]) == one["authors"]
        pdf = paper is not None and (not with_pdf or paper.get("pdf_url") == one["pdf"])
        count["titles"] += paper is not None
        count["authors"] += authors
        count["pdfs"] += pdf
        count["right"] += authors and pdf
        if not (authors and pdf):
            wrong.append({"gold": one, "read": paper})
    invented = [title for title in got if title not in {squeeze(title) for title in left_out}]
    return count | {"invented": len(invented), "wrong": wrong, "invented_titles": invented}


def scraped(mirror: Path, root: Path, gold: dict[str, Any], left_out: dict[str, Any]) -> dict[str, Any]:
    """Each edition scraped by its table."""
    results = {}
    for edition in gold:
        code, _, err = run("--root", str(root), "scrape", "--no-abstracts", "--mirror", str(mirror), edition)
        path = root / "scraped" / f"{edition}.json"
        papers = json.loads(path.read_text(encoding="utf-8"))["papers"] if path.exists() else []
        results[edition] = compare(gold[edition], papers, left_out.get(edition, {}), edition not in NO_PDF)
        results[edition]["error"] = err if code else ""
    return results


def proposed(mirror: Path, tables: dict[str, Any], gold: dict[str, Any], left_out: dict[str, Any]) -> dict[str, Any]:
    """Each page given to ``add`` without any option."""
    results: dict[str, Any] = {}
    for edition in gold:
        with tempfile.TemporaryDirectory() as root:
            (Path(root) / "scraped").mkdir()
            code, out, err = run("--root", root, "add", "--json", "--mirror", str(mirror), tables[edition]["url"])
        told: dict[str, Any] = json.loads(out) if out.strip() else {"papers": [], "confidence": "none", "doubts": [err]}
        result = compare(gold[edition], told["papers"], left_out.get(edition, {}), edition not in NO_PDF)
        whole = result["right"] == result["papers"] and not result["invented"]
        results[edition] = result | {"confidence": told["confidence"], "whole": whole, "doubts": told["doubts"], "exit": code}
    return results


def report(command: str, editions: dict[str, Any], with_wrong: bool) -> None:
    """Print the counts of each edition and of all; with ``with_wrong`` also what was read wrongly."""
    print(f"\n{command}: paper = its title, authors and PDF are right")
    for edition, one in editions.items():
        more = f"  {one['confidence']}{' WHOLE' if one['whole'] else ''}" if command == "add" else f"  {one['error'].strip()}"
        print(f"{edition:14}{one['right']:4} of {one['papers']:3} right, {one['invented']} invented{more}")
        if with_wrong:
            report_wrong(one)
    total = {key: sum(one[key] for one in editions.values()) for key in ("papers", "right", "invented")}
    print(f"{'all':14}{total['right']:4} of {total['papers']:3} right, {total['invented']} invented")
    if command == "add":
        sure = [one for one in editions.values() if one["confidence"] == "high"]
        right = sum(one["whole"] for one in sure)
        print(f"sure and wholly right: {right}; sure and wrong: {len(sure) - right}")


def report_wrong(result: dict[str, Any]) -> None:
    """Print the first papers of an edition that were read wrongly or invented, and the doubts."""
    for wrong in result["wrong"][:5]:
        print("    gold:", wrong["gold"]["title"], wrong["gold"]["authors"], wrong["gold"]["pdf"])
        read = wrong["read"] or {}
        print("    read:", read.get("title"), read.get("authors"), read.get("pdf_url"))
    for title in result["invented_titles"][:5]:
        print("    invented:", title)
    for doubt in result.get("doubts", []):
        print("    doubt:", doubt)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="show what is not right")
    parser.add_argument("--only", choices=["scrape", "add"])
    options = parser.parse_args()
    gold = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((options.folder / "gold").glob("*.json"))
        if path.name != LEFT_OUT
    }
    left_path = options.folder / "gold" / LEFT_OUT
    left_out = json.loads(left_path.read_text(encoding="utf-8")) if left_path.exists() else {}
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        mirror, root = Path(place) / "mirror", Path(place) / "root"
        tables = lay_out(options.folder, mirror)
        registered(options.folder, root, list(tables))
        if options.only != "add":
            results["scrape"] = scraped(mirror, root, gold, left_out)
        if options.only != "scrape":
            results["add"] = proposed(mirror, tables, gold, left_out)
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
        return
    for command, editions in results.items():
        report(command, editions, options.wrong)


if __name__ == "__main__":
    main()
