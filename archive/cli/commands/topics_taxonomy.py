"""``mlforsys topics --suggest-taxonomy``: new topics, from phrases that papers share."""

from __future__ import annotations

from archive.catalogue.items import items
from archive.catalogue.taxonomy import load_taxonomy
from archive.catalogue.topic_suggestions.phrases import FEWEST, TopicProposal, propose_topics
from archive.cli.messages import count
from archive.cli.terminal import output
from archive.cli.terminal.output import note
from archive.store.files import toml_text
from archive.store.root import Root

_PROPOSED = 20  # topics
_NAMED = 4  # papers that are listed with a proposed topic


def propose_taxonomy(root: Root, *, as_json: bool) -> None:
    """Print topics that are not in the taxonomy yet, as tables for ``topics.toml``.

    Args:
        root: the archive's root.
        as_json: print JSON.
    """
    taxonomy = load_taxonomy(root.folder)
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
        note(
            f"No topics to suggest: {FEWEST} or more papers share no phrase that is not a topic already. Abstracts may help: "
            "`mlforsys scrape` collects them."
        )
        return
    abstracts = sum(item.abstract is not None for item in everything)
    note(
        f"{count(len(proposals), 'topic')} proposed from {count(len(everything), 'title')} and {count(abstracts, 'abstract')}. "
        f"Nothing was written. Put the right ones into {root.folder / 'topics.toml'}, and state in each description "
        "which papers belong to the topic. Then `mlforsys topics --review` reviews the papers."
    )


def _table(proposal: TopicProposal) -> str:
    """A proposed topic as a table for ``topics.toml``."""
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
