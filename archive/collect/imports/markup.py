"""Plain text out of titles and names that were typed for a browser or for TeX.

``Fo&uuml;r``, ``<b>`` and ``{\\'e}`` become what a reader sees; formulas stay as they are written
(``$x^2$``), for there is no plainer way to write them.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

from archive.model.text import squeeze

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_TAGS = "b|i|em|strong|sub|sup|tt|u|span|font|code|small|a|p|div"
_INLINE = re.compile(rf"<({_TAGS})\b[^<>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"</?(?:br|p|div)\s*/?>", re.IGNORECASE)
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[`'^\"~=.]|[&%$#_{}])")
_BARE = re.compile(r"(?<!\\)([%&])")
_DOLLAR = re.compile(r"(?<!\\)\$")
_BARE_TILDE = re.compile(r"(?<!\\)~")
_NESTED = 3  # levels of markup within markup


def plain(text: str, *, tex: bool = False, lines: bool = False) -> str:
    """One line of plain text, or with ``lines`` as many as it has. TeX is read where ``tex`` says that it is
    TeX, or where a command gives it away; a lone percent sign begins no comment, an odd dollar sign no formula."""
    for _ in range(_NESTED):
        text = _INLINE.sub(r"\2", _BREAK.sub("\n" if lines else " ", text))
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if tex or _COMMAND.search(text):
        text = _without_tex(text, tex)
    return "\n".join(filter(None, map(squeeze, text.splitlines()))) if lines else squeeze(text)


def _without_tex(text: str, tex: bool) -> str:
    text = _BARE.sub(r"\\\1", text)
    if len(_DOLLAR.findall(text)) % 2:  # a price, no formula
        text = _DOLLAR.sub(r"\\$", text)
    if not tex:
        text = _BARE_TILDE.sub(r"\\textasciitilde{}", text)
    try:
        return str(_decoder().latex_to_text(text, tolerant_parsing=True))
    except Exception:  # a text that is no TeX after all
        return text


@cache
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    known = get_default_latex_context_db()
    known.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_unknown))
    return LatexNodes2Text(latex_context=known, math_mode="verbatim", strict_latex_spaces=False, keep_comments=True)


def _unknown(macro: Any) -> str:
    """Nothing for a command around something, which stays; what only looks like one stands as it is (``C:\\kites``)."""
    after = macro.parsing_state.s[macro.pos + macro.len :]
    return "" if after.startswith("{") else str(macro.latex_verbatim())
