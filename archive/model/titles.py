"""Titles as pages print them: the mark of a retracted paper."""

from __future__ import annotations

import re

_MARK_WITHDRAWN = "[Retracted]"
_SAYS_WITHDRAWN = "retracted|withdrawn"
_WITHDRAWN_BEFORE = re.compile(rf"^[\[(]\s*(?:{_SAYS_WITHDRAWN})\s*[\])]\s*[:.–—-]?\s*", re.IGNORECASE)
_WITHDRAWN_AFTER = re.compile(rf"\s*[\[(]\s*(?:{_SAYS_WITHDRAWN})\s*[\])]$", re.IGNORECASE)
_WITHDRAWN_ALONE = re.compile(rf"^(?:{_SAYS_WITHDRAWN})$", re.IGNORECASE)


def read_status(title: str) -> tuple[str, bool]:
    """A title without its mark of retraction, and whether it had one; a title that is nothing but
    the mark stays as the page prints it."""
    if _WITHDRAWN_ALONE.match(title):
        return title, True
    rest = _WITHDRAWN_AFTER.sub("", _WITHDRAWN_BEFORE.sub("", title))
    return rest or title, rest != title


def write_status(title: str) -> str:
    """A title with the mark of retraction that :func:`read_status` takes off."""
    return title if read_status(title)[1] else f"{_MARK_WITHDRAWN}: {title}"
