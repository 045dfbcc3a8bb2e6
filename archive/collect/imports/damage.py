"""Damage to cells by spreadsheets and wrong encodings: corrected if that is certain, otherwise reported."""

from __future__ import annotations

import re

from archive.collect.imports.drafts import Remark
from archive.model.encoding import mend
from archive.model.months import SHORT_MONTHS
from archive.model.text import quote, squeeze
from archive.store.validation import unseen_character

LOST = "\ufffd"
"""Marks the place of a lost letter."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HASHES = re.compile(r"#{3,}|#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_MONTHS = "|".join(SHORT_MONTHS)
_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}[ -](?:{_MONTHS})[a-z]*(?:[ -]\d{{2,4}})?|(?:{_MONTHS})[a-z]*[ -]\d{{2,4}}",
    re.IGNORECASE,
)


def damage_of(text: str) -> str:
    """What a spreadsheet turned a cell into, if that is certain."""
    if _HASHES.fullmatch(text):
        return "a spreadsheet error replaced the value"
    if _DATE.fullmatch(text):
        return "a spreadsheet converted it to a date"
    return "a spreadsheet converted it to a number" if _SCIENTIFIC.fullmatch(text) else ""


def repaired(text: str, remarks: list[Remark]) -> str:
    """The text with letters put right that were encoded twice, and without invisible characters that control a terminal or
    the reading direction. Adds a remark on each kind of change to ``remarks``."""
    mended = mend(text)
    better = without_controls(mended)
    if unseen := unseen_character(mended):
        remarks.append(Remark("invisible characters", f"has {unseen}, in {quote(squeeze(better)[:60])}; it was left out"))
    if better != without_controls(text):
        corrected = f"{quote(squeeze(text)[:60])} was encoded twice and was corrected to {quote(squeeze(better)[:60])}"
        remarks.append(Remark("encoded twice", corrected))
    return better


def without_controls(text: str) -> str:
    """Without control characters, which are invisible."""
    return _CONTROL.sub("", text)
