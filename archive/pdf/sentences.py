"""Does a text end with its sentence? Asked of printed rows and of joined text alike."""

from __future__ import annotations

import re

# Behind the full stop may stand quotation marks, brackets and the numbers of footnotes; an address leaves it out.
_END = re.compile(r"([.!?…][)\]\"'”’»\d,]*|\bhttps?://\S+)\s*$")


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends where the text ends."""
    return bool(_END.search(text))
