"""The snapshot: plain arrays, checked as they are read, whoever wrote them."""

from __future__ import annotations

import json
import random
import struct
import tracemalloc
from contextlib import suppress
from zlib import crc32

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.search import snapshot
from archive.search.engine import SearchIndex
from archive.search.query import parse_query
from archive.search.related import related
from archive.search.snapshot import BLOCK, DamagedSnapshot, Snapshot, SnapshotWriter, TextList
from archive.search.writer import build_snapshot
from tests.support.archives import records, write_archive

NUMBERS = [0, 1, 255, 256, 65_535, 65_536, 2**32 - 1]
TEXTS = ["", "kites", "kite", "ß", "風", "kites and lanterns"]
QUERIES = (
    'kites lanterns "weight of snow" author:quill topic:databases year:2031 edition:kites2024 lantrens sno* -moss title:snow',
    "the weight of snow on kites and lanterns over cities of moss with deep neural networks",
    "",
)


@pytest.fixture
def content():
    writer = SnapshotWriter()
    for width, numbers in enumerate((NUMBERS[:3], NUMBERS[:5], NUMBERS)):
        writer.numbers(f"numbers{width}", numbers)
    writer.numbers("nothing", [])
    writer.texts("texts", TEXTS)
    writer.texts("sorted", sorted(TEXTS))
    writer.raw("long", bytes(range(256)) * 4 * (BLOCK // 256))
    return writer.finish({"by": "a test"})


@pytest.fixture(scope="module")
def index_content(tmp_path_factory):
    """The snapshot of the invented archive."""
    root = write_archive(tmp_path_factory.mktemp("archive"))
    return build_snapshot(records(root), load_taxonomy(), {})


def seeds(number: int) -> list:
    """One seed in every run, the others in slow runs."""
    return [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, number))]


def sealed(content: bytes) -> bytes:
    """The snapshot with correct checksums for changed content, as an attacker would write it."""
    preamble = struct.Struct("<8sIIII")
    magic, version, length, blocks, _ = preamble.unpack_from(content)
    header = content[preamble.size : preamble.size + length]
    body = content[preamble.size + length + 4 * blocks :]
    table = struct.pack(f"<{blocks}I", *(crc32(body[at * BLOCK : (at + 1) * BLOCK]) for at in range(blocks)))
    return preamble.pack(magic, version, length, blocks, crc32(table, crc32(header))) + header + table + body


def ask_everything(content: bytes) -> None:
    """Read everything that a search reads."""
    index = SearchIndex(Snapshot(content))
    for text in QUERIES:
        for match in ("auto", "any"):
            for sort in ("relevance", "year", "title"):
                answer = index.search(parse_query(text), limit=5, match=match, sort=sort)
                assert answer.total >= 0
                assert answer.total_partial >= 0
                assert isinstance(answer.ids, list)
                assert isinstance(answer.facets, dict)
    for hit in answer.hits[:2]:
        assert isinstance(related(index, hit.record, load_taxonomy()), list)


def test_a_written_snapshot_can_be_read(content):
    opened = Snapshot(content)
    assert opened.made_from == {"by": "a test"}
    assert [opened.numbers(f"numbers{width}").tolist() for width in range(3)] == [NUMBERS[:3], NUMBERS[:5], NUMBERS]
    assert [opened.numbers(f"numbers{width}").itemsize for width in range(3)] == [1, 2, 4]
    assert opened.numbers("nothing").tolist() == []
    assert opened.numbers("numbers2", 1, 3).tolist() == NUMBERS[1:3]
    assert list(TextList(opened, "texts")) == TEXTS == [TextList(opened, "texts")[at] for at in range(len(TEXTS))]


def test_a_sorted_list_of_texts_is_searched(content):
    texts = TextList(Snapshot(content), "sorted")
    assert [texts.find(text) for text in sorted(TEXTS)] == list(range(len(TEXTS)))
    assert texts.find("lanterns") is texts.find("zzz") is None
    assert [texts[at] for at in texts.starting("kite")] == ["kite", "kites", "kites and lanterns"]
    assert [texts[at] for at in texts.starting("風")] == ["風"]
    assert not texts.starting("x")
    assert len(texts.starting("")) == len(TEXTS)


def test_a_text_is_found_the_same_way_after_many_searches():
    texts = sorted(f"kite {number}" for number in range(500))
    writer = SnapshotWriter()
    writer.texts("sorted", texts)
    found = TextList(Snapshot(writer.finish({})), "sorted")
    for _ in range(2):
        assert [found.find(text) for text in texts] == list(range(500))
        assert found.find("kite") is found.find("kite 500") is found.find("\ud800") is None


def test_numbers_are_the_same_on_machines_of_the_other_byte_order(content, monkeypatch):
    monkeypatch.setattr(snapshot.sys, "byteorder", "big")
    swapped = snapshot.to_bytes("I", NUMBERS)
    assert swapped == struct.pack(f">{len(NUMBERS)}I", *NUMBERS)
    assert snapshot.native(memoryview(swapped), "I").tolist() == NUMBERS


def test_every_flipped_bit_of_the_head_is_noticed(content):
    body = len(content) - len(Snapshot(content))
    for at in range(body):
        for bit in (1, 16, 128):
            with pytest.raises(DamagedSnapshot):
                Snapshot(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])


