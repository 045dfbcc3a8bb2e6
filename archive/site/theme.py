"""What a workshop changes of its site: a folder with ``theme.toml`` and, where that is not enough, files
that take the place of ours::

    theme.toml      name, tagline, base_url, report, licence, logo, [colors], [colors.dark]
    templates/      any of archive/site/templates, changed; "ours/home.html" is what home.html takes the place of
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

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import StoreError, UsageError
from archive.model.urls import is_address
from archive.site.texts import Texts, load_texts
from archive.store.files import read_toml
from archive.store.identity import Identity, load_identity

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")
_FORM = "A theme has name, tagline, base_url, report, licence, logo, and the tables [colors] and [colors.dark]."
EXAMPLE = "https://papers.example.org/"
_COLOR = re.compile(r"#[0-9a-f]{6}")
_LOGOS = {".svg", ".png", ".webp", ".jpg", ".jpeg"}
_LEAST_CONTRAST = 4.5  # of text on its ground: WCAG 2.2, 1.4.3

LIGHT = {"accent": "#1d5f8f", "ground": "#ffffff", "text": "#1b1f24", "quiet": "#57606a", "line": "#d0d7de", "soft": "#f4f6f8"}
DARK = {"accent": "#7cbcf0", "ground": "#0f1419", "text": "#e6edf3", "quiet": "#a3adb8", "line": "#38414c", "soft": "#1a212a"}


@dataclass(frozen=True, slots=True)
class Theme:
    """Name, words, colours and files of a site; :func:`load_theme` takes from the archive's identity what the theme
    does not say. ``contact`` is the address of the archive's people, ``workshop`` that of its own site. ``report``
    is where mistakes are reported, with ``{id}`` for the paper's; without one the about page says how. Colours are
    ``#rrggbb``."""

    name: str = "Accepted papers"
    tagline: str = "Every accepted paper, searchable and ready to cite."
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

    @property
    def template_folders(self) -> list[Path]:
        """Where templates are looked for, first of all in the theme."""
        return [*([self.folder / "templates"] if self.folder else []), TEMPLATES]

    def static_files(self) -> dict[str, Path]:
        """Files by their names in the site's ``static/``; the theme's take the place of ours."""
        files: dict[str, Path] = {}
        for folder in (STATIC, *([self.folder / "static"] if self.folder else [])):
            files |= {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        if self.folder and self.logo:
            files[self.logo] = self.folder / self.logo
        return files

    def style(self) -> str:
        """The colours, as the style sheet takes them."""
        light, dark = ("".join(f" --{name}: {value};" for name, value in colors.items()) for colors in (self.light, self.dark))
        return (
            f":root {{ color-scheme: light;{light} --unfolds: {self._widest_unfolding}ch; }}\n"
            f"@media screen {{ :root[data-scheme=dark] {{ color-scheme: dark;{dark} }} }}\n"
            f"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-scheme]) {{ color-scheme: dark;{dark} }} }}\n"
        )

    @property
    def _widest_unfolding(self) -> int:
        """Letters of what unfolds an entry's text, for which its other actions leave room."""
        return max(len(self.texts.plain(key)) for key in ("abstract", "summary"))

    def faint_colors(self) -> list[str]:
        """Sentences on colours that are too near their ground to be read by everybody."""
        return [
            f"{scheme}: {name} {colors[name]} on {colors[under]} has a contrast of {ratio:.1f}; text needs {_LEAST_CONTRAST}."
            for scheme, colors in (("colors", self.light), ("colors.dark", self.dark))
            for name in ("accent", "text", "quiet")
            for under in ("ground", "soft")
            if (ratio := contrast(colors[name], colors[under])) < _LEAST_CONTRAST
        ]


def load_theme(folder: Path | None, identity: Identity | None = None) -> Theme:
    """The theme of a folder, or ours, for an archive: what the folder leaves out the archive's
    identity says, the bundled one where none is given.
    :class:`StoreError` or :class:`UsageError` name what is wrong."""
    identity = identity or load_identity()
    own: dict[str, Any] = {
        "name": f"{identity.name}: accepted papers",
        "tagline": identity.tagline,
        "licence": identity.terms,
        "contact": identity.contact_address,
        "workshop": identity.url,
        "short_name": identity.title,
    }
    if folder is None:
        return Theme(**own)
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. --theme needs a folder with a theme.toml.")
    path = folder / "theme.toml"
    if not any((folder / name).exists() for name in ("theme.toml", "templates", "static")):
        raise UsageError(
            f"{folder} holds no theme.toml, no templates/ and no static/. --theme needs a folder with one of them."
        )
    theme = _theme(path, folder, table := read_toml(path) if path.exists() else {})
    return replace(
        theme, **{key: value for key, value in own.items() if key not in table and (key != "short_name" or "name" not in table)}
    )


def _theme(path: Path, folder: Path, table: dict[str, Any]) -> Theme:
    for problem in _problems(folder, table):
        raise StoreError(f"{path}: {problem}. {_FORM}")
    colors = table.get("colors", {})
    light = {name: value for name, value in colors.items() if name != "dark"}
    texts = {name: value for name, value in table.items() if name != "colors"}
    return Theme(**texts, light=LIGHT | light, dark=DARK | colors.get("dark", {}), folder=folder)


def _problems(folder: Path, table: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a ``theme.toml``, each a sentence without its full stop."""
    not_there = ("light", "dark", "folder", "contact", "short_name", "workshop", "texts")
    texts = [f.name for f in fields(Theme) if f.name not in not_there]
    if unknown := table.keys() - {*texts, "colors"}:
        yield f"unknown key {sorted(unknown)[0]!r}"
    for name in texts:
        if name in table and not isinstance(table[name], str):
            yield f"{name} should be a text"
        elif name in table and not table[name].strip():
            yield f"{name} is empty; leave it out for the default"
    if "base_url" in table and not is_base(table["base_url"]):
        yield f"base_url should be the full address of the site, such as {EXAMPLE}, not {table['base_url']!r}"
    if "report" in table and not (is_address(table["report"]) or table["report"].startswith("mailto:")):
        yield f"report should be a web address or mailto:, not {table['report']!r}"
    if "logo" in table:
        yield from _logo_problems(folder, table["logo"])
    yield from _color_problems(table.get("colors", {}))


def _logo_problems(folder: Path, logo: str) -> Iterator[str]:
    if Path(logo).name != logo or Path(logo).suffix.lower() not in _LOGOS:
        yield f"logo should be the name of an image in the theme's folder, not {logo!r}"
    elif not (folder / logo).is_file():
        yield f"logo is {logo}, which does not exist"


def _color_problems(colors: Any) -> Iterator[str]:
    if not isinstance(colors, dict):
        yield "colors should be a table"
        return
    light = {name: value for name, value in colors.items() if name != "dark"}
    for title, given in (("colors", light), ("colors.dark", colors.get("dark", {}))):
        if not isinstance(given, dict) or given.keys() - LIGHT.keys():
            yield f"[{title}] has the colours {', '.join(LIGHT)}"
            continue
        for name, value in given.items():
            if not isinstance(value, str) or not _COLOR.fullmatch(value.lower()):
                yield f"[{title}] {name} should be a colour like #1d5f8f, not {value!r}"


def is_base(text: str) -> bool:
    """Whether a text can stand before the paths of a site; letters beyond ASCII are for people, not for maps."""
    return is_address(text) and text.isascii() and not (urlsplit(text).query or urlsplit(text).fragment)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
