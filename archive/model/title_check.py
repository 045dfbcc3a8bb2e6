"""Parts of a title that may come from the page around it (a badge, a button, markup), and titles that no paper has."""

from __future__ import annotations

import re
import unicodedata

from archive.model.text import quote

_BEFORE = re.compile(
    r"^(?:WITHDRAWN|Withdrawn|RETRACTED|Retracted)(?=\s*[:–—-])|"
    r"^(?:Oral|Spotlight|Poster|NEW|PDF|BibTeX|Download|Show abstract|[*†‡§])(?=\s)"
)
_AFTER = re.compile(
    r"(?:\b|(?<=[a-z]))(?:Oral|Spotlight|Poster|PDF|pdf|BibTeX|OpenReview|arXiv|"
    r"(?i:pdf icon|download(?: pdf)?|read more|show (?:more|abstract)|copy link)|Best Paper(?: Award)?|New|NEW|"
    r"(?<!Extended )Abstract|\d+ min|\[\+\])\W*$"
)
_SIGN_AFTER = re.compile(r"(?:\s|(?<=[^\W\d_]{2})|(?<=[.)?!]))(?:[*∗⁎†‡§¶]+|\([*∗⁎†‡§¶]+\))$")
"""Footnote marks; of one letter and a star a name may consist, such as ``A*``."""
_MARKUP = re.compile(r"</?[A-Za-z]\w*|/\w{1,10}>|&(?:#\d{2,5}|[a-z]{2,8});|\ufffd|[^\W\d_]\?[^\W\d_]")
_SENTENCES = re.compile(r"[a-z]{4}\. [A-Z]\w+ .*[a-z]{3}\.(?: |$)")
_NO_PAPER = re.compile(
    r"(?:keynote|invited (?:talk|speaker)|panel discussion|opening remarks|closing remarks|coffee break|poster session|"
    r"session chair|congratulations)\b.*|(?:panel|(?:program(?:me)? |organi[sz]ing )?committee|organi[sz]ers|sponsors?|"
    r"call for (?:papers|participation)|contact(?: us)?|proceedings|accepted (?:papers|posters|talks)|schedule|program(?:me)?|"
    r"registration|lunch|welcome|talks|posters|abstract|authors?)\W*",
    re.IGNORECASE,
)


def stray(title: str) -> str:
    """What is strange about a title, as the end of a sentence; empty if nothing is."""
    if _NO_PAPER.fullmatch(title):
        return "may not be a paper's"
    for end, pattern in (("begins", _BEFORE), ("ends", _AFTER), ("ends", _SIGN_AFTER)):
        if found := pattern.search(title):
            return f"{end} with {quote(found[0].strip())}, which may not belong to it"
    for end, sign in (("begins", title[:1]), ("ends", title[-1:])):
        if unicodedata.category(sign or "a") in ("So", "Sk", "Co"):
            return f"{end} with {quote(sign)}, which may not belong to it"
    if _SENTENCES.search(title):
        return "has more than one sentence, which may be text from beside it"
    found = _MARKUP.search(title)
    return f"has {quote(found[0])}, which may be a remnant of markup or damage" if found else ""
