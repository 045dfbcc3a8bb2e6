"""Pages drawn by a test, and what is read from them."""

from __future__ import annotations

import pytest

from archive.pdf.reading import read_pdf
from tests.support import papers


@pytest.fixture
def read(tmp_path):
    """Draws pages, and reads them."""

    def read(*pages, **how):
        return read_pdf(papers.write(tmp_path / "paper.pdf", *pages, **how))

    return read
