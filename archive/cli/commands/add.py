"""``mlforsys add``."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import command
from archive.cli.messages import count
from archive.cli.new_edition import (
    DateOption,
    LocationOption,
    NameOption,
    VenueOption,
    YearOption,
    given_facts,
    missing_options,
)
from archive.cli.options import BaseUrlOption, CommonOptions, JsonOption, MirrorOption, TimeoutOption
from archive.cli.terminal import output
from archive.cli.terminal.output import note
from archive.cli.terminal.progress import progress
from archive.errors import ArchiveError, UsageError
from archive.model.text import quote
from archive.net.http import TIMEOUT

if TYPE_CHECKING:
    from archive.collect.propose import Proposal
    from archive.model.paper import Edition
    from archive.net.fetch import Fetcher
    from archive.store.editions import Registry
    from archive.store.root import Root

_FACTS = ("edition", "name", "venue", "year")


def _option(flag: str, metavar: str, what: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=what, show_default=False)


def add(
    ctx: typer.Context,
    common: CommonOptions,
    source: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="An accepted-papers page, or a file with papers.", show_default=False)
    ],
    edition: Annotated[str | None, _option("--edition", "EDITION", "The edition's id, such as acme2031.")] = None,
    name: NameOption = None,
    venue: VenueOption = None,
    year: YearOption = None,
    date: DateOption = None,
    location: LocationOption = None,
    url: Annotated[
        str | None,
        _option("--url", "URL", "Web address of a page that is given as a file; with a file of papers, the edition's."),
    ] = None,
    base_url: BaseUrlOption = None,
    within: Annotated[str | None, _option("--within", "SELECTOR", "The part of the page that lists papers.")] = None,
    paper: Annotated[
        str | None, _option("--paper", "SELECTOR", "The element of one paper, or the first of its elements.")
    ] = None,
    until: Annotated[
        str | None, _option("--until", "SELECTOR", "The element that ends a paper made of several siblings.")
    ] = None,
    title: Annotated[str | None, _option("--title", "SELECTOR", "The title, within a paper.")] = None,
    authors: Annotated[str | None, _option("--authors", "SELECTOR", "The authors, within a paper.")] = None,
    abstract: Annotated[str | None, _option("--abstract", "SELECTOR", "The abstract, within a paper.")] = None,
    pdf: Annotated[str | None, _option("--pdf", "SELECTOR", "The PDF link, within a paper; '' for none.")] = None,
    award: Annotated[str | None, _option("--award", "SELECTOR", "The award, within a paper.")] = None,
    drop: Annotated[list[str] | None, _option("--drop", "SELECTOR", "An element to ignore; may be repeated.")] = None,
    skip: Annotated[str | None, _option("--skip", "REGEX", "Skip elements whose text matches.")] = None,
    title_pattern: Annotated[str | None, _option("--title-pattern", "REGEX", "Its group is the title.")] = None,
    authors_pattern: Annotated[str | None, _option("--authors-pattern", "REGEX", "Its group is the authors.")] = None,
    names: Annotated[
        str | None, _option("--names", "STYLE", "comma (default), family-first, 'name, affiliation;' or list.")
    ] = None,
    mirror: MirrorOption = None,
    timeout: TimeoutOption = TIMEOUT,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write the proposal to editions.toml without asking.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Propose an edition from its accepted-papers page.

    Finds the repeated elements of the page, distinguishes titles from authors, and shows the papers, any doubts, and
    the table that `mlforsys scrape` will use. Check the papers. If some are wrong, run the command again with --paper,
    --title, --authors or similar options that correct them. Nothing is written until you confirm, or give --yes. For a
    BibTeX, CSV, YAML or JSON file, the command does what `mlforsys import` does.

    \b
    Examples:
      mlforsys add https://kites.example/2031/accepted.html
      mlforsys add https://kites.example/2031/accepted.html --edition acme2031 --yes
      mlforsys add saved.html --url https://kites.example/2031/ --title h4 --authors p.names
      mlforsys add papers.bib --edition acme2031 --name "Kites at ACME 2031" --venue ACME --url https://kites.example/
    """
    from archive.collect.propose.source import is_unknown
    from archive.net.fetch import make_fetcher
    from archive.net.http import user_agent
    from archive.store.editions import load_registry

    here = common.find(ctx, to_write=yes)
    registry = load_registry(here.folder)
    given = given_facts(edition=edition, name=name, venue=venue, year=year, date=date, location=location)
    fixed = _given_settings(
        within=within, paper=paper, until=until, title=title, authors=authors, abstract=abstract, pdf=pdf, award=award,
        drop=drop, skip=skip, title_pattern=title_pattern, authors_pattern=authors_pattern, names=names,
    )  # fmt: skip
    own = [source, *registry.addresses()]  # an address that the user typed may be on this machine
    fetcher = make_fetcher(mirror, timeout=timeout, agent=user_agent(here.identity), own=own)
    with _says_that_nothing_was_written():
        html, address, is_page = _read(source, url, fetcher)
    if not is_page:
        from archive.cli.commands.add_file import add_file
        from archive.cli.commands.import_run import ImportRequest

        _refuse_page_options(fixed, source)
        edition_facts = {**given, **given_facts(url=url)}
        request = ImportRequest(edition_facts.pop("edition", ""), edition_facts, yes=yes, base_url=base_url, names=names)
        add_file(Path(source), request, here, registry, as_json=as_json)
        return
    if base_url is not None:
        raise UsageError("--base-url is for files of papers. For a saved page, give its own address: --url URL.")
    with _says_that_nothing_was_written():
        proposal = _propose(html, address, here, fixed)
        facts = {**proposal.meeting.stated(), **given}
        if is_unknown(address):
            facts.pop("url", None)
        written = _show_and_write(proposal, facts, here, registry, source, yes=yes, as_json=as_json)
    if not proposal.entries:
        raise ArchiveError(f"{source}: {' '.join(proposal.doubts)}")
    if not written:
        missing = " ".join(_missing_options(facts, address_known=not is_unknown(address)))
        note(f"Nothing was written. To write the table, run the command again with {missing}.")


