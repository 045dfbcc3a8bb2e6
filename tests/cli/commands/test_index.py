"""The command index."""

from __future__ import annotations

import errno
import os
import shutil

import pytest

from tests.support.commands import run


def test_index_builds_and_says_how_many(capsys, root):
    assert run(capsys, "index").out.startswith("6 papers (+1 withdrawn) indexed")


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_an_index_that_cannot_be_written_is_a_failure(capsys, root, monkeypatch, why):
    """Writing is the purpose of the command; a search continues without it."""

    def fail(*_):
        raise OSError(why, os.strerror(why))

    shutil.rmtree(root.folder / "index", ignore_errors=True)
    monkeypatch.setattr("archive.store.files.write_bytes", fail)
    ran = run(capsys, "index")
    assert ran.code == 1
    assert ran.out == ""
    assert "The index was built, but not kept." in ran.err
    assert os.strerror(why).lower() in ran.err
    assert run(capsys, "search", "kites").code == 0
