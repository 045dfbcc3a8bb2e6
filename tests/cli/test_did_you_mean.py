"""Proposals for unknown commands and options."""

from __future__ import annotations

import pytest

from tests.support.commands import run


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("search", "kites", "-y", "2019"), "No such option: -y. Did you mean --year? To exclude the word y, write: NOT y."),
        (("search", "kites", "-y=2019"), "No such option: -y. Did you mean --year? To exclude the word y, write: NOT y."),
        (("search", "-x"), "No such option: -x. To exclude the word x, write: NOT x."),
        (("search", "kites", "-5"), "No such option: -5. Did you mean --limit 5? To exclude the word 5, write: NOT 5."),
        (("search", "kites", "--max", "5"), "No such option: --max. Did you mean --limit?"),
        (("search", "kites", "--yaer", "5"), "No such option: --yaer. Did you mean --year?"),
        (("search", "kites", "--any-topic", "x"), "No such option: --any-topic. Did you mean --topic?"),
        (("search", "kites", "--count"), "No such option: --count. Did you mean --limit 0?"),
        (("search", "kites", "--all"), "No such option: --all. Did you mean --limit all?"),
        (
            ("search", "--sort", "newest"),
            'Invalid --sort "newest": use relevance, year, -year or title. Did you mean -year?',
        ),
        (("rm", "x"), 'There is no command "rm". Did you mean `mlforsys curate x --remove`?'),
        (("serve",), 'There is no command "serve". Did you mean `mlforsys site --serve`?'),
        (("topics", "-n", "2"), "No such option: -n."),
        (
            ("topics", "--year", "2031"),
            "No such option: --year. `topics` has no filters; `mlforsys search --year YEAR` has.",
        ),
        (
            ("curate", "x", "--withdraw"),
            "No such option: --withdraw. To mark an imported paper as withdrawn, import its row with the status withdrawn.",
        ),
        (("check", "kites2031"), '`mlforsys check` takes only options. Leave out "kites2031".'),
        (("curate", "a", "b", "c", "--remove"), '`mlforsys curate` takes one ID. Leave out "b c".'),
        (("init", "a", "b"), '`mlforsys init` takes one DIR. Leave out "b".'),
        (("help", "zebras"), 'There is no command "zebras". To search for the words: `mlforsys search zebras`.'),
        (("ls",), 'There is no command "ls". Did you mean `mlforsys search`?'),
        (("find", "kites", "-l"), 'There is no command "find". Did you mean `mlforsys search kites`?'),
        (("cat", "quill2031deep"), 'There is no command "cat". Did you mean `mlforsys show quill2031deep`?'),
        (("update",), 'There is no command "update". Did you mean `mlforsys scrape`?'),
        (("bib",), 'There is no command "bib". Did you mean `mlforsys cite` or `mlforsys export`?'),
        (("serach", "x", "--year", "2031", "-n", "1"), 'There is no command "serach". Did you mean `mlforsys search x`?'),
        (("serach", "x"), 'There is no command "serach". Did you mean `mlforsys search x`?'),
        (
            ("what is a kite?",),
            "There is no command \"what is a kite?\". To search for the words: `mlforsys search 'what is a kite?'`.",
        ),
        (("deep", "kites"), 'There is no command "deep". To search for the words: `mlforsys search deep kites`.'),
    ],
)
def test_the_likely_meaning_is_suggested(capsys, root, arguments, says):
    ran = run(capsys, *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"mlforsys: {says}\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("editions", "x", "--date", "y"), "To correct it: `mlforsys editions ID --set date=VALUE`."),
        (("curate", "x", "--title", "y"), 'To correct it: `mlforsys curate ID --correct "title=VALUE" --reason TEXT'),
        (("curate", "x", "--author", "y"), '--correct "authors=OLD -> NEW" --reason TEXT --source TEXT`.'),
        (("curate", "x", "--pdf-url", "y"), '--correct "pdf_url=VALUE" --reason TEXT --source TEXT`.'),
    ],
)
def test_an_option_named_after_a_fact_gets_a_hint_how_to_correct_it(capsys, root, arguments, says):
    ran = run(capsys, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"mlforsys: No such option: {arguments[2]}. To correct it: ")
    assert says in ran.err


@pytest.mark.parametrize("option", ["-s", "--style"])
def test_a_style_is_an_option_of_cite(capsys, root, option):
    ran = run(capsys, "show", "quill2031deep", option, "apa")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("For references in a style: `mlforsys cite ID --style STYLE`.\n")
