"""Search results in the forms that people and scripts read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from archive.cli.messages import count, note
from archive.cli.terminal import Terminal, best_link, byline, json_text, topics, visible, where

if TYPE_CHECKING:
    from archive.search.engine import Answer, Hit
    from archive.store.root import Root

Printer = Callable[["Answer", "Root", bool, str], Iterator[str]]
"""Gives the text of an answer; told whether to explain it, and when addresses are links."""

_REASONS = 6  # shown of a result
_TOLD = 0.005  # the least difference of scores that is told
_VALUES = 12  # shown of a facet


def _as_json(answer: Answer, root: Root, explain: bool, hyperlink: str) -> Iterator[str]:
    shape = {
        "query": answer.query.text,
        "total": answer.total,
        "total_partial": answer.total_partial,
        "took_ms": answer.took_ms,
        "suggestion": answer.suggestion,
        "facets": answer.facets,
        "results": [_result(hit, explain) for hit in answer.hits],
    }
    if explain:
        from archive.search.explain import understood

        shape["understood"] = list(understood(answer))
    yield json_text(shape)


def _as_jsonl(answer: Answer, root: Root, explain: bool, hyperlink: str) -> Iterator[str]:
    for hit in answer.hits:
        yield json_text(_result(hit, explain), indent=None)


def _result(hit: Hit, explain: bool) -> dict[str, Any]:
    result = {**hit.record, "score": round(hit.score, 4), "partial": hit.partial}
    if explain:
        result["reasons"] = [{"what": what, "score": round(score, 4)} for what, score in hit.reasons if what]
    return result


def _as_ids(answer: Answer, root: Root, explain: bool, hyperlink: str) -> Iterator[str]:
    for hit in answer.hits:
        yield hit.record["id"] + "\n"


def _exported(name: str) -> Printer:
    def write(answer: Answer, root: Root, explain: bool, hyperlink: str) -> Iterator[str]:
        from archive.export.formats import export_format, given_to
        from archive.store.editions import load_registry

        writer = export_format(name)
        records = given_to(writer, (hit.record for hit in answer.hits), with_abstracts=False)
        pieces = writer.write(records, load_registry(root.folder))
        return map(visible, pieces) if sys.stdout.isatty() else pieces

    return write


def _as_text(answer: Answer, root: Root, explain: bool, hyperlink: str) -> Iterator[str]:
    from archive.search.snippets import mark, snippet, wanted_words

    terminal = Terminal(hyperlink)
    wanted = wanted_words(
        answer.query, alternatives=answer.alternatives, prefix_terms=answer.prefix_terms, left_out=answer.plan.left_out
    )
    if explain:
        from archive.search.explain import understood

        yield "".join(f"{visible(sentence)}\n" for sentence in understood(answer)) + "\n"
    if not answer.hits:
        note(_nothing(answer))
    elif answer.suggestion is not None and answer.is_full:
        note(f"Did you mean: {answer.suggestion}")
    partial = False
    for hit in answer.hits:
        record = hit.record
        if hit.partial and not partial:
            partial = True
            yield terminal.style(f"{visible(_where_partial_ones_begin(answer))}\n\n", "dim")
        yield terminal.pieces(mark(record["title"], wanted), base="bold") + "\n"
        yield terminal.paragraph(byline(record, most=8) or "(no authors)", "    ") + "\n"
        facts = " · ".join(filter(None, (where(record), record["id"], topics(record))))
        yield terminal.style(terminal.paragraph(facts, "    "), "dim") + "\n"
        if explain:
            yield terminal.style(terminal.paragraph(visible(_why(hit)), "    "), "dim") + "\n"
        if found := snippet(record["abstract"], record["summary"], wanted):
            yield terminal.pieces(found, "    ") + "\n"
        if link := best_link(record):
            yield "    " + terminal.link(visible(link)) + "\n"
        yield "\n"


def _nothing(answer: Answer) -> str:
    if answer.total:
        return f"{count(answer.total, 'paper')} in all, none of them on this page."
    if answer.suggestion is not None:
        return f"No paper matches. Did you mean: {answer.suggestion}"
    return "No paper matches." + (" Try fewer words, or --match any." if answer.query.wanted else "")


def _where_partial_ones_begin(answer: Answer) -> str:
    if not answer.corrections:
        return "With some of the words:"
    words = ", ".join(f"“{word}”" for word in answer.corrections)
    known = ", ".join(f"“{word}”" for word in answer.corrections.values())
    return f"No paper says {words}; searched for {known} instead:"


def _why(hit: Hit) -> str:
    best = sorted(((what, score) for what, score in hit.reasons if what), key=lambda reason: -reason[1])
    if not best:
        return f"{hit.score:.2f}"
    told = " + ".join(f"{score:.2f} {what}" for what, score in best[:_REASONS])
    rest = sum(score for _, score in best[_REASONS:])
    alone = sum(score for _, score in hit.reasons)
    shared = f"{hit.score:.2f} in the company of papers like it, by itself " if abs(alone - hit.score) > _TOLD else ""
    return f"{shared}{alone:.2f} = {told}" + (f" + {rest:.2f} more" if rest else "")


def facet_lines(answer: Answer) -> Iterator[str]:
    """The counts, a line each, named as the options that narrow to them."""
    terminal = Terminal()
    for name, counts in answer.facets.items():
        values = sorted(counts.items()) if name == "year" else sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if values:
            told = ", ".join(f"{value} ({number})" for value, number in values[:_VALUES])
            told += f" and {len(values) - _VALUES} more" if len(values) > _VALUES else ""
            yield terminal.paragraph(visible(f"--{name}: {told}"), "  ", "") + "\n"


def narrowing(answer: Answer, offset: int) -> str:
    """How to see the others, or fewer; nothing where all full matches are shown."""
    full = sum(not hit.partial for hit in answer.hits)
    if answer.total <= offset + full:
        return ""
    best = {name: max(counts.items(), key=lambda item: item[1]) for name, counts in answer.facets.items() if counts}
    options = [
        f"--{name} {_quoted(value)} ({number})"
        for name, (value, number) in best.items()
        if 1 < number < answer.total and name != "edition"
    ]
    narrow = f" Narrow: {', '.join(options)}." if options else ""
    shown = f"{offset + 1} to {offset + full} of " if offset else f"{full} of "
    return f"{shown}{count(answer.total, 'paper')}. More: --offset {offset + full}.{narrow}"


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


PRINTERS: dict[str, Printer] = {
    "text": _as_text,
    "json": _as_json,
    "jsonl": _as_jsonl,
    "ids": _as_ids,
    "csv": _exported("csv"),
    "bibtex": _exported("bibtex"),
}
