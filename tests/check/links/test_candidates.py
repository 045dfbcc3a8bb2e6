"""Where the PDF of a dead link may be instead."""

from __future__ import annotations

import pytest

from archive.net.mirror import MirrorFolder
from archive.store.curation import Correction
from tests.support.links import HTML, PDF, kites
from tests.support.loopback import answer, reset


def proposals(report):
    return [(one.paper, one.url) for finding in report.findings for one in finding.candidates]


@pytest.fixture
def folder(loopback):
    """An edition's own folder with another paper's PDF, and its address."""
    return kites(loopback.script("/2031/other.pdf", PDF), "moss2031other")


def test_a_file_of_the_same_name_in_the_editions_folder_is_proposed(loopback, check, folder):
    right = loopback.script("/2031/k.pdf", PDF)
    report = check(kites(loopback.url + "/k.pdf"), folder)
    assert proposals(report) == [("quill2031kites", right)]
    (one,) = report.findings[0].candidates
    assert one.correction == Correction(
        "pdf_url",
        loopback.url + "/k.pdf",
        right,
        "The link is dead; a file of the same name is in the edition's own folder.",
        right,
    )


@pytest.mark.parametrize("behaviour", [HTML, answer(status=404), answer(status=503), reset])
def test_a_candidate_that_is_not_a_pdf_is_not_proposed(loopback, check, folder, behaviour):
    loopback.script("/2031/k.pdf", behaviour)
    assert proposals(check(kites(loopback.url + "/k.pdf"), folder)) == []


def test_another_papers_pdf_is_not_proposed(loopback, check, folder):
    taken = kites(loopback.script("/2031/k.pdf", PDF), "frost2031taken")
    assert proposals(check(kites(loopback.url + "/k.pdf"), folder, taken)) == []


def test_a_withdrawn_paper_gets_no_candidate(loopback, check, folder):
    loopback.script("/2031/k.pdf", PDF)
    report = check(kites(loopback.url + "/k.pdf", status="withdrawn"), folder)
    assert [finding.kind for finding in report.findings] == ["dead"]
    assert proposals(report) == []


def test_only_dead_links_get_candidates(loopback, check, folder):
    loopback.script("/2031/k.pdf", PDF)
    assert proposals(check(kites(loopback.script("/k.pdf", answer(status=503))), folder)) == []


def test_ids_lead_to_candidates(tmp_path, check):
    for name in ("arxiv.org/pdf/3105.00001", "openreview.net/pdf?id=k1Te5"):
        path = tmp_path / "mirror" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF-1.7")
    (tmp_path / "mirror" / "kites.example").mkdir()
    gone = kites("https://kites.example/k.pdf", arxiv_id="3105.00001", openreview_id="k1Te5")
    report = check(gone, fetcher=MirrorFolder(tmp_path / "mirror"))
    assert proposals(report) == [
        ("quill2031kites", "https://arxiv.org/pdf/3105.00001"),
        ("quill2031kites", "https://openreview.net/pdf?id=k1Te5"),
    ]
