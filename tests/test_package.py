"""The distributions: a wheel with the catalogue, and without abstracts."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The project with an abstract and an index in it."""
    tree = tmp_path_factory.mktemp("tree")
    ignored = shutil.ignore_patterns(".git", "__pycache__", ".venv*", "index", "abstracts", ".*_cache")
    shutil.copytree(PROJECT, tree, ignore=ignored, dirs_exist_ok=True)
    (tree / "scraped" / "abstracts").mkdir()
    (tree / "scraped" / "abstracts" / "neurips2019.json").write_text("{}")
    (tree / "index").mkdir()
    (tree / "index" / "README.md").write_text("x")
    (tree / "index" / "archive.idx").write_text("x")
    return tree


@pytest.fixture(scope="module")
def built(tree):
    """Wheel and sdist of that tree."""
    asked = [sys.executable, "-m", "hatchling", "build", "-d", str(tree / "dist")]
    subprocess.run(asked, cwd=tree, check=True, capture_output=True)
    return tree / "dist"


@pytest.mark.slow
def test_the_wheel_contains_the_catalogue_and_no_abstracts(built):
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    for edition in ("neurips2018", "isca2019", "neurips2023"):
        assert f"archive/bundled/scraped/{edition}.json" in names
    assert {"archive/archive.toml", "archive/editions.toml", "archive/store/starter/publish.yml"} <= set(names)
    assert "archive/curation/neurips2021.toml" in names
    assert {"archive/site/templates/base.html", "archive/site/static/search.js"} <= set(names)
    assert {"archive/export/cite/styles/apa.csl", "archive/export/cite/styles/README.md"} <= set(names)
    assert not [name for name in names if "abstracts" in name and "scraped" in name]
    assert not [name for name in names if name.endswith(".idx") or name.startswith("tests")]


def must_hold_no_abstracts(names):
    assert any(name.endswith("scraped/neurips2018.json") for name in names)
    assert not [name for name in names if "scraped/abstracts" in name or name.endswith(".idx")]


def test_the_sdist_configuration_excludes_abstracts_and_the_index(tree):
    must_hold_no_abstracts([file.distribution_path for file in SdistBuilder(str(tree)).recurse_included_files()])


@pytest.mark.slow
def test_the_sdist_contains_no_abstracts_and_no_index(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        must_hold_no_abstracts(archive.getnames())


@pytest.mark.slow
def test_the_wheel_alone_finds_papers(built, tmp_path):
    site = tmp_path / "site"
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    env = {"PYTHONPATH": str(site), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    empty = tmp_path / "empty"
    empty.mkdir()

    def mlforsys(*args: str) -> str:
        code = "import sys; sys.path[:] = [p for p in sys.path if not p.startswith(%r)]; from archive.cli import main; main()"
        asked = [sys.executable, "-c", code % str(PROJECT), *args]
        return subprocess.run(asked, cwd=empty, env=env, check=True, capture_output=True, text=True).stdout

    assert "kipf2019sosd" in mlforsys("search", "learned", "index", "--format", "ids")
    assert mlforsys("export", "--format", "bibtex").count("@inproceedings{") == 187
    assert (tmp_path / ".local" / "share" / "mlforsys" / "scraped" / "neurips2018.json").exists()


@pytest.mark.slow
def test_every_imported_package_is_a_dependency():
    """A package that is only installed because another one needs it may be missing elsewhere."""
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    asked = [*declared["dependencies"], *(one for extra in declared["optional-dependencies"].values() for one in extra)]
    provided = {re.match(r"[\w.-]+", one).group().lower().replace("_", "-") for one in asked}
    owners = importlib.metadata.packages_distributions()
    for source in (PROJECT / "archive").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "archive"]
            else:
                continue
            for package in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"archive", "__future__"}:
                owner = {name.lower().replace("_", "-") for name in owners.get(package, [package])}  # an extra may not be there
                assert owner & provided, f"{source.name} imports {package}, which pyproject.toml does not ask for"
