"""Patterns by which pages label titles and authors, or write both in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

FREQUENT = 0.8  # the share of papers in which something must occur to count as a property of the page
TITLE_PATTERNS = (
    r"^Title:\s*(.+?)\s*Authors?:",
    r"^Title:\s*(.+)$",
    r"^\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\s*[-–—]\s*\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\s*[-–—:|]?\s+(.+)$",
    r"^\(?\[?#?\d{1,3}[.):\]]+\s+(.+)$",
    r"^(?:Paper|Poster)\s+#?\d{1,3}\s*[.:–—-]\s+(.+)$",
    r"^[“\"](.+)[”\"][.,]?$",
    r"^(.+?)\s*\n",
)
AUTHORS_PATTERNS = (
    r"^Authors?\s*:\s*(.+)$",
    r"^(?:[Bb]y|BY)\s+(.+)$",
    r"^[-–—:|]\s*(.+)$",
    r"^\((.+)\)$",
    r"^[^\n]+\n\s*([^\n]+)",
)
ONE_PIECE = (
    (r"^(.+)\n", r"\n([^\n]+)$"),
    (r"\n([^\n]+)$", r"^(.+)\n"),
    (r"^(.+)\n", r"^[^\n]+\n([^\n]+)"),
    (r"^[“\"](.+?)[”\"]", r"[”\"][,.:]?\s*(?:by\s+)?(.+)$"),
    (r"[“\"](.+?)[”\"]", r"^(.+?)[,.:]?\s*[“\"]"),
    (r"^(.+?)\s+[–—-]\s+", r"\s[–—-]\s+(.+)$"),
    (r"\s[–—-]\s+(.+)$", r"^(.+?)\s+[–—-]\s+"),
    (r"^(.+?),?\s+by\s", r"\sby\s+(.+)$"),
    (r"^(.+?)\s*\(", r"\((.+)\)\s*$"),
    (r"^[^:]+:\s*(.+)$", r"^([^:]+):"),
    (r"^(.+?)\.\s", r"\.\s+(.+)$"),
)
SURE_PATTERNS = frozenset(one for pair in ONE_PIECE[:5] for one in pair)
"""Patterns that tell title and authors apart by lines or quotation marks, rather than by punctuation alone."""


def share(pattern: str, texts: Sequence[str]) -> float:
    """In which share of some texts a pattern is found."""
    return sum(bool(re.search(pattern, text)) for text in texts) / len(texts) if texts else 0.0


def usual(patterns: Sequence[str], texts: Sequence[str]) -> str | None:
    """The first pattern by which most texts are labelled; those of lines are tried later."""
    given = [text for text in texts if text]
    return next((one for one in patterns if "\\n" not in one and share(one, given) >= FREQUENT), None)
