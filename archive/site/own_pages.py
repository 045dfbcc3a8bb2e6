"""Pages that an archive's people write: Markdown in ``pages/`` of its folder, ``pages/organizers.md`` at
``pages/organizers/``; other files there, such as pictures, are copied.

Markdown is CommonMark with tables (markdown-it-py); HTML in it is shown as text, and an address that could run a
script does not become a link. Headings have ids: ``## Day 2: Talks`` is at ``#day-2-talks``.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from markupsafe import Markup, escape

from archive.errors import StoreError
from archive.site import addresses

if TYPE_CHECKING:
    from markdown_it.token import Token

FOLDER = "pages"
_MARKDOWN = ".md"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_ADDRESS_OF = {"link_open": "href", "image": "src"}  # by the type of a token, the attribute with its address
_FOREIGN = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_AFTER_PATH = re.compile(r"[?#]")
_WORD = re.compile(r"\w+")


class OwnLink(NamedTuple):
    """An address that leads to the site: as its file has it, and as its page has it."""

    written: str
    resolved: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page: its path, its title (the first heading), its first paragraph, its content as HTML, its file, and its links to the
    site."""

    path: str
    title: str
    description: str
    content: Markup
    file: Path
    links: tuple[OwnLink, ...]


@dataclass(frozen=True, slots=True)
class OwnPages:
    """The pages, and the files beside them by their paths in the site."""

    pages: tuple[OwnPage, ...] = ()
    files: dict[str, Path] = field(default_factory=dict)


def load_own_pages(folder: Path | None) -> OwnPages:
    """The pages in the folder of an archive, by name.

    Raises :class:`StoreError` naming the file that has no heading, links to what is not in the folder, or shows a picture of
    another host.
    """
    if folder is None:
        return OwnPages()
    place = folder / FOLDER
    files = _visible_files(place)
    return OwnPages(
        pages=tuple(_page(place, path) for path in files if path.suffix == _MARKDOWN),
        files={f"{addresses.PAGES}{path.relative_to(place).as_posix()}": path for path in files if path.suffix != _MARKDOWN},
    )


def _visible_files(folder: Path) -> list[Path]:
    """The files in a folder and its subfolders, without hidden ones, by path; none where there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _page(folder: Path, path: Path) -> OwnPage:
    from markdown_it import MarkdownIt

    if path.parent != folder or not _NAME.fullmatch(path.stem):
        raise StoreError(f"{path}: name the page in lower-case letters, digits and hyphens, in {folder} itself.")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read as UTF-8 text: {error}.") from None
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    title = next(_texts(tokens, "heading_open"), "")
    if not title:
        raise StoreError(f'{path} has no heading. Begin it with a line such as "# Organizers".')
    _mark_headings(tokens)
    children = [child for token in tokens for child in token.children or ()]
    links = tuple(link for child in children for link in _resolve_link(folder, path, child))
    content = Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704, HTML in the Markdown is escaped
    description = " ".join(next(_texts(tokens, "paragraph_open"), title).split())
    return OwnPage(f"{addresses.PAGES}{path.stem}/", title, description, content, path, links)


def _mark_headings(tokens: list[Token]) -> None:
    """Give each heading an id of its own, and make the first one the page's."""
    openings = [token for token in tokens if token.type == "heading_open"]
    openings[0].tag = next(token for token in tokens if token.type == "heading_close").tag = "h1"
    taken = {"main"}  # of every page of the site
    for opening, text in zip(openings, _texts(tokens, "heading_open"), strict=True):
        name = "-".join(_WORD.findall(text.lower())) or "heading"
        names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
        opening.attrSet("id", unique := next(one for one in names if one not in taken))
        taken.add(unique)


def _texts(tokens: list[Token], kind: str) -> Iterator[str]:
    """The texts of the blocks of a kind, without markup."""
    for opening, inline in itertools.pairwise(tokens):
        if opening.type == kind:
            yield "".join(child.content or " " for child in _plain(inline.children or ()))


def _plain(children: Iterable[Token]) -> Iterator[Token]:
    return (child for child in children if child.type in ("text", "code_inline", "image", "softbreak", "hardbreak"))


def _resolve_link(folder: Path, path: Path, token: Token) -> Iterator[OwnLink]:
    """Rewrite the address of a link or an image, relative to the file, as relative to its page, one folder further down;
    yields it if it leads to the site."""
    attribute = _ADDRESS_OF.get(token.type)
    address = str(token.attrGet(attribute) or "") if attribute else ""
    if not attribute or not address:
        return
    if _FOREIGN.match(address):
        if token.type == "image":
            raise StoreError(f"{path} shows {address}. The site loads nothing from other hosts: put the picture into {folder}.")
        return
    resolved = _from_page(folder, path, address)
    token.attrSet(attribute, resolved)
    yield OwnLink(address, resolved)


def _from_page(folder: Path, path: Path, address: str) -> str:
    """A relative address in a file, as its page needs it; that of a folder names its page, which a site needs that is opened
    from disk."""
    place = _AFTER_PATH.split(address, maxsplit=1)[0]
    if not place:
        return address
    if not place.startswith("../") and not (folder / unquote(place)).is_file():
        raise StoreError(f"{path} leads to {place}, which is not in {folder}.")
    page = f"{place.removesuffix(_MARKDOWN)}/" if place.endswith(_MARKDOWN) else place
    return f"../{page}{addresses.INDEX if page.endswith('/') else ''}{address[len(place) :]}"


def refuse_dead_links(pages: Iterable[OwnPage], site: Path) -> None:
    """Raise :class:`StoreError` naming the page that leads to what its site, built in a folder, does not have."""
    for page in pages:
        for link in page.links:
            if not _is_there(site, page, urlsplit(link.resolved)):
                raise StoreError(f"{page.file} leads to {link.written}, which the site does not have.")


def _is_there(site: Path, page: OwnPage, link: SplitResult) -> bool:
    """Whether a site has the file of a link, and on a page its fragment; the fragments of the search are queries."""
    place = posixpath.normpath(posixpath.join(page.path, unquote(link.path) or addresses.INDEX))
    if place.startswith("../") or not (site / place).is_file():
        return False
    if not link.fragment or not place.endswith(addresses.INDEX) or place.startswith(addresses.SEARCH):
        return True
    return f'id="{escape(unquote(link.fragment))}"' in (site / place).read_text(encoding="utf-8")
