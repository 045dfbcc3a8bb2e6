"""The authors of a draft: a cell that names all, or a list of names, read by the one rule or by the style of the user."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archive.collect.imports.damage import LOST, damage_of, repaired
from archive.collect.imports.drafts import Author, BylineReading, Draft, NoPaper, Remark
from archive.collect.imports.limits import too_many_authors
from archive.collect.imports.markup import plain
from archive.model.byline_marks import mark_raised
from archive.model.name_parts import family_names
from archive.model.names import BYLINE_STYLES, COMMA, Byline, NotNames, are_family_first, read_byline, read_name
from archive.model.paper import WITHDRAWN, FamilyNames
from archive.model.text import quote, squeeze

_ADDRESS_ALONE = re.compile(r"(?:^|(?<=[,;\s]))[<(\[]?\s*(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\s*[>)\]]?(?=\s*(?:[,;]|$))")
_MISSING = "--allow-missing-authors imports the paper without them"
_ANONYMOUS = re.compile(r"anonymous(?: authors?)?\.?", re.IGNORECASE)


def stated(draft: Draft, byline: Byline) -> FamilyNames:
    """The family names that the file states, those of our own exports among them."""
    families = dict(byline.family_names) | {name: family for name, family in draft.family_names if name in byline.names}
    return family_names(families.items())


def authors_of_draft(draft: Draft, reading: BylineReading, remarks: list[Remark]) -> Byline:
    """The authors of a draft; what a person should know of them is added to ``remarks``.

    Raises :class:`~archive.collect.imports.drafts.NoPaper` if they cannot be read, or there are none.
    """
    if problem := too_many_authors(draft.authors):
        raise NoPaper(problem)
    if isinstance(draft.authors, str):
        found = _byline(draft, draft.authors, reading, remarks)
    else:
        found = _listed(draft, draft.authors, reading, remarks)
    if not found.names and draft.status != WITHDRAWN:
        raise NoPaper("it has no authors")
    if lost := next(filter(_has_lost_letters, found.names), None):
        raise NoPaper(f"an author is {quote(lost)}: it has lost a letter")
    if twice := next((name for name, times in Counter(found.names).items() if times > 1), None):
        remarks.append(Remark("author named twice", f"names {twice} more than once, who may be two people"))
    return found if found.legend else found._replace(equal=())  # a star without a legend is the contact author's


def _has_lost_letters(name: str) -> bool:
    return LOST in name or "?" in name


def _byline(draft: Draft, cell: str, reading: BylineReading, remarks: list[Remark]) -> Byline:
    """What a cell says of authors, by the style that the user named, else by the rule."""
    text = plain(mark_raised(repaired(cell, remarks)), tex=draft.tex, lines=True)
    _require_known_authors(text)
    style = reading.style if reading.style != COMMA else draft.style or COMMA
    if reading.allow_missing:
        text = _ADDRESS_ALONE.sub("", text).strip(" ,;")
    elif _ADDRESS_ALONE.search(text):
        raise NoPaper(f"in {draft.column('authors')}, an author has only an e-mail address; {_MISSING}")
    try:
        return read_byline(text, style)
    except NotNames as error:
        raise NoPaper(f"{draft.column('authors')} has {error}{_otherwise(text, style)}") from None


def _otherwise(text: str, style: str) -> str:
    """What other styles would make of a byline that the rule refuses, with the option that asks for it."""
    ways: dict[tuple[str, ...], str] = {}
    for other in BYLINE_STYLES:
        try:
            names = read_byline(text, other).names if other != style else ()
        except NotNames:
            continue
        if names:
            ways.setdefault(names, other)
    readings = [f'--names "{other}" would read {_few(names)}' for names, other in ways.items()]
    return "; ".join(["", *readings, "or edit the cell"]) if readings else ""


def _few(names: Sequence[str]) -> str:
    return " | ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _listed(draft: Draft, authors: Sequence[str | Author], reading: BylineReading, remarks: list[Remark]) -> Byline:
    """The authors of a list, each a name of its own."""
    names: list[str] = []
    families: list[tuple[str, str]] = []
    compound = are_family_first([one for one in authors if isinstance(one, str) and squeeze(one)])
    for number, author in enumerate(map(_author, authors), start=1):
        if number == 1:
            _require_known_authors(" ".join(filter(None, author[:2])))
        if squeeze("".join(author[:3])):
            found = _one(draft, author, reading, number, remarks, compound)
            names += found.names
            families += found.family_names
        elif author.unnamed and not reading.allow_missing:
            raise NoPaper(f"author {number} has only {author.unnamed}; {_MISSING}")
    return Byline(tuple(names), family_names=tuple(dict(families).items()))


def _author(item: str | Author) -> Author:
    return item if isinstance(item, Author) else Author("", item, whole=True)


def _one(draft: Draft, author: Author, reading: BylineReading, number: int, remarks: list[Remark], compound: bool) -> Byline:
    given, family, suffix = (mark_raised(repaired(part, remarks)) for part in author[:3])
    if damage := damage_of(squeeze(f"{given} {family}")):
        raise NoPaper(f"an author is {quote(squeeze(f'{given} {family}')[:40])}: {damage}")
    if draft.exact:
        return Byline((squeeze(f"{given} {family} {suffix}"),))
    if _ADDRESS_ALONE.fullmatch(squeeze(f"{given} {family}")):
        if reading.allow_missing:
            return Byline(())
        raise NoPaper(f"author {number} has only an e-mail address; {_MISSING}")
    try:
        if author.whole:
            whole = family if _is_braced(family) else plain(family, tex=draft.tex, lines=True)
            return read_name(whole, compound=compound)
        given, family, suffix = (plain(part, tex=draft.tex) for part in (given, family, suffix))
        return read_name(" ".join(filter(None, (given, family, suffix))), family)
    except NotNames as error:
        raise NoPaper(f"author {number} is {error}") from None


def _is_braced(name: str) -> bool:
    return bool(re.fullmatch(r"\{[^{}]*\}", name.strip()))


def _require_known_authors(text: str) -> None:
    """Raise if the whole says that the authors are hidden, or is what a spreadsheet made of it."""
    text = squeeze(text)
    if _ANONYMOUS.fullmatch(text):
        raise NoPaper("its authors are hidden (Anonymous); export it with names")
    if damage := damage_of(text):
        raise NoPaper(f"an author is {quote(text[:40])}: {damage}")
