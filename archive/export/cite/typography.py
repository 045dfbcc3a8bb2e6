"""Final typography of a reference: nested quotation marks, and no doubled punctuation. American, like the bundled
styles: full stops and commas are inside quotation marks.
"""

from __future__ import annotations

import re

from archive.export.cite.processor import QUOTE, UNQUOTE

_MARKS = (("“", "”"), ("‘", "’"))
_ENDS = "”’" + UNQUOTE
_SEAMS = (  # the signs of which a text must have one, what is mended, and how
    ('"', re.compile(r'(?<!\w)"(?=\w)([^"]*)"(?!\w)'), r"“\1”"),
    ("'", re.compile(r"(?<=\w)'"), "’"),
    (f"{UNQUOTE}”", re.compile(rf"((?:’?{UNQUOTE}|”)+)([.,])"), r"\2\1"),  # “Kites”, is “Kites,”
    ("?!", re.compile(rf"([?!])([{_ENDS}]*)[.,](?=[{_ENDS}\s]|$)"), r"\1\2"),  # Kites?. is Kites?
    (".,", re.compile(rf"([.,])(?<![.\s].)([{_ENDS}]*) ?\1(?=[{_ENDS}\s]|$)"), r"\1\2"),  # Jr.. is Jr., and . . too
    (UNQUOTE, re.compile(rf"\.(,{UNQUOTE})"), r"\1"),  # “Kites.,” is “Kites,”
    (" ", re.compile(r"  +"), " "),
)
_MARK = re.compile(f"([{QUOTE}{UNQUOTE}“”])")


def finish(text: str, address: str = "") -> str:
    """The reference as it is printed; addresses in it are not changed."""
    before, address, after = text.rpartition(address) if address and address in text else (text, "", "")
    return f"{_finished(before)}{address}{_finished(after)}".strip()


def _finished(text: str) -> str:
    for signs, seam, mended in _SEAMS:
        if any(sign in text for sign in signs):
            text = seam.sub(mended, text)
    return _quoted(text)


def _quoted(text: str) -> str:
    """The text with quotation marks; nested ones are single. A mark without a partner is part of a title and stays."""
    opened: list[str] = []
    out: list[str] = []
    for sign in _MARK.split(text):
        if sign in (QUOTE, "“"):
            out.append(_MARKS[len(opened) % 2][0])
            opened.append(sign)
        elif sign == UNQUOTE or (sign == "”" and opened[-1:] == ["“"]):
            while opened.pop() != (QUOTE if sign == UNQUOTE else "“"):
                pass
            out.append(_MARKS[len(opened) % 2][1])
        else:
            out.append(sign)
    return "".join(out)
