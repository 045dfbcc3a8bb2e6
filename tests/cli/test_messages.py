"""Messages quote in one way: text of a user or a page is in straight double quotes. Reasons of the system are parts of
sentences."""

from __future__ import annotations

import ast
import errno
import re
import shutil
from collections.abc import Iterator

import pytest

from archive.cli.messages import quoted
from archive.errors import reason_of
from archive.model.text import quote
from tests.support import PROJECT

# Not messages: the representation of an object, the error of Python's own import, and the marks of typography.
OTHERS = {"archive/__init__.py", "archive/api.py", "archive/export/cite/typography.py"}
SINGLE = {  # a command of a shell, a selector of CSS
    "archive/cli/command.py",
    "archive/cli/completion/__init__.py",
    "archive/collect/propose/page_parts.py",
    "archive/collect/propose/refine_selectors.py",
}
SUSPECT = re.compile(r"![r]|[“‘]| '|\('")  # only what has one of these is parsed
MODULES = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "archive").rglob("*.py"))


def other_quotes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and the kind of quotation mark of each value in an f-string that is quoted in another way."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr):
            continue
        for before, value in zip([None, *node.values], node.values, strict=False):
            if not isinstance(value, ast.FormattedValue):
                continue
            if value.conversion == ord("r"):
                yield value.lineno, "!r"
            text = before.value if isinstance(before, ast.Constant) else ""
            if isinstance(text, str) and text.endswith(("“", "‘", " '", "('")):
                yield value.lineno, text[-1]


def test_values_in_messages_are_in_straight_double_quotes():
    modules = [name for name in MODULES if name not in OTHERS]
    assert len(modules) > 300
    texts = {name: (PROJECT / name).read_text(encoding="utf-8") for name in modules}
    found = {
        f"{name}:{line}: {kind}"
        for name, text in texts.items()
        if SUSPECT.search(text)
        for line, kind in other_quotes(ast.parse(text))
        if kind != "'" or name not in SINGLE
    }
    assert not found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("kites", '"kites"'),
        ('a "b"', r'"a \"b\""'),
        ("two\nlines", r'"two\nlines"'),
        ("\x1b[31m\u202e", r'"\u001b[31m\u202e"'),
        ("\ud800", r'"\ud800"'),
        ("Łódź", '"Łódź"'),
        (True, "true"),
        (None, "null"),
        (["a", 1], '["a", 1]'),
    ],
)
def test_a_value_is_quoted_on_one_line(value, text):
    assert quote(value) == text


def test_several_values_are_separated_by_commas():
    assert quoted(["lerned", "indxe"]) == '"lerned", "indxe"'


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOENT, "No such file or directory", "/Kites"), "no such file or directory"),
        (shutil.SameFileError("'/Kites/A' and '/Kites/a' are the same file"), "'/Kites/A' and '/Kites/a' are the same file"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_reason_of_the_system_stands_in_a_sentence_and_keeps_paths(error, says):
    assert reason_of(error) == says
