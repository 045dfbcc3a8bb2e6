"""Renders templates; errors name the template's file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from archive.errors import ArchiveError
from archive.site.theme import TEMPLATES, Theme
from archive.site.translations import Texts
from archive.site.views import PaperView

_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
_UNFIT = [  # in UTF-8: the other control characters, and what is no character in the first plane and in all others
    re.compile(pattern)
    for pattern in (
        rb"\xc2[\x80-\x9f]",
        rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])",
        *(bytes([first]) + rb"[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]" for first in range(0xF0, 0xF5)),
    )
]


class _InliningEnvironment(Environment):
    """Jinja's environment, which inlines a text without values, ``{{ t('skip') }}``, when it compiles a template: pages have
    a dozen of them."""

    def __init__(self, texts: Texts, **options: Any) -> None:
        super().__init__(**options)
        self._inliner = _TextInliner(texts)

    def compile(self, source: str | nodes.Template, name: str | None = None, filename: str | None = None, **more: Any) -> Any:  # type: ignore[override]
        """As Jinja's own."""
        tree = self.parse(source, name, filename) if isinstance(source, str) else source
        return super().compile(self._inliner.visit(tree), name, filename, **more)


class _TextInliner(NodeTransformer):
    """Replaces each printed call of ``t`` with a key alone by the text of that key."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802, the name is Jinja's
        """What is printed, with its texts inlined."""
        self.generic_visit(node)
        node.nodes = [self._inlined(child) for child in node.nodes]
        return node

    def _inlined(self, node: nodes.Expr) -> nodes.Expr:
        key = _key_of(node)
        if key is None or key not in self._texts:  # an unknown key is reported when the page is made, with its line
            return node
        return nodes.TemplateData(str(self._texts(key)), lineno=node.lineno)


def _key_of(node: nodes.Expr) -> str | None:
    """The key of ``t('skip')``; None for any other expression, and where the text has values."""
    match node:
        case nodes.Call(
            node=nodes.Name(name="t"), args=[nodes.Const(value=str(key))], kwargs=[], dyn_args=None, dyn_kwargs=None
        ):
            return key
    return None


class Renderer:
    """Renders a theme's templates with common values. Ours have a second name, ``ours/home.html``, by which a
    theme's ``home.html`` can extend the one that it replaces."""

    def __init__(self, theme: Theme, known: Mapping[str, Any]) -> None:
        self._folders = tuple(str(folder) for folder in theme.template_folders)
        self._environment = _InliningEnvironment(
            theme.texts,
            loader=ChoiceLoader([FileSystemLoader(self._folders), PrefixLoader({"ours": FileSystemLoader(TEMPLATES)})]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
            auto_reload=False,  # to look at each file's date for each page takes a tenth of the time
        )
        self._environment.globals |= known
        self._environment.globals |= {"t": theme.texts, "entry": self._entry}
        self._known = dict(self._environment.globals)
        self._entries: dict[tuple[str, str, str], Markup] = {}

    def render(self, template: str, /, **context: Any) -> str:
        """Render a template. Raises :class:`ArchiveError` where it cannot be read or fails."""
        try:
            found = self._environment.get_template(template)
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
        module: Any = self._environment.get_template("macros.html").module
        if not edition:
            made: Markup = module.make_entry(paper, up, level, edition)
            return made
        key = (paper.id, up, level)
        if key not in self._entries:
            self._entries[key] = module.make_entry(paper, up, level, edition)
        return self._entries[key]

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
    """A text as UTF-8, without characters that HTML or XML forbid. Each pattern begins with one byte, which is much
    faster to find than a set of characters."""
    content = text.encode().translate(None, _CONTROLS)
    for pattern in _UNFIT:
        content = pattern.sub(b"", content)
    return content
