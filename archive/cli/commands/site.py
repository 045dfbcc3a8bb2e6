"""``mlforsys site``."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import command
from archive.cli.messages import count, paper_count
from archive.cli.missing_editions import not_collected
from archive.cli.option_types import Bounded, Choice
from archive.cli.options import CommonOptions, FilterOptions, JsonOption, MirrorOption, TimeoutOption
from archive.cli.terminal.output import json_data, note
from archive.errors import UsageError
from archive.net.http import TIMEOUT
from archive.site.build_options import SHARDED_FROM

if TYPE_CHECKING:
    from archive.catalogue.items import Item
    from archive.site.theme import Theme
    from archive.store.root import Root

_SEARCHES = ("auto", "plain", "pagefind")
_NAMED = 6  # untranslated texts that are named in a note; the others are only counted


def site(
    ctx: typer.Context,
    filters: FilterOptions,
    common: CommonOptions,
    out: Annotated[
        Path | None,
        typer.Argument(metavar="[OUT]", help="The folder to write to; optional with --serve.", show_default=False),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url", metavar="URL", help="The site's address, for canonical links and feeds.", show_default=False
        ),
    ] = None,
    abstracts: Annotated[
        bool, typer.Option("--abstracts", help="Show and search the abstracts stored on this machine.")
    ] = False,
    copy_pdfs: Annotated[bool, typer.Option("--copy-pdfs", help="Copy each PDF next to its paper's page.")] = False,
    theme: Annotated[
        Path | None,
        typer.Option("--theme", metavar="DIR", help="Folder with name, colours, logo and templates.", show_default=False),
    ] = None,
    search: Annotated[
        str,
        typer.Option(
            "--search",
            metavar="HOW",
            help=f"plain (one script with all papers), pagefind, or auto: Pagefind from {SHARDED_FROM} papers on.",
            parser=Choice("--search", lambda: _SEARCHES),
        ),
    ] = "auto",
    serve: Annotated[bool, typer.Option("--serve", help="Serve the site on this machine until Ctrl-C.")] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help="Port for --serve.", parser=Bounded("--port", int, 0, 65535))
    ] = 8000,
    mirror: MirrorOption = None,
    timeout: TimeoutOption = TIMEOUT,
    as_json: JsonOption = False,
) -> None:
    """Build a static site with a search.

    The site has pages for papers, editions, topics, authors and years. It needs no server
    and loads nothing from other hosts. It is built beside OUT, and replaces OUT when it is complete; files
    that you put into OUT yourself (CNAME, .git) are kept.

    \b
    Examples:
      mlforsys site public --base-url https://papers.example.org/
      mlforsys site public --abstracts --theme our-theme
      mlforsys site public --year 2022-
      mlforsys site --serve
    """
    from archive.site.atomic_publish import refuse_foreign_files
    from archive.site.build_options import Settings
    from archive.site.serve import address, make_server, serve_until_stopped

    _refuse_contradictions(out, serve=serve, mirror=mirror, copy_pdfs=copy_pdfs)
    root = common.find_papers(ctx)
    chosen = _chosen(root, filters)
    _refuse_nameless(root, chosen)
    look = _look(theme, root)
    base = _base(base_url, look)
    if out is not None:
        refuse_foreign_files(out)
    if not chosen:
        _report(root, (), 0, None, base, as_json)
        return
    with tempfile.TemporaryDirectory(prefix="mlforsys-site-") as own:
        folder = out or Path(own) / "site"
        server = make_server(folder, port) if serve else None
        if server and out is None:  # a site that is kept must not contain the address of this machine
            base = base_url or address(server)
        settings = Settings(look, _with_slash(base), _shows_abstracts(chosen, abstracts), _is_sharded(search, len(chosen)))
        pdfs = _copies(root, out, mirror, timeout) if copy_pdfs else None
        pages = _build(root, folder, chosen, settings, pdfs)
        _report(root, chosen, pages, out, settings.base_url, as_json)
        if server:
            note(f"{address(server)} shows the site. Press Ctrl-C to stop.")
            serve_until_stopped(server)


app = command(site)


def _with_slash(base: str | None) -> str | None:
    return base and base.rstrip("/") + "/"


def _copies(root: Root, out: Path | None, mirror: str | None, timeout: float) -> Callable[[Item], Any]:
    """A function that returns a copy of a paper's PDF, from its address or from a mirror."""
    from archive.net.fetch import make_fetcher
    from archive.net.http import user_agent
    from archive.site.pdf_copies import copies
    from archive.store.editions import load_registry

    own = load_registry(root.folder).addresses()
    return copies(make_fetcher(mirror, timeout=timeout, agent=user_agent(root.identity), own=own), out, note)


def _report(root: Root, chosen: Sequence[Item], pages: int, out: Path | None, base: str | None, as_json: bool) -> None:
    """Report what was written."""
    withdrawn = sum(item.paper.withdrawn for item in chosen)
    standing = len(chosen) - withdrawn
    if as_json:
        path = None if out is None else str(out.absolute())
        counts = {"papers_count": standing, "withdrawn_count": withdrawn, "pages_count": pages}
        json_data({**counts, "path": path, "base_url": base})
    if not chosen:
        note("No paper matches; nothing was written.")
        return
    where = f" in {out if out.name else out.resolve()}" if out else ""
    note(f"{paper_count(standing, withdrawn)} on {count(pages, 'page')}{where}.")
    if base is None:
        note("Without --base-url, the address where it will be, there are no canonical addresses, no feeds and no sitemap.")
    if out is not None:
        note(_how_to_publish(out, root))


