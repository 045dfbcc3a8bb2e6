"""The chart of topics by year, which has its numbers as text, too."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from archive.export.topic_chart import draw
from tests.support.commands import run

SVG = "{http://www.w3.org/2000/svg}"


def test_the_chart_has_all_its_numbers_as_text(stats, capsys, root, tmp_path):
    drawn = draw(stats(), "Kites & <ropes>")
    tree = ElementTree.fromstring(drawn)
    assert tree.find(f"{SVG}title").text == "Kites & <ropes>"
    assert "6 papers from 2019 to 2032" in tree.find(f"{SVG}desc").text
    texts = [text.text for text in tree.iter(f"{SVG}text")]
    assert "Caching and prefetching" in texts
    assert "Databases" not in texts
    width = float(tree.get("width"))
    assert all(float(text.get("x")) <= width for text in tree.iter(f"{SVG}text"))
    target = tmp_path / "field.svg"
    assert run(capsys, "stats", "--svg", str(target)).code == 0
    ElementTree.parse(target)
