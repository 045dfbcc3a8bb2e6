"""Plain text out of titles, names and abstracts that were typed for a browser or for TeX.

``Fo&uuml;r``, ``<b>`` and ``{\\'e}`` become what a reader sees; formulas stay as they are written
(``$x^2$``), because there is no plainer way to write them; a command that no table knows stays too
(``\\systemname{}: Kites``), and :func:`unknown_commands` names it.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

from archive.errors import ArchiveError
from archive.model.text import squeeze

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_TAGS = "b|i|em|strong|sub|sup|tt|u|span|font|code|small|a|p|div|li|ul|ol"
_INLINE = re.compile(rf"<(?:/(?P<end>{_TAGS})|(?P<start>{_TAGS})\b[^<>]*)>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p|div)\s*/?>", re.IGNORECASE)
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[`'^\"~=.]|[&%$#_{}])")
_NAMED = re.compile(r"\\([a-zA-Z]+)\*?((?:\s*\{[^{}]*\})*)")
_FORMULA = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$|\\\(.*?\\\)")
_BARE = re.compile(r"(?<!\\)([%&])")
_DOLLAR = re.compile(r"(?<!\\)\$")
_BARE_TILDE = re.compile(r"(?:^|(?<=\s))~")
_NESTED = 3  # levels of markup within markup
_CLOSING_QUOTES = re.compile(r"(?<!\\)''")
_QUOTES_KEPT = "\ue101"
_KEPT = "\ue100"  # is around the number of a command that stays, and of prose
_TEX = re.compile(r"[\\{}$%&~#^_]|``|''|--|[!?]`")
_NO_TEX = rf"(?:[^\\{{}}$%&~#^_`'\s{_KEPT}-]|(?<=\w)[-'](?=\w))"  # a sign that means itself
_PROSE = re.compile(  # after four words, the name of a command and its arguments perhaps, and without the last one
    rf"((?:(?<!\S)|(?<=[\\{{}}$%&~#^_`'-])){_NO_TEX}*+(?:\s++{_NO_TEX}++){{3}}\s++)((?:{_NO_TEX}++\s++){{5,}}+)"
)
# What pylatexenc's tables lack, or print otherwise than a title should: arguments, and what is read of them.
_DROPPED = "thanks footnote footnotetext label vspace hspace noopsort index"
_SWITCHES = (
    "protect relax xspace footnotemark newline linebreak bf it em tt sc sf rm bfseries itshape scshape ttfamily sffamily "
    "small large Large normalsize"
)
_AROUND = (
    "mbox hbox texttt textsc textsf textrm textup textmd textnormal url path NoCaseChange textsuperscript textsubscript "
    "uppercase lowercase MakeUppercase MakeLowercase"
)
_SECOND = "foreignlanguage href texorpdfstring textcolor colorbox hyperref"
_MORE = {
    **dict.fromkeys(_SECOND.split(), ("{{", "%(2)s")),
    **dict.fromkeys(_DROPPED.split(), ("{", "")),
    **dict.fromkeys(_AROUND.split(), ("{", "%(1)s")),
    **dict.fromkeys(_SWITCHES.split(), ("", "")),
    **{name: ("", name) for name in ("TeX", "LaTeX", "BibTeX", "XeTeX")},
    "LaTeXe": ("", "LaTeX2e"),
    "enquote": ("{", "“%(1)s”"),
}


def plain(text: str, *, tex: bool = False, lines: bool = False) -> str:
    """One line of plain text, or with ``lines`` as many as it has. TeX is read where ``tex`` says that it is
    TeX, or if a command gives it away; a lone percent sign begins no comment, an odd dollar sign no formula."""
    for _ in range(_NESTED):
        text = _without_pairs(_BREAK.sub("\n" if lines else " ", text))
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if tex or _COMMAND.search(text):
        text = _without_tex(text, tex)
    return "\n".join(filter(None, map(squeeze, text.splitlines()))) if lines else squeeze(text)


def _without_pairs(text: str) -> str:
    """The text without tags that have a beginning and an end."""
    begun: dict[str, list[tuple[int, int]]] = {}
    pairs: list[tuple[int, int]] = []
    for found in _INLINE.finditer(text):
        if found["start"]:
            begun.setdefault(found["start"].lower(), []).append(found.span())
        elif mine := begun.get(found["end"].lower()):
            pairs += [mine.pop(), found.span()]
    out, at = [], 0
    for start, end in sorted(pairs):
        out.append(text[at:start])
        at = end
    return "".join([*out, text[at:]])


def unknown_commands(text: str) -> list[str]:
    """The TeX commands of a text, outside of formulas, that no table knows: ``\\systemname``."""
    names = dict.fromkeys(found[1] for found in _NAMED.finditer(_FORMULA.sub(" ", text)))
    return [f"\\{name}" for name in names if _is_unknown(name)]


def _is_unknown(name: str) -> bool:
    text_of, _, sentinel = _decoder()
    return bool(text_of.latex_context.get_macro_spec(name) is sentinel)


def _without_tex(text: str, tex: bool) -> str:
    kept: list[str] = []

    def put_aside(part: str) -> str:
        kept.append(part)
        return f"{_KEPT}{len(kept) - 1}{_KEPT}"

    def keep(found: re.Match[str]) -> str:
        return put_aside(found[0]) if _is_unknown(found[1]) else found[0]

    text = text.replace(_KEPT, "").replace(_QUOTES_KEPT, "")
    if not _TEX.search(text):
        return text
    text = _outside_formulas(text, keep)
    if "``" not in text:  # quotation marks are TeX's in pairs alone
        text = _CLOSING_QUOTES.sub(_QUOTES_KEPT, text)
    text = _BARE.sub(r"\\\1", text)
    if len(_DOLLAR.findall(text)) % 2:  # a price, no formula
        text = _DOLLAR.sub(r"\\$", text)
    if not tex:
        text = _BARE_TILDE.sub(r"\\textasciitilde{}", text)
    text = _decoded(_PROSE.sub(lambda found: f"{found[1]}{put_aside(found[2])}", text))
    return re.sub(f"{_KEPT}(\\d+){_KEPT}", lambda found: kept[int(found[1])], text).replace(_QUOTES_KEPT, "''")


def _decoded(text: str) -> str:
    """What a reader sees of TeX."""
    text_of, arguments, _ = _decoder()
    try:
        return str(text_of.latex_to_text(text, tolerant_parsing=True, latex_context=arguments))
    except ArchiveError:  # its time is over
        raise
    except Exception:  # a text that is not TeX after all
        return text


def _outside_formulas(text: str, keep: Any) -> str:
    out, at = [], 0
    for formula in _FORMULA.finditer(text):
        out += [_NAMED.sub(keep, text[at : formula.start()]), formula[0]]
        at = formula.end()
    return "".join([*out, _NAMED.sub(keep, text[at:])])


@cache
def _decoder() -> tuple[Any, Any, Any]:
    """What makes text of TeX, what knows the arguments of commands, and what stands for an unknown command."""
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec
    from pylatexenc.latex2text import get_default_latex_context_db as texts
    from pylatexenc.latexwalker import get_default_latex_context_db as walker
    from pylatexenc.macrospec import std_macro

    known, arguments, sentinel = texts(), walker(), MacroTextSpec("")
    known.add_context_category(
        "archive", prepend=True, macros=[MacroTextSpec(name, simplify_repl=repl) for name, (_, repl) in _MORE.items()]
    )
    arguments.add_context_category(
        "archive", prepend=True, macros=[std_macro(name, given) for name, (given, _) in _MORE.items()]
    )
    known.set_unknown_macro_spec(sentinel)
    decoder = LatexNodes2Text(latex_context=known, math_mode="verbatim", strict_latex_spaces=False, keep_comments=True)
    return decoder, arguments, sentinel
