"""Repairs text that was decoded with the wrong encoding: ``ZoÃ«`` is ``Zoë``, ``â€™`` is ``’``."""

from __future__ import annotations

import re

# UTF-8 that was decoded as Windows-1252 or Latin-1. Only sequences that give letters of scripts in common use:
# ``ß†`` is an author with a footnote mark, not a letter of N’Ko.
_HIGH = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MORE = f"[\u0080-\u00bf{_HIGH}]"
_TWICE = re.compile(f"(?:[ÂÃÄÅÎÏÐÑ×ØÙ]{_MORE}|[à-ï]{_MORE}{{2}}|ð{_MORE}{{3}})+")


def mend(text: str) -> str:
    r"""The text with wrongly decoded letters repaired (``ZoÃ«`` is ``Zoë``); other text stays as it is. To be called
    before control characters are removed, since half of a letter may be one (``NovaÄ\x8diÄ\x87``).
    """
    return _TWICE.sub(_once, text) if not text.isascii() else text


def _once(found: re.Match[str]) -> str:
    content = b"".join(c.encode("cp1252" if c in _HIGH else "latin-1") for c in found[0])
    try:
        return content.decode()
    except UnicodeDecodeError:
        return found[0]
