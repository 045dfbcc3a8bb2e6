"""The settings of an archive's site: the tables ``[site]``, ``[nav]`` and ``[colors]`` of its ``archive.toml``::

    [site]
    language = "de"                     # texts/de.toml holds the site's texts (archive/site/languages/en.toml is the model)
    tagline = "Every kite paper."       # on the home page
    base_url = "https://kites.example/" # the site's address
    report = "mailto:chairs@kites.example?subject={id}"
    logo = "kite.svg"                   # an image beside archive.toml
    font = "kite.woff2"                 # in which titles are set
    examples = ["deep kites"]           # searches to try
    files = ["CNAME"]                   # copied to the site's top

    [nav]                               # further entries of the menu
    Organizers = "organizers"           # the page pages/organizers.md
    "Call for papers" = "https://kites.example/cfp"

    [colors]                            # and [colors.dark]
    accent = "#8a1c4a"

All of it may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.errors import StoreError
from archive.model.text import quote
from archive.site import addresses
from archive.site.colors import color_problems
from archive.site.own_pages import FOLDER
from archive.site.theme import Theme, is_web_or_mail, shades, text_problems
from archive.site.translations import ENGLISH, is_language, load_texts
from archive.store.file_names import IDENTITY
from archive.store.files import read_toml
from archive.store.validation import Rule

_TEXTS = ("language", "tagline", "base_url", "report", "logo", "font")
_LISTS = ("examples", "files")
_LANGUAGE = Rule(is_language, "the code of a language, such as de or pt-BR")
_FONTS = {".woff2", ".woff", ".ttf", ".otf"}


def load_site(folder: Path | None) -> tuple[Theme, list[str]]:
    """The settings of the site of the archive under a root, and the keys of the texts that its language lacks.

    Raises :class:`StoreError` naming file and key of what is wrong.
    """
    path = folder / IDENTITY if folder else None
    if folder is None or path is None or not path.is_file():
        return Theme(), []
    table = read_toml(path)
    for problem in _problems(folder, table):
        raise StoreError(f"{path}: {problem}.")
    site = table.get("site", {})
    texts, missing = load_texts(site.get("language", ENGLISH), folder)
    light, dark = shades(Theme(), table.get("colors", {}))
    theme = Theme(
        tagline=site.get("tagline", Theme().tagline),
        base_url=site.get("base_url"),
        report=site.get("report"),
        logo=site.get("logo"),
        font=site.get("font"),
        light=light,
        dark=dark,
        texts=texts,
        navigation=tuple((name, _target(target)) for name, target in table.get("nav", {}).items()),
        examples=tuple(site.get("examples", ())),
        assets={site[name]: folder / site[name] for name in ("logo", "font") if name in site},
        files={name: folder / name for name in site.get("files", ())},
    )
    return theme, missing


def _target(target: str) -> str:
    """The target of a menu entry: an address elsewhere, or the folder of an own page."""
    return target if is_web_or_mail(target) else f"{addresses.PAGES}{target.removesuffix('.md')}/"


def _page_file(folder: Path, target: str) -> Path:
    return folder / FOLDER / f"{target.removesuffix('.md')}.md"


def _problems(folder: Path, table: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the three tables, each a sentence without its full stop."""
    for name, problems_of in (("site", _site_problems), ("nav", _menu_problems)):
        part = table.get(name, {})
        if not isinstance(part, dict):
            yield f"{name} should be a table"
            return
        yield from (f"[{name}] {problem}" for problem in problems_of(folder, part))
    yield from color_problems(table.get("colors", {}))


def _site_problems(folder: Path, site: dict[str, Any]) -> Iterator[str]:
    if unknown := site.keys() - {*_TEXTS, *_LISTS}:
        yield f"has no key {quote(min(unknown))}; it has {', '.join((*_TEXTS, *_LISTS))}"
    yield from text_problems(folder, site, _TEXTS, "the archive's folder")
    if "language" in site and (problem := _LANGUAGE.problem("language", site["language"])):
        yield problem
    if "font" in site:
        yield from _file_problems(folder, "font", site["font"], _FONTS)
    yield from _list_problems(folder, site)


def _menu_problems(folder: Path, menu: dict[str, Any]) -> Iterator[str]:
    page = Rule(lambda target: _is_menu_target(folder, target), f"a web address or the name of a page in {FOLDER}/")
    yield from filter(None, (page.problem(name, target) for name, target in menu.items()))


def _is_menu_target(folder: Path, target: object) -> bool:
    """Whether a menu entry can lead there: an address elsewhere, or an existing own page."""
    return isinstance(target, str) and (is_web_or_mail(target) or _page_file(folder, target).is_file())


def _list_problems(folder: Path, site: dict[str, Any]) -> Iterator[str]:
    for name in _LISTS:
        values = site.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            yield f"{name} should be a list of texts"
            return
    for file in site.get("files", ()):
        yield from _file_problems(folder, "files", file)


def _file_problems(folder: Path, key: str, name: str, extensions: set[str] | None = None) -> Iterator[str]:
    if Path(name).name != name or (extensions and Path(name).suffix.lower() not in extensions):
        kinds = f" ({', '.join(sorted(extensions))})" if extensions else ""
        yield f"{key} should name a file beside archive.toml{kinds}, not {quote(name)}"
    elif not (folder / name).is_file():
        yield f"{key} names {name}, which does not exist"
