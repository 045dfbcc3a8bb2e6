"""The rules for a summary: one sentence, short enough for a list."""

from __future__ import annotations

import re

SHORTEST, LONGEST = 15, 35  # words
_SENTENCE_END = re.compile(r"[.?!] [A-Z]")


def summary_problem(summary: str) -> str | None:
    """What is wrong with a summary, as a sentence that begins with "its summary"; None if nothing is."""
    length = len(summary.split())
    if not SHORTEST <= length <= LONGEST:
        return f"its summary has {length} word{'s' * (length != 1)}; it should have {SHORTEST} to {LONGEST}."
    if _SENTENCE_END.search(summary) or not summary.endswith("."):
        return "its summary should be one sentence that ends with a full stop."
    return None
