"""The files from which an index is made."""

from __future__ import annotations

from archive.catalogue.sources import sources
from archive.model.paper import Abstract
from archive.store.papers import Store
from archive.store.root import Root
from tests.support.archives import paper

LANTERNS = paper("moss2031lanterns", "Lanterns Underwater", "Cy Moss")


def test_the_sources_are_papers_abstracts_registries_and_people(tmp_path):
    root = Root(tmp_path)
    Store(tmp_path).write_papers("kites2031", [LANTERNS])
    bundled = set(sources(root)) - set(tmp_path.rglob("*"))
    assert {path.name for path in bundled} == {"editions.toml", "topics.toml", "people.toml", "cues.toml", "counts.json"}
    root.store.write_abstracts("kites2031", {LANTERNS.id: Abstract("Wet.", "pdf", "https://x.example/", "2031-05-02")})
    (tmp_path / "editions.toml").write_text("")
    (tmp_path / "people.toml").write_text("")
    own = [path.relative_to(tmp_path).as_posix() for path in sources(root) if path not in bundled]
    assert own == ["scraped/kites2031.json", "scraped/abstracts/kites2031.json", "editions.toml", "people.toml"]
