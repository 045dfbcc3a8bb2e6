"""Renders the templates of the formats that are pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_UNFIT = re.compile(  # not allowed in HTML, or reverses the direction of the text after it
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=StrictUndefined,
)


def render(template: str, **context: Any) -> str:
    """A rendered template, named without ``.html``; characters that HTML cannot hold are left out."""
    return _UNFIT.sub("", _TEMPLATES.get_template(f"{template}.html").render(context))
