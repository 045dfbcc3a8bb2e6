"""Templates become text; what goes wrong in one is said with its file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from archive.errors import ArchiveError
from archive.site.theme import TEMPLATES, Theme

_NO_CHARACTERS = "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
_UNFIT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ud800-\udfff{_NO_CHARACTERS}]")
"""What may stand neither in HTML nor in XML: control characters, half characters and what is no character."""


class Renderer:
    """Renders a theme's templates, with what all of them know. Ours have a second name, ``ours/home.html``,
    by which a theme's ``home.html`` can extend what it takes the place of."""

    def __init__(self, theme: Theme, known: Mapping[str, Any]) -> None:
        self._folders = tuple(str(folder) for folder in theme.template_folders)
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(self._folders), PrefixLoader({"ours": FileSystemLoader(TEMPLATES)})]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
        )
        self._environment.globals |= known

    def render(self, template: str, /, **context: Any) -> str:
        """Raises :class:`ArchiveError` where the template cannot be read, or fails at what it is about."""
        try:
            return _UNFIT.sub("", self._environment.get_template(template).render(context))
        except Exception as error:  # a template is a program, and may fail as one
            raise ArchiveError(f"{self._place(error, template)}: {_reason(error)}. The old site stands as it was.") from None

    def _place(self, error: Exception, template: str) -> str:
        """The last line of a template on the way to the error."""
        place = (getattr(error, "filename", None), getattr(error, "lineno", None))
        frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
        ours = [frame for frame in (*frames, place) if frame[0] and frame[0].startswith(self._folders)]
        file, line = ours[-1] if ours else (template, None)
        return f"{file}, line {line}" if line else str(file)


def _reason(error: Exception) -> str:
    text = str(error).strip().rstrip(".") or type(error).__name__
    return text if text[:1].isupper() else f"{type(error).__name__}: {text}"
