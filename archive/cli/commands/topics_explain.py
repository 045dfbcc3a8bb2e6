"""``mlforsys topics --explain``: why topics are suggested for a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.catalogue.items import Item
from archive.catalogue.lookup import open_lookup
from archive.catalogue.topic_suggestions.model import THRESHOLD, Evidence, Verdict, load_model
from archive.catalogue.topic_suggestions.text import as_written
from archive.cli.messages import count
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal, bold, note
from archive.store.root import Root

_LEAST_EVIDENCE = 0.2  # points; weaker evidence is not shown


def explain_topics(root: Root, paper_id: str, *, as_json: bool) -> None:
    """Print the topics that are suggested for a paper, with the evidence for and against each.

    Args:
        root: the archive's root.
        paper_id: the paper's id, title or address.
        as_json: print JSON.

    Raises:
        ArchiveError: there is no such paper.
    """
    item = open_lookup(root).find(paper_id)
    model = load_model(root.folder)
    title, abstract = item.paper.title, item.abstract.text if item.abstract else ""
    chosen = model.suggest(title, abstract)
    verdicts = [verdict for verdict in model.weigh(title, abstract) if verdict.score >= THRESHOLD / 2]
    if as_json:
        output.json_data(_shape(item, chosen, verdicts))
        return
    terminal = Terminal()
    terminal.line(bold(item.paper.title))
    if item.paper.topics:
        terminal.line(f"Curated: {', '.join(item.paper.topics)}")
    terminal.line(f"Suggested: {', '.join(chosen) or 'none'} ({_why_suggested(verdicts, chosen)})")
    if not item.abstract:
        note(f"The abstract of {item.paper.id} is not stored here; only the title was used.")
    for verdict in verdicts:
        output.write("\n")
        terminal.line(f"{verdict.score:6.1f}  ", bold(verdict.topic), "" if verdict.topic in chosen else "  (not suggested)")
        _show_evidence(verdict.evidence, title, abstract, terminal)


def _show_evidence(weighed: Sequence[Evidence], title: str, abstract: str, terminal: Terminal) -> None:
    for evidence in weighed:
        if abs(evidence.score) >= _LEAST_EVIDENCE:
            written = as_written(evidence.term, title, abstract)
            terminal.line(_in_words(written, evidence), indent=" " * 8, first=f"{evidence.score:+6.1f}  ")


def _in_words(written: str, evidence: Evidence) -> str:
    places = [f"{evidence.found.in_title} in the title"] if evidence.found.in_title else []
    places += [f"{evidence.found.in_abstract} in the abstract"] if evidence.found.in_abstract else []
    if evidence.papers:
        known = f"{evidence.having} of {count(evidence.papers, 'curated paper')} with it {_have(evidence.having)} the topic"
    else:
        known = "in no curated paper"
    return f'"{written}": {", ".join(places)}; {known}'


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _why_suggested(verdicts: Sequence[Verdict], chosen: Sequence[str]) -> str:
    """The rule by which the topics of this paper are suggested."""
    if any(verdict.topic in chosen and verdict.score < THRESHOLD for verdict in verdicts):
        return f"no area has a score of {THRESHOLD:g} or more, so the best one is suggested"
    return f"topics with a score of {THRESHOLD:g} or more"


def _shape(item: Item, chosen: Sequence[str], verdicts: Sequence[Verdict]) -> dict[str, Any]:
    return {
        "id": item.paper.id,
        "topics": list(item.paper.topics),
        "suggested_topics": list(chosen),
        "threshold": THRESHOLD,
        "verdicts": [_verdict_shape(verdict) for verdict in verdicts],
    }


def _verdict_shape(verdict: Verdict) -> dict[str, Any]:
    return {
        "topic": verdict.topic,
        "score": round(verdict.score, 3),
        "evidence": [
            {
                "term": evidence.term,
                "in_title": evidence.found.in_title,
                "in_abstract": evidence.found.in_abstract,
                "score": round(evidence.score, 3),
                "papers_count": evidence.papers,
                "with_topic_count": evidence.having,
            }
            for evidence in verdict.evidence
        ],
    }
