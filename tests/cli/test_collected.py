"""An edition that is known and not collected is not empty."""

from __future__ import annotations

from tests.support.commands import run


def test_an_edition_that_is_not_collected_is_said(capsys, root):
    for words in (("--year", "2025"), ("--edition", "neurips2025"), ("neurips2025",)):
        ran = run(capsys, "search", *words)
        assert ran.code == 0
        assert "neurips2025 is not collected yet: `mlforsys scrape neurips2025` collects it." in ran.err
    assert "not collected" not in run(capsys, "search", "kites").err
