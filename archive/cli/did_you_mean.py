"""Proposals for unknown commands and options: by the names that other programs use, or else by spelling."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

_COMMANDS = {
    "search": "ls list find grep query look lookup papers s q get all dir filter select browse",
    "show": "cat info view display print paper read details describe abstract less more detail",
    "open": "pdf browse launch xdg-open download url web view-pdf",
    "scrape": "sync update fetch pull collect crawl download refresh upgrade clone harvest",
    "index": "reindex rebuild build",
    "related": "similar like neighbours neighbors recommend",
    "editions": "edition years year venues workshops conferences events status",
    "topics": "topic tags tag categories category keywords taxonomy",
    "authors": "author people person who names researchers",
    "cite": "bib ref reference references citation citations apa bibliography",
    "export": "bib bibtex ref ris csv json dump save convert",
    "import": "load ingest read-file",
    "add": "new propose register",
    "init": "new create start setup",
    "curate": "edit fix annotate correct set remove rm delete del drop",
    "site": "web html publish serve website generate",
    "check": "doctor verify lint validate test fsck health",
    "stats": "stat statistics count counts trends summary chart plot wc",
    "--version": "ver about",
    "--help": "usage man h",
    "--install-completion": "completion completions autocomplete",
}
_OPTIONS = {
    "--limit": "-l -m -k --max --num --number --top --head --rows --size --max-results --first",
    "--format": "-t --type --output-format --out-format --as --style --bibtex --bib --csv --ris --ids",
    "--output": "--out --file --to --save --outfile",
    "--year": "-y --years --since --from --date --after --before --until",
    "--edition": "-e --editions --conference --workshop --event",
    "--author": "-a --authors --by --person --name",
    "--topic": "-t --topics --tag --tags --any-topic --category --keyword --subject",
    "--venue": "-v --conference --venues --at",
    "--sort": "-s --order --order-by --sort-by --reverse -r",
    "--json": "-j -J",
    "--interactive": "--fzf --tui",
    "--award": "--awards --best",
    "--version": "-V -v",
    "--help": "-? --usage --man",
    "--yes": "--force --apply --write",
    "--no-pager": "-P --nopager --pager",
    "--mirror": "--offline --cache",
    "--remove": "--delete --rm --drop",
    "--root": "-C --dir --directory -d --data -r",
    "--style": "-s --bibtex --bib --apa --ieee --acm --chicago --mla",
    "--offset": "--skip --start --page",
}


_LIMITS = {"--count": "--limit 0", "-c": "--limit 0", "--all": "--limit all", "--no-limit": "--limit all"}
_OPTIONS_MEANT = {**dict.fromkeys("remove rm delete del drop".split(), "--remove"), "serve": "--serve"}
_FILTERS = ("year", "edition", "topic", "author", "venue", "award")
_NAMING_EDITIONS = ("editions", "scrape")
_TAKING_IDS = ("show", "related", "export", "open")
_OF_PAPERS = ("-n", "-o", "-f")  # short options of commands that print papers; elsewhere they are no beginnings of others
_VALUES = {
    "-year": "newest latest recent date new desc",
    "year": "oldest old asc",
    "relevance": "score rank best",
    "title": "alphabetical alpha",
}
_EDITION_FACTS = ("name", "venue", "year", "date", "location")
_PAPER_FIELDS = ("title", "authors", "author", "award", "presentation", "pdf", "page", "links", "link", "doi", "arxiv")
_FIELD_NAMES = {"author": "authors", "pdf": "pdf_url", "page": "page_url", "link": "links", "arxiv": "arxiv_id"}


def other_form(command: str, option: str) -> str:
    """A sentence on how to set what an unknown option names, such as a fact of an edition; empty if it is not known.

    Args:
        command: the name of the command, such as ``editions``.
        option: what was typed, such as ``--date``.
    """
    name = option.strip("-").replace("_", "-").removesuffix("-url").removesuffix("-id")
    if command == "editions" and name in _EDITION_FACTS:
        return f" To correct it: `mlforsys editions ID --set {name}=VALUE`."
    if command == "curate":
        return _correction_of(name)
    if command in _TAKING_IDS and (name == "style" or option == "-s"):
        return " For references in a style: `mlforsys cite ID --style STYLE`."
    return _filter_of_others(command, name)


def _filter_of_others(command: str, name: str) -> str:
    """How to name editions to a command that takes them as words, or which command has a filter; empty for other names."""
    if command in _NAMING_EDITIONS and name in ("edition", "editions", "year", "years"):
        return f" Name editions without an option: `mlforsys {command} ID`, or a year."
    if name in _FILTERS and command not in (*_NAMING_EDITIONS, "add", "import", "init"):
        value = "" if name == "award" else f" {name.upper()}"
        return f" `{command}` has no filters; `mlforsys search --{name}{value}` has."
    return ""


def _correction_of(name: str) -> str:
    """How to change a field or the status of a paper; empty for another name."""
    if name in ("withdraw", "withdrawn", "retract"):
        return " To mark an imported paper as withdrawn, import its row with the status withdrawn."
    if name not in _PAPER_FIELDS:
        return ""
    field = _FIELD_NAMES.get(name, name)
    value = "OLD -> NEW" if field in ("authors", "links") else "VALUE"
    return f' To correct it: `mlforsys curate ID --correct "{field}={value}" --reason TEXT --source TEXT`.'


def near_commands(wanted: str, commands: Sequence[str]) -> list[str]:
    """The commands that have this name in other programs, or else those with a similar spelling."""
    return _near(wanted, _COMMANDS, [*commands, "--version", "--help", "--install-completion"], cutoff=0.65)


def options_meant(command: str) -> list[str]:
    """The options that the command proposed by :func:`near_commands` needs to do what the unknown command says."""
    return [_OPTIONS_MEANT[command]] if command in _OPTIONS_MEANT else []


def near_value(wanted: str, values: Sequence[str]) -> list[str]:
    """The value of an option that has this name in other programs; an empty list if there is none."""
    return [value for value, words in _VALUES.items() if value in values and wanted.lower() in words.split()]


def near_options(wanted: str, options: Sequence[str]) -> list[str]:
    """The options that have this name in other programs, or else those that begin with it or have a similar spelling. A
    number means a limit."""
    if (limit := _limit_meant(wanted)) is not None:
        return [limit] if "--limit" in options else []
    long = [option for option in options if option.startswith("--")]
    is_letter = len(wanted) == 2 and wanted not in _OF_PAPERS
    begun = [option for option in long if is_letter and option.startswith(f"-{wanted}")]
    return _near(wanted, _OPTIONS, long, cutoff=0.75) or begun[:3]


def _limit_meant(wanted: str) -> str | None:
    """The limit that an option means in other programs; None if it does not mean one."""
    number = wanted.strip("-")
    return f"--limit {number}" if number.isdigit() else _LIMITS.get(wanted)


def _near(wanted: str, meanings: dict[str, str], known: Sequence[str], cutoff: float) -> list[str]:
    meant = [name for name, words in meanings.items() if name in known and wanted in words.split()]
    return meant or get_close_matches(wanted, list(known), n=2, cutoff=cutoff)
