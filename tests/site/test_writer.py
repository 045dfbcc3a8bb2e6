"""The process that writes the files: what stops it leaves the old site as it was."""

from __future__ import annotations

import pytest

from archive.site.writer import Writer
from tests.support.sites import must_fail


def test_a_disk_that_takes_no_more_in_the_middle_of_writing_leaves_the_old_site(odd_root, old):
    resource = pytest.importorskip("resource", reason="limits are for Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, before[1]))  # bytes a file; pages below are written
    try:
        must_fail(odd_root, old, match=r"could not be written: File too large\. The old site was not changed")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_writer_that_is_killed_leaves_the_old_site(odd_root, old, monkeypatch):
    end = Writer._end

    def killed(self):
        self._process.kill()
        end(self)

    monkeypatch.setattr(Writer, "_end", killed)
    must_fail(odd_root, old, match=r"The process that writes the site's files ended unexpectedly \(-9\)")


def test_a_pdf_that_cannot_be_read_while_it_is_copied_leaves_the_old_site(odd_root, old):
    missing = old.folder.parent / "gone.pdf"
    must_fail(odd_root, old, match=r"No such file or directory \(.*gone\.pdf\)", pdfs=lambda item: missing)
