"""The MCP server, used by the SDK's own client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys

import pytest

from archive.cli.app import COMMANDS
from tests.support import PROJECT
from tests.support.archives import abstract, paper
from tests.support.commands import run

SDK = "the extra mcp is not installed"
ANYTHING = pytest.mark.filterwarnings("ignore")  # of the SDK and what it brings


def talk(root, conversation, whole=False):
    """The result of a conversation with the server: in this process, or with the whole command started by a client."""
    mcp = pytest.importorskip("mcp", reason=SDK)
    from mcp.client.stdio import StdioServerParameters

    from archive.mcp_server import make_server

    kept = {name: value for name, value in os.environ.items() if name.startswith(("HOME", "XDG"))}
    command = StdioServerParameters(
        command=sys.executable,
        args=["-W", "ignore", "-m", "archive", "mcp", "--root", str(root.folder)],
        env={"PYTHONPATH": str(PROJECT), **kept},
    )

    async def connected():
        async with mcp.Client(command if whole else make_server(root), read_timeout_seconds=120) as client:
            return await conversation(client)

    return asyncio.run(connected())


async def ask(client, tool, **arguments):
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    assert json.loads(answer.content[0].text) == answer.structured_content
    return answer.structured_content


@ANYTHING
def test_tools_are_described_with_typed_arguments(root):
    async def conversation(client):
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in talk(root, conversation)}
    assert set(tools) == {"search", "paper", "related", "topics", "editions", "cite"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        for argument in tool.input_schema["properties"].values():
            assert argument.get("description") or argument["type"] == "boolean"
    search = tools["search"].input_schema["properties"]
    assert search["match"]["enum"] == ["auto", "all", "any"]
    assert (search["limit"]["minimum"], search["limit"]["maximum"]) == (1, 50)


@pytest.mark.slow
@ANYTHING
def test_an_agent_finds_reads_and_cites(root):
    async def conversation(client):
        found = await ask(client, "search", query="deep kites")
        assert found["papers"][0]["id"] == "quill2031deep"
        assert list(found["papers"][0])[:3] == ["id", "title", "summary"]
        assert "partial" not in found["papers"][0]
        assert found["papers"][1]["partial"] is True
        assert not any("abstract" in one for one in found["papers"])
        found = await ask(client, "search", query="kites", year=[2031, "2032"], limit=1, abstracts=True)
        assert (found["total"], len(found["papers"])) == (2, 1)
        assert found["papers"][0]["abstract"]
        whole = await ask(client, "paper", id="Deep Kites")
        assert (whole["arxiv_id"], whole["has_abstract"], "abstract" in whole) == ("3105.00001", True, False)
        assert (await ask(client, "paper", id="quill2031deep", abstract=True))["abstract"].startswith("Deep learning")
        like = await ask(client, "related", id="quill2031deep", limit=2)
        assert all(one["reasons"] for one in like["papers"])
        topics = await ask(client, "topics")
        assert next(one for one in topics["topics"] if one["id"] == "caching")["papers_count"] == 3
        assert len((await ask(client, "topics", topic="caching"))["papers"]) == 3
        assert "kites2031" in [one["id"] for one in (await ask(client, "editions"))["editions"]]
        cited = await ask(client, "cite", ids=["quill2031deep"], style="ieee")
        assert "Deep Kites" in cited["references"][0]
        assert "@inproceedings{quill2031deep" in (await ask(client, "cite", ids=["quill2031deep"], style="bibtex"))["text"]

    talk(root, conversation, whole=True)


@ANYTHING
def test_failures_are_reported_in_a_sentence(root):
    async def conversation(client):
        answers = []
        for tool, arguments in (
            ("paper", {"id": "quill2031dep"}),
            ("search", {"topic": "cooking"}),
            ("search", {"year": "soon"}),
            ("cite", {"ids": ["quill2031deep"], "style": "kites"}),
            ("search", {"limit": 0}),
        ):
            answer = await client.call_tool(tool, arguments)
            assert answer.is_error
            answers.append(answer.content[0].text)
        return answers

    told = talk(root, conversation)
    assert "Did you mean quill2031deep" in told[0]
    assert 'no topic "cooking"' in told[1]
    assert 'Invalid year "soon"' in told[2]
    assert "no style" in told[3]
    assert "limit" in told[4]


@ANYTHING
def test_each_paper_is_a_resource(root):
    async def conversation(client):
        listed = {str(one.uri): one for one in (await client.list_resources()).resources}
        assert listed["mlforsys://paper/quill2031deep"].title == "Deep Kites"
        assert len(listed) == 7
        (read,) = (await client.read_resource("mlforsys://paper/quill2031deep")).contents
        assert json.loads(read.text)["abstract"].startswith("Deep learning")
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "mlforsys://paper/{id}"
        with pytest.raises(Exception, match="no paper"):
            await client.read_resource("mlforsys://paper/nobody2019nothing")

    talk(root, conversation)


@ANYTHING
def test_papers_added_while_it_runs_are_found(root):
    async def conversation(client):
        assert (await ask(client, "search", query="porcupine", match="all"))["papers"] == []
        root.store.write_papers("kites2032", [paper("ray2032porcupine", "A Porcupine in the Cache", "Al Ray")])
        root.store.write_abstracts("kites2032", {"ray2032porcupine": abstract("It is sharp.")})
        found = await ask(client, "search", query="porcupine", match="all")
        assert [one["id"] for one in found["papers"]] == ["ray2032porcupine"]

    talk(root, conversation)


def test_without_the_extra_it_says_how_to_get_it(root, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp", None)
    ran = run(capsys, "mcp", "--root", root.folder)
    assert (ran.code, ran.out) == (1, "")
    assert 'pip install "mlforsys-archive[mcp]"' in ran.err


def test_without_papers_there_is_nothing_to_serve(tmp_path, capsys):
    assert run(capsys, "mcp", "--root", tmp_path).code == 1


def test_the_settings_in_the_document_are_right():
    blocks = re.findall(r"```json\n(.*?)```", (PROJECT / "docs" / "api.md").read_text(encoding="utf-8"), re.S)
    (server,) = json.loads(blocks[-1])["mcpServers"].values()
    assert (server["command"], server["args"]) == ("mlforsys", ["mcp"])
    assert "mcp" in COMMANDS
