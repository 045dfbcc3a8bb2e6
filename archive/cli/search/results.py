"""Search results as text, and the shape of ``--json``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.cli.messages import count, quoted
from archive.cli.terminal.output import Piece, Styled, Terminal, dim, link
from archive.cli.terminal.paper_text import byline, topics, where
from archive.model.paper_links import best_address

if TYPE_CHECKING:
    from archive.search.engine import Answer, Hit

_REASONS = 6  # reasons shown per result
_DIFFERENCE = 0.005  # a smaller difference between scores is not shown
_VALUES = 12  # values shown per facet


def as_shape(answer: Answer, *, explain: bool) -> dict[str, Any]:
    """The object that ``--json`` prints; ``explain`` adds how the query was read, and the parts of scores."""
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
    """One result in that object."""
    result = {**hit.record, "score": round(hit.score, 4), "partial": hit.partial}
    if explain:
        result["score_parts"] = [{"what": what, "score": round(score, 4)} for what, score in hit.reasons if what]
    return result


def as_text(answer: Answer, terminal: Terminal, *, explain: bool, offset: int = 0) -> Iterator[str]:
    """The results as text for people: on a terminal numbered, as ``--open`` counts them.

    Args:
        answer: the results.
        terminal: what they are printed on.
        explain: say how the query was read, and why each paper is there.
        offset: how many results were skipped before these.
    """
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
    for number, hit in enumerate(answer.hits, offset + 1):
        record = hit.record
        if hit.partial and not partial:
            partial = True
            yield terminal.text(dim(_where_partial_ones_begin(answer))) + "\n"
        yield _title(number, marked(mark(record["title"], wanted), "bold"), terminal)
        yield terminal.text(byline(record, most=8) or "(no authors)", indent="    ")
        facts = " · ".join(filter(None, (where(record), record["id"], topics(record))))
        yield terminal.text(dim(facts), indent="    ")
        if explain:
            yield terminal.text(dim(_why(hit)), indent="    ")
        if found := snippet(record["abstract"], record["summary"], wanted):
            yield terminal.text(*marked(found), indent="    ")
        if address := best_address(record):
            yield terminal.text(link(address), indent="    ")
        yield "\n"


def _title(number: int, pieces: Sequence[Piece], terminal: Terminal) -> str:
    """The title of a result, on a terminal after its number."""
    if terminal.is_terminal:
        return terminal.text(*pieces, indent="    ", first=f"{number:2}. ")
    return terminal.text(*pieces)


class Scope(NamedTuple):
    """How a search was restricted, for sentences about what it did not find.

    Attributes:
        match: ``auto``, ``all`` or ``any``.
        filtered: filters were given as options.
        explained: the user knows already that a value in the query is wrong.
        offset: how many of the best results were skipped.
    """

    match: str = "auto"
    filtered: bool = False
    explained: bool = False
    offset: int = 0


def remarks(answer: Answer, scope: Scope) -> Iterator[str]:
    """Sentences about results that are printed as text: why there are none, or what may have been meant."""
    if not answer.hits:
        yield _nothing(answer, scope)
    elif answer.offers:
        yield f"No paper contains {quoted(answer.offers)}. Did you mean: {answer.suggestion}"
    elif answer.suggestion is not None and answer.is_full:
        yield f"Did you mean: {answer.suggestion}"
    if answer.hits and answer.prefix_terms:
        yield begins(answer)


def begins(answer: Answer) -> str:
    """The sentence that words were searched as prefixes; empty if none was."""
    words = quoted(sorted(answer.prefix_terms))
    return f"No paper contains {words} as a whole word; words that begin so were searched." if answer.prefix_terms else ""


def partial_note(answer: Answer, scope: Scope) -> str:
    """A sentence about partial matches, for formats that contain only full matches; empty if there is nothing to say."""
    if not (partial := answer.total_partial):
        return begins(answer) if answer.total else _nothing(answer, scope)
    match = "matches" if partial == 1 else "match"
    more = "add --match any to print those too."
    if answer.total:
        return f"{count(partial, 'further paper')} {match} only some of the words: {more}"
    if answer.suggestion is not None:
        return _misspelled(answer)
    none = f": none contains {quoted(answer.unlike)}" if answer.unlike else ""
    return f"No paper has all the words{none}. {count(partial, 'paper')} {match} only some of them: {more}"


def _nothing(answer: Answer, scope: Scope) -> str:
    """Why nothing is printed."""
    if answer.total:
        beyond = f", none of them beyond --offset {scope.offset}" if scope.offset >= answer.total else ""
        return f"{count(answer.total, 'paper')} {'matches' if answer.total == 1 else 'match'}{beyond}."
    if scope.explained:
        return "No paper matches."
    terms = list(answer.query.terms())
    if terms and all(term.field == "address" for term in terms):
        addresses = [term.text for term in terms]
        return f"No paper in this archive has the address or id {quoted(addresses)}."
    if answer.suggestion is not None:
        return _misspelled(answer)
    return _nothing_found(answer, scope)


def _misspelled(answer: Answer) -> str:
    """The sentence that some words are in no paper, with the query that may have been meant."""
    words = quoted({**answer.corrections, **answer.offers})
    return f"No paper matches: none contains {words}. Did you mean: {answer.suggestion}"


def _nothing_found(answer: Answer, scope: Scope) -> str:
    """Which words were not found, and among which papers."""
    asked = [term.text for term in answer.query.terms() if term.field is None and term.text not in answer.plan.left_out]
    if len(asked) != sum(1 for _ in answer.query.terms()) - len(answer.plan.left_out):
        return "No paper matches all of this. Try fewer words or fields."
    if not asked:
        return _nothing_asked(answer, scope)
    none = f"No paper matches: {_none(answer, scope)}"
    if len(asked) == 1:
        return f"{none} contains {quoted(asked)}."
    if scope.match == "all":
        return f"{none} contains all of these words. Try fewer words, or --match any."
    return f"{none} contains any of these words."


def _nothing_asked(answer: Answer, scope: Scope) -> str:
    """Why a query without words finds nothing."""
    if not answer.query.text.strip():
        return f"No paper {'passes the filters' if scope.filtered else 'is in the archive'}."
    return f"No paper matches{' all of this' if answer.plan.required else ': the query has no word to search for'}."


def _none(answer: Answer, scope: Scope) -> str:
    """``none that passes the filters without the excluded words``."""
    filtered = " that passes the filters" if scope.filtered or answer.plan.required else ""
    excluded = " without the excluded words" if answer.plan.excluded else ""
    return f"none{filtered}{excluded}"


def _where_partial_ones_begin(answer: Answer) -> str:
    """The heading of partial matches, with the words that no paper contains."""
    if answer.corrections:
        words, known = quoted(answer.corrections), quoted(answer.corrections.values())
        searched = f"No paper contains {words}; searched for {known} instead"
        return f"{searched}, and none contains {quoted(answer.unlike)}:" if answer.unlike else f"{searched}:"
    missing = answer.unlike
    if not (missing or answer.total):
        phrases = [term.text for term in answer.query.terms() if term.kind == "phrase"]
        missing = tuple(phrases) if len(phrases) == len(list(answer.query.terms())) == 1 else ()
    none = f"No paper contains {quoted(missing)}. " if missing else ""
    return f"{none}With some of the words:"


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
    """The facets, one per line, each named by the option that filters by it."""
    for name, counts in answer.facets.items():
        values = sorted(counts.items()) if name == "year" else sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if values:
            shown = ", ".join(f"{value} ({number})" for value, number in values[:_VALUES])
            shown += f" and {len(values) - _VALUES} more" if len(values) > _VALUES else ""
            yield terminal.text(f"--{name}: {shown}", indent="  ", first="")


def narrowing(answer: Answer, offset: int) -> str:
    """How to see more results, or to narrow the search; empty if all matches are printed."""
    full = sum(not hit.partial for hit in answer.hits)
    if not answer.hits:
        return ""
    if answer.total <= offset + full:
        return _more_partial(answer, len(answer.hits) - full)
    best = {name: max(counts.items(), key=lambda item: item[1]) for name, counts in answer.facets.items() if counts}
    options = [
        f"--{name} {_quoted(value)} ({number})"
        for name, (value, number) in best.items()
        if 1 < number < answer.total and name != "edition"
    ]
    narrow = f" Narrow: {', '.join(options)}." if options else ""
    return f"{_shown(offset, full)}{in_all(answer)}. More: --offset {offset + full}.{narrow}"


def cut(answer: Answer, offset: int, *, with_partial: bool) -> str:
    """A sentence about matches beyond the default limit, for pipes and files; empty if there are none.

    Args:
        answer: the results.
        offset: how many results were skipped.
        with_partial: partial matches are printed too, so the sentence covers them.
    """
    full = sum(not hit.partial for hit in answer.hits)
    if answer.total <= offset + full:
        return _more_partial(answer, len(answer.hits) - full) if with_partial else ""
    if not full:
        return ""
    return f"{_shown(offset, full)}{count(answer.total, 'paper')}. For all of them: --limit {answer.total}."


def _shown(offset: int, full: int) -> str:
    return f"{offset + 1} to {offset + full} of " if offset else f"{full} of "


def _more_partial(answer: Answer, shown: int) -> str:
    """How to see more partial matches, of which ``shown`` are printed; empty if all are printed, or none."""
    if not 0 < shown < answer.total_partial:
        return ""
    return f"{shown} of {count(answer.total_partial, 'paper')} with some of the words. More: --limit {2 * len(answer.hits)}."


def in_all(answer: Answer) -> str:
    """The number of full matches: ``187 papers, 1 of them withdrawn``."""
    return count(answer.total, "paper") + (f", {answer.total_withdrawn} of them withdrawn" if answer.total_withdrawn else "")


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
