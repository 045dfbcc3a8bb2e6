"""The texts of a paper's pieces, as its title and as its authors."""

from __future__ import annotations

import soupsieve

from archive.collect.html.css import PaperElements, Piece
from archive.collect.html.index import PageIndex
from archive.model.text import squeeze


def title_text(one: PaperElements, selector: soupsieve.SoupSieve) -> str:
    """The text of the first piece of a paper that a selector matches and that has any; else an empty one."""
    return next((text for piece in one.pieces(selector) if (text := _text(piece, one.index))), "")


def byline_text(one: PaperElements, selector: soupsieve.SoupSieve) -> str:
    """The texts of all pieces of a paper that a selector matches, between commas."""
    return ", ".join(filter(None, (_text(piece, one.index) for piece in one.pieces(selector))))


def _text(piece: Piece, index: PageIndex) -> str:
    return squeeze(" ".join(index.text(node) for node in piece.nodes))