app = command(add)


def _given_settings(**settings: Any) -> dict[str, Any]:
    """The keys of a page's table that were given as options; lists become tuples."""
    given = {key: value for key, value in settings.items() if value not in (None, [])}
    return {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}


def _refuse_page_options(fixed: Mapping[str, Any], source: str) -> None:
    """Raise :class:`UsageError` if options that describe a page were given with a file of papers."""
    if given := ", ".join(f"--{key.replace('_', '-')}" for key in fixed if key != "names"):
        raise UsageError(
            f"{source} is a file of papers. Leave out the options for web pages: {given}. Those for files: "
            "`mlforsys import --help`."
        )


def _missing_options(facts: Mapping[str, Any], *, address_known: bool) -> Iterator[str]:
    """The options to add so that the same command writes the table."""
    if not address_known:
        yield "--url ADDRESS"
    yield from (f"--{key} {'ID' if key == 'edition' else key.upper()}" for key in _FACTS if facts.get(key) in (None, ""))
    yield "--yes"


@contextlib.contextmanager
def _says_that_nothing_was_written() -> Iterator[None]:
    """After Ctrl-C, says that nothing was written. That is true, since writing is the last step, and cannot happen in part."""
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        note("\nInterrupted; nothing was written.")
        raise KeyboardInterrupt from None


def _show_and_write(
    proposal: Proposal, facts: dict[str, Any], here: Root, registry: Registry, source: str, *, yes: bool, as_json: bool
) -> bool:
    """Show a proposal, and write it if the user agrees or gave ``--yes``. Returns whether it was written."""
    if as_json:
        from archive.cli.commands.add_show import as_data

        written = bool(proposal.entries) and yes and _write(proposal, facts, here, yes, source)
        output.json_data(as_data(proposal, facts, written))
        return written
    from archive.cli.commands.add_ask import ask, suggested
    from archive.cli.commands.add_show import show_proposal
    from archive.collect.propose.source import is_unknown

    output.print_when_done()  # what to do next is last on the screen
    asks = not yes and _may_ask() and not is_unknown(proposal.page["url"])
    show_proposal(proposal, facts, suggested(facts, proposal.headline, here, registry), asks=asks)
    if not proposal.entries:
        return False
    if yes:
        return _write(proposal, facts, here, yes, source)
    if not asks:
        return False
    answered = ask(proposal, facts, here, registry)
    return answered is not None and _write(proposal, answered, here, yes, source)


def _read(source: str, url: str | None, fetcher: Fetcher) -> tuple[str, str, bool]:
    """Read a page, from the web or from a file.

    Returns:
        Its text, its address, and whether it is a page: False for a file or folder with papers, which is not read.
    """
    from archive.collect.propose.source import looks_like_page
    from archive.model.urls import is_address

    if url is not None and not is_address(url):
        raise UsageError(f"--url {url}: not a web address. Use one like https://kites.example/2031/papers.html.")
    if "://" in source:
        if not is_address(source):
            raise UsageError(f"{source} is not a web address. Use one like https://kites.example/2031/papers.html, or a file.")
        html = fetcher.get(source)
        if not looks_like_page(html):
            raise ArchiveError(f"{source} is not a web page. Save it as a file and run `mlforsys import FILE --edition ID`.")
        return html, url or source, True
    return _read_file(source, url)


