"""The look and the name of a site: what the archive's own ``archive.toml`` sets (:mod:`archive.site.config`), changed by a
theme, a folder with ``theme.toml`` and, where that is not enough, files that replace ours::

    theme.toml      name, tagline, base_url, report, licence, logo, [colors], [colors.dark]
    templates/      any of archive/site/templates, changed; "ours/home.html" is the home.html that it replaces
    static/         files for the site's own static/ folder; site.css replaces ours, more.css adds to it

    name = "Kites for Systems"
    report = "https://github.com/kites/archive/issues/new?title=Mistake+in+{id}"
    logo = "kite.svg"
    [colors]
    accent = "#8a1c4a"
    [colors.dark]
    accent = "#ff8fb8"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import StoreError, UsageError
from archive.model.text import quote
from archive.model.urls import is_address
from archive.site.colors import DARK, LIGHT, color_problems, contrast
from archive.site.translations import Texts, load_texts
from archive.store.archive_config import Identity, load_identity
from archive.store.files import read_toml
from archive.store.validation import Rule

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")
EXAMPLE = "https://papers.example.org/"
_FORM = "A theme has name, tagline, base_url, report, licence, logo, and the tables [colors] and [colors.dark]."
_TEXTS = ("name", "tagline", "base_url", "report", "licence", "logo")
_LOGOS = {".svg", ".png", ".webp", ".jpg", ".jpeg"}
_LEAST_CONTRAST = 4.5  # of text on its ground: WCAG 2.2, 1.4.3


@dataclass(frozen=True, slots=True)
class Theme:
    """Name, words, colours and files of a site; :func:`load_theme` takes from the archive's identity what the theme
    does not say. ``contact`` is the address of the archive's people, ``workshop`` that of its own site. ``report``
    is where mistakes are reported, with ``{id}`` for the paper's; without one the about page says how. Colours are
    ``#rrggbb``. ``navigation`` are the menu's further entries, by name and folder or address; ``examples`` are
    searches to try; ``font`` is the file in ``static/`` in which titles are set; ``assets`` are files for
    ``static/``, and ``files`` those for the site's top, by their names there."""

    name: str = "Accepted papers"
    tagline: str = "The accepted papers, searchable and ready to cite."
    base_url: str | None = None
    report: str | None = None
    licence: str = (
        "Titles, authors, links and awards are facts, free for any use. Papers and abstracts belong to their authors."
    )
    contact: str | None = None
    short_name: str | None = None
    workshop: str | None = None
    logo: str | None = None
    light: dict[str, str] = field(default_factory=lambda: dict(LIGHT))
    dark: dict[str, str] = field(default_factory=lambda: dict(DARK))
    folder: Path | None = None
    texts: Texts = field(default_factory=lambda: load_texts()[0])
    navigation: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()
    font: str | None = None
    assets: dict[str, Path] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The short name, or else the name."""
        return self.short_name or self.name

    @property
    def template_folders(self) -> list[Path]:
        """The folders of templates; the theme's comes first."""
        return [*([self.folder / "templates"] if self.folder else []), TEMPLATES]

    def static_files(self) -> dict[str, Path]:
        """Files by their names in the site's ``static/``; the theme's replace ours."""
        files: dict[str, Path] = {}
        for folder in (STATIC, *([self.folder / "static"] if self.folder else [])):
            files |= {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        return files | self.assets

    def style(self, abstracts: bool = True) -> str:
        """The colours and the font, as the style sheet takes them; and the room for what unfolds an entry's text.

        Args:
            abstracts: whether entries unfold abstracts, beside summaries.
        """
        unfolds = max(len(self.texts.plain(key)) for key in (("abstract", "summary") if abstracts else ("summary",)))
        light, dark = ("".join(f" --{name}: {value};" for name, value in colors.items()) for colors in (self.light, self.dark))
        own = f'@font-face {{ font-family: "Own"; src: url("{self.font}"); font-display: swap; }}\n' if self.font else ""
        serif = ' --serif: "Own", "Stand-in", serif;' if self.font else ""
        return (
            f"{own}:root {{ color-scheme: light;{light}{serif} --unfolds: {unfolds}ch; }}\n"
            f"@media screen {{ :root[data-scheme=dark] {{ color-scheme: dark;{dark} }} }}\n"
            f"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-scheme]) {{ color-scheme: dark;{dark} }} }}\n"
        )

    def faint_colors(self) -> list[str]:
        """Sentences on colours with too little contrast to their background."""
        return [
            f"{scheme}: {name} {colors[name]} on {colors[under]} has a contrast of {ratio:.1f}; text needs {_LEAST_CONTRAST}."
            for scheme, colors in (("colors", self.light), ("colors.dark", self.dark))
            for name in ("accent", "text", "quiet")
            for under in ("ground", "soft")
            if (ratio := contrast(colors[name], colors[under])) < _LEAST_CONTRAST
        ]


def load_theme(folder: Path | None, identity: Identity | None = None, own: Theme | None = None) -> Theme:
    """The theme of a folder, or the default one; the archive's own settings apply to what the folder leaves out.

    Args:
        folder: the theme's; None for the archive's own settings alone.
        identity: the archive's; the bundled one where none is given.
        own: the settings of the archive's ``archive.toml`` (:func:`archive.site.config.load_site`).

    Raises :class:`StoreError` or :class:`UsageError` naming what is wrong.
    """
    own = named(own or Theme(), identity or load_identity())
    return own if folder is None else _with_folder(own, folder)


def _with_folder(theme: Theme, folder: Path) -> Theme:
    """A theme with what a theme's folder changes."""
    table = _read_folder(folder)
    texts = {name: value for name, value in table.items() if name != "colors"}
    if "name" in texts:
        texts["short_name"] = None  # it abbreviates the old name
    logo = {texts["logo"]: folder / texts["logo"]} if "logo" in texts else {}
    light, dark = shades(theme, table.get("colors", {}))
    return replace(theme, **texts, light=light, dark=dark, assets=theme.assets | logo, folder=folder)


def _read_folder(folder: Path) -> dict[str, Any]:
    """The checked ``theme.toml`` of a folder, empty where it has none. Raises like :func:`load_theme`."""
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. --theme needs a folder with a theme.toml.")
    path = folder / "theme.toml"
    if not any((folder / name).exists() for name in ("theme.toml", "templates", "static")):
        raise UsageError(
            f"{folder} contains no theme.toml, no templates/ and no static/. --theme needs a folder with one of them."
        )
    table = read_toml(path) if path.exists() else {}
    for problem in _problems(folder, table):
        raise StoreError(f"{path}: {problem}. {_FORM}")
    return table


def named(theme: Theme, identity: Identity) -> Theme:
    """A theme with the names and addresses of an archive in place of default ones."""
    ours, say = Theme(), theme.texts.plain
    said: dict[str, Any] = {
        "name": say("site_name", name=identity.name),
        "tagline": say("tagline", name=identity.name),
        "licence": say("terms_licensed", license=identity.license) if identity.license else say("terms"),
        "contact": identity.contact_address,
        "workshop": identity.url,
        "short_name": identity.title,
    }
    return replace(theme, **{key: value for key, value in said.items() if getattr(theme, key) == getattr(ours, key)})


def shades(theme: Theme, colors: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The light and the dark colours of a theme, with those of a table ``[colors]``."""
    light = {name: value for name, value in colors.items() if name != "dark"}
    return theme.light | light, theme.dark | colors.get("dark", {})


def _problems(folder: Path, table: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a ``theme.toml``, each a sentence without its full stop."""
    if unknown := table.keys() - {*_TEXTS, "colors"}:
        yield f"unknown key {quote(sorted(unknown)[0])}"
    yield from text_problems(folder, table, _TEXTS, "the theme's folder")
    yield from color_problems(table.get("colors", {}))


def text_problems(folder: Path, table: dict[str, Any], names: Iterable[str], where: str) -> Iterator[str]:
    """What is wrong with the texts of a site's table, each a sentence without its full stop.

    Args:
        folder: where the table's files are.
        table: the texts by name.
        names: the names of all texts that it may have.
        where: what a message calls the folder.
    """
    for name in names:
        if name in table and (problem := _text_problem(name, table[name])):
            yield problem
    if isinstance(logo := table.get("logo"), str):
        yield from _logo_problems(folder, logo, where)


def _text_problem(name: str, value: object) -> str | None:
    if not isinstance(value, str):
        return f"{name} should be a text"
    if not value.strip():
        return f"{name} is empty; leave it out for the default"
    return _RULES[name].problem(name, value) if name in _RULES else None


def _logo_problems(folder: Path, logo: str, where: str) -> Iterator[str]:
    if Path(logo).name != logo or Path(logo).suffix.lower() not in _LOGOS:
        yield f"logo should be the name of an image in {where}, not {quote(logo)}"
    elif not (folder / logo).is_file():
        yield f"logo is {logo}, which does not exist"


def is_base(text: str) -> bool:
    """Whether a text can precede the paths of a site as its address; sitemaps need ASCII."""
    return is_address(text) and text.isascii() and not (urlsplit(text).query or urlsplit(text).fragment)


def is_web_or_mail(text: str) -> bool:
    """Whether a text is a web address or a ``mailto:`` address."""
    return is_address(text) or text.startswith("mailto:")


_RULES = {
    "base_url": Rule(is_base, f"the full address of the site, such as {EXAMPLE}"),
    "report": Rule(is_web_or_mail, "a web address or mailto:"),
}
"""The form of texts that are addresses."""
