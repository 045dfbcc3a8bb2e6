"""The metrics of the benchmarks are correct, and they run on the base installation."""

from __future__ import annotations

import importlib.util
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"

PAPERS = [
    ("k1", "Kites on long lines", "How a kite behaves on a very long line."),
    ("k2", "Lamps that follow the reader", "A lamp moves its light to the page."),
    ("k3", "Umbrellas for kites", "Rain does not stop a kite under an umbrella."),
]


@pytest.fixture(scope="module")
def judged():
    spec = importlib.util.spec_from_file_location("judged", BENCHMARKS / "judged.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def collection(tmp_path):
    corpus = [{"id": id, "title": title, "abstract": abstract} for id, title, abstract in PAPERS]
    queries = [{"id": "q1", "text": "lamps for reading pages"}, {"id": "q2", "text": "kites"}, {"id": "q3", "text": "unjudged"}]
    for name, lines in (("corpus", corpus), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tk2\t1\nq2\tk1\t1\nq2\tk3\t1\n", encoding="utf-8")
    return tmp_path


def retrieval(*arguments):
    command = [sys.executable, str(BENCHMARKS / "retrieval.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_metrics_follow_their_definitions(judged):
    measured = judged.measure({"q": ["no", "yes", "also"]}, {"q": {"yes": 1, "also": 1, "missed": 1, "no": 0}})
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert measured["ndcg@10"]["q"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(4)) / ideal)
    assert measured["map"]["q"] == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert measured["recall@100"]["q"] == pytest.approx(2 / 3)


def test_a_query_without_an_answer_counts_as_nothing_found_and_one_without_judgements_not_at_all(judged):
    measured = judged.measure({"judged": [], "unjudged": ["a"]}, {"judged": {"a": 1}, "nothing right": {"a": 0}})
    assert {name: dict(values) for name, values in measured.items()} == {
        "ndcg@10": {"judged": 0.0},
        "map": {"judged": 0.0},
        "recall@100": {"judged": 0.0},
    }


def test_results_past_the_hundredth_do_not_count(judged):
    run = {"q": [f"p{n}" for n in range(judged.DEPTH)] + ["late"]}
    assert judged.measure(run, {"q": {"late": 1}})["recall@100"]["q"] == 0


def test_the_interval_of_equal_differences_is_a_point(judged):
    assert judged.interval([0.5] * 20, times=200) == (0.5, 0.5)
    low, high = judged.interval([-1.0, 1.0] * 20, times=500)
    assert low < 0 < high


def test_retrieval_prints_three_means_and_writes_a_run(collection, tmp_path):
    run = tmp_path / "run.trec"
    ran = retrieval(collection, "--json", "--run", run)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"ndcg@10": 1.0, "map": 1.0, "recall@100": 1.0}
    lines = [line.split() for line in run.read_text(encoding="utf-8").splitlines()]
    assert next(line[:4] for line in lines if line[0] == "q1") == ["q1", "Q0", "k2", "1"]
    assert {line[2] for line in lines if line[0] == "q2"} == {"k1", "k3"}
    assert all(line[5] == "mlforsys" for line in lines)


def test_retrieval_says_what_a_collection_lacks(tmp_path):
    ran = retrieval(tmp_path)
    assert ran.returncode == 2
    assert "corpus.jsonl, queries.jsonl, qrels.tsv" in ran.stderr
    assert "Traceback" not in ran.stderr
