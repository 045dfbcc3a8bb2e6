"""Search results: what people read, and the shape of ``--json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archive.cli.messages import count
from archive.cli.output import Piece, Styled, Terminal, dim, link
from archive.cli.paper_text import best_link, byline, topics, where

if TYPE_CHECKING:
    from archive.search.engine import Answer, Hit

_REASONS = 6  # shown of a result
_DIFFERENCE = 0.005  # the least difference of scores that is shown
_VALUES = 12  # shown of a facet


def as_shape(answer: Answer, *, explain: bool) -> dict[str, Any]:
    """What ``--json`` prints."""
    shape = {
        "query": answer.query.text,
        "total": answer.total,
        "total_partial": answer.total_partial,
        "took_ms": answer.took_ms,
        "suggestion": answer.suggestion,
        "facets": answer.facets,
        "results": [as_result(hit, explain=explain) for hit in answer.hits],
    }
    if explain:
        from archive.search.explain import understood

        shape["understood"] = list(understood(answer))
    return shape


def as_result(hit: Hit, *, explain: bool) -> dict[str, Any]:
    """One result of ``--json``."""
    result = {**hit.record, "score": round(hit.score, 4), "partial": hit.partial}
    if explain:
        result["score_parts"] = [{"what": what, "score": round(score, 4)} for what, score in hit.reasons if what]
    return result


def as_text(answer: Answer, terminal: Terminal, *, explain: bool) -> Iterator[str]:
    """What people read."""
    from archive.search.snippets import mark, snippet, wanted_words

    wanted = wanted_words(
        answer.query, alternatives=answer.alternatives, prefix_terms=answer.prefix_terms, left_out=answer.plan.left_out
    )

    def marked(pieces: Any, base: str | None = None) -> list[Piece]:
        return [Styled(piece.text, "hit" if piece.hit else base) for piece in pieces]

    if explain:
        from archive.search.explain import understood

        for sentence in understood(answer):
            yield terminal.text(sentence)
        yield "\n"
    partial = False
    for hit in answer.hits:
        record = hit.record
        if hit.partial and not partial:
            partial = True
            yield terminal.text(dim(_where_partial_ones_begin(answer))) + "\n"
        yield terminal.text(*marked(mark(record["title"], wanted), "bold"))
        yield terminal.text(byline(record, most=8) or "(no authors)", indent="    ")
        facts = " · ".join(filter(None, (where(record), record["id"], topics(record))))
        yield terminal.text(dim(facts), indent="    ")
        if explain:
            yield terminal.text(dim(_why(hit)), indent="    ")
        if found := snippet(record["abstract"], record["summary"], wanted):
            yield terminal.text(*marked(found), indent="    ")
        if address := best_link(record):
            yield terminal.text(link(address), indent="    ", wrap=False)
        yield "\n"


def remarks(answer: Answer) -> Iterator[str]:
    """What a person should know of an answer, apart from its papers."""
    if not answer.hits:
        yield _nothing(answer)
    elif answer.suggestion is not None and answer.is_full:
        yield f"Did you mean: {answer.suggestion}"


def left_out(answer: Answer) -> str:
    """How many papers hold only some of the words, where full matches are printed alone; empty for none."""
    if not (partial := answer.total_partial):
        return "" if answer.total else _nothing(answer)
    match = "matches" if partial == 1 else "match"
    if answer.corrections and not answer.total:
        words, known = _corrected(answer)
        return f"No paper contains {words}. {count(partial, 'paper')} {match} {known}: search for that, or add --match any."
    full = "" if answer.total else "No paper has all the words. "
    return f"{full}{count(partial, 'paper')} {match} only some of them: add --match any to print those too."


def _nothing(answer: Answer) -> str:
    if answer.total:
        return f"{count(answer.total, 'paper')} in all, but none at this offset."
    if answer.suggestion is not None:
        return f"No paper matches. Did you mean: {answer.suggestion}"
    return "No paper matches." + (" Try fewer words, or --match any." if answer.query.wanted else "")


def _where_partial_ones_begin(answer: Answer) -> str:
    if not answer.corrections:
        return "With some of the words:"
    words, known = _corrected(answer)
    return f"No paper contains {words}; searched for {known} instead:"


def _corrected(answer: Answer) -> tuple[str, str]:
    """The words that no paper contains, and those that were searched for instead, quoted."""
    words = ", ".join(f"“{word}”" for word in answer.corrections)
    return words, ", ".join(f"“{word}”" for word in answer.corrections.values())


def _why(hit: Hit) -> str:
    best = sorted(((what, score) for what, score in hit.reasons if what), key=lambda reason: -reason[1])
    if not best:
        return f"{hit.score:.2f}"
    reasons = " + ".join(f"{score:.2f} {what}" for what, score in best[:_REASONS])
    rest = sum(score for _, score in best[_REASONS:])
    alone = sum(score for _, score in hit.reasons)
    smoothed = (
        f"{hit.score:.2f} after smoothing over similar papers, before that " if abs(alone - hit.score) > _DIFFERENCE else ""
    )
    return f"{smoothed}{alone:.2f} = {reasons}" + (f" + {rest:.2f} more" if rest else "")


def facet_lines(answer: Answer, terminal: Terminal) -> Iterator[str]:
    """The counts, a line each, named as the options that narrow to them."""
    for name, counts in answer.facets.items():
        values = sorted(counts.items()) if name == "year" else sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if values:
            shown = ", ".join(f"{value} ({number})" for value, number in values[:_VALUES])
            shown += f" and {len(values) - _VALUES} more" if len(values) > _VALUES else ""
            yield terminal.text(f"--{name}: {shown}", indent="  ", first="")


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
