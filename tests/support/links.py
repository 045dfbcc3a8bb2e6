"""Papers whose links are checked, and the findings."""

from __future__ import annotations

import datetime

from tests.support.archives import paper
from tests.support.loopback import answer

PDF = answer(b"%PDF-1.7\n...", content_type="application/pdf")
HTML = answer("<!doctype html><html><body>Kites</body></html>")
NOW = datetime.datetime(2031, 5, 2, 12, tzinfo=datetime.UTC)


def kites(url, paper_id="quill2031kites", **more):
    return paper(paper_id, "Kites", "Ada Quill", **{"pdf_url": url, "sources": ()} | more)


def told(report):
    return [(finding.kind, finding.status, finding.to) for finding in report.findings]
