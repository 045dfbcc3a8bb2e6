"""Papers in any script are found, whatever keyboard the query was typed on."""

from __future__ import annotations

import pytest

from archive.catalogue.filters import is_person
from archive.search.index import build
from archive.search.query import parse_query
from tests.support.archives import abstract, paper, write_archive

HAN, KANA, HANGUL, ARABIC, THAI, GREEK, CYRILLIC, PICTURES, QUOTES = (
    "wang2032han",
    "yamada2032kana",
    "kim2032hangul",
    "ali2032arabic",
    "jai2032thai",
    "papa2032greek",
    "elkin2032cyrillic",
    "zoe2032pictures",
    "oneil2032quotes",
)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    root = write_archive(tmp_path_factory.mktemp("scripts"))
    papers = {
        paper(HAN, "基于强化学习的数据库索引优化", "王 小明"): "本文提出了一种新的学习型索引结构。它比B树快。",
        paper(KANA, "機械学習によるシステムのスケジューリング", "山田太郎"): None,
        paper(HANGUL, "데이터베이스 인덱스 학습", "김철수"): None,
        paper(ARABIC, "تعلم الفهارس في قواعد البيانات", "محمد علي"): None,
        paper(THAI, "การเรียนรู้ดัชนีฐานข้อมูล", "สมชาย ใจดี"): None,
        paper(GREEK, "Μάθηση ΒΆΣΕΩΝ δεδομένων", "Γιώργος Παπαδόπουλος"): None,
        paper(CYRILLIC, "Обучение индексов", "Иван Ёлкин"): None,
        paper(PICTURES, "Rockets 🚀 under 👩‍🚀", "Zoë 🦄 Horn"): None,
        paper(QUOTES, "Rock’n’Roll in O(n²)", "Pat O’Neil"): None,
    }
    root.store.write_papers("kites2032", list(papers))
    root.store.write_abstracts("kites2032", {one.id: abstract(text) for one, text in papers.items() if text})
    index = build(root)
    return lambda text: {hit.record["id"] for hit in index.search(parse_query(text), match="all", limit=None).hits}


@pytest.mark.parametrize(
    ("text", "paper_id"),
    [
        *(
            (text, HAN)
            for text in ("索引", "强化学习", "数据库索引", "学习型索引", "王小明", "王 小明", "author:王", "b树", "title:索引")
        ),
        *((text, HAN) for text in ("基于强化学习的数据库索引优化", '"索引结构"', "索引 强化", "索引*")),
        *((text, KANA) for text in ("機械学習", "スケジューリング", "システム", "山田", "山田太郎")),
        *((text, HANGUL) for text in ("인덱스", "데이터", "김철수")),
        *((text, ARABIC) for text in ("الفهارس", "محمد")),
        *((text, THAI) for text in ("ดัชนี", "การเรียนรู้ดัชนีฐานข้อมูล", "สมชาย")),
        *((text, GREEK) for text in ("Μάθηση", "μαθηση", "βασεων", "βάσεων")),
        *((text, CYRILLIC) for text in ("ИНДЕКСОВ", "елкин", "Ёлкин")),
        *((text, PICTURES) for text in ("🚀", "👩‍🚀", "rockets 🚀", "🦄")),
        *((text, QUOTES) for text in ("O'Neil", "O’Neil", "O‘Neil", "O´Neil", "O`Neil", "oneil", "author:oneil", "n2")),
        *((text, QUOTES) for text in ("author:O´Neil", "rock'n'roll", "rocknroll")),
    ],
)
def test_a_paper_is_found_by_what_is_typed_of_it(found, text, paper_id):
    assert found(text) == {paper_id}


def test_separated_characters_are_not_a_word(found):
    assert found("引索") == set()
    assert found("🦄🚀") == set()


@pytest.mark.parametrize("wanted", ["ONeil", "O'Neil", "o’neil", "Pat oneil", "neil"])
def test_names_are_known_with_and_without_apostrophes(wanted):
    assert is_person(wanted, "Pat O’Neil")
    assert not is_person(wanted, "Pat Neal")
