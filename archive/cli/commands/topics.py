"""``mlforsys topics``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import command
from archive.cli.formats import JSON, TEXT, Output, print_papers
from archive.cli.messages import count, no_topics
from archive.cli.options import CommonOptions, OutputOptions
from archive.cli.terminal.output import Terminal, bold, dim, note
from archive.cli.terminal.paper_text import byline
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.catalogue.items import Item
    from archive.catalogue.taxonomy import Taxonomy, Topic
    from archive.store.root import Root

_NAME_WIDTH = 24  # columns for names; if a terminal has fewer left, only ids are shown


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
    file: Annotated[
        str | None,
        typer.Option(
            "--import",
            metavar="FILE",
            help="Set topics from a CSV or JSON file with id and topics; - is standard input.",
            show_default=False,
        ),
    ] = None,
    learn: Annotated[bool, typer.Option("--learn", help="Retrain the topic suggestions from curated papers.")] = False,
    suggest_taxonomy: Annotated[
        bool, typer.Option("--suggest-taxonomy", help="Propose new topics from phrases that papers share.")
    ] = False,
) -> None:
    """List topics with paper counts, or the papers of one topic.

    Topics are shown as a tree; a topic includes its narrower topics.

    Papers without curated topics get suggested topics, marked with a question mark. These count as topics only after
    you accept them with --review or --accept. --import replaces the topics of papers with those in a file, such as an
    export that you edited.

    \b
    Examples:
      mlforsys topics
      mlforsys topics databases
      mlforsys topics databases --format bibtex
      mlforsys topics --review neurips2026
      mlforsys topics --explain kipf2019sosd
      mlforsys export --edition neurips2025 -f csv | mlforsys topics --import -
      mlforsys topics --suggest-taxonomy
    """
    if sum((explain is not None, review, accept is not None, file is not None, learn, suggest_taxonomy)) > 1:
        tasks = "--explain, --review, --accept, --import, --learn and --suggest-taxonomy"
        raise UsageError(f"{tasks} are separate tasks. Choose one.")
    chosen = out.read()
    root = common.find_papers(ctx, to_write=review or accept is not None or file is not None)
    wanted = " ".join(topic or ())
    as_json = chosen.format == JSON
    if explain is not None:
        from archive.cli.commands.topics_explain import explain_topics

        explain_topics(root, explain, as_json=as_json)
    elif suggest_taxonomy:
        from archive.cli.commands.topics_taxonomy import propose_taxonomy

        propose_taxonomy(root, as_json=as_json)
    elif not _changes(root, wanted, review=review, accept=accept, file=file, learns=learn):
        _list(root, wanted, chosen)


app = command(topics)


def _changes(root: Root, wanted: str, *, review: bool, accept: Sequence[str] | None, file: str | None, learns: bool) -> bool:
    """Do the task that gives papers topics, or retrains the suggestions. Returns whether one was asked for."""
    if review:
        from archive.cli.commands.topics_review import review_topics

        review_topics(root, wanted or None)
    elif accept is not None:
        _accept(root, accept)
    elif file is not None:
        from archive.cli.commands.topics_import import import_topics

        import_topics(root, file)
    elif learns:
        _learn(root)
    else:
        return False
    return True


def _list(root: Root, wanted: str, out: Output) -> None:
    """Print all topics, or the papers of the topic ``wanted``."""
    from archive.catalogue.taxonomy import load_taxonomy

    taxonomy = load_taxonomy(root.folder)
    if wanted:
        _one(root, taxonomy, _named(wanted, taxonomy), out)
    else:
        _tree(root, taxonomy, out)


def _named(wanted: str, taxonomy: Taxonomy) -> Topic:
    """The topic with a name. Raises :class:`UsageError` if there is none; if several are named, the message says how to find
    their papers."""
    try:
        return taxonomy.named(wanted)
    except UsageError as unknown:
        if ids := _ids_of_several(wanted, taxonomy):
            raise UsageError(
                f"`mlforsys topics` shows one topic. For papers of any of several: `mlforsys search --topic {ids}`"
            ) from None
        raise unknown


def _ids_of_several(wanted: str, taxonomy: Taxonomy) -> str:
    """The ids of topics that words name, with commas between them; empty if a word names none, or there is only one."""
    words = wanted.replace(",", " ").split()
    try:
        return ",".join(taxonomy.named(word).id for word in words) if len(words) > 1 else ""
    except UsageError:
        return ""


def _tree(root: Root, taxonomy: Taxonomy, out: Output) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.json_shapes import topic_rows

    if out.format not in (TEXT, JSON):
        raise UsageError(f"--format {out.format} prints papers. Name a topic: `mlforsys topics databases -f {out.format}`.")
    rows = topic_rows(items(root), taxonomy)
    if not taxonomy:
        note(no_topics(root.folder))
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


def _one(root: Root, taxonomy: Taxonomy, topic: Topic, out: Output) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.json_shapes import topic_papers

    shape = topic_papers(items(root), taxonomy, topic)
    found, suggested = shape["results"], shape["suggested_results"]
    print_papers(out, root, found, text=lambda terminal: _one_text(taxonomy, topic, found, suggested, terminal), shape=shape)


def _one_text(
    taxonomy: Taxonomy, topic: Topic, found: Sequence[Any], suggested: Sequence[Any], terminal: Terminal
) -> Iterator[str]:
    yield terminal.text(bold(f"{topic.name}: {count(len(found), 'paper')}"))
    yield terminal.text(topic.text)
    rows = {
        "Rule": _rule(topic),
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


def _rule(topic: Topic) -> str | None:
    """The rule for assigning a topic; None if it says no more than the sentence for readers, one word aside."""
    from archive.model.analysis import key

    said = key(" ".join((topic.text, topic.name, *topic.synonyms))).split()
    more = set(key(topic.description).split()) - set(said)
    return topic.description if len(more) > 1 else None


def _accept(root: Root, paper_ids: Sequence[str]) -> None:
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.errors import ArchiveError
    from archive.store.transaction import transaction

    if not load_taxonomy(root.folder):
        raise ArchiveError(no_topics(root.folder))
    with transaction(root.folder):
        _accept_now(root, paper_ids)


def _accept_now(root: Root, paper_ids: Sequence[str]) -> None:
    from archive.catalogue.lookup import open_lookup
    from archive.errors import ArchiveError
    from archive.store.curation_edit import Edit, write_edits

    known = open_lookup(root)
    chosen = [known.find(paper_id) for paper_id in paper_ids]
    for item in chosen:
        if why := _cannot_accept(item):
            raise ArchiveError(why)
    for edition in dict.fromkeys(item.edition.id for item in chosen):
        edits = {item.paper.id: Edit(item.suggested_topics()) for item in chosen if item.edition.id == edition}
        write_edits(root, edition, edits)
        for paper_id, one in edits.items():
            Terminal().line(f"{paper_id}: {', '.join(one.topics or ())}", wrap=False)


def _cannot_accept(item: Item) -> str | None:
    """Why the suggested topics of a paper cannot be accepted; None if they can."""
    paper = item.paper
    if paper.topics:
        return f"{paper.id} already has topics: {', '.join(paper.topics)}. Nothing was changed."
    if paper.withdrawn:
        return f"{paper.id} is withdrawn, and withdrawn papers have no topics. Nothing was changed."
    if not item.suggested_topics():
        return f"No topics are suggested for {paper.id}. `mlforsys topics --review` lets you add topics."
    return None


def _learn(root: Root) -> None:
    from archive.catalogue.items import items
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.catalogue.topic_suggestions.files import counts_path
    from archive.catalogue.topic_suggestions.learn import examples, learn, to_bytes
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
