"""How a query was read, in sentences, for users who want to know why a paper ranks where it does."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model.text import quote
from archive.search.engine import MAX_KEYWORDS, Answer
from archive.search.query import AllOf, AnyOf, Node, NoneOf, Term, YearTerm
from archive.search.query_plan import Clause, is_topic_name


def understood(answer: Answer) -> Iterator[str]:
    """Sentences that say how the query was read: what was searched, required, excluded, ignored and corrected."""
    plan = answer.plan
    if plan.clauses:
        yield "Wanted: " + "; ".join(map(_clause, plan.clauses)) + "."
    if plan.required:
        yield "Required: " + ", ".join(map(_node, plan.required)) + "."
    if plan.excluded:
        yield "Excluded: " + ", ".join(map(_node, plan.excluded)) + "."
    if plan.left_out:
        yield "Ignored, as words without a topic: " + ", ".join(plan.left_out) + "."
    if plan.content_terms > MAX_KEYWORDS:
        yield "The query is long, so each paper's score is smoothed over the papers most similar to it."
    yield from _unknown_words(answer)
    if not plan.clauses:
        yield "The query has no words, so papers are in the archive's order."


def _unknown_words(answer: Answer) -> Iterator[str]:
    """Sentences on words that no paper contains."""
    for word, known in answer.corrections.items():
        yield f"No paper contains {quote(word)}; {quote(known)} " + (
            "is the closest match." if answer.is_full else "is used instead, with a lower weight."
        )
    for word, known in answer.offers.items():
        yield f"No paper contains {quote(word)}; {quote(known)} is the closest match, but not searched."
    yield from (f"No paper contains {quote(word)}." for word in answer.unlike)


def _clause(clause: Clause) -> str:
    said = " ".join(map(_node, clause.nodes))
    others = list(map(_node, clause.alternatives))
    often = f", {clause.times} times" if clause.times > 1 else ""
    return said + (f" (else {', else '.join(others)})" if others else "") + often


def _node(node: Node) -> str:
    if isinstance(node, AllOf):
        return f"({' '.join(map(_node, node.parts))})"
    if isinstance(node, AnyOf):
        return f"({' OR '.join(map(_node, node.parts))})"
    if isinstance(node, NoneOf):
        return f"-{_node(node.part)}"
    if isinstance(node, YearTerm):
        first, last = node.years
        return f"year:{first or ''}..{last or ''}" if first != last else f"year:{first}"
    return f"{node.field}:{_term(node)}" if node.field else _term(node)


def _term(term: Term) -> str:
    if is_topic_name(term):
        return f"the topic {quote(term.text)}"
    signs = {"prefix": "*", "fuzzy": "~"}
    return f'"{term.text}"' if term.kind == "phrase" else term.text + signs.get(term.kind, "")
