"""What happens when a page changes: the workshop's real pages in changed forms, each scraped into two roots.

    python benchmarks/mutations.py ../shared/mirror [--trials 3000] [--seed 1] [--json] [--wrong 10] [--kind NAME]

The folder is a mirror of the workshop's site. Each trial changes one page by one of the kinds of ``mutated.py`` (one
trial in six by two) and scrapes it into an empty root and into one that holds the edition. Counted apart are pages that no
longer say every title, author and link. Of those that do, an outcome is ``right`` (stored as without the change),
``told`` (refused, or stored with a note or a doubt that the unchanged page does not have), or ``wrong``: stored
otherwise without a word. Lines that list changed fields do not count as a word.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import json
import random
import re
import shutil
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from bs4 import BeautifulSoup, Comment
from mutated import KINDS, Page

from archive.collect import other_editions, scrape
from archive.collect.families import read_page
from archive.collect.scrape import Outcome, scrape_edition
from archive.errors import ArchiveError, NotThere
from archive.net.mirror import MirrorFolder
from archive.store.editions import load_registry
from archive.store.root import Root

STORE = Path(__file__).parent.parent / "scraped"
ROOTS = ("empty", "held")
FIELDS = ("title", "authors", "equal_contribution", "award", "presentation", "pdf_url", "links", "openreview_id", "arxiv_id")
remember = lru_cache(maxsize=50)  # what is pure is done once for both roots
for module, name in ((scrape, "read_page"), (other_editions, "stated_edition"), (other_editions, "year_of_call")):
    setattr(module, name, remember(getattr(module, name)))
NEVER_ONCE = 10  # tries to find a change that a page bears


class Trial(NamedTuple):
    """One changed page and what came of it in each root; ``says`` tells whether it still says everything."""

    number: int
    edition: str
    kinds: Sequence[str]
    says: bool
    outcomes: dict[str, str]
    why: dict[str, str]


class Changed:
    """The mirror with one page changed."""

    def __init__(self, mirror: Path) -> None:
        self._mirror = MirrorFolder(mirror)
        self.pages: dict[str, str] = {}

    def get(self, url: str) -> str:
        """The page at an address."""
        return self.pages[url] if url in self.pages else self._mirror.get(url)


def plain(text: str) -> str:
    """Letters and digits of a text alone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def says_everything(html: str, said: Sequence[dict[str, Any]]) -> bool:
    """Whether a page still shows every title and name, and links to every address."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup(["script", "style", "head", "template", "noscript"]):
        tag.extract()
    for hidden in soup.select('[hidden], [style*="display:none"]'):
        hidden.extract()
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        comment.extract()
    text = plain(soup.get_text(" "))
    links = {unquote(str(a["href"]).strip()).rpartition("/")[2] for a in soup.find_all("a", href=True)}
    for one in said:
        addresses = [one["pdf_url"], one.get("page_link"), *(link["url"] for link in one.get("links") or ())]
        if not all(plain(part) in text for part in (one["title"], *one["authors"])):
            return False
        if any(address and unquote(address).rpartition("/")[2] not in links for address in addresses):
            return False
    return True


class Site:
    """The pages of all editions, what they say, and what an unchanged scrape stores of each and tells."""

    def __init__(self, mirror: Path, folder: Path) -> None:
        self.mirror, self.folder = mirror, folder
        self.roots = {name: Root(folder / name) for name in ROOTS}
        for root in self.roots.values():
            (root.folder / "scraped").mkdir(parents=True)
        self.registry = load_registry(self.roots["empty"].folder)
        self.pages: list[tuple[str, int]] = []
        self.said: dict[tuple[str, int], list[dict[str, Any]]] = {}
        self.stored: dict[str, list[dict[str, Any]]] = {}
        self.words: dict[tuple[str, str], set[str]] = {}
        fetcher = Changed(mirror)
        for edition in self.registry.values():
            try:
                htmls = [fetcher.get(page.url) for page in edition.pages]
            except NotThere:
                continue
            for rank, (page, html) in enumerate(zip(edition.pages, htmls, strict=True)):
                entries = read_page(html, page).entries
                self.said[edition.id, rank] = [_as_json(entry) for entry in entries]
                self.pages.append((edition.id, rank))
            for name in ROOTS:
                outcome = self.scrape(edition.id, name, fetcher)
                assert isinstance(outcome, Outcome), outcome
                self.words[edition.id, name] = set(_words(outcome))
                self.stored[edition.id] = self.papers(edition.id, name)

    def scrape(self, edition: str, root: str, fetcher: Changed) -> Outcome | ArchiveError:
        """Scrape an edition into a root as it was before any change."""
        target = self.roots[root].folder / "scraped" / f"{edition}.json"
        target.unlink(missing_ok=True)
        if root == "held":
            shutil.copy(STORE / f"{edition}.json", target)
        try:
            return scrape_edition(self.registry[edition], self.registry, self.roots[root], fetcher)  # type: ignore[arg-type]
        except ArchiveError as error:
            return error

    def papers(self, edition: str, root: str) -> list[dict[str, Any]]:
        """What a root holds of an edition."""
        return [_as_json(paper) for paper in self.roots[root].store.papers(edition)]

    def url(self, edition: str, rank: int) -> str:
        """The address of an edition's page."""
        return self.registry[edition].pages[rank].url


