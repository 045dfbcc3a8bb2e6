"""Copies of the papers' PDFs beside the pages."""

from __future__ import annotations

from archive.net.mirror import MirrorFolder
from archive.site.pdf_copies import copies
from tests.support.sites import build_site, one_pdf


def test_pdfs_are_copied_from_the_mirror_and_other_files_are_reported(odd_root, tmp_path):
    mirror = tmp_path / "mirror" / "kites.example"
    mirror.mkdir(parents=True)
    (mirror / "quill2024kites.pdf").write_bytes(b"%PDF-1.7 kites")
    (mirror / "moss2031index.pdf").write_bytes(b"<html>not found</html>")
    said = []
    give = copies(MirrorFolder(tmp_path / "mirror"), None, said.append)
    site = build_site(odd_root, tmp_path / "out", pdfs=give, say=said.append)
    assert [name for name in site.files() if name.endswith(".pdf")] == ["papers/quill2024kites/quill2024kites.pdf"]
    assert (site.folder / "papers/quill2024kites/quill2024kites.pdf").read_bytes() == b"%PDF-1.7 kites"
    assert "moss2031index: https://kites.example/moss2031index.pdf is not a PDF." in said
    assert any(one.startswith("quill2024kites: the first page of its PDF cannot be drawn.") for one in said)
    assert any("frost2032learned: https://kites.example/frost2032learned.pdf is not in the mirror" in one for one in said)
    assert not [one for one in said if one.startswith(("strass2024snow", "odd2033many"))]  # withdrawn; has none


def test_a_pdf_that_cannot_be_fetched_again_stays_from_the_last_build(odd_root, tmp_path):
    out = tmp_path / "out"
    build_site(odd_root, out, pdfs=one_pdf(tmp_path / "kite.pdf"))
    (tmp_path / "mirror").mkdir()
    said = []
    site = build_site(odd_root, out, pdfs=copies(MirrorFolder(tmp_path / "mirror"), out, said.append))
    assert (out / "papers/quill2024kites/quill2024kites.pdf").read_bytes() == b"%PDF-1.4 kite"
    assert "citation_pdf_url" in site.read("papers/quill2024kites/index.html")
    assert all(one.endswith("The copy from the last build is kept.") for one in said)
