"""Pages that an archive's people write: Markdown in ``pages/`` of its folder, ``pages/organizers.md`` at
``pages/organizers/``; other files there, such as pictures, are copied.

Markdown is CommonMark with tables (markdown-it-py); HTML in it is shown as text, and an address that could run a
script does not become a link.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from archive.errors import StoreError
from archive.site import addresses

if TYPE_CHECKING:
    from markdown_it.token import Token

FOLDER = "pages"
_MARKDOWN = ".md"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_ADDRESS_OF = {"link_open": "href", "image": "src"}  # by the type of a token, the attribute with its address
_FOREIGN = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page: its path, its title (the first heading), its first paragraph, and its content as HTML."""

    path: str
    title: str
    description: str
    content: Markup


@dataclass(frozen=True, slots=True)
class OwnPages:
    """The pages, and the files beside them by their paths in the site."""

    pages: tuple[OwnPage, ...] = ()
    files: dict[str, Path] = field(default_factory=dict)


def load_own_pages(folder: Path | None) -> OwnPages:
    """The pages in the folder of an archive, by name.

    Raises :class:`StoreError` naming the file that has no heading, links to nothing, or shows a picture of another host.
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
    for token in tokens:
        for child in token.children or ():
            _resolve_links(folder, path, child)
    content = Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704, HTML in the Markdown is escaped
    description = " ".join(next(_texts(tokens, "paragraph_open"), title).split())
    return OwnPage(f"{addresses.PAGES}{path.stem}/", title, description, content)


def _texts(tokens: list[Token], kind: str) -> Iterator[str]:
    """The texts of the blocks of a kind, without markup."""
    for opening, inline in itertools.pairwise(tokens):
        if opening.type == kind:
            yield "".join(child.content or " " for child in _plain(inline.children or ()))


def _plain(children: Iterable[Token]) -> Iterator[Token]:
    return (child for child in children if child.type in ("text", "code_inline", "softbreak", "hardbreak"))


def _resolve_links(folder: Path, path: Path, token: Token) -> None:
    """Rewrite the address of a link or an image, relative to the file, as relative to its page, one folder further down."""
    attribute = _ADDRESS_OF.get(token.type)
    if attribute is None:
        return
    address = str(token.attrGet(attribute) or "")
    if token.type == "image" and _FOREIGN.match(address):
        raise StoreError(f"{path} shows {address}. The site loads nothing from other hosts: put the picture into {folder}.")
    if _is_relative(address):
        token.attrSet(attribute, _from_page(folder, path, address))


def _is_relative(address: str) -> bool:
    """Whether an address names a file relative to its page."""
    return bool(address) and not address.startswith("#") and not _FOREIGN.match(address)


def _from_page(folder: Path, path: Path, address: str) -> str:
    """A relative address in a file, as its page needs it."""
    place, mark, fragment = address.partition("#")
    if not place.startswith("../") and not (folder / place).is_file():
        raise StoreError(f"{path} leads to {place}, which is not in {folder}.")
    page = f"{place.removesuffix(_MARKDOWN)}/{addresses.INDEX}" if place.endswith(_MARKDOWN) else place
    return f"../{page}{mark}{fragment}"
