"""``mlforsys init``: starting an archive, with options and on a terminal."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml

from archive.catalogue.taxonomy import load_taxonomy
from archive.cli.app import COMMANDS
from archive.site.config import load_site
from archive.site.theme import Theme
from archive.store.archive_config import load_identity
from archive.store.editions import load_registry
from tests.support.commands import run
from tests.support.terminals import Sitting

FILES = {
    "archive.toml",
    "editions.toml",
    "topics.toml",
    "README.md",
    ".gitignore",
    ".github/workflows/publish.yml",
    "scraped/.gitkeep",
}
NAMED = ("--name", 'Kites for "Systems"', "--short-name", "KfS", "--contact", "chairs@kites.example")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder):
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in files if not name.startswith(".mlforsys/")}  # the lock, which git passes over


def test_it_writes_an_archive_and_says_what_to_do_next(capsys, here):
    ran = run(capsys, "init", "kites", *NAMED, "--url", "https://kites.example", "--license", "CC0")
    assert ran.code == 0
    assert written(here / "kites") == FILES
    assert set(ran.out.splitlines()) == {f"kites/{name}" for name in FILES}
    steps = re.findall(r"^  (\S.*)$", ran.err, re.M)
    assert steps[0] == "cd kites"
    named = [step.split()[1] for step in steps[1:]]
    assert named[:2] == ["add", "import"]
    assert set(named) - {"add"} <= set(COMMANDS)
    identity = load_identity(here / "kites")
    assert (identity.name, identity.title, identity.license) == ('Kites for "Systems"', "KfS", "CC0")
    assert not identity.use_bundled


def test_the_current_folder_is_the_default(capsys, here):
    ran = run(capsys, "init", *NAMED)
    assert ran.code == 0
    assert written(here) == FILES
    assert "cd " not in ran.err


def test_every_file_can_be_read_and_names_the_workshop(capsys, here):
    run(capsys, "init", *NAMED)
    for name in ("archive.toml", "editions.toml", "topics.toml"):
        tomllib.loads((here / name).read_text(encoding="utf-8"))
    assert 'Kites for "Systems"' in (here / "README.md").read_text(encoding="utf-8")
    assert not [name for name in FILES if re.search(r"@\w+@", (here / name).read_text(encoding="utf-8"))]
    workflow = yaml.safe_load((here / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    steps = [step.get("run", "") for step in workflow["jobs"]["publish"]["steps"]]
    assert [step.split()[1] for step in steps if step.startswith("mlforsys")] == ["check", "site"]


@pytest.mark.parametrize("name", ["editions.toml", "topics.toml"])
def test_its_examples_are_right_without_the_comment_marks(capsys, here, name):
    run(capsys, "init", *NAMED)
    text = (here / name).read_text(encoding="utf-8")
    example = "\n".join(re.findall(r"^# (\[[\w-]+\]|[a-z]+ = .*)$", text, re.M))
    if name == "editions.toml":
        example = example.replace("https://…/", "https://kites.example/").replace('family = "…"', 'family = "list"')
    else:
        example += '\n[operating-systems]\nname = "x"\nkind = "area"\ndescription = "x"\n'
    (here / name).write_text(example, encoding="utf-8")
    assert all(edition.startswith("kfs") for edition in load_registry(here))
    assert len(load_registry(here)) + len(load_taxonomy(here)) == (1 if name == "editions.toml" else 2)


def test_the_tables_of_the_site_work_without_the_comment_marks(capsys, here):
    run(capsys, "init", *NAMED, "--url", "https://kites.example/")
    own = here / "archive.toml"
    assert set(tomllib.loads(own.read_text(encoding="utf-8"))) <= {"name", "short_name", "url", "contact", "use_bundled"}
    text = re.sub(r"^# (\[|\w+ = )", r"\1", own.read_text(encoding="utf-8"), flags=re.M)
    own.write_text(text, encoding="utf-8")
    (here / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    for name in ("font.woff2", "google1234.html"):
        (here / name).write_text("kites", encoding="utf-8")
    (here / "pages").mkdir()
    (here / "pages" / "organizers.md").write_text("# Organizers", encoding="utf-8")
    theme, missing = load_site(here)
    assert (theme.tagline, theme.base_url) == ("Every paper of the workshop.", "https://kites.example/papers/")
    assert theme.report == "mailto:chairs@kites.example?subject={id}"
    assert (theme.font, list(theme.files)) == ("font.woff2", ["google1234.html"])
    assert [name for name, _ in theme.navigation] == ["Workshop", "Organizers"]
    assert (theme.light["accent"], theme.dark["accent"], theme.logo, missing) == (
        "#8a1c4a",
        Theme().dark["accent"],
        "logo.svg",
        [],
    )


def test_nothing_is_overwritten(capsys, here):
    run(capsys, "init", *NAMED)
    before = {name: (here / name).read_bytes() for name in FILES}
    ran = run(capsys, "init", *NAMED)
    assert ran.code == 2
    assert "is an archive already" in ran.err
    assert "Nothing was changed" in ran.err
    assert {name: (here / name).read_bytes() for name in FILES} == before


def test_a_repositorys_own_readme_and_gitignore_stay(capsys, here):
    (here / "README.md").write_text("ours")
    (here / ".gitignore").write_text("ours")
    ran = run(capsys, "init", *NAMED)
    assert ran.code == 0
    assert (here / "README.md").read_text() == (here / ".gitignore").read_text() == "ours"
    assert "/scraped/abstracts/" in ran.err


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ((), "Give the workshop's name"),
        (("--name", "Kites", "--url", "kites"), "--url: url should be a whole web address"),
        (("--name", "Kites", "--contact", "Ada"), "--contact: contact should be an e-mail address"),
        (("--name", " "), "--name: name should be text on one line"),
        (("file", "--name", "Kites"), "file is a file"),
    ],
)
def test_wrong_usage_is_a_sentence_and_writes_nothing(capsys, here, monkeypatch, asked, says):
    (here / "file").write_text("")
    ran = run(capsys, "init", *asked)
    assert ran.code == 2
    assert says in ran.err
    assert written(here) == {"file"}


def test_on_a_terminal_questions_are_repeated_until_valid(here):
    with Sitting("init", "kites") as sitting:
        for question, answer in (
            ("Name of the workshop", "Kites for Systems"),
            ("Short name", ""),
            ("Address of its site", "kites"),
            ("whole web address", "https://kites.example/"),
            ("Contact", "chairs@kites.example"),
        ):
            sitting.sees(question)
            sitting.type(answer + "\n")
        sitting.sees("Next:")
        assert sitting.leaves()[0] == 0
    identity = load_identity(here / "kites")
    assert (identity.name, identity.url, identity.contact) == (
        "Kites for Systems",
        "https://kites.example/",
        "chairs@kites.example",
    )


def test_an_archive_is_not_started_where_one_is(capsys, tmp_path, monkeypatch):
    assert run(capsys, "init", tmp_path / "kites", "--name", "Kites").code == 0
    monkeypatch.chdir(tmp_path / "kites")
    for more in ((), ("--name", "Kites")):
        ran = run(capsys, "init", *more)
        assert ran.code == 2
        assert f"{tmp_path / 'kites'} is an archive already. Nothing was changed. `mlforsys add URL`" in ran.err


def test_questions_break_at_blanks_in_a_narrow_terminal(here):
    with Sitting("init", "kites", columns=40) as sitting:
        assert "Name of the workshop (such as Kites for\nSystems)" in sitting.sees("Systems):").replace("\r", "")
