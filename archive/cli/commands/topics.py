"""``mlforsys topics``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import command
from archive.cli.formats import JSON, TEXT, Output, print_papers
from archive.cli.messages import count
from archive.cli.options import CommonOptions, OutputOptions
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal, bold, dim, note
from archive.cli.terminal.paper_text import byline
from archive.errors import EmptyArchive, UsageError

if TYPE_CHECKING:
    from archive.catalogue.items import Item
    from archive.catalogue.suggest.model import Evidence, Verdict
    from archive.catalogue.suggest.phrases import TopicProposal
    from archive.catalogue.taxonomy import Taxonomy, Topic
    from archive.store.root import Root

_PROPOSED = 20  # topics
_NAMED = 4  # papers that are listed with a proposed topic
_LEAST_EVIDENCE = 0.2  # points; weaker evidence is not shown


def topics(
    ctx: typer.Context,
    out: OutputOptions,
    common: CommonOptions,
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC]", help="A topic's id, name or synonym; with --review, an edition.", show_default=False),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="ID", help="Explain why topics are suggested for a paper.", show_default=False),
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Review suggested topics, paper by paper.")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="ID", help="Accept a paper's suggested topics; may be repeated.", show_default=False),
    ] = None,
    learn: Annotated[bool, typer.Option("--learn", help="Retrain the topic suggestions from curated papers.")] = False,
    suggest_taxonomy: Annotated[
        bool, typer.Option("--suggest-taxonomy", help="Propose new topics from phrases that papers share.")
    ] = False,
) -> None:
    """List topics with paper counts, or the papers of one topic.

    Topics are shown as a tree; a topic includes its narrower topics.

    Papers without curated topics have suggested topics, marked with a question mark. They count as
    topics only after you accept them with --review or --accept.

    \b
    Examples:
      mlforsys topics
      mlforsys topics databases
      mlforsys topics databases --format bibtex
      mlforsys topics --review neurips2026
      mlforsys topics --explain kipf2019sosd
      mlforsys topics --suggest-taxonomy
    """
    from archive.catalogue.taxonomy import load_taxonomy

    if sum((explain is not None, review, accept is not None, learn, suggest_taxonomy)) > 1:
        raise UsageError("--explain, --review, --accept, --learn and --suggest-taxonomy are separate tasks. Choose one.")
    chosen = out.read()
    root = common.find(ctx, to_write=review or accept is not None)
    if not root.has_papers():
        raise EmptyArchive(root.folder)
    wanted = " ".join(topic or ())
    if explain is not None:
        _explain(root, explain, chosen.format == JSON)
    elif review:
        from archive.cli.commands.topics_review import review_topics

        review_topics(root, wanted or None)
    elif accept is not None:
        _accept(root, accept)
    elif learn:
        _learn(root)
    elif suggest_taxonomy:
        _suggest_taxonomy(root, load_taxonomy(root.folder), chosen.format == JSON)
    elif wanted:
        taxonomy = load_taxonomy(root.folder)
        _one(root, taxonomy, taxonomy.find(wanted), chosen)
    else:
        _tree(root, load_taxonomy(root.folder), chosen)


app = command(topics)

_NAME_WIDTH = 24  # columns that names need; a narrower terminal shows only ids


def _tree(root: Root, taxonomy: Taxonomy, out: Output) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.rows import topic_rows

    if out.format not in (TEXT, JSON):
        raise UsageError(f"--format {out.format} prints papers. Name a topic: `mlforsys topics databases -f {out.format}`.")
    rows = topic_rows(items(root), taxonomy)
    if not taxonomy:
        note(
            "This archive has no topics. `mlforsys topics --suggest-taxonomy` proposes some; put the right ones into "
            f"{root.folder / 'topics.toml'}."
        )
    counts = {row["id"]: row["papers_count"] for row in rows}
    print_papers(out, root, [], text=lambda terminal: _tree_text(taxonomy, counts, terminal), shape=rows)


def _tree_text(taxonomy: Taxonomy, counts: Mapping[str, int], terminal: Terminal) -> Iterator[str]:
    rows = [("  " * depth + topic.id, topic) for depth, topic in taxonomy.tree()]
    width = max((len(label) for label, _ in rows), default=0)
    kind = ""
    for label, topic in rows:
        if topic.kind != kind:
            yield "\n" * bool(kind) + terminal.text(bold(f"{topic.kind.capitalize()}s"))
            kind = topic.kind
        start = f"{label:<{width}}  {counts[topic.id]:>3}"
        if terminal.width is not None and terminal.width < width + 7 + _NAME_WIDTH:
            yield terminal.text(start)
        else:
            yield terminal.text(f"{start}  ", dim(topic.name), indent=" " * (width + 7), first="")


def _suggest_taxonomy(root: Root, taxonomy: Taxonomy, as_json: bool) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.suggest.phrases import FEWEST, propose_topics

    everything = [item for item in items(root) if not item.paper.withdrawn]
    proposals = [one for one in propose_topics(everything, _PROPOSED) if one.id not in taxonomy]
    if as_json:
        shapes = [
            {"id": one.id, "name": one.name, "synonyms": list(one.synonyms), "papers": list(one.papers)} for one in proposals
        ]
        output.json_data(shapes)
        return
    output.data(f"{_table(one)}\n" for one in proposals)
    if not proposals:
        note(f"No {FEWEST} papers share a phrase that is not yet a topic. Abstracts may help: `mlforsys scrape` collects them.")
        return
    abstracts = sum(item.abstract is not None for item in everything)
    note(
        f"{count(len(proposals), 'topic')} proposed from {count(len(everything), 'title')} and {count(abstracts, 'abstract')}. "
        f"Nothing was written. Put the right ones into {root.folder / 'topics.toml'}, and state in each description "
        "which papers belong to the topic. Then `mlforsys topics --review` reviews the papers."
    )


def _table(proposal: TopicProposal) -> str:
    """A proposed topic as a table for ``topics.toml``."""
    from archive.store.files import toml_text

    more = f" and {len(proposal.papers) - _NAMED} more" if len(proposal.papers) > _NAMED else ""
    lines = [
        f"# {count(len(proposal.papers), 'paper')}: {', '.join(proposal.papers[:_NAMED])}{more}",
        f"[{proposal.id}]",
        f"name = {toml_text(proposal.name)}",
        'kind = "area"',
        f"description = {toml_text(f'Papers whose main subject is {proposal.name.lower()}.')}",
    ]
    lines += [f"synonyms = [{', '.join(map(toml_text, proposal.synonyms))}]"] if proposal.synonyms else []
    return "\n".join(lines) + "\n"


def _one(root: Root, taxonomy: Taxonomy, topic: Topic, out: Output) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.rows import topic_papers

    shape = topic_papers(items(root), taxonomy, topic)
    found, suggested = shape["results"], shape["suggested_results"]
    print_papers(out, root, found, text=lambda terminal: _one_text(taxonomy, topic, found, suggested, terminal), shape=shape)


def _one_text(
    taxonomy: Taxonomy, topic: Topic, found: Sequence[Any], suggested: Sequence[Any], terminal: Terminal
) -> Iterator[str]:
    yield terminal.text(bold(f"{topic.name}: {count(len(found), 'paper')}"))
    yield terminal.text(topic.text)
    rows = {
        "Rule": topic.description if topic.about else None,
        "Broader": topic.broader,
        "Narrower": ", ".join(narrower.id for narrower in taxonomy.narrower(topic.id)),
        "Also": ", ".join(topic.synonyms),
    }
    for label, text in rows.items():
        if text:
            yield terminal.text(f"{label}: {text}", indent="  ", first="")
    year = ...
    for mark, records in (("", found), ("? ", suggested)):
        for record in records:
            if record["year"] != year:
                year = record["year"]
                yield "\n" + terminal.text(bold(str(year or "Year unknown")))
            yield terminal.text(mark + record["title"], indent="    ", first="  ")
            yield terminal.text(dim(f"{byline(record, most=4)} · {record['id']}"), indent="    ")


def _explain(root: Root, paper_id: str, as_json: bool) -> None:
    from archive.catalogue.suggest.model import THRESHOLD, load_model
    from archive.catalogue.suggest.text import as_written

    item = _item(root, paper_id)
    model = load_model(root.folder)
    title, abstract = item.paper.title, item.abstract.text if item.abstract else ""
    chosen = model.suggest(title, abstract)
    verdicts = [verdict for verdict in model.weigh(title, abstract) if verdict.score >= THRESHOLD / 2]
    if as_json:
        shape = {
            "id": item.paper.id,
            "topics": list(item.paper.topics),
            "suggested_topics": list(chosen),
            "threshold": THRESHOLD,
            "verdicts": [_verdict_shape(verdict) for verdict in verdicts],
        }
        output.json_data(shape)
        return
    terminal = Terminal()
    terminal.line(bold(item.paper.title))
    if item.paper.topics:
        terminal.line(f"Curated: {', '.join(item.paper.topics)}")
    terminal.line(f"Suggested: {', '.join(chosen) or 'none'} ({_why_suggested(verdicts, chosen)})")
    if not item.abstract:
        note(f"The abstract of {item.paper.id} is not stored here; only the title was used.")
    for verdict in verdicts:
        sign = "" if verdict.topic in chosen else "  (not suggested)"
        output.write("\n")
        terminal.line(f"{verdict.score:6.1f}  ", bold(verdict.topic), sign)
        for evidence in verdict.evidence:
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
    return f"“{written}”: {', '.join(places)}; {known}"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _why_suggested(verdicts: Sequence[Verdict], chosen: Sequence[str]) -> str:
    """The rule by which topics are suggested, as far as it applies to this paper."""
    from archive.catalogue.suggest.model import THRESHOLD

    if any(verdict.topic in chosen and verdict.score < THRESHOLD for verdict in verdicts):
        return f"no area has a score of {THRESHOLD:g} or more, so the best one is suggested"
    return f"topics with a score of {THRESHOLD:g} or more"


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


def _accept(root: Root, paper_ids: Sequence[str]) -> None:
    from archive.store.transaction import transaction

    with transaction(root.folder):
        _accept_now(root, paper_ids)


def _accept_now(root: Root, paper_ids: Sequence[str]) -> None:
    from archive.errors import ArchiveError
    from archive.store.curation_edit import Settled, settle

    chosen = [_item(root, paper_id) for paper_id in paper_ids]
    for item in chosen:
        if item.paper.topics:
            raise ArchiveError(f"{item.paper.id} already has topics: {', '.join(item.paper.topics)}. Nothing was changed.")
        if item.paper.withdrawn:
            raise ArchiveError(f"{item.paper.id} is withdrawn, and withdrawn papers have no topics. Nothing was changed.")
        if not item.suggested_topics():
            raise ArchiveError(f"No topics are suggested for {item.paper.id}. `mlforsys topics --review` lets you add topics.")
    for edition in dict.fromkeys(item.edition.id for item in chosen):
        settled = {item.paper.id: Settled(item.suggested_topics()) for item in chosen if item.edition.id == edition}
        settle(root, edition, settled)
        for paper_id, one in settled.items():
            Terminal().line(f"{paper_id}: {', '.join(one.topics or ())}", wrap=False)


def _learn(root: Root) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.suggest.learn import examples, learn, to_bytes
    from archive.catalogue.suggest.model import counts_path
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.errors import ArchiveError
    from archive.store.root import in_checkout, uses_bundled
    from archive.store.transaction import transaction

    bundled = uses_bundled(root.folder)
    if bundled and not in_checkout(root):
        raise ArchiveError("The bundled suggestion model can be retrained only in a checkout of the project.")
    path = counts_path(root.folder)
    with transaction(root.folder) as change:
        counts = learn(examples(items(root)), load_taxonomy(root.folder), None if bundled else {})
        change.put(path, to_bytes(counts))
    note(f"{path} written: {count(counts.papers, 'paper')}, {count(len(counts.terms), 'term')}.")
    if without := counts.papers - counts.abstracts:
        note(f"{count(without, 'paper')} had no stored abstract; `mlforsys scrape` collects them.")


def _item(root: Root, paper_id: str) -> Item:
    from archive.catalogue.items import items
    from archive.catalogue.lookup import Lookup

    return Lookup(items(root)).find(paper_id)
