"""Finds errors in the store, its abstracts and its curation: all of them, not only the first."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from archive.catalogue.author_identity import people
from archive.catalogue.items import items
from archive.catalogue.possible_duplicates import possible_duplicates
from archive.catalogue.summary_check import summary_problem
from archive.catalogue.taxonomy import MOST_TOPICS, Taxonomy, load_taxonomy
from archive.errors import StoreError
from archive.model.field_forms import address_problem, form_problem
from archive.model.identifiers import IDENTIFIERS
from archive.model.paper import Abstract, Paper
from archive.model.plausibility import doubts
from archive.model.text import quote, share_authors, title_identity
from archive.store import digests
from archive.store.curation import load_curation, removed_papers
from archive.store.editions import Registry
from archive.store.files import json_files, read_file, to_json
from archive.store.papers import papers_to_json
from archive.store.people import KnownPeople, load_known_people, unknown_names
from archive.store.root import Root, bundled_papers

if TYPE_CHECKING:
    from archive.collect.abstracts import SourceContext, SourceResult


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem.

    Attributes:
        kind: shape, id, duplicate, edition, abstract, curation, topic, summary or pdf; :data:`DOUBTFUL` for what may be
            right, but is worth a look.
        where: the id of a paper, or a file: its path in ``scraped/`` for papers and abstracts, or else in the root.
        message: a sentence for the user.
    """

    kind: str
    where: str
    message: str


DOUBTFUL = "doubtful"


def check_store(root: Root, registry: Registry) -> list[Problem]:
    """All problems of a root's papers, abstracts and curation. Reads no PDF and follows no link."""
    problems: list[Problem] = []
    editions: dict[str, list[Paper]] = {}
    for edition in root.store.editions():
        if edition not in registry:
            problems.append(
                Problem("edition", f"{edition}.json", "this edition is not registered; add its table to editions.toml.")
            )
        try:
            editions[edition] = root.store.papers(edition)
        except StoreError as error:
            problems += _shape_problems(root, edition, error)
    known_people = _known_people(root)
    damaged = {f"{edition}.json" for edition in root.store.editions() if edition not in editions}
    for edition, papers in editions.items():
        problems += _paper_problems(papers, known_people)
        attached = [
            *_layout_problems(root, edition, papers),
            *_abstract_and_curation_problems(root, edition, {paper.id for paper in papers}),
        ]
        damaged |= {problem.where for problem in attached}
        problems += attached
    problems += _changed_files(root, damaged)
    problems += _shared_values(editions)
    problems += _topic_and_summary_problems(root, editions)
    problems += _possibly_one_person(root, registry)
    return problems


def _changed_files(root: Root, reported: Collection[str]) -> Iterator[Problem]:
    """A folder of abstracts that cannot be read, and files that were changed by something other than this program.

    ``reported`` are files with other problems, which are not reported again.
    """
    try:
        json_files(root.store.folder / "abstracts")
    except StoreError as error:
        yield Problem("abstract", "abstracts", str(error))
    for name in digests.changed(root.folder):
        if name.removeprefix("scraped/") in reported:
            continue
        yield Problem(
            DOUBTFUL,
            name,
            "it is not as mlforsys wrote it. If the change is yours, `mlforsys check --accept` accepts it; otherwise restore "
            "the file.",
        )


def has_pdf(paper: Paper) -> bool:
    """Whether :func:`check_pdfs` checks a paper: it has a PDF, and is not withdrawn."""
    return bool(paper.pdf_url) and not paper.withdrawn


def check_pdfs(registry: Registry, context: SourceContext, step: Callable[[int], None] = lambda _: None) -> Iterator[Problem]:
    """Read the PDF of each paper, and yield a problem if it is missing, unreadable, or apparently another paper's.

    Args:
        registry: the registered editions.
        context: the papers to check, and the fetcher.
        step: is called after each paper, with the number of papers so far.
    """
    from archive.collect.abstracts.pdf import PdfSource

    source = PdfSource(context)
    done = 0
    for edition in (e for e in registry.values() if e.id in context.papers):
        for found in source.find(edition, list(filter(has_pdf, context.papers[edition.id]))):
            done += 1
            step(done)
            if problem := _pdf_problem(found):
                yield problem


def _pdf_problem(found: SourceResult) -> Problem | None:
    """What is wrong with a paper's PDF; a PDF without an abstract is not a problem."""
    result = found.value
    if isinstance(result, Abstract):
        return Problem(DOUBTFUL, found.paper, f"{result.doubtful}: {result.url}") if found.title_differs else None
    return None if result.final else Problem("pdf", found.paper, f"{result.reason}: {result.url}")