def _as_json(item: Any) -> dict[str, Any]:
    return {name: value for name, value in json.loads(json.dumps(dataclasses.asdict(item))).items() if name in FIELDS}


def _words(outcome: Outcome) -> Iterator[str]:
    yield from outcome.notes
    for paper, doubts in outcome.first:
        yield from (f"{paper.title}: {doubt}" for doubt in doubts)


def _key(one: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(json.dumps(one.get(name) or None, ensure_ascii=False) for name in FIELDS)


def _different(expected: Sequence[dict[str, Any]], got: Sequence[dict[str, Any]]) -> str:
    """The first difference between papers that should be there and that are, or nothing."""
    left = list(got)
    for one in expected:
        same = next((other for other in left if _same(one, other)), None)
        if same is None:
            near = next((other for other in got if other["title"] == one["title"]), None)
            if near is None:
                return f"lost {one['title']!r}, has {[p['title'] for p in got if _key(p) not in map(_key, expected)][:2]!r}"
            fields = [name for name in FIELDS if (one.get(name) or None) != (near.get(name) or None)]
            return f"{one['title'][:30]!r}: " + "; ".join(f"{name} {one.get(name)!r} -> {near.get(name)!r}" for name in fields)
        left.remove(same)
    return f"invented {left[0]['title']!r} by {left[0]['authors']!r}" if left else ""


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a stored paper is the expected one. A link or an award that the change added may be stored or not."""
    free = [*(("links", "openreview_id", "arxiv_id") if one.get("more links") else ())]
    free += ("award", "presentation") if one.get("any award") else ()
    return all((one.get(name) or None) == (other.get(name) or None) for name in FIELDS if name not in free)


def trial(site: Site, number: int, seed: int, only: str | None) -> Trial:
    """Change one page and scrape it into both roots."""
    chance = random.Random(f"{seed}:{number}")
    for _ in range(NEVER_ONCE):
        edition, rank = chance.choice(site.pages)
        form = site.registry[edition].pages[rank].family
        kinds = [only or chance.choice(list(KINDS))]
        if chance.random() < 1 / 6 and not only:
            kinds.append(chance.choice(list(KINDS)))
        html = Changed(site.mirror).get(site.url(edition, rank))
        original = copy.deepcopy(site.stored[edition])
        expected = original
        done = []
        for name in kinds:
            try:
                page = Page(html, form, expected, chance)
                changed = KINDS[name](page)
            except (IndexError, AttributeError, ValueError, TypeError):  # a second change may find nothing left to change
                changed = False
            if changed is not False:
                html, expected = page.text or str(page.soup), page.expected
                done.append(name)
        if done:
            break
    fetcher = Changed(site.mirror)
    fetcher.pages[site.url(edition, rank)] = html
    says = says_everything(html, site.said[edition, rank])
    outcomes, why = {}, {}
    for root in ROOTS:
        outcomes[root], why[root] = _judge(site, edition, root, fetcher, expected)
    return Trial(number, edition, done, says, outcomes, why)


def _judge(site: Site, edition: str, root: str, fetcher: Changed, expected: Sequence[dict[str, Any]]) -> tuple[str, str]:
    outcome = site.scrape(edition, root, fetcher)
    if isinstance(outcome, ArchiveError):
        return "told", f"refused: {outcome}"
    wrong = _different(expected, site.papers(edition, root))
    words = [word for word in _words(outcome) if word not in site.words[edition, root]]
    if not wrong:
        return "right", f"doubted: {words[0]}" if words else ""
    return ("told", f"{wrong} ({words[0]})") if words else ("wrong", wrong)


@cache
def _site(mirror: Path) -> Site:
    return Site(mirror, Path(tempfile.mkdtemp(prefix="mutations")))


def _some(mirror: Path, numbers: Sequence[int], seed: int, only: str | None) -> list[Trial]:
    site = _site(mirror)
    return [trial(site, number, seed, only) for number in numbers]


def run(mirror: Path, trials: int, seed: int, jobs: int, only: str | None = None) -> list[Trial]:
    """All trials, in their order."""
    parts = [list(range(first, trials, 20)) for first in range(20)]
    with ProcessPoolExecutor(jobs) as pool:
        done = [one for part in pool.map(_some, [mirror] * 20, parts, [seed] * 20, [only] * 20) for one in part]
    return sorted(done)


def rates(trials: Sequence[Trial]) -> dict[str, dict[str, Counter[str]]]:
    """Outcomes by kind and root, of pages that still say everything; ``""`` is all."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {root: Counter() for root in ROOTS})
    for one in trials:
        for name in ("", *one.kinds) if one.says else ():
            for root in ROOTS:
                found[name][root][one.outcomes[root]] += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--trials", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kind", choices=sorted(KINDS))
    parser.add_argument("--wrong", type=int, default=0, help="show so many that are wrong without a word")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    trials = run(options.mirror.resolve(), options.trials, options.seed, options.jobs, options.kind)
    found = rates(trials)
    doubted = sum(one.outcomes["empty"] == "right" and bool(one.why["empty"]) for one in trials)
    if options.json:
        total = {"trials": len(trials), "says_everything": sum(one.says for one in trials), "right_with_a_doubt": doubted}
        wrong = [one._asdict() for one in trials if one.says and "wrong" in one.outcomes.values()]
        print(
            json.dumps(total | {"kinds": {name or "all": one for name, one in sorted(found.items())}, "wrong": wrong}, indent=1)
        )
        return
    print(f"{len(trials)} changed pages, {sum(one.says for one in trials)} of which still say everything")
    print(f"{'kind':32} {'pages':>6}   {'empty root: right told wrong':>28}   {'held: right told wrong':>28}")
    for name, counts in sorted(found.items(), key=lambda one: (-one[1]["empty"]["wrong"], one[0])):
        pages = counts["empty"].total()
        shown = "   ".join(
            f"{counts[root]['right']:8} {counts[root]['told']:5} {counts[root]['wrong']:5} {counts[root]['wrong'] / pages:7.2%}"
            for root in ROOTS
        )
        print(f"{name or 'all':32} {pages:6}   {shown}")
    shown_wrong = [one for one in trials if one.says and "wrong" in one.outcomes.values()]
    for one in shown_wrong[: options.wrong]:
        for root in ROOTS:
            if one.outcomes[root] == "wrong":
                print(f"{one.number} {one.edition} {' + '.join(one.kinds)} [{root}] {one.why[root][:300]}")


if __name__ == "__main__":
    main()
