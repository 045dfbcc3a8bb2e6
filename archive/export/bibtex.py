"""BibTeX: one @inproceedings a paper, its id the key, in ASCII wherever LaTeX has a name for a letter.

``eprint`` stands with both the fields of BibTeX styles (``archiveprefix``) and of biblatex (``eprinttype``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.latex import escape
from archive.names import NameParts
from archive.record import Record
from archive.reference import Reference, references
from archive.registry import Registry

ABSTRACTS_ON_REQUEST = True
ENDING = "bib"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLACES = re.compile(r"(\w[\w'’.+-]*)")
# Capitals that a style must not take: inside a word (GPUs, AutoML, K-Means), or a letter alone (Plan B) ...
_KEPT = re.compile(r"\w[\w'’.+]*[A-Z]|^[B-Z]$")
# ... and of names that titles of this field hold.
_PROPER = frozenset(
    "Bayes Bayesian Bellman Boltzmann Carlo Cauchy Fourier Gaussian Google Hopfield Linux Markov Microsoft Monte Nash Pareto "
    "Poisson Python Rust Java Turing Verilog Windows".split()
)


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    for i, reference in enumerate(references(records, registry)):
        yield ("\n" if i else "") + _entry(reference)


def _entry(reference: Reference) -> str:
    arxiv = reference.arxiv_id
    fields = {
        "author": " and ".join(map(_name, reference.authors)),
        "title": title(reference.title),
        "booktitle": escape(reference.container),
        "year": str(reference.year or ""),
        "month": _MONTHS[reference.date.month - 1] if reference.date else "",
        "address": escape(reference.place),
        "url": _url(reference.url),
        "eprint": arxiv,
        "archiveprefix": "arXiv" if arxiv else "",
        "eprinttype": "arxiv" if arxiv else "",
        "abstract": escape(reference.abstract),
        "note": escape("; ".join(reference.notes)),
    }
    lines = [f"  {key} = {value if key == 'month' else '{' + value + '}'},\n" for key, value in fields.items() if value]
    return f"@inproceedings{{{reference.id},\n{''.join(lines)}}}\n"


def _name(name: NameParts) -> str:
    """``van der Berg, Jr., Mia``; braces hold a single name together, and a part that BibTeX would divide."""
    family = " ".join(part for part in (name.particle, name.family) if part)
    if not name.given:
        return "{" + escape(family) + "}"
    return ", ".join(_whole(part) for part in (family, name.suffix, name.given) if part)


def _whole(part: str) -> str:
    escaped = escape(part)
    return "{" + escaped + "}" if "," in part or " and " in f" {part.lower()} " else escaped


def title(text: str) -> str:
    """Braces around words whose capitals must stay (``{GPUs}``, ``{Q}-learning``), and around a capital after
    a colon; the rest is left to the style."""
    written, start, first = [], 0, True
    for word in _PLACES.finditer(text):
        between = text[start : word.start()]
        opens = not first and between.rstrip().endswith((":", "?", "!", ".", "–", "—"))
        written += [escape(between), _word(word[0], opens)]
        start, first = word.end(), False
    return "".join([*written, escape(text[start:])])


def _word(word: str, opens: bool) -> str:
    first, *others = word.split("-")
    if opens and first[:1].isupper() and not _is_kept(first):
        start = "{" + escape(first[0]) + "}" + escape(first[1:])
    else:
        start = _part(first)
    return "-".join([start, *map(_part, others)])


def _part(part: str) -> str:
    return "{" + escape(part) + "}" if _is_kept(part) else escape(part)


def _is_kept(part: str) -> bool:
    return part in _PROPER or bool(_KEPT.search(part))


def _url(url: str) -> str:
    """An address as it is; what would end the field is percent-encoded."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
