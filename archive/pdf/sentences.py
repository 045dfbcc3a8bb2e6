"""Whether a text ends with a complete sentence, for printed rows and joined text alike."""

from __future__ import annotations

import re

# Behind the full stop may stand quotation marks, brackets and the numbers of footnotes; an address leaves it out.
_END = re.compile(r"([.!?…][)\]\"'”’»\d,]*|\bhttps?://\S+)\s*$")


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a sentence."""
    return bool(_END.search(text))
