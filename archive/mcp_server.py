"""The archive for agents: a server of the Model Context Protocol, over its official Python SDK.

Answers are short: ids, titles and summaries first, abstracts when they are asked for; fields without a value are
left out. Every tool only reads. Needs the extra ``mcp``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.mcpserver.resources import FunctionResource
from mcp.types import ToolAnnotations
from pydantic import Field

from archive.api import Archive, FilterValues
from archive.catalogue.sources import sources
from archive.errors import ArchiveError
from archive.model.record import PaperRecord
from archive.search.freshness import are_unchanged, describe
from archive.store.root import Root
from archive.version import __version__

P = ParamSpec("P")
T = TypeVar("T")

_SCHEME = "mlforsys://paper/"
MAX_LISTED_RESOURCES = 2_000  # papers up to which each is listed as a resource; of more, clients read them by their address
_READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_INSTRUCTIONS = """\
Accepted papers of a workshop: search them, read one, find related ones, cite them. Papers are named by id, such as
kipf2019sosd. Summaries are written by the archive; abstracts are the authors' and are returned only on request. Search
with a few words first; papers with all of the words come before papers with some (partial: true)."""

Values = str | int | list[str | int] | None
Year = Annotated[Values, Field(description='A year (2019), a span ("2018-2020", "2021-"), or a list of these.')]
Edition = Annotated[Values, Field(description="An edition's id (see the tool editions), or several.")]
TopicFilter = Annotated[Values, Field(description="A topic's id or name (see the tool topics), or several: any of them.")]
Author = Annotated[Values, Field(description="Words of an author's name, or several names: any of them.")]
Venue = Annotated[Values, Field(description="The conference of the edition, or several.")]
Limit = Annotated[int, Field(ge=1, le=50, description="Maximum number of papers.")]
Abstracts = Annotated[bool, Field(description="Include abstracts.")]
PaperName = Annotated[str, Field(description="A paper's id, title, arXiv or OpenReview id, DOI or address.")]


class Tools:
    """What the server offers, over one root. The archive is opened again when its files have changed."""

    def __init__(self, root: Root) -> None:
        self._root = root
        self._lock = Lock()
        self._archive = Archive(root)
        self._sources = describe(sources(root))

    @property
    def archive(self) -> Archive:
        """The archive as its files are now."""
        with self._lock:
            files = sources(self._root)
            if not are_unchanged(files, self._sources):
                self._archive, self._sources = Archive(self._root), describe(files)
            return self._archive

    def search(
        self,
        query: Annotated[str, Field(description='Words; "a phrase", -word, title:word, OR. Empty: all papers.')] = "",
        year: Year = None,
        edition: Edition = None,
        topic: TopicFilter = None,
        author: Author = None,
        venue: Venue = None,
        award: Annotated[bool, Field(description="Only papers with an award.")] = False,
        limit: Limit = 10,
        match: Annotated[
            Literal["auto", "all", "any"],
            Field(description="all: papers with all of the words; any: papers with any of them; auto: all first, then any."),
        ] = "auto",
        abstracts: Abstracts = False,
    ) -> dict[str, Any]:
        """Search titles, abstracts and summaries of the papers, best matches first."""
        filters: FilterValues = {
            "year": year, "edition": edition, "topic": topic, "author": author, "venue": venue, "award": award
        }  # fmt: skip
        found = self.archive.search(query, limit=limit, match=match, **filters)
        papers = [{**_brief(paper, abstracts), **({"partial": True} if paper["partial"] else {})} for paper in found]
        return _drop_empty({"total": found.total, "suggestion": found.suggestion}) | {"papers": papers}

    def paper(
        self,
        id: PaperName,
        abstract: Annotated[bool, Field(description="Include the abstract.")] = False,
    ) -> dict[str, Any]:
        """One paper with all that is known of it: authors, topics, summary, links."""
        record = dict(self.archive.paper(id))
        if not abstract:
            record["has_abstract"] = record["abstract"] is not None
            del record["abstract"]
        return _drop_empty(record)

    def related(self, id: PaperName, limit: Limit = 5, abstracts: Abstracts = False) -> dict[str, Any]:
        """The papers most like one, and why."""
        found = self.archive.related(id, limit)
        return {"papers": [{**_brief(paper, abstracts), "reasons": paper["reasons"]} for paper in found]}

    def topics(
        self, topic: Annotated[str | None, Field(description="List the papers of this topic. Default: list all topics.")] = None
    ) -> dict[str, Any]:
        """The topics with their number of papers, or the papers of one topic."""
        if topic is None:
            wanted = ("id", "name", "kind", "broader", "papers_count")
            rows: Iterable[Mapping[str, Any]] = self.archive.topics()
            return {"topics": [_drop_empty({key: row[key] for key in wanted}) for row in rows]}
        found = self.archive.topic(topic)
        about = {key: found[key] for key in ("id", "name", "description", "broader", "papers_count")}
        return _drop_empty(about) | {"papers": [_brief(paper, False) for paper in found["results"]]}

    def editions(self) -> dict[str, Any]:
        """The editions: when and where they met, and how many papers and abstracts they have."""
        wanted = ("id", "name", "venue", "year", "date", "location", "url", "papers", "with_abstract", "note")
        rows: Iterable[Mapping[str, Any]] = self.archive.coverage()
        return {"editions": [_drop_empty({key: row[key] for key in wanted}) for row in rows]}

    def cite(
        self,
        ids: Annotated[list[str], Field(min_length=1, max_length=50, description="The papers to cite.")],
        style: Annotated[str, Field(description="apa, ieee, acm and others; or bibtex.")] = "apa",
    ) -> dict[str, Any]:
        """References of papers, ready to paste; in BibTeX, one text for all."""
        if style.lower() == "bibtex":
            return {"style": "bibtex", "text": self.archive.export(ids, format="bibtex")}
        return {"style": style, "references": self.archive.cite(ids, style)}

    def resource(self, id: str) -> str:
        """A paper as JSON, with its abstract if this machine has it."""
        try:
            return json.dumps(self.archive.paper(id), ensure_ascii=False, indent=2)
        except ArchiveError as error:
            raise ResourceNotFoundError(str(error)) from None


def make_server(root: Root) -> MCPServer[Any]:
    """A server with the tools ``search``, ``paper``, ``related``, ``topics``, ``editions`` and ``cite``, and each
    paper as a resource, ``mlforsys://paper/ID``. Raises :class:`ArchiveError` if there are no papers."""
    tools = Tools(root)
    server: MCPServer[Any] = MCPServer(
        "mlforsys", title="Papers of the archive", instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    for tool in (tools.search, tools.paper, tools.related, tools.topics, tools.editions, tools.cite):
        server.tool(annotations=_READ_ONLY)(_with_tool_errors(tool))
    papers = tools.archive.papers
    for paper in papers if len(papers) <= MAX_LISTED_RESOURCES else ():
        server.add_resource(_listed(paper, tools))
    server.resource(f"{_SCHEME}{{id}}", name="paper", title="A paper by its id", mime_type="application/json")(tools.resource)
    return server


def _listed(paper: PaperRecord, tools: Tools) -> FunctionResource:
    return FunctionResource(
        uri=f"{_SCHEME}{paper['id']}",
        name=paper["id"],
        title=paper["title"],
        description=paper["summary"],
        mime_type="application/json",
        fn=functools.partial(tools.resource, paper["id"]),
    )


def _with_tool_errors(function: Callable[P, T]) -> Callable[P, T]:
    """The function with its :class:`ArchiveError` turned into a :class:`ToolError`, whose message the agent reads."""

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except ArchiveError as error:
            raise ToolError(str(error)) from None

    return call


def _brief(paper: Mapping[str, Any], abstract: bool) -> dict[str, Any]:
    """A paper in short: enough to choose among several."""
    wanted = ("id", "title", "summary", "authors", "year", "edition", "venue", "topics", "award", "status", "pdf_url")
    return _drop_empty({key: paper[key] for key in (*wanted, *(("abstract",) if abstract else ()))})


def _drop_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Drop fields without a value: an agent reads every word."""
    return {key: value for key, value in fields.items() if value not in (None, [], {})}