def _shape_problems(root: Root, edition: str, error: StoreError) -> Iterator[Problem]:
    """All problems of a file of papers that cannot be loaded; ``error`` is the first of them."""
    found = root.store.problems(edition)
    yield from (Problem("shape", f"{edition}.json: {paper}", f"{problem}.") for paper, problem in found)
    if not found:
        yield Problem("shape", f"{edition}.json", str(error))


def _known_people(root: Root) -> KnownPeople:
    """The names in people.toml. Errors in that file are reported by :func:`_possibly_one_person`."""
    try:
        return load_known_people(root.folder)
    except StoreError:
        return KnownPeople()


def _paper_problems(papers: list[Paper], known_people: KnownPeople) -> Iterator[Problem]:
    for paper in papers:
        for message in chain(_bad_forms(paper), _bad_dates(paper), _incomplete(paper)):
            yield Problem("shape", paper.id, message)
        for doubt in doubts(paper.title, unknown_names(paper.authors, known_people), paper.family_names):
            yield Problem(DOUBTFUL, paper.id, f"{doubt}.")


def _incomplete(paper: Paper) -> Iterator[str]:
    if not paper.sources:
        yield "it has no source."
    if not paper.authors and not paper.withdrawn:
        yield "it has no authors, but is not withdrawn."
    if stray := set(paper.equal_contribution) - set(paper.authors):
        yield f"{quote(sorted(stray)[0])} contributed equally, but is not an author."


def _bad_forms(paper: Paper) -> Iterator[str]:
    """Sentences about fields in a wrong form, except the presentation, which the store checks itself."""
    fields = {name: value for name in ("doi", "arxiv_id", "pdf_url", "page_url") if (value := getattr(paper, name))}
    found = (form_problem(name, value) for name, value in fields.items())
    listed = map(address_problem, [*(link.url for link in paper.links), *(source.url for source in paper.sources)])
    yield from (f"{problem}." for problem in (*found, *listed) if problem)


def _bad_dates(paper: Paper) -> Iterator[str]:
    for source in paper.sources:
        try:
            datetime.date.fromisoformat(source.retrieved)
        except ValueError:
            yield f"retrieved should be a date like 2026-01-31, not {quote(source.retrieved)}."


def _layout_problems(root: Root, edition: str, papers: list[Paper]) -> Iterator[Problem]:
    if read_file(root.store.path(edition)) != to_json(papers_to_json(edition, papers)).encode():
        yield Problem("shape", f"{edition}.json", "keys or layout differ from what `mlforsys scrape` writes; scrape it again.")


def _abstract_and_curation_problems(root: Root, edition: str, ids: set[str]) -> Iterator[Problem]:
    """Abstracts and curation of papers that the edition does not have (``ids`` are those it has), and doubtful abstracts."""
    try:
        for paper_id, abstract in root.store.abstracts(edition).items():
            if paper_id not in ids:
                yield Problem("abstract", f"abstracts/{edition}.json", f"{paper_id} is not a paper of this edition.")
            elif abstract.doubtful:
                yield Problem(DOUBTFUL, paper_id, f"its abstract ({abstract.source}): {abstract.doubtful}.")
    except StoreError as error:
        yield Problem("abstract", f"abstracts/{edition}.json", str(error))
    try:
        curation = load_curation(edition, root.folder)
        removed = removed_papers(curation)
        for paper_id in sorted(curation.keys() - ids - removed.keys()):
            yield Problem("curation", f"curation/{edition}.toml", f"{paper_id} is not a paper of this edition.")
        for paper_id in sorted(removed.keys() & ids):
            yield Problem(
                "curation",
                f"curation/{edition}.toml",
                f"{paper_id} is removed here, but still in the store. To remove it there too: `mlforsys curate {paper_id} "
                f"--remove`; to keep it: `mlforsys curate {paper_id} --restore`.",
            )
    except StoreError as error:
        yield Problem("curation", f"curation/{edition}.toml", str(error))


