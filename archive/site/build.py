"""The builder: load, enrich, render, write into a fresh folder, swap it in."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from archive.catalogue.items import Item
from archive.catalogue.taxonomy import Taxonomy
from archive.errors import StoreError
from archive.site import addresses, exports, pagefind_index, search_data
from archive.site.atomic_publish import fresh_folder
from archive.site.background_process import Deal, can_fork, in_background
from archive.site.build_options import Settings
from archive.site.contents import Contents, RelatedFinder, gather
from archive.site.extra_files import of_archive, sitemaps
from archive.site.own_pages import OwnPages, refuse_dead_links
from archive.site.pages import lists_and_others
from archive.site.pages.authors import author_pages
from archive.site.pages.frame import Frame, SitePage, navigation
from archive.site.pages.papers import paper_page
from archive.site.preview_images import Card, Picture, draw_card, may_be_drawn
from archive.site.rendering import Renderer, fit
from archive.site.search_results import NAME
from archive.site.thumbnails import Thumbnails
from archive.site.views import PaperView, RelatedView
from archive.site.writer import Writer
from archive.store.editions import Registry
from archive.store.people import KnownPeople

Progress = Callable[[str, int, int], None]
"""Called with what is being made, how many pages (or PDFs) are done, and of how many."""

_UNREAD = re.compile(rb"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)  # in a style sheet: comments, indents, empty lines
_SHARED_FROM = 500  # pages from which a second process is worth it


def build(
    out: Path,
    items: Sequence[Item],
    registry: Registry,
    settings: Settings,
    *,
    taxonomy: Taxonomy,
    known_people: KnownPeople,
    own: OwnPages | None = None,
    pdfs: Callable[[Item], Path | None] | None = None,
    progress: Progress = lambda *_: None,
    say: Callable[[str], None] = lambda _: None,
) -> int:
    """Build the site of some papers at ``out``; returns the number of its pages. ``own`` are the pages that the
    archive's people wrote. ``pdfs`` gives, for a paper with a PDF, the file to copy beside its page;
    ``progress`` is called after each step, and ``say`` with sentences on PDFs that may be damaged.

    Raises :class:`UsageError` where ``out`` has other files, :class:`ArchiveError` where a template, an own page
    or a file fails; then the old site is unchanged.
    """
    with fresh_folder(out) as folder, _collection_paused() as young:
        contents = gather(items, taxonomy, known_people, settings.abstracts, settings.theme.texts)
        young()
        with Thumbnails() as thumbnails:
            builder = _Builder(folder, contents, registry, settings, own or OwnPages(), thumbnails, say)
            return builder.everything(pdfs, progress)


Mapped = tuple[str, str | None]
"""A page's path, and the day on which it last changed."""


