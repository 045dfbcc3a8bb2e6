"""Shows a proposal of `mlforsys add`: counts, the first, last and doubtful papers, and the table; or all of it as JSON."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from archive.cli.messages import count
from archive.cli.terminal.output import Styled, Terminal
from archive.collect.propose.confidence import HIGH
from archive.collect.propose.source import is_unknown, shown_address
from archive.model.paper import Entry
from archive.store.editions_edit import as_toml

if TYPE_CHECKING:
    from archive.collect.propose import Proposal, ProposedPaper

_ENDS = 2  # papers shown from the beginning, and from the end
_FEW_BETWEEN = 2  # as few papers between these are shown, too; more are only counted
_MOST_DOUBTFUL = 15


def show_proposal(proposal: Proposal, facts: Mapping[str, Any], suggested: Mapping[str, str], *, asks: bool = False) -> None:
    """Print a proposal for people.

    Args:
        proposal: what was found.
        facts: what is known about the edition.
        suggested: suggestions for missing facts.
        asks: the user will be asked for missing facts, so the options for them are not named.
    """
    if not proposal.papers:
        return
    terminal = Terminal()
    _show_counts(terminal, proposal)
    _show_doubtful(terminal, proposal, _show_ends(terminal, proposal.papers))
    _show_confidence(terminal, proposal)
    for line in toml_of(proposal, facts).splitlines():
        terminal.line(line, wrap=False)
    if asks:
        return
    if missing := [key for key in ("edition", "name", "venue", "year") if not facts.get(key)]:
        terminal.line()
        terminal.line(_what_is_missing(missing, suggested))


def _show_ends(terminal: Terminal, papers: Sequence[ProposedPaper]) -> set[int]:
    """Show the first and last papers, and how many are between. Returns the numbers of the papers shown."""
    between, shown = len(papers) - 2 * _ENDS, set[int]()
    for number, paper in enumerate(papers, start=1):
        if number <= _ENDS or number > _ENDS + between or between <= _FEW_BETWEEN:
            _show_paper(terminal, number, paper)
            shown.add(number)
        elif number == _ENDS + 1:
            terminal.line(f"… {between} papers between; --json shows all.")
            terminal.line()
    return shown


def _what_is_missing(keys: Sequence[str], suggested: Mapping[str, str]) -> str:
    given = [f"--{key}" for key in keys]
    perhaps = "".join(f" --{key} {shlex.quote(suggested[key])}" for key in keys if key in suggested)
    perhaps = f" It may be:{perhaps}" if perhaps else ""
    return f"The page does not state the {', '.join(keys)}. Give {', '.join(given)}.{perhaps}"


def _show_counts(terminal: Terminal, proposal: Proposal) -> None:
    entries = proposal.entries
    people = {author for entry in entries for author in entry.authors}
    with_pdf, with_abstract = sum(bool(one.pdf_url) for one in entries), sum(bool(one.abstract) for one in entries)
    counts = [f"{count(len(entries), 'paper')} by {count(len(people), 'author')}"]
    counts += [f"{with_pdf} with a PDF", f"{with_abstract} with an abstract"]
    terminal.line(Styled(f"{', '.join(counts)}.", "bold"))
    terminal.line()


def _show_doubtful(terminal: Terminal, proposal: Proposal, shown: Set[int]) -> None:
    """Show the doubtful papers whose numbers are not in ``shown``."""
    papers = enumerate(proposal.papers, start=1)
    doubtful = [(number, paper) for number, paper in papers if paper.doubts and number not in shown]
    if not doubtful:
        return
    terminal.line(Styled(f"Look also at {count(len(doubtful), 'paper')}:", "warn"))
    terminal.line()
    for number, paper in doubtful[:_MOST_DOUBTFUL]:
        _show_paper(terminal, number, paper)
    if len(doubtful) > _MOST_DOUBTFUL:
        terminal.line(f"… and {len(doubtful) - _MOST_DOUBTFUL} more; --json shows all.")
        terminal.line()


def _show_confidence(terminal: Terminal, proposal: Proposal) -> None:
    if proposal.confidence == HIGH:
        marked = any(paper.doubts for paper in proposal.papers)
        sure = "The table fits the page; check what is marked above." if marked else "No doubts."
        terminal.line(f"{sure} Compare the number of papers with the page.")
    else:
        terminal.line(Styled("This reading is doubtful:", "warn"))
        for doubt in proposal.doubts:
            terminal.line(doubt, indent="  ", first="- ")
    for remark in proposal.notes:
        if remark not in proposal.doubts:
            terminal.line(f"Note: {remark}")
    terminal.line()


def _show_paper(terminal: Terminal, number: int, paper: ProposedPaper) -> None:
    entry = paper.entry
    terminal.line(Styled(entry.title if entry else paper.text, "bold"), indent="      ", first=f"{number:4}  ")
    for line in filter(None, _lines(entry) if entry else ()):
        terminal.line(line, indent="      ")
    for doubt in paper.doubts:
        terminal.line(Styled(doubt, "warn"), indent="      ", first="    ? ")
    terminal.line()


def _lines(entry: Entry) -> list[str]:
    """What is known about a paper besides its title. An id that is part of an address is not shown again."""
    lines = [", ".join(entry.authors) or "(no authors)"]
    lines += [", ".join(filter(None, (entry.award, entry.presentation)))]
    lines += [shown_address(address) or "" for address in (entry.pdf_url, entry.page_url) if address]
    lines += [f"{what} {value}" for what, value in _ids(entry) if value and not any(value in line for line in lines)]
    lines += [f"{link.label}: {shown_address(link.url)}" for link in entry.links]
    return lines


def _ids(entry: Entry) -> list[tuple[str, str | None]]:
    return [("OpenReview", entry.openreview_id), ("arXiv", entry.arxiv_id), ("DOI", entry.doi)]


def toml_of(proposal: Proposal, facts: Mapping[str, Any]) -> str:
    """The table for ``editions.toml``; missing facts are comments."""
    page = {key: shown_address(value) if key == "url" else value for key, value in proposal.page.items()}
    return as_toml(str(facts.get("edition") or "edition-id"), facts, page)


def as_data(proposal: Proposal, facts: Mapping[str, Any], written: bool) -> dict[str, Any]:
    """A proposal as the object that ``--json`` prints; ``written`` is whether the table was written."""
    facts = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in facts.items()}
    page = proposal.page if not is_unknown(proposal.page["url"]) else proposal.page | {"url": None}
    table = {**facts, "pages": [page] if "family" in page else []}
    return {
        "confidence": proposal.confidence,
        "doubts": list(proposal.doubts),
        "papers": [_paper(paper, paper.entry) for paper in proposal.papers if paper.entry is not None],
        "unreadable": [{"text": paper.text, "doubts": list(paper.doubts)} for paper in proposal.papers if paper.entry is None],
        "table": table,
        "toml": toml_of(proposal, facts) if "family" in page else "",
        "notes": list(proposal.notes),
        "written": written,
    }


def _paper(paper: ProposedPaper, entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "authors": list(entry.authors),
        "award": entry.award,
        "presentation": entry.presentation,
        "pdf_url": shown_address(entry.pdf_url),
        "page_url": shown_address(entry.page_url),
        "openreview_id": entry.openreview_id,
        "arxiv_id": entry.arxiv_id,
        "doi": entry.doi,
        "links": [{"label": link.label, "url": shown_address(link.url)} for link in entry.links],
        "abstract": entry.abstract,
        "doubts": list(paper.doubts),
    }
