"""Writing the files of a site, and errors, after which the old site is unchanged."""

from __future__ import annotations

import pytest

from archive.errors import ArchiveError
from archive.site.writer import Writer
from tests.support.sites import must_fail


def test_a_full_disk_while_writing_leaves_the_old_site(odd_root, old):
    resource = pytest.importorskip("resource", reason="limits are for Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, before[1]))  # bytes a file; pages below are written
    try:
        must_fail(odd_root, old, match=r"could not be written: file too large\. The old site was not changed")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_files_are_written_in_new_folders_appended_to_and_copied(tmp_path):
    writer = Writer(tmp_path)
    writer.write("a/b/c.txt", b"one")
    writer.append("a/d.txt", b"two")
    writer.append("a/d.txt", b" three")
    writer.write("e/f.txt", tmp_path / "a" / "d.txt")
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"one"
    assert (tmp_path / "e/f.txt").read_bytes() == b"two three"


@pytest.mark.parametrize("path", ["/etc/kites", "../kites", "a/../../kites", "a\0b"])
def test_nothing_is_written_outside_the_site(tmp_path, path):
    with pytest.raises(ArchiveError, match="leads out of the site"):
        Writer(tmp_path).write(path, b"")


def test_a_pdf_that_cannot_be_read_while_it_is_copied_leaves_the_old_site(odd_root, old):
    missing = old.folder.parent / "gone.pdf"
    must_fail(odd_root, old, match=r"no such file or directory \(.*gone\.pdf\)", pdfs=lambda item: missing)
