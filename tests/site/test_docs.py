"""The documentation of the site is correct: its workflow parses, and its commands run."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest
import yaml

from archive.cli.app import COMMANDS
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.commands import run
from tests.support.sites import BASE, build_site, write_odd_archive

DOCUMENT = (PROJECT / "docs" / "site.md").read_text(encoding="utf-8")
(WORKFLOW,) = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT, re.M | re.S)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A repository with an archive of its own."""
    write_odd_archive(tmp_path)
    (tmp_path / "our-theme").mkdir()
    (tmp_path / "our-theme" / "theme.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_its_commands_run(capsys, here):
    commands = [line for block in re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.M | re.S) for line in block.splitlines()]
    assert len(commands) >= 2
    for command in commands:
        name, *asked = shlex.split(command, comments=True)
        assert name == "mlforsys"
        if "--copy-pdfs" in asked:
            asked += ["--mirror", str(here)]  # which has none of them: nothing is asked of a network
        assert run(capsys, *asked).code == 0


def test_every_option_it_names_exists(capsys):
    known = run(capsys, "site", "--help").out + run(capsys, "export", "--help").out
    for option in re.findall(r"--[a-z][a-z-]+", DOCUMENT):
        assert option in known, option
    for command in re.findall(r"mlforsys ([a-z]+)", DOCUMENT):
        assert command in COMMANDS


def test_every_address_it_promises_is_there(here):
    files = set(build_site(Root(here), here / "out").files())
    examples = {"<year>": "2024", "<name>": "ada-quill"}
    table = DOCUMENT.split("## Stable addresses")[1].split("##")[0]
    promised = re.findall(r"`((?:papers|editions|topics|years|authors|feed|sitemap|robots)[^`]*)`", table)
    assert len(promised) > 12
    for path in promised:
        kind = path.split("/")[0]
        known = {"papers": "quill2024kites", "editions": "neurips2024", "topics": "caching"}.get(kind, "")
        path = path.replace("<id>", known)
        for name, value in examples.items():
            path = path.replace(name, value)
        assert (f"{path}index.html" if path.endswith("/") else path) in files, path


def test_the_workflow_is_one_that_builds_uploads_and_deploys():
    read = yaml.safe_load(WORKFLOW)
    assert read[True]["push"] == {"branches": ["main"]}  # YAML 1.1 reads `on` as true
    assert read["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    (job,) = read["jobs"].values()
    assert job["environment"]["url"] == "${{ steps.deployment.outputs.page_url }}"
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert [name.split("@")[0] for name in used] == [
        "actions/checkout",
        "actions/setup-python",
        "actions/configure-pages",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    ]
    assert all(re.fullmatch(r"[\w/-]+@v\d+", name) for name in used)
    ids = {step["id"] for step in job["steps"] if "id" in step}
    assert set(re.findall(r"steps\.(\w+)\.", WORKFLOW)) <= ids


def test_the_commands_of_the_workflow_run_and_write_what_it_uploads(capsys, tmp_path, monkeypatch):
    (tmp_path / "scraped").mkdir()
    shutil.copy(PROJECT / "scraped" / "neurips2019.json", tmp_path / "scraped")  # enough for a site
    monkeypatch.chdir(tmp_path)
    (job,) = yaml.safe_load(WORKFLOW)["jobs"].values()
    first, *commands = [step["run"] for step in job["steps"] if "run" in step]
    assert first == "python -m pip install ."
    for command in commands:
        name, *asked = shlex.split(command.replace("$BASE_URL", BASE.rstrip("/")))
        assert name == "mlforsys"
        ran = run(capsys, *asked)
        assert ran.code == 0, ran
    (upload,) = [step["with"] for step in job["steps"] if "upload" in step.get("uses", "")]
    assert (tmp_path / upload["path"] / "papers" / "kipf2019sosd" / "index.html").is_file()
    assert upload["include-hidden-files"] is True  # else it leaves .nojekyll out
    assert f"Sitemap: {BASE}sitemap.xml" in (tmp_path / upload["path"] / "robots.txt").read_text()
