"""Renders templates; errors name the template's file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, MutableMapping
from functools import cache
from typing import Any, cast

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, Template
from jinja2.ext import Extension
from markupsafe import Markup, escape

from archive.errors import ArchiveError
from archive.site.theme import TEMPLATES, Theme
from archive.site.translations import Texts
from archive.site.views import PaperView

_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
_CONSTANT = re.compile(r"\{\{ (?:t\('(?P<text>\w+)'\)|(?P<up>up)|(?P<of>t|theme)\.(?P<named>\w+)) \}\}")
_UNFIT = [  # in UTF-8: the other control characters, and what is no character in the first plane and in all others
    (first, re.compile(re.escape(first) + rest))
    for first, rest in (
        (b"\xc2", rb"[\x80-\x9f]"),
        (b"\xef", rb"(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
        *((bytes([first]), rb"[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]") for first in range(0xF0, 0xF5)),
    )
]


class _Inlining(Extension):
    """Puts what is the same on all pages of an environment into a template before it is compiled: texts without values,
    ``{{ t('skip') }}``, the way up to the site, ``{{ up }}``, and ``{{ theme.name }}``. Pages have some fifty of them, and a
    third of the time to render goes to them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002, as Jinja calls it
        """A template's source, with these values."""
        return _CONSTANT.sub(self._inlined, source)

    def _inlined(self, found: re.Match[str]) -> str:
        value = self._value(found)
        if not isinstance(value, str):  # what is missing is reported when the page is made, with its line
            return found[0]
        text = str(escape(value))
        return found[0] if "{" in text or "\n" in text else text

    def _value(self, found: re.Match[str]) -> object:
        known = self.environment.globals
        if found["text"]:
            texts = cast("Texts", known["t"])
            return texts(found["text"]) if found["text"] in texts else None
        return known.get("up") if found["up"] else getattr(known.get(found["of"]), found["named"], None)


class _Environment(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows, as one dictionary: Jinja looks at all its keys for each page, and a chain of dictionaries
        makes that a tenth of the time."""
        return {**self.globals, **(d or {})}


def make_environment(known: Mapping[str, Any], **options: Any) -> Environment:
    """Jinja's environment of those options, whose templates know these values: ``t``, the texts, and others. Of the values
    that :class:`_Inlining` puts into templates, each environment has one."""
    environment = _Environment(extensions=[_Inlining], autoescape=True, **options)
    environment.globals |= known
    return environment


class Renderer:
    """Renders a theme's templates with common values. Ours have a second name, ``ours/home.html``, by which a
    theme's ``home.html`` can extend the one that it replaces."""

    def __init__(self, theme: Theme, known: Mapping[str, Any]) -> None:
        self._texts = theme.texts
        self._folders = tuple(str(folder) for folder in theme.template_folders)
        self._known = {**known, "t": theme.texts, "entry": self._entry, "menu": cache(self._menu)}
        self._environment = cache(self._make_environment)
        self._template = cache(self._load)  # Jinja's own cache is slower: a fourteenth of the time
        self._entries: dict[tuple[str, str, str], Markup] = {}

    def _make_environment(self, up: str | None) -> Environment:
        """The environment of pages from which ``up`` leads to the site; of files with none, it is None."""
        return make_environment(
            self._known if up is None else {**self._known, "up": up},
            loader=ChoiceLoader([FileSystemLoader(self._folders), PrefixLoader({"ours": FileSystemLoader(TEMPLATES)})]),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
            auto_reload=False,  # to look at each file's date for each page takes a tenth of the time
        )

    def _load(self, template: str, up: str | None) -> tuple[Template, dict[str, Any]]:
        """A template, and what all templates know."""
        environment = self._environment(up)
        return environment.get_template(template), dict(environment.globals)

    def render(self, template: str, /, **context: Any) -> str:
        """Render a template. Raises :class:`ArchiveError` where it cannot be read or fails."""
        up = context.get("up")
        try:
            found, known = self._template(template, up)
            try:  # Template.render would copy what all templates know for each page, slowly
                return "".join(found.root_render_func(found.new_context({**known, **context}, shared=True)))
            except Exception:
                found.environment.handle_exception()
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
        module: Any = self._template("macros.html", up)[0].module
        made: Markup = module.make_entry(paper, up, level, edition, self._texts("of_paper", title=paper.title))
        if edition:
            self._entries[key] = made
        return made

    def _menu(self, up: str, section: str | None, is_own: bool) -> Markup:
        """The entries of the menu (``make_menu`` in ``macros.html``), which most pages share."""
        module: Any = self._template("macros.html", up)[0].module
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