def _topic_and_summary_problems(root: Root, editions: dict[str, list[Paper]]) -> Iterator[Problem]:
    """Invalid topics and summaries; in the bundled catalogue, missing ones too."""
    taxonomy = load_taxonomy(root.folder)
    for edition, papers in editions.items():
        bundled = {paper.id for paper in bundled_papers(root, edition)}
        for paper in papers:
            yield from (
                Problem("topic", paper.id, message) for message in _topic_problems(paper, taxonomy, paper.id in bundled)
            )
            if message := _summary_problem(paper, paper.id in bundled):
                yield Problem("summary", paper.id, message)


def _topic_problems(paper: Paper, taxonomy: Taxonomy, must_have: bool) -> Iterator[str]:
    yield from _unfit_topics(paper, taxonomy)
    if must_have and _has_only_methods(paper, taxonomy):
        yield "it has only methods; add the area that it is about."
    if paper.withdrawn and paper.topics:
        yield "it is withdrawn, and withdrawn papers have no topics."
    if must_have and not paper.topics and not paper.withdrawn:
        yield f"it has no topics; add some with `mlforsys curate {paper.id}`."


def _unfit_topics(paper: Paper, taxonomy: Taxonomy) -> Iterator[str]:
    """What is wrong with a list of topics: unknown, redundant or repeated ones, too many, or methods before areas."""
    for topic in paper.topics:
        if topic not in taxonomy:
            yield f"there is no topic {quote(topic)}; `mlforsys topics` lists them all."
    if len(paper.topics) > MOST_TOPICS or len(set(paper.topics)) < len(paper.topics):
        yield f"it should have at most {MOST_TOPICS} topics, each once."
    for topic in taxonomy.redundant(paper.topics):
        yield f"{topic} is listed beside a narrower topic, which includes it; remove it."
    if list(paper.topics) != taxonomy.areas_first(paper.topics):
        yield "its methods should come after its areas."


def _has_only_methods(paper: Paper, taxonomy: Taxonomy) -> bool:
    return bool(paper.topics) and all(topic in taxonomy and taxonomy[topic].kind != "area" for topic in paper.topics)


def _summary_problem(paper: Paper, must_have: bool) -> str | None:
    if paper.withdrawn:
        return "it is withdrawn, and withdrawn papers have no summary." if paper.summary else None
    if paper.summary is None:
        return f"it has no summary; add one with `mlforsys curate {paper.id}`." if must_have else None
    return summary_problem(paper.summary)


def _possibly_one_person(root: Root, registry: Registry) -> Iterator[Problem]:
    try:
        known_people = load_known_people(root.folder)
    except StoreError as error:
        yield Problem("curation", "people.toml", str(error))
        return
    try:
        everybody = people(items(root, registry), known_people)
    except StoreError:  # another file is damaged, which is reported elsewhere
        return
    for one, other, reason in possible_duplicates(everybody, known_people):
        yield Problem(DOUBTFUL, "people.toml", f"{one} and {other} may be one person ({reason}); record which in people.toml.")


def _shared_values(editions: dict[str, list[Paper]]) -> Iterator[Problem]:
    """Ids, titles and identifiers that several papers have."""
    kinds: dict[str, tuple[str, Callable[[Paper], str | None]]] = {
        "id": ("id", lambda paper: paper.id),
        "title": ("duplicate", lambda paper: "" if paper.withdrawn else title_identity(paper.title)),
        **{name: ("duplicate", attrgetter(field)) for name, field in IDENTIFIERS.items()},
    }
    for name, (kind, key) in kinds.items():
        for value, sharing in _by_value(editions, key).items():
            found = _with_similar_authors(sharing) if name == "title" else sharing
            if len(found) > 1:
                where = " and ".join(f"{paper.id} ({edition})" for paper, edition in found)
                yield Problem(kind, where, f"they share one {name}: {value}")


_PaperOfEdition = tuple[Paper, str]  # a paper and its edition


def _by_value(editions: dict[str, list[Paper]], key: Callable[[Paper], str | None]) -> dict[str, list[_PaperOfEdition]]:
    """The papers with each value of ``key``; papers without a value are left out."""
    owners: dict[str, list[_PaperOfEdition]] = defaultdict(list)
    for edition, papers in editions.items():
        for paper in papers:
            if value := key(paper):
                owners[value].append((paper, edition))
    return owners


def _with_similar_authors(found: list[_PaperOfEdition]) -> list[_PaperOfEdition]:
    """Of papers with one title, those that may be the same paper as another, by their authors."""
    return [one for one in found if any(_may_be_same(one[0], other[0]) for other in found if other is not one)]


def _may_be_same(one: Paper, other: Paper) -> bool:
    return share_authors(one.authors, other.authors)
