"""Sites for tests: an invented archive with every oddity, and methods to read its pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from jinja2 import Environment, FileSystemBytecodeCache
from lxml import html

from archive.catalogue.items import Item, items
from archive.catalogue.taxonomy import load_taxonomy
from archive.errors import ArchiveError
from archive.export.cite import cite
from archive.model.paper import Link, Paper
from archive.model.record import Record
from archive.site import rendering, search_data
from archive.site.build import build
from archive.site.build_options import Settings
from archive.site.contents import gather
from archive.site.preview_images import draw_card
from archive.site.theme import Theme, load_theme
from archive.store.archive_config import BUNDLED_IDENTITY
from archive.store.editions import Registry, load_registry
from archive.store.people import load_known_people
from archive.store.root import Root
from tests.support.archives import abstract, paper, write_archive, written_once

BASE = "https://papers.example.org/kites/"
MANY = tuple(f"Author Number{number}" for number in range(1, 27))
ODD: tuple[Paper, ...] = (
    paper("odd2033markup", "<b>Bold</b> & <script>alert(1)</script> \"quotes\" 'single' $x^2$ </script>", "Ada <i>Quill</i>"),
    paper("odd2033hebrew", "עפיפונים בשלג: a kite", "שרה לוי", "محمد علي"),
    paper("odd2033chinese", "雪中的风筝", "王伟", "王卫"),
    paper("odd2033russian", "Змеи на рельсах", "Андрей Щукин", "Łukasz Ørsted"),
    paper("odd2033many", "Twenty-six Names", *MANY, pdf_url=None),
    paper("odd2033retracted", "[Retracted]", status="withdrawn", pdf_url=None),
    paper("odd2033control", "Bell\u200e and\t tab &amp; \ufffe end", "Cy Moss", summary="It rings <em>twice</em> & stops."),
    paper(
        "odd2033links",
        "Links of Every Kind",
        "A. Quill",
        links=(
            Link("slides & video", "https://kites.example/slides?a=1&b=<2>"),
            Link("trap", "javascript:alert(1)"),
            Link("again", "https://kites.example/odd2033links.pdf"),
        ),
        openreview_id="oDD33",
        presentation="spotlight",
        award="Best Paper Award",
        page_url="https://kites.example/landing",
    ),
)
PEOPLE = '[[person]]\nname = "Ada Quill"\nvariants = ["A. Quill"]\nreason = "invented"\n'


@written_once
def write_odd_archive(folder: Path) -> Root:
    """The small invented archive, an edition that no registry knows, full of oddities, and who is who."""
    root = write_archive(folder)
    root.store.write_papers("odd2033", ODD)
    texts = {one.id: abstract(f"Secret sentence of {one.id}. It must not be told, & <b>never</b>.") for one in ODD[:5]}
    texts["odd2033links"] = abstract("Secret sentence of odd2033links.", source="pdf")
    root.store.write_abstracts("odd2033", texts)
    (folder / "people.toml").write_text(PEOPLE, encoding="utf-8")
    (folder / "archive.toml").write_text(
        f"{BUNDLED_IDENTITY.read_text(encoding='utf-8')}use_bundled = true\n", encoding="utf-8"
    )
    return root


@contextmanager
def parts_made_once(compiled: Path) -> Iterator[None]:
    """Within, templates come compiled out of a folder, and references and cards are those of before: most of the work."""
    made: dict[str, Any] = {}

    def environment(known: Mapping[str, Any], **options: Any) -> Environment:
        texts, theme = known["t"], known.get("theme")
        names = {name: text for name in dir(theme) if isinstance(text := getattr(theme, name), str)}
        inlined = (sorted(texts.section("").items()), texts.language, names, known.get("up"))
        folder = compiled / sha256(repr(inlined).encode()).hexdigest()  # they are compiled into templates
        folder.mkdir(exist_ok=True)
        return own_environment(known, bytecode_cache=FileSystemBytecodeCache(str(folder)), **options)

    def cite_once(records: list[Record], registry: Registry, style: str) -> list[tuple[str, str]]:
        key = repr((records, [registry.get(record["edition"]) for record in records], style))
        if key not in made:
            made[key] = list(cite(records, registry, style))
        return made[key]

    def draw_once(*said: object) -> bytes | None:
        if repr(said) not in made:
            made[repr(said)] = draw_card(*said)
        return made[repr(said)]

    own_environment = rendering.make_environment
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "make_environment", environment)
        patch.setattr("archive.site.references.cite", cite_once)
        patch.setattr("archive.site.build.draw_card", draw_once)
        yield


def build_site(
    root: Root,
    out: Path,
    base: str | None = BASE,
    *,
    abstracts: bool = False,
    sharded: bool = False,
    theme: Theme | None = None,
    some: Iterable[Item] | None = None,
    **more: object,
) -> Site:
    registry = load_registry(root.folder)
    build(
        out,
        list(some if some is not None else items(root, registry)),
        registry,
        Settings(theme or load_theme(None, root.identity), base, abstracts, sharded),
        taxonomy=load_taxonomy(root.folder),
        known_people=load_known_people(root.folder),
        **more,
    )
    return Site(out)


def few(root: Root) -> list[Item]:
    """Two papers, with the pages of their editions, people and topics: for what is no matter of papers."""
    return list(items(root))[:2]


def must_fail(root: Root, old: Site, error: type[BaseException] = ArchiveError, match: str = "^", **more: object) -> None:
    """A build over the old site must fail, and leave the old site byte for byte."""
    before = old.bytes()
    with pytest.raises(error, match=match):
        build_site(root, old.folder, "https://elsewhere.example/", **more)
    assert old.bytes() == before


def theme_with(folder: Path, template: str, text: str) -> Theme:
    """A theme with one template."""
    (folder / "theme" / "templates").mkdir(parents=True)
    (folder / "theme" / "templates" / template).write_text(text, encoding="utf-8")
    return load_theme(folder / "theme")


def search_script(root: Root, abstracts: bool = True) -> str:
    """The script of the search page with all papers of a root."""
    contents = gather(list(items(root)), load_taxonomy(), load_known_people(root.folder), abstracts)
    return search_data.write(contents)


def one_pdf(file: Path) -> Callable[[Item], Path | None]:
    """One invented file as the copy of each PDF."""
    file.write_bytes(b"%PDF-1.4 kite")
    return lambda item: file


class Site:
    """A built site; pages are named as in links, ``papers/x/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = cache(self._page)

    def files(self) -> list[str]:
        found = ((os.path.relpath(folder, self.folder), names) for folder, _, names in os.walk(self.folder))
        return sorted(f"{folder}/{name}".removeprefix("./") for folder, names in found for name in names)

    def pages(self) -> list[str]:
        """The files of all pages."""
        return [name for name in self.files() if name.endswith(".html")]

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def _page(self, path: str) -> html.HtmlElement:
        name = path if path.endswith(".html") else f"{path}index.html"
        return html.document_fromstring((self.folder / name).read_bytes(), html.HTMLParser(encoding="utf-8"))

    def text(self, path: str) -> str:
        """The text of a page's content as a reader sees it, white space folded."""
        return " ".join(self.page(path).find(".//main").text_content().split())

    def bytes(self) -> dict[str, bytes]:
        return {name: (self.folder / name).read_bytes() for name in self.files()}

    def links(self, path: str) -> list[Reference]:
        """Every address in a page, and where it leads within the site."""
        found = []
        for element, _, link, _ in self.page(path).iterlinks():
            if element.get("rel") != "canonical":
                found.append(Reference(path, element.tag, link))
        return found


class Reference(NamedTuple):
    """An address in a page."""

    page: str
    tag: str
    link: str

    @property
    def is_foreign(self) -> bool:
        return bool(urlsplit(self.link).scheme)

    @property
    def file(self) -> str:
        """The file within the site, as a browser on disk resolves it; one above the site begins with ``..``."""
        path = urlsplit(urljoin(f"https://host/deep/site/{self.page}", self.link)).path
        return unquote(path).removeprefix("/deep/site/") if path.startswith("/deep/site/") else f"..{path}"

    @property
    def fragment(self) -> str:
        return urlsplit(self.link).fragment


def hrefs(element: html.HtmlElement) -> list[str]:
    return [a.get("href") for a in element.iter("a")]


def metas(page: html.HtmlElement, name: str) -> list[str]:
    """The contents of the meta elements of a name."""
    return [m.get("content") for m in page.iter("meta") if name in (m.get("name"), m.get("property"))]


def can_stand(text: str) -> str:
    """The text without characters that no page can contain: control characters except white space, and invalid ones."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or not (ord(c) < 32 or 126 < ord(c) < 160 or ord(c) & 0xFFFE == 0xFFFE or "\ufdd0" <= c <= "\ufdef")
    )
