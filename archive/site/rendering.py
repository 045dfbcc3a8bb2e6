"""Renders templates; errors name the template's file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from archive.errors import ArchiveError
from archive.site.theme import TEMPLATES, Theme
from archive.site.translations import Texts
from archive.site.views import PaperView

_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
_TEXT = re.compile(r"\{\{ t\('(?P<key>\w+)'\) \}\}")
_UNFIT = [  # in UTF-8: the other control characters, and what is no character in the first plane and in all others
    (first, re.compile(re.escape(first) + rest))
    for first, rest in (
        (b"\xc2", rb"[\x80-\x9f]"),
        (b"\xef", rb"(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
        *((bytes([first]), rb"[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]") for first in range(0xF0, 0xF5)),
    )
]


class _Inlining(Extension):
    """Puts texts without values, ``{{ t('skip') }}``, into a template before it is compiled: pages have a dozen of them, and
    a tenth of the time to render goes to them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002, as Jinja calls it
        """A template's source, with these texts."""
        return _TEXT.sub(self._inlined, source)

    def _inlined(self, found: re.Match[str]) -> str:
        texts = cast("Texts", self.environment.globals["t"])
        if found["key"] not in texts:  # an unknown key is reported when the page is made, with its line
            return found[0]
        text = str(texts(found["key"]))
        return found[0] if "{" in text or "\n" in text else text


def make_environment(texts: Texts, **options: Any) -> Environment:
    """Jinja's environment of those options, whose templates have the texts as ``t``."""
    environment = Environment(extensions=[_Inlining], autoescape=True, **options)
    environment.globals["t"] = texts
    return environment


class Renderer:
    """Renders a theme's templates with common values. Ours have a second name, ``ours/home.html``, by which a
    theme's ``home.html`` can extend the one that it replaces."""

    def __init__(self, theme: Theme, known: Mapping[str, Any]) -> None:
        self._texts = theme.texts
        self._folders = tuple(str(folder) for folder in theme.template_folders)
        self._environment = make_environment(
            theme.texts,
            loader=ChoiceLoader([FileSystemLoader(self._folders), PrefixLoader({"ours": FileSystemLoader(TEMPLATES)})]),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
            auto_reload=False,  # to look at each file's date for each page takes a tenth of the time
        )
        self._environment.globals |= known
        self._environment.globals |= {"entry": self._entry, "menu": cache(self._menu)}
        self._known = dict(self._environment.globals)
        self._template = cache(self._environment.get_template)  # Jinja's own cache is slower: a fourteenth of the time
        self._entries: dict[tuple[str, str, str], Markup] = {}

    def render(self, template: str, /, **context: Any) -> str:
        """Render a template. Raises :class:`ArchiveError` where it cannot be read or fails."""
        try:
            found = self._template(template)
            try:  # Template.render would copy what all templates know for each page, slowly
                return "".join(found.root_render_func(found.new_context({**self._known, **context}, shared=True)))
            except Exception:
                self._environment.handle_exception()
        except Exception as error:  # a template can raise anything
            raise ArchiveError(f"{self._place(error, template)}: {_reason(error)}. The old site was not changed.") from None

    def markup(self, template: str, /, **context: Any) -> Markup:
        """A rendered template as markup, for use in another template."""
        return Markup(self.render(template, **context))  # noqa: S704, made by a template that escapes

    def _entry(self, paper: PaperView, up: str, level: str, edition: bool) -> Markup:
        """A paper's entry (``make_entry`` in ``macros.html``). Those with the edition, of topics and people, are used
        often: each is made once."""
        key = (paper.id, up, level)
        if edition and key in self._entries:
            return self._entries[key]
        module: Any = self._template("macros.html").module
        made: Markup = module.make_entry(paper, up, level, edition, self._texts("of_paper", title=paper.title))
        if edition:
            self._entries[key] = made
        return made

    def _menu(self, up: str, section: str | None, is_own: bool) -> Markup:
        """The entries of the menu (``make_menu`` in ``macros.html``), which most pages share."""
        module: Any = self._template("macros.html").module
        made: Markup = module.make_menu(up, section, is_own)
        return made

    def _place(self, error: Exception, template: str) -> str:
        """The last line of a template in the error's traceback."""
        place = (getattr(error, "filename", None), getattr(error, "lineno", None))
        frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
        ours = [frame for frame in (*frames, place) if frame[0] and frame[0].startswith(self._folders)]
        file, line = ours[-1] if ours else (template, None)
        return f"{file}, line {line}" if line else str(file)


def _reason(error: Exception) -> str:
    text = str(error).strip().rstrip(".") or type(error).__name__
    return text if text[:1].isupper() else f"{type(error).__name__}: {text}"


def fit(text: str) -> bytes:
    """A text as UTF-8, without characters that HTML or XML forbid. Most texts lack the byte that such a character begins
    with, which is much faster to see than to look for all of them."""
    content = text.encode().translate(None, _CONTROLS)
    for first, pattern in _UNFIT:
        if first in content:
            content = pattern.sub(b"", content)
    return content
