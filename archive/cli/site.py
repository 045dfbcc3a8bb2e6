"""``mlforsys site``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from archive.catalogue.filters import read_filters
from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note
from archive.cli.options import (
    AnyTopicOption,
    AuthorOption,
    AwardOption,
    EditionOption,
    MirrorOption,
    TimeoutOption,
    TopicOption,
    VenueOption,
    YearOption,
    root_of,
)
from archive.errors import EmptyArchive, UsageError
from archive.net.http import TIMEOUT
from archive.site.settings import SHARDED_FROM

app = one_command()


@app.command()
def site(
    ctx: typer.Context,
    out: Annotated[
        Path | None, typer.Argument(metavar="[OUT]", help="The folder to write; --serve can do without.", show_default=False)
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="Where the site will stand: for canonical addresses and feeds."),
    ] = None,
    abstracts: Annotated[
        bool, typer.Option("--abstracts", help="Show and search the abstracts that this machine holds.")
    ] = False,
    copy_pdfs: Annotated[bool, typer.Option("--copy-pdfs", help="Put a copy of each PDF beside its paper's page.")] = False,
    theme: Annotated[
        Path | None,
        typer.Option("--theme", metavar="DIR", help="Name, colours, logo, changed templates.", show_default=False),
    ] = None,
    search: Annotated[
        Literal["auto", "plain", "pagefind"],
        typer.Option("--search", help=f"One script with all papers, or Pagefind; auto: from {SHARDED_FROM} papers on."),
    ] = "auto",
    serve: Annotated[bool, typer.Option("--serve", help="Show the site on this machine until Ctrl-C.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where --serve listens.")] = 8000,
    year: YearOption = None,
    edition: EditionOption = None,
    topic: TopicOption = None,
    any_topic: AnyTopicOption = None,
    author: AuthorOption = None,
    venue: VenueOption = None,
    award: AwardOption = False,
    mirror: MirrorOption = None,
    timeout: TimeoutOption = TIMEOUT,
    root: RootOption = None,
) -> None:
    """Write the archive as a static site: a page for each paper, edition, topic, author and year, a search.

    It needs no server and loads nothing from elsewhere. It is built beside OUT and swapped in when it is
    complete; files that you put there yourself (CNAME, .git) stay.

    \b
    Examples:
      mlforsys site public --base-url https://papers.example.org/
      mlforsys site public --abstracts --theme our-theme
      mlforsys site --serve
    """
    import tempfile

    if out is None and not serve:
        raise UsageError("Name a folder for the site: `mlforsys site public`. Or look at it: `mlforsys site --serve`.")
    if mirror is not None and not copy_pdfs:
        raise UsageError("--mirror is where --copy-pdfs takes PDFs from; give both.")
    here = root_of(ctx, root)
    if not here.has_papers():
        raise EmptyArchive(here.folder)
    filters = read_filters(
        here, year=year, edition=edition, topic=topic, any_topic=any_topic, author=author, venue=venue, award=award
    )

    from archive.catalogue.items import items
    from archive.catalogue.people import load_settled
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.cli.progress import progress
    from archive.net.fetch import make_fetcher
    from archive.net.http import user_agent
    from archive.site.build import build
    from archive.site.copies import copies
    from archive.site.serve import address, make_server, serve_until_stopped
    from archive.site.settings import Settings
    from archive.site.swap import refuse_strangers
    from archive.site.theme import EXAMPLE, is_base, load_theme
    from archive.store.editions import load_registry

    look = load_theme(theme, here.identity)
    for sentence in look.faint_colors():
        note(f"{theme}: {sentence}")
    base = base_url if base_url is not None else look.base_url
    if base is not None and not is_base(base):
        raise UsageError(f"--base-url {base}: give the whole address of the site, like {EXAMPLE}.")
    if out is not None:
        refuse_strangers(out)
    registry = load_registry(here.folder)
    chosen = [item for item in items(here, registry) if filters.accepts(item.record())]
    if not chosen:
        note("No paper matches; nothing was written.")
        return
    with tempfile.TemporaryDirectory(prefix="mlforsys-site-") as own:
        folder = out or Path(own) / "site"
        server = make_server(folder, port) if serve else None
        if base is None and server is not None and out is None:  # what is kept is not to name this machine
            base = address(server)
        settings = Settings(look, base and base.rstrip("/") + "/", abstracts, _is_sharded(search, len(chosen)))
        pdfs = (
            copies(make_fetcher(mirror, timeout=timeout, agent=user_agent(here.identity)), out, note)
            if copy_pdfs
            else lambda item: None
        )
        with progress(1) as bar:
            pages = build(
                folder,
                chosen,
                registry,
                settings,
                taxonomy=load_taxonomy(here.folder),
                settled=load_settled(here.folder),
                pdfs=pdfs,
                told=bar.of,
            )
        where = f" in {out if out.name else out.resolve()}" if out else ""
        note(f"{count(len(chosen), 'paper')} on {count(pages, 'page')}{where}.")
        if base is None:
            note("Without --base-url there are no canonical addresses, no feeds and no sitemap.")
        if server is not None:
            note(f"{address(server)} shows it. Ctrl-C ends it.")
            serve_until_stopped(server)


def _is_sharded(search: str, papers: int) -> bool:
    from archive.site.sharded import EXTRA, is_installed

    if search == "plain" or (search == "auto" and papers < SHARDED_FROM):
        return False
    if not is_installed():
        if search == "pagefind":
            raise UsageError(f"--search pagefind needs Pagefind: {EXTRA}")
        note(f"The search page will load all {papers} papers at once. For one that does not: {EXTRA}")
        return False
    return True