def test_every_flipped_byte_of_the_body_is_noticed_where_it_is_read(content):
    body = len(content) - len(Snapshot(content))
    whole = Snapshot(content)
    for name in ("numbers0", "numbers2", "texts", "long"):
        _, at, end = whole._section(name)
        for place in range(body + at, body + end, max(1, (end - at) // 50)):
            damaged = Snapshot(content[:place] + bytes([content[place] ^ 8]) + content[place + 1 :])
            with pytest.raises(DamagedSnapshot, match="checksum"):
                damaged.numbers(name)


def test_a_damaged_section_that_is_not_read_has_no_effect(content):
    opened = Snapshot(content[:-1] + bytes([content[-1] ^ 1]))
    assert list(TextList(opened, "texts")) == TEXTS
    with pytest.raises(DamagedSnapshot):
        opened.numbers("long")
    assert len(opened.numbers("long", 0, 10)) == 10


def test_a_damaged_section_is_read_from_the_same_snapshot_built_again(content):
    repairs = []

    def repair() -> bytes:
        repairs.append(1)
        return content

    opened = Snapshot(content[:-1] + bytes([content[-1] ^ 1]), repair)
    assert bytes(opened.numbers("long")) == bytes(range(256)) * 4 * (BLOCK // 256)
    assert repairs == [1]


def test_a_snapshot_of_other_papers_cannot_replace_a_damaged_one(content):
    with pytest.raises(DamagedSnapshot):
        Snapshot(content[:-1] + bytes([content[-1] ^ 1]), lambda: SnapshotWriter().finish({})).numbers("long")


def test_every_shorter_file_is_noticed(content):
    for end in range(0, len(content), 7):
        with pytest.raises(DamagedSnapshot):
            Snapshot(content[:end])


@pytest.mark.parametrize(
    "head",
    [
        "[]",
        "null",
        "[" * 10_000,
        "{}",
        '{"made_from": 1, "sections": []}',
        '{"made_from": {}, "sections": [["a", "B", 0]]}',
        '{"made_from": {}, "sections": [["a", "Q", 0, 1]]}',
        '{"made_from": {}, "sections": [["a", "B", -1, 1]]}',
        '{"made_from": {}, "sections": [["a", "B", 0.5, 1]]}',
        '{"made_from": {}, "sections": [["a", "I", 0, 99999999999999]]}',
        '{"made_from": {}, "sections": [["a", ["B"], 0, 1]]}',
    ],
)
def test_a_foreign_header_is_refused(head):
    header = head.encode()
    content = struct.pack("<8sIIII", snapshot.MAGIC, snapshot.FORMAT, len(header), 0, crc32(header)) + header
    with pytest.raises(DamagedSnapshot):
        Snapshot(content)


def test_the_index_of_the_invented_archive_answers(index_content):
    ask_everything(index_content)
    ask_everything(sealed(index_content))


@pytest.mark.parametrize("seed", seeds(12))
def test_a_hostile_index_is_refused_in_a_sentence(index_content, seed):
    """With any bytes of the body changed and correct checksums, a search works or reports that the index is damaged."""
    draw = random.Random(seed)
    body = len(index_content) - len(Snapshot(index_content))
    refused = []
    for _ in range(20):
        changed = bytearray(index_content)
        for _ in range(draw.choice((1, 5, 200))):
            changed[draw.randrange(body, len(changed))] = draw.choice((0, 1, 127, 255, draw.randrange(256)))
        try:
            ask_everything(sealed(bytes(changed)))
        except DamagedSnapshot as error:
            refused.append(str(error))
    assert refused
    assert all("mlforsys index" in sentence for sentence in refused)


@pytest.mark.parametrize("seed", seeds(12))
def test_sections_of_other_lengths_are_refused_in_a_sentence(index_content, seed):
    draw = random.Random(seed)
    length = struct.unpack_from("<I", index_content, 12)[0]
    head = json.loads(index_content[24 : 24 + length])
    table = len(index_content) - len(Snapshot(index_content))
    for _ in range(20):
        sections = [list(section) for section in head["sections"]]
        one = draw.choice(sections)
        change = draw.choice((1, 2, 3))
        one[change] = draw.choice("BHI") if change == 1 else draw.choice((0, 1, 8, one[change] + 1, one[change] * 2))
        header = json.dumps(head | {"sections": sections}).encode()
        rest = index_content[24 + length : table]
        preamble = struct.pack(
            "<8sIIII", snapshot.MAGIC, snapshot.FORMAT, len(header), len(rest) // 4, crc32(rest, crc32(header))
        )
        with suppress(DamagedSnapshot):
            ask_everything(preamble + header + rest + index_content[table:])


def test_huge_claimed_lengths_allocate_no_memory(index_content):
    """Every array has its largest numbers: impossible lengths and counts."""
    changed = bytearray(index_content)
    body = len(index_content) - len(Snapshot(index_content))
    changed[body:] = b"\xff" * (len(changed) - body)
    tracemalloc.start()
    try:
        with pytest.raises(DamagedSnapshot):
            ask_everything(sealed(bytes(changed)))
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
