"""Recognizes the end of a sentence, in lines of a PDF and in running text."""

from __future__ import annotations

import re

# After the full stop, there may be quotation marks, brackets and numbers of footnotes. After an address, there may be no stop.
_END = re.compile(r"([.!?…][)\]\"'”’»\d,]*|\bhttps?://\S+)\s*$")


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a complete sentence."""
    return bool(_END.search(text))
