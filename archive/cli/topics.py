"""``mlforsys topics``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note
from archive.cli.options import JsonOption, complete_topics, root_of
from archive.cli.terminal import Terminal, byline, json_text, visible
from archive.errors import EmptyArchive, UsageError
from archive.store.files import toml_text

if TYPE_CHECKING:
    from archive.catalogue.items import Item
    from archive.catalogue.suggest.model import Evidence, Verdict
    from archive.catalogue.taxonomy import Taxonomy, Topic
    from archive.store.root import Root

app = one_command()

_PROPOSED = 20  # topics
_NAMED = 4  # papers of a proposed topic that are named
_WHISPER = 0.2  # points below which evidence is not worth a line


@app.command()
def topics(
    ctx: typer.Context,
    wanted: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC",
            help="A topic's id, name or synonym; with --review, an edition.",
            show_default=False,
            autocompletion=complete_topics,
        ),
    ] = None,
    explain: Annotated[
        str | None, typer.Option(metavar="ID", help="Why a paper gets the topics that are suggested.", show_default=False)
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Go through suggested topics, paper by paper.")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Accept a paper's suggested topics; repeat for several.", show_default=False),
    ] = None,
    learn: Annotated[bool, typer.Option("--learn", help="Learn anew, from curated papers, what suggests a topic.")] = False,
    suggest_taxonomy: Annotated[
        bool, typer.Option("--suggest-taxonomy", help="Propose topics for an archive that has none, for you to choose from.")
    ] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """The topics as a tree, with how many papers they have, narrower topics included.

    Papers that nobody curated have suggested topics, marked with a question mark: they count as
    topics only once a person accepts them, with --review or --accept.

    \b
    Examples:
      mlforsys topics
      mlforsys topics databases
      mlforsys topics --review neurips2025
      mlforsys topics --explain kipf2019sosd
      mlforsys topics --suggest-taxonomy
    """
    from archive.catalogue.taxonomy import load_taxonomy

    if sum((explain is not None, review, accept is not None, learn, suggest_taxonomy)) > 1:
        raise UsageError("--explain, --review, --accept, --learn and --suggest-taxonomy are different tasks. Choose one.")
    here = root_of(ctx, root)
    if not here.has_papers():
        raise EmptyArchive(here.folder)
    taxonomy = load_taxonomy(here.folder)
    if suggest_taxonomy:
        _suggest_taxonomy(here, taxonomy, as_json)
    elif explain is not None:
        _explain(here, explain, as_json)
    elif review:
        from archive.cli.review import review_topics

        review_topics(here, wanted)
    elif accept is not None:
        _accept(here, accept)
    elif learn:
        _learn(here)
    elif wanted is not None:
        _one(here, taxonomy, taxonomy.find(wanted), as_json)
    else:
        _tree(here, taxonomy, as_json)


def _tree(root: Root, taxonomy: Taxonomy, as_json: bool) -> None:
    from archive.catalogue.items import items

    terminal = Terminal()
    counts = Counter(
        topic for item in items(root) if not item.paper.withdrawn for topic in taxonomy.with_broader(item.paper.topics)
    )
    if as_json:
        shapes = [_shape(topic, counts[topic.id]) for _, topic in taxonomy.tree()]
        sys.stdout.write(json_text(shapes))
        return
    if not taxonomy:
        note(
            "This archive has no topics. `mlforsys topics --suggest-taxonomy` proposes some; put those that are right into "
            f"{root.folder / 'topics.toml'}."
        )
        return
    rows = [("  " * depth + topic.id, topic) for depth, topic in taxonomy.tree()]
    width = max(len(label) for label, _ in rows)
    kind = ""
    for label, topic in rows:
        if topic.kind != kind:
            typer.echo(("\n" if kind else "") + terminal.style(f"{topic.kind.capitalize()}s", "bold"))
            kind = topic.kind
        typer.echo(f"{label:<{width}}  {counts[topic.id]:>3}  " + terminal.style(topic.name, "dim"))


def _suggest_taxonomy(root: Root, taxonomy: Taxonomy, as_json: bool) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.suggest.phrases import FEWEST, propose_topics

    everything = [item for item in items(root) if not item.paper.withdrawn]
    proposals = [one for one in propose_topics(everything, _PROPOSED) if one.id not in taxonomy]
    if as_json:
        shapes = [
            {"id": one.id, "name": one.name, "synonyms": list(one.synonyms), "papers": list(one.papers)} for one in proposals
        ]
        sys.stdout.write(json_text(shapes))
        return
    for one in proposals:
        more = f" and {len(one.papers) - _NAMED} more" if len(one.papers) > _NAMED else ""
        lines = [
            f"# {count(len(one.papers), 'paper')}: {', '.join(one.papers[:_NAMED])}{more}",
            f"[{one.id}]",
            f"name = {toml_text(one.name)}",
            'kind = "area"',
            f"description = {toml_text(f'Papers whose main matter is {one.name.lower()}.')}",
        ]
        lines += [f"synonyms = [{', '.join(map(toml_text, one.synonyms))}]"] if one.synonyms else []
        typer.echo(visible("\n".join(lines)) + "\n")
    if not proposals:
        note(f"No {FEWEST} papers share a phrase that is no topic yet. Abstracts may help: `mlforsys scrape` brings them.")
        return
    abstracts = sum(item.abstract is not None for item in everything)
    note(
        f"{count(len(proposals), 'topic')} proposed from {count(len(everything), 'title')} and {count(abstracts, 'abstract')}. "
        f"Nothing was written. Put those that are right into {root.folder / 'topics.toml'}, and say in each description "
        "which papers get the topic. `mlforsys topics --review` then goes through the papers."
    )


def _one(root: Root, taxonomy: Taxonomy, topic: Topic, as_json: bool) -> None:
    from archive.catalogue.items import items

    within = taxonomy.within(topic.id)
    records = [item.record() for item in items(root) if not item.paper.withdrawn]
    found = [record for record in records if not within.isdisjoint(record["topics"])]
    suggested = [record for record in records if not within.isdisjoint(record.get("suggested_topics", ()))]
    if as_json:
        shape = _shape(topic, len(found)) | {"results": found, "suggested": suggested}
        sys.stdout.write(json_text(shape))
    else:
        _print_one(taxonomy, topic, found, suggested)


def _print_one(taxonomy: Taxonomy, topic: Topic, found: Sequence[Any], suggested: Sequence[Any]) -> None:
    terminal = Terminal()
    typer.echo(terminal.style(f"{topic.name}: {count(len(found), 'paper')}", "bold"))
    typer.echo(terminal.paragraph(topic.text))
    rows = {
        "Rule": topic.description if topic.about else None,
        "Broader": topic.broader,
        "Narrower": ", ".join(narrower.id for narrower in taxonomy.narrower(topic.id)),
        "Also": ", ".join(topic.synonyms),
    }
    for label, text in rows.items():
        if text:
            typer.echo(terminal.paragraph(f"{label}: {text}", "  ", ""))
    year = ...
    for mark, records in (("", found), ("? ", suggested)):
        for record in records:
            if record["year"] != year:
                year = record["year"]
                typer.echo("\n" + terminal.style(str(year or "Year unknown"), "bold"))
            typer.echo(terminal.paragraph(mark + visible(record["title"]), "    ", "  "))
            typer.echo("    " + terminal.style(f"{byline(record, most=4)} · {record['id']}", "dim"))


def _shape(topic: Topic, papers: int) -> dict[str, Any]:
    return {
        "id": topic.id,
        "name": topic.name,
        "kind": topic.kind,
        "broader": topic.broader,
        "description": topic.description,
        "about": topic.about,
        "synonyms": list(topic.synonyms),
        "papers": papers,
    }


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
            "suggested": list(chosen),
            "threshold": THRESHOLD,
            "verdicts": [_verdict_shape(verdict) for verdict in verdicts],
        }
        sys.stdout.write(json_text(shape))
        return
    terminal = Terminal()
    typer.echo(terminal.style(terminal.paragraph(visible(item.paper.title)), "bold"))
    if item.paper.topics:
        typer.echo(f"Curated: {', '.join(item.paper.topics)}")
    typer.echo(f"Suggested from {THRESHOLD:g} on: {', '.join(chosen) or 'none'}")
    if not item.abstract:
        note(f"There is no abstract of {item.paper.id} here, so its title alone speaks.")
    for verdict in verdicts:
        sign = "" if verdict.topic in chosen else "  (not suggested)"
        typer.echo(f"\n{verdict.score:6.1f}  {terminal.style(verdict.topic, 'bold')}{sign}")
        for evidence in verdict.evidence:
            if abs(evidence.score) >= _WHISPER:
                written = as_written(evidence.term, title, abstract)
                typer.echo(terminal.paragraph(visible(_told(written, evidence)), " " * 8, f"{evidence.score:+6.1f}  "))


def _told(written: str, evidence: Evidence) -> str:
    places = [f"{evidence.found.in_title} in the title"] if evidence.found.in_title else []
    places += [f"{evidence.found.in_abstract} in the abstract"] if evidence.found.in_abstract else []
    known = f"{evidence.having} of {count(evidence.papers, 'curated paper')} with it" if evidence.papers else "not seen before"
    return f"“{written}”: {', '.join(places)}; {known}"


def _verdict_shape(verdict: Verdict) -> dict[str, Any]:
    return {
        "topic": verdict.topic,
        "score": round(verdict.score, 3),
        "evidence": [
            {
                "term": evidence.term,
                "title": evidence.found.in_title,
                "abstract": evidence.found.in_abstract,
                "score": round(evidence.score, 3),
                "papers": evidence.papers,
                "having": evidence.having,
            }
            for evidence in verdict.evidence
        ],
    }


def _accept(root: Root, paper_ids: Sequence[str]) -> None:
    from archive.errors import ArchiveError
    from archive.store.curation_edit import Settled, settle

    chosen = [_item(root, paper_id) for paper_id in paper_ids]
    for item in chosen:
        if item.paper.topics:
            raise ArchiveError(f"{item.paper.id} has topics already: {', '.join(item.paper.topics)}. Nothing was changed.")
        if item.paper.withdrawn:
            raise ArchiveError(f"{item.paper.id} is withdrawn, and withdrawn papers have no topics. Nothing was changed.")
        if not item.suggested_topics():
            raise ArchiveError(f"Nothing is suggested for {item.paper.id}. `mlforsys topics --review` lets you add topics.")
    for edition in dict.fromkeys(item.edition.id for item in chosen):
        settled = {item.paper.id: Settled(item.suggested_topics()) for item in chosen if item.edition.id == edition}
        settle(root, edition, settled)
        for paper_id, one in settled.items():
            typer.echo(f"{paper_id}: {', '.join(one.topics or ())}")


def _learn(root: Root) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.suggest.learn import examples, learn, to_bytes
    from archive.catalogue.suggest.model import counts_path
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.errors import ArchiveError
    from archive.store.files import write_bytes
    from archive.store.root import in_checkout, uses_bundled

    bundled = uses_bundled(root.folder)
    if bundled and not in_checkout(root):
        raise ArchiveError("What suggests topics comes with the program; learn it anew in a checkout of the project.")
    papers = examples(items(root))
    counts = learn(papers, load_taxonomy(root.folder), None if bundled else {})
    path = counts_path(root.folder)
    write_bytes(path, to_bytes(counts))
    note(f"{path} written: {count(counts.papers, 'paper')}, {count(len(counts.terms), 'term')}.")
    if without := counts.papers - counts.abstracts:
        note(f"{count(without, 'paper')} had no abstract here; `mlforsys scrape` brings them.")


def _item(root: Root, paper_id: str) -> Item:
    from archive.catalogue.items import items
    from archive.catalogue.lookup import Lookup

    return Lookup(items(root)).find(paper_id)