class _Builder:
    def __init__(
        self,
        folder: Path,
        contents: Contents,
        registry: Registry,
        settings: Settings,
        own: OwnPages,
        thumbnails: Thumbnails,
        say: Callable[[str], None],
    ) -> None:
        self._folder = folder
        self._writer = Writer(folder)
        self._contents = contents
        self._registry = registry
        self._settings = settings
        self._own = own
        self._thumbnails = thumbnails
        self._say = say
        self._cards = cards(contents, settings)
        self._frame = Frame(contents, settings, self._cards)
        known = {"theme": settings.theme, "contents": contents, "navigation": navigation(contents, settings.theme)}
        self._renderer = Renderer(settings.theme, known)

    def everything(self, pdfs: Callable[[Item], Path | None] | None, progress: Progress) -> int:
        papers, people = self._contents.papers, self._contents.authors
        copies = self._copied(pdfs, progress) if pdfs else {}
        others = list(lists_and_others(self._frame, self._own.pages))
        total = len(others) + len(papers) + sum(1 + len(view.former) for view in people)
        is_forked = total >= _SHARED_FROM and can_fork()
        deal = Deal(len(people), is_forked)
        mapped: list[Mapped | None] = []
        with in_background(partial(self._second_half, deal, others), is_forked) as second_half:
            for step, pages in (("papers", self._papers(copies)), ("lists", self._people(iter(deal.last, None)))):
                for one in pages:
                    mapped.append(one)
                    progress(step, len(mapped), total)
            for one in second_half():
                mapped.append(one)
                progress("lists", len(mapped), total)
        self._write_sitemaps(sorted(filter(None, mapped)))
        self._static()
        refuse_dead_links(self._own.pages, self._folder)
        return total

    def _papers(self, copies: Mapping[str, Path]) -> Iterator[Mapped | None]:
        """Make the papers' pages and the files of their citations; gives after each page its entry in the sitemap."""
        related, together = RelatedFinder(self._contents), exports.Together(self._append)
        for number, view in enumerate(self._contents.papers):
            texts = exports.paper_texts(view, self._registry, self._contents.taxonomy)
            together.add(view, texts.by_extension)
            yield self._paper(view, texts, related.of(number), copies.get(view.id))
        together.end((*self._contents.topics, *self._contents.authors))

    def _people(self, numbers: Iterable[int]) -> Iterator[Mapped | None]:
        """Make the pages of people, by their numbers."""
        for number in numbers:
            for page in author_pages(self._frame, self._contents.authors[number]):
                yield self._render(page)

    def _second_half(self, deal: Deal, others: Iterable[SitePage]) -> Iterator[Mapped | None]:
        """Make all that needs no citations or related papers, from the search to the lists, and then the pages of people, which
        are most, until all are dealt."""
        self._search()
        for path, card in self._cards.items():
            self._writer.write(path, draw_card(card, self._settings.theme.light))
        for file in of_archive(self._frame, self._renderer):
            self._write(file)
        yield from map(self._render, others)
        yield from self._people(iter(deal.first, None))

    def _search(self) -> None:
        """Write what the search page loads."""
        if self._settings.sharded:
            pagefind_index.write_indexes(self._folder, self._contents, self._renderer)
            script = pagefind_index.names(self._contents)
        else:
            script = search_data.write(self._contents)
        self._write(exports.File(f"search/{NAME}", script))

    def _write_sitemaps(self, mapped: Sequence[Mapped]) -> None:
        if self._settings.base_url:
            for file in sitemaps(mapped, self._settings.base_url, self._renderer):
                self._write(file)

    def _copied(self, pdfs: Callable[[Item], Path | None], progress: Progress) -> dict[str, Path]:
        """The PDFs by paper id; fetched before any page is made, since pages link to the copies."""
        with_pdf = [view for view in self._contents.papers if view.has_pdf]
        copies = {}
        for done, view in enumerate(with_pdf, 1):
            pdf = pdfs(view.item)
            view.copied = pdf is not None
            if pdf is not None:
                copies[view.id] = pdf
            progress("PDFs", done, len(with_pdf))
        return copies

    def _paper(
        self, view: PaperView, texts: exports.PaperTexts, related: Sequence[RelatedView], pdf: Path | None
    ) -> Mapped | None:
        for file in exports.beside_paper(view, texts):
            self._write(file)
        if pdf is not None:
            self._writer.write(f"{view.path}{addresses.pdf(view.id)}", pdf)
        picture = self._thumbnail(view, pdf) if pdf else None
        cites = exports.citations(view, texts, self._registry)
        return self._render(paper_page(self._frame, view, cites, related, picture))

    def _thumbnail(self, view: PaperView, pdf: Path) -> Picture | None:
        """The picture of the PDF's first page, written beside the paper's page."""
        drawn = self._thumbnails.of(pdf)
        if drawn is None:
            self._say(f"{view.id}: the first page of its PDF cannot be drawn. The PDF was copied; see whether it opens.")
            return None
        self._writer.write(f"{view.path}{addresses.FIRST_PAGE}", drawn.content)
        return Picture(addresses.FIRST_PAGE, drawn.width, drawn.height)

    def _render(self, page: SitePage) -> Mapped | None:
        """Write a page; returns its entry in the sitemap."""
        # A missing page is shown at any address: its links cannot be relative where the site's own is known.
        up = addresses.up(page.path) if page.is_folder else self._settings.base_path
        text = self._renderer.render(page.template, **page.context, page=page, up=up)
        self._write(exports.File(f"{page.path}{addresses.INDEX}" if page.is_folder else page.path, text))
        return (page.path, page.updated) if page.in_sitemap else None

    def _write(self, file: exports.File) -> None:
        is_markup = file.path.endswith((".html", ".xml", ".svg"))
        self._writer.write(file.path, fit(file.text) if is_markup else file.text.encode())

    def _append(self, file: exports.File) -> None:
        self._writer.append(file.path, file.text.encode())

    def _static(self) -> None:
        """The theme's files; the style sheet, without comments and indents, ends with the theme's colours and ``more.css``."""
        files = {name: path.read_bytes() for name, path in self._settings.theme.static_files().items()}
        files["site.css"] = b"\n".join(
            (
                _UNREAD.sub(b"", files["site.css"]),
                self._settings.theme.style(self._settings.abstracts).encode(),
                files.get("more.css", b""),
            )
        )
        for name, content in files.items():
            self._writer.write(f"static/{name}", content)
        for name, file in (self._settings.theme.files | self._own.files).items():
            if (self._folder / name).exists():
                raise StoreError(f"{file} cannot be copied: the site has a {name} of its own. Rename it.")
            self._writer.write(name, file)


def cards(contents: Contents, settings: Settings) -> dict[str, Card]:
    """The preview images that other sites show beside a link, by path: the site's, and one for each edition; none
    without the site's address, since their links need it."""
    theme, texts = settings.theme, settings.theme.texts
    if not settings.base_url:
        return {}
    number = sum(edition.counted for edition in contents.editions)
    found = {addresses.CARD: Card(theme.title, theme.tagline, texts.plain("papers", n=number))}
    for view in contents.editions:
        below = " · ".join(part for part in (view.when_and_where, texts.plain("papers", n=view.counted)) if part)
        found[view.card] = Card(view.edition.name, theme.name, below)
    return {path: card for path, card in found.items() if may_be_drawn(card)}


@contextlib.contextmanager
def _collection_paused() -> Iterator[Callable[[], None]]:
    """Pause garbage collection: searching 10,000 papers for cycles, of which there are none, takes a tenth of the time. The
    function that is given resumes it for objects created from then on."""
    was_on = gc.isenabled()
    gc.disable()

    def young() -> None:
        gc.freeze()
        if was_on:
            gc.enable()

    try:
        yield young
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()