def _how_to_publish(out: Path, root: Root) -> str:
    """How to publish the site: by the workflow of the archive if it has one, or else by copying the folder."""
    from archive.store.new_archive import WORKFLOW

    if (root.folder / WORKFLOW).is_file():
        return f"To publish it, push to GitHub: {WORKFLOW} builds the site again and publishes it."
    return f"To publish it, copy what is in {out} to a web server, or to a branch that GitHub Pages serves."


def _refuse_contradictions(out: Path | None, *, serve: bool, mirror: str | None, copy_pdfs: bool) -> None:
    if out is None and not serve:
        raise UsageError("Name a folder, as in `mlforsys site public`, or view the site with `mlforsys site --serve`.")
    if mirror is not None and not copy_pdfs:
        raise UsageError("--mirror works only with --copy-pdfs. Add it.")


def _chosen(root: Root, filters: FilterOptions) -> list[Item]:
    """The papers that pass the filters."""
    from archive.catalogue.items import items

    wanted = filters.read(root)
    found = [item for item in items(root) if wanted.accepts(item.record())]
    for sentence in not_collected(root, wanted, only_named=bool(found)):
        note(sentence)
    return found


def _shows_abstracts(chosen: Sequence[Item], asked: bool) -> bool:
    """Whether abstracts are asked for, and there are any; reports how many papers lack one on this machine."""
    if not asked:
        return False
    standing = [item for item in chosen if not item.paper.withdrawn]
    lacking = sum(item.abstract is None for item in standing)
    if lacking:
        papers = paper_count(len(standing))
        note(f"No abstract on this machine for {lacking} of {papers}; `mlforsys scrape` collects abstracts.")
    return lacking < len(standing)


def _refuse_nameless(root: Root, chosen: Sequence[Item]) -> None:
    """Raise :class:`UsageError` for editions that are not bundled, in an archive without a name: the site would have the name
    of the bundled archive."""
    from archive.store.editions import load_registry
    from archive.store.file_names import IDENTITY
    from archive.store.root import in_checkout

    if (root.folder / IDENTITY).is_file() or in_checkout(root):
        return
    bundled = load_registry(None)
    own = sorted({item.edition.id for item in chosen if item.edition.id not in bundled})
    if own:
        some = ", ".join(own[:3]) + ", …" * (len(own) > 3)
        raise UsageError(
            f"{root.folder} has editions of its own ({some}) but no name, so the site would "
            f'be called "{root.identity.name}". Write {root.folder / IDENTITY} with a line such as: name = "Kites for Systems".'
        )


def _look(theme: Path | None, root: Root) -> Theme:
    from archive.site.config import load_site
    from archive.site.theme import load_theme

    own, missing = load_site(root.folder)
    if missing:
        rest = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        named = ", ".join(missing[:_NAMED])
        note(f"texts/{own.texts.language}.toml lacks {count(len(missing), 'text')}, which are English: {named}{rest}.")
    look = load_theme(theme, root.identity, own)
    for sentence in look.faint_colors():
        note(f"{theme or root.folder / 'archive.toml'}: {sentence}")
    return look


def _base(given: str | None, look: Theme) -> str | None:
    """The site's address, from the option or else from the theme; None if neither has one.

    Raises:
        UsageError: it is invalid.
    """
    from archive.site.theme import EXAMPLE, is_base

    base = given if given is not None else look.base_url
    if base is not None and not is_base(base):
        ascii_too = "" if base.isascii() else " in ASCII (xn--…)"
        raise UsageError(f'Invalid --base-url "{base}": use the full address of the site{ascii_too}, such as {EXAMPLE}.')
    return base


def _build(root: Root, folder: Path, chosen: Sequence[Item], settings: Any, pdfs: Callable[[Item], Any] | None) -> int:
    """Write the site with a progress bar, and return its number of pages."""
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.cli.terminal.progress import progress
    from archive.site.build import build
    from archive.site.own_pages import load_own_pages
    from archive.store.editions import load_registry
    from archive.store.people import load_known_people

    with progress(1) as bar:
        return build(
            folder,
            chosen,
            load_registry(root.folder),
            settings,
            taxonomy=load_taxonomy(root.folder),
            known_people=load_known_people(root.folder),
            own=load_own_pages(root.folder),
            pdfs=pdfs,
            progress=bar.of,
            say=note,
        )


def _is_sharded(search: str, papers: int) -> bool:
    from archive.site.pagefind_index import EXTRA, is_installed

    if search == "plain" or (search == "auto" and papers < SHARDED_FROM):
        return False
    if not is_installed():
        if search == "pagefind":
            raise UsageError(f"--search pagefind needs Pagefind: {EXTRA}")
        note(f"The search page will load all {papers} papers at once. To avoid that: {EXTRA}")
        return False
    return True
