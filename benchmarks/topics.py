"""How good are suggested topics? Leave one edition out, learn from the others, suggest for it.

    python benchmarks/topics.py [--root DIR] [--topics] [--json]

The same splits go to two peers: tf-idf with logistic regression, one against the rest
(scikit-learn, `pip install scikit-learn`; its threshold is the best on the training papers by
cross-validation), and the words of the taxonomy alone (a topic's name or synonym stands in the text).
A topic is right where the curated paper has it; its broader topic is not. Needs abstracts:
`mlforsys scrape` first.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.catalogue.items import Item, items
from archive.catalogue.taxonomy import MOST_TOPICS, Taxonomy, load_taxonomy
from archive.catalogue.topic_suggestions.learn import Example, examples, learn
from archive.catalogue.topic_suggestions.model import Model
from archive.catalogue.topic_suggestions.text import find, make_cues
from archive.store.root import open_root

THRESHOLDS = [step / 20 for step in range(1, 20)]

Suggest = Callable[[Example], Iterable[str]]


@dataclass
class Tally:
    """Topics that were right, wrong and missing, by topic."""

    right: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)

    def add(self, suggested: Iterable[str], curated: Iterable[str]) -> None:
        suggested, curated = set(suggested), set(curated)
        for counts, topics in (
            (self.right, suggested & curated),
            (self.wrong, suggested - curated),
            (self.missing, curated - suggested),
        ):
            for topic in topics:
                counts[topic] = counts.get(topic, 0) + 1

    def of(self, topic: str) -> tuple[float, float, float]:
        return _figures(self.right.get(topic, 0), self.wrong.get(topic, 0), self.missing.get(topic, 0))

    def micro(self) -> tuple[float, float, float]:
        return _figures(*(sum(counts.values()) for counts in (self.right, self.wrong, self.missing)))

    def macro_f1(self, topics: Sequence[str]) -> float:
        return sum(self.of(topic)[2] for topic in topics) / len(topics)


def _figures(right: int, wrong: int, missing: int) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missing) if right + missing else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


# -- three ways to suggest --------------------------------------------------------------------


def ours(papers: Sequence[Example], taxonomy: Taxonomy) -> Suggest:
    model = Model(taxonomy, learn(papers, taxonomy))
    return lambda paper: model.suggest(paper.title, paper.abstract)


def words_alone(papers: Sequence[Example], taxonomy: Taxonomy) -> Suggest:  # noqa: ARG001 (as its peers have it)
    cues = make_cues(taxonomy, {})

    def suggest(paper: Example) -> list[str]:
        found, _ = find(paper.title, paper.abstract, cues)
        weights: dict[str, float] = {}
        for term, places in found.items():
            for topic in cues.topics[term]:
                weights[topic] = weights.get(topic, 0.0) + places.weight
        return sorted(weights, key=lambda topic: -weights[topic])[:MOST_TOPICS]

    return suggest


def regression(papers: Sequence[Example], taxonomy: Taxonomy) -> Suggest:
    import warnings

    import numpy
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MultiLabelBinarizer

    warnings.simplefilter("ignore")
    binarizer = MultiLabelBinarizer(classes=list(taxonomy))
    texts, marks = [_text(paper) for paper in papers], binarizer.fit_transform([paper.topics for paper in papers])
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, stop_words="english"),
        OneVsRestClassifier(LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)),
    )
    guessed = cross_val_predict(pipeline, texts, marks, cv=5, method="predict_proba")

    def f1_at(threshold: float) -> float:
        chosen = guessed >= threshold
        return float(2 * (chosen & (marks == 1)).sum() / max(1, chosen.sum() + marks.sum()))

    threshold = max(THRESHOLDS, key=f1_at)
    pipeline.fit(texts, marks)

    def suggest(paper: Example) -> list[str]:
        shares = pipeline.predict_proba([_text(paper)])[0]
        best = numpy.argsort(-shares)[:MOST_TOPICS]
        return [list(taxonomy)[at] for at in best if shares[at] >= threshold]

    return suggest


def _text(paper: Example) -> str:
    return f"{paper.title}. {paper.title}. {paper.abstract}"


WAYS: Mapping[str, Callable[[Sequence[Example], Taxonomy], Suggest]] = {
    "ours": ours,
    "tf-idf and logistic regression": regression,
    "the taxonomy's words alone": words_alone,
}


# -- the run ----------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path)
    parser.add_argument("--topics", action="store_true", help="Also print figures of each topic.")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    taxonomy = load_taxonomy()
    by_edition: dict[str, list[Item]] = {}
    for item in items(open_root(arguments.root)):
        by_edition.setdefault(item.edition.id, []).append(item)
    papers = {edition: found for edition, all_of in by_edition.items() if (found := examples(all_of))}
    tallies, milliseconds = {}, {}
    for name, way in WAYS.items():
        tallies[name], milliseconds[name] = _leave_one_out(papers, way, taxonomy)
    used = [topic for topic in taxonomy if any(topic in paper.topics for found in papers.values() for paper in found)]
    if arguments.json:
        print(json.dumps({name: _shape(tally, used, milliseconds[name]) for name, tally in tallies.items()}, indent=2))
        return
    for name, tally in tallies.items():
        print(f"\n{name} ({milliseconds[name]:.1f} ms a paper)")
        print(f"{'':24}{'papers':>8}{'precision':>11}{'recall':>9}{'F1':>8}")
        for edition, found in papers.items():
            print(f"{edition:24}{len(found):>8}" + _line(tally[edition].micro()))
        total = tally["all"]
        print(f"{'all, micro':24}{sum(map(len, papers.values())):>8}" + _line(total.micro()))
        print(f"{'all, macro-F1':24}{'':28}{total.macro_f1(used):>8.3f}")
        if arguments.topics:
            for topic in used:
                count = total.right.get(topic, 0) + total.missing.get(topic, 0)
                print(f"  {topic:30}{count:>4}" + _line(total.of(topic)))


def _leave_one_out(
    papers: Mapping[str, Sequence[Example]], way: Callable[[Sequence[Example], Taxonomy], Suggest], taxonomy: Taxonomy
) -> tuple[dict[str, Tally], float]:
    tallies = {"all": Tally()}
    seconds = 0.0
    for edition, held_out in papers.items():
        suggest = way([paper for other, found in papers.items() if other != edition for paper in found], taxonomy)
        tally = tallies[edition] = Tally()
        for paper in held_out:
            began = time.perf_counter()
            suggested = list(suggest(paper))
            seconds += time.perf_counter() - began
            tally.add(suggested, paper.topics)
            tallies["all"].add(suggested, paper.topics)
    return tallies, 1000 * seconds / sum(map(len, papers.values()))


def _line(figures: tuple[float, float, float]) -> str:
    return f"{figures[0]:>11.3f}{figures[1]:>9.3f}{figures[2]:>8.3f}"


def _shape(tally: Mapping[str, Tally], used: Sequence[str], milliseconds: float) -> dict[str, object]:
    keys = ("precision", "recall", "f1")
    return {
        "editions": {edition: dict(zip(keys, one.micro(), strict=True)) for edition, one in tally.items() if edition != "all"},
        "topics": {topic: dict(zip(keys, tally["all"].of(topic), strict=True)) for topic in used},
        "micro": dict(zip(keys, tally["all"].micro(), strict=True)),
        "macro_f1": tally["all"].macro_f1(used),
        "ms_a_paper": milliseconds,
    }


if __name__ == "__main__":
    main()
