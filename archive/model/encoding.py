"""Text that was decoded twice: ``ZoÃ«`` is ``Zoë``, ``â€™`` is ``’``."""

from __future__ import annotations

import re

# Letters of UTF-8 that somebody read as Windows-1252 or Latin-1. Only beginnings of scripts that people
# write in: ``ß†`` is an author with a mark, and no letter of N’Ko.
_HIGH = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MORE = f"[\u0080-\u00bf{_HIGH}]"
_TWICE = re.compile(f"(?:[ÂÃÄÅÎÏÐÑ×ØÙ]{_MORE}|[à-ï]{_MORE}{{2}}|ð{_MORE}{{3}})+")


def mend(text: str) -> str:
    """The text with letters put right that were encoded twice (``ZoÃ«`` is ``Zoë``); others stay.

    Call it before control characters are dropped: half of a letter may be one (``NovaÄ\\x8diÄ\\x87``)."""
    return _TWICE.sub(_once, text) if not text.isascii() else text


def _once(found: re.Match[str]) -> str:
    content = b"".join(c.encode("cp1252" if c in _HIGH else "latin-1") for c in found[0])
    try:
        return content.decode()
    except UnicodeDecodeError:
        return found[0]