def _read_file(source: str, url: str | None) -> tuple[str, str, bool]:
    """What :func:`_read` returns for a file or a folder."""
    from archive.collect.imports.file_content import read_limited
    from archive.collect.propose.source import looks_like_page, own_address, unknown_address
    from archive.net import http
    from archive.store.root import expanded

    path = expanded(Path(source))
    if not path.exists():
        raise UsageError(f"File not found: {source}. Give a file, or an address that begins with https://.")
    if path.is_dir():
        return "", "", False
    html = http.decode(read_limited(path), None)
    if not looks_like_page(html):
        return "", "", False
    return html, url or own_address(html) or unknown_address(path.name), True


def _propose(html: str, address: str, here: Root, fixed: Mapping[str, Any]) -> Proposal:
    from archive.collect.page_limits import time_limit
    from archive.collect.propose import propose
    from archive.collect.propose.lexicon import learn
    from archive.store.page_config import page_from_table
    from archive.store.root import bundled_catalogue

    checked = {"url": "https://x.example/", "family": "selectors", "paper": "p", "title": "p"} | dict(fixed)
    checked = {key: list(value) if isinstance(value, tuple) else value for key, value in checked.items()}
    page_from_table(checked, lambda what: UsageError(f"{what}."))
    _must_be_selectors(fixed)
    stores = (here.store, bundled_catalogue())
    lexicon = learn(paper for store in stores for edition in store.editions() for paper in store.papers(edition))
    with progress(2) as bar, time_limit(address):
        bar.step("Looking for papers on the page")
        return propose(html, address, lexicon, fixed)


def _must_be_selectors(fixed: Mapping[str, Any]) -> None:
    from archive.collect.html.css import BadSelector, compile_selector

    for key in ("within", "paper", "until", "title", "authors", "abstract", "pdf", "award", "drop"):
        values = fixed.get(key, ())
        for value in (values,) if isinstance(values, str) else values:
            try:
                if value:
                    compile_selector(value)
            except BadSelector as error:
                raise UsageError(f"--{key} {quote(value)} is not a usable CSS selector: {error}.") from None


def _may_ask() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _write(proposal: Proposal, facts: Mapping[str, Any], here: Root, yes: bool, source: str) -> bool:
    from archive.collect.propose.source import is_unknown
    from archive.store.editions import load_registry
    from archive.store.editions_edit import add_page, check_edition
    from archive.store.transaction import transaction

    known = dict(facts) | {"url": None if is_unknown(proposal.page["url"]) else proposal.page["url"]}
    if missing := missing_options(known, (*_FACTS, "url")):
        address = "" if known["url"] else " --url is the web address of the page."
        raise UsageError(f"The page does not state everything about its edition. Give {missing}.{address}")
    edition = str(facts["edition"])
    with transaction(here.folder):
        registry = load_registry(here.folder)
        check_edition(here.folder, edition, registry)
        if there := registry.get(edition):
            _must_be_of(there, facts)
        path = add_page(here.folder, edition, facts, proposal.page)
    are = "is" if len(proposal.entries) == 1 else "are"
    note(f"Written to {path}: {edition}. Its {count(len(proposal.entries), 'paper')} {are} not stored yet; next:")
    note(_how_to_read(source, proposal.page["url"], edition))
    if there:
        note(f"{edition} was registered before: {there.name}. Its name, venue and dates stay as they are.")
    if yes and proposal.doubts:
        note(f"This reading is doubtful: {' '.join(proposal.doubts)}")
    return True


def _how_to_read(source: str, url: str, edition: str) -> str:
    """The commands that store the papers. If the page was read from a file, they read that file again, not the web page."""
    if "://" in source:
        return f"  mlforsys scrape {edition}"
    from archive.net.mirror import mirror_path

    copy = f"mirror/{mirror_path(url)}"
    commands = (
        f"  mkdir -p {shlex.quote(copy.rpartition('/')[0])}",
        f"  cp {shlex.quote(source)} {shlex.quote(copy)}",
        f"  mlforsys scrape {edition} --mirror mirror",
    )
    other = f"That reads {source}. To read {url} instead: `mlforsys scrape {edition}`."
    return "\n".join([" &&\n".join(commands), other])


def _must_be_of(there: Edition, facts: Mapping[str, Any]) -> None:
    """Raise :class:`UsageError` if a page states another year than the registered edition has."""
    if there.year and str(facts["year"]) != str(there.year):
        raise UsageError(
            f"{there.id} is registered as {there.name}, of {there.year}, but this page is of {facts['year']}. Give another "
            f"--edition; if the page is right, add --year {there.year}."
        )
