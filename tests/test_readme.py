"""The README is correct: its commands run, and print the output that it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from archive.cli.app import COMMANDS
from tests.support.commands import run

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"^```console\n\$ mlforsys (.*?)\n(.*?)^```$", README, re.S | re.M)


@pytest.fixture
def root(indexed_catalogue, tmp_path, monkeypatch):
    shutil.copytree(indexed_catalogue, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MLFORSYS_ROOT", str(tmp_path))


@pytest.mark.parametrize(("command", "output"), SAMPLES, ids=[command for command, _ in SAMPLES])
def test_sample_output_is_what_the_command_prints(capsys, root, command, output):
    assert run(capsys, *shlex.split(command)).out == output


def test_every_command_it_names_exists():
    for command in re.findall(r"mlforsys ([a-z]+)", README):
        assert command in COMMANDS
