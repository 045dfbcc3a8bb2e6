"""What ``-word`` excludes. Only a query that excludes something imports this module."""

from __future__ import annotations

from collections.abc import Iterator, Set

from archive.model.analysis import split, stem
from archive.model.presentation_type import DISTINCTIONS, distinction
from archive.search.node_search import NodeSearch
from archive.search.query import AllOf, AnyOf, Node
from archive.search.query_plan import alternatives, content_nodes, is_text
from archive.search.stored_papers import Papers


class Exclusions:
    """The papers that nodes of a query exclude.

    Args:
        papers: the papers of an index.
        nodes: finds the papers that a node matches.
    """

    def __init__(self, papers: Papers, nodes: NodeSearch) -> None:
        self._papers = papers
        self._nodes = nodes

    def of(self, node: Node) -> Set[int]:
        """The papers that ``-node`` excludes: all that the node would find, and all whose result shows it."""
        if isinstance(node, AllOf):
            return frozenset[int].intersection(*(frozenset(self.of(part)) for part in content_nodes(node)))
        if isinstance(node, AnyOf):
            return frozenset[int]().union(*(self.of(part) for part in node.parts))
        found = [self._nodes.find(one) for one in (node, *alternatives(node, self._nodes))]
        numbers = {number for docs in found for number in docs.scores}
        if is_text(node) and node.field is None:
            numbers.update(self._labelled(node.text))
        return numbers

    def _labelled(self, text: str) -> Iterator[int]:
        """Papers with a topic (curated or suggested), award, presentation or status whose name contains this phrase.

        Records are read only if one of these may match.
        """
        stems = [stem(word.text) for word in split(text)]

        def shows(label: str) -> bool:
            label_stems = [stem(word.text) for word in split(label)]
            return any(label_stems[at : at + len(stems)] == stems for at in range(len(label_stems) - len(stems) + 1))

        papers = self._papers
        for name in ("award", "status"):
            yield from papers.where(name, shows)
        is_presentation = any(map(shows, DISTINCTIONS))
        candidates = range(len(papers)) if is_presentation else {*papers.where("topics", shows), *papers.without("topics")}
        for number in candidates:
            record = papers.record(number)
            labels = [*record["topics"], *record.get("suggested_topics", ()), distinction(record["presentation"]) or ""]
            if any(map(shows, labels)):
                yield number
