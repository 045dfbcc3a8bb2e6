"""`mlforsys topics --import` sets the topics of all papers in a file, or of none."""

from __future__ import annotations

import io
import json
import tomllib

import pytest

from tests.support.commands import run


@pytest.fixture
def topics(capsys, root, tmp_path, monkeypatch):
    """Imports a text as a file with this name; ``-`` is standard input."""

    def topics(text: str, name: str = "topics.csv"):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        if name != "-":
            (tmp_path / name).write_text(text, encoding="utf-8")
        return run(capsys, "topics", "--import", "-" if name == "-" else tmp_path / name)

    return topics


def stored(root, edition="kites2031"):
    return {paper.id: paper.topics for paper in root.store.papers(edition)}


@pytest.mark.parametrize("name", ["topics.csv", "-"])
def test_a_table_gives_papers_their_topics(topics, root, name):
    ran = topics("id,title,topics\nmoss2031index,An Index,Databases; storage\nquill2031deep,Deep Kites,caching\n", name)
    assert ran == (0, "moss2031index: databases, storage\n", "1 paper changed, 1 unchanged.\n")
    assert stored(root) == {"moss2031index": ("databases", "storage"), "quill2031deep": ("caching",)}
    curation = tomllib.loads((root.folder / "curation" / "kites2031.toml").read_text(encoding="utf-8"))
    assert curation["moss2031index"]["topics"] == ["databases", "storage"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"id": "quill2031deep", "topics": ["storage"]}]),
        json.dumps({"results": [{"id": "quill2031deep", "topics": "storage"}]}),
        '{"id": "quill2031deep", "topics": ["storage"]}\n{"id": "moss2031index", "topics": []}\n',
        "\ufeffID,Topics\r\nDeep Kites,storage\r\nmoss2031index,\r\n",
    ],
    ids=["list", "results", "lines", "spreadsheet"],
)
def test_forms_of_files(topics, root, text):
    assert topics(text).code == 0
    assert stored(root) == {"moss2031index": (), "quill2031deep": ("storage",)}


def test_an_export_changes_nothing(capsys, topics):
    exported = run(capsys, "export", "--format", "csv").out
    assert topics(exported).err == "0 papers changed, 4 unchanged.\n"


def test_one_wrong_row_prevents_all_changes(topics, root):
    before = stored(root)
    ran = topics("id,topics\nmoss2031index,storage\nzebra2031x,storage\nquill2031deep,zebras\nstrass2024snow,caching\n")
    assert (ran.code, ran.out) == (1, "")
    assert "3 rows cannot be used, so nothing was changed:" in ran.err
    assert 'line 3: There is no paper "zebra2031x".' in ran.err
    assert 'line 4: There is no topic "zebras".' in ran.err
    assert "line 5: strass2024snow is withdrawn" in ran.err
    assert stored(root) == before
    assert not (root.folder / "curation").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title,topics\nDeep Kites,storage\n", "is no list of papers with topics"),
        ("id,topics\nmoss2031index,\n", "gives no paper topics"),
        ("", "is no list of papers with topics"),
        ('[{"id": 3, "topics": []}]', "object 1: it has no id"),
        ('[{"id": "moss2031index", "topics": [3]}]', "object 1: its topics are no list of texts"),
        ("[{", "is not valid JSON"),
    ],
)
def test_a_file_in_another_format_is_wrong_usage(topics, text, said):
    ran = topics(text)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_missing_file_is_reported(capsys, root):
    ran = run(capsys, "topics", "--import", "nowhere.csv")
    assert (ran.code, ran.err) == (2, "mlforsys: nowhere.csv cannot be read: no such file or directory.\n")
