"""BibTeX: an @inproceedings entry per paper, with the id as key, for BibTeX and biblatex.

``archiveprefix`` is BibTeX's name for the archive of an ``eprint``; biblatex reads it as ``eprinttype``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from archive.export.bibliographic_data import Reference, references
from archive.model.latex import CLOSE, OPEN, escape, escape_but_formulas
from archive.model.months import SHORT_MONTHS
from archive.model.name_parts import NameParts
from archive.model.record import Record
from archive.store.editions import Registry

ENDING = "bib"
ABSTRACTS_ON_REQUEST = True

_PARTS = re.compile(r"[^\W_](?:[\w'’]*[^\W_])?")  # of titles: words, and what hyphens and slashes divide
_PLURAL = re.compile(r"(?P<capitals>[^\Wa-z_]{2,})(?:['’]?s)")
# Words that a style must not change to lower case, although only their first letter is a capital.
_PROPER = frozenset(
    "adam amazon android azure bayes bayesian bernoulli bloom boltzmann boolean brownian byzantine carlo cauchy "
    "darwinian dijkstra dirichlet ethernet euclidean fibonacci fourier gauss gaussian gibbs golang google hadamard "
    "hamming hilbert huffman intel java kalman kubernetes lagrangian laplace linux lipschitz lyapunov markov "
    "markovian microsoft monte nash newton pareto poisson python riemannian rust sobolev thompson turing verilog "
    "wasserstein zipf zipfian".split()
)
_NAME_SEPARATOR = re.compile(r"\band\b", re.IGNORECASE)


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    """An entry per paper, separated by empty lines."""
    for i, reference in enumerate(references(records, registry)):
        yield ("\n" if i else "") + entry(reference)


def entry(reference: Reference) -> str:
    """A paper's entry, with its final newline."""
    fields: dict[str, str] = {
        "author": " and ".join(map(_name, reference.authors)),
        "key": "" if reference.authors else reference.id,  # what BibTeX sorts by instead
        "title": _title(reference.marked_title),
        "booktitle": _proper(reference.container),
        "year": str(reference.year or ""),
        "address": escape(reference.place),
        "url": _url(reference.url),
        "doi": _url(reference.doi),
        "eprint": quote(reference.arxiv_id, safe="./-"),
        "archiveprefix": "arXiv" if reference.arxiv_id else "",
        "keywords": escape(", ".join(reference.keywords)),
        "note": escape("; ".join(reference.notes)),
        "abstract": escape_but_formulas(reference.abstract),
    }
    lines = {key: f"  {key} = {{{value}}},\n" for key, value in fields.items() if value}
    if reference.date:
        lines["year"] += f"  month = {SHORT_MONTHS[reference.date.month - 1].lower()},\n"
    return f"@inproceedings{{{reference.id},\n{''.join(lines.values())}}}\n"


def _name(name: NameParts) -> str:
    """``von Last, Jr, First``, with each part written so that BibTeX divides the name only there."""
    if not name.given:
        return "{" + escape(name.family) + "}"
    family = _part(name.family)
    if any(_begins_small(word) for word in name.family.split()[:-1]):
        family = "{" + family + "}"  # BibTeX would take a lower-case word for a particle
    last = " ".join(filter(None, (_part(name.particle), family)))
    return ", ".join(filter(None, (last, _part(name.suffix), _part(name.given))))


def _begins_small(word: str) -> bool:
    letter = next(filter(str.isalpha, word), "")
    return bool(letter) and not letter.isupper()  # so too in scripts without capitals


def _part(text: str) -> str:
    if "," in text:
        return "{" + escape(text) + "}"
    return escape(_NAME_SEPARATOR.sub(f"{OPEN}\\g<0>{CLOSE}", text))


def _title(title: str) -> str:
    """The title with braces around capitals that a style must not change, and only these: ``{TPU}s``, ``{Q}-learning``,
    ``{AutoRank}``, ``{Bayesian}``, and a capital after a colon.
    """

    def protect(found: re.Match[str]) -> str:
        word, before, after = found[0], found.string[: found.start()], found.string[found.end() :]
        if (plural := _PLURAL.fullmatch(word)) and not word.isupper():
            capitals = plural["capitals"]
        elif word[1:] != word[1:].lower() or _is_letter(word, after) or (word[0].isupper() and word.lower() in _PROPER):
            capitals = word
        else:
            capitals = word[0] if word[0].isupper() and re.search(r"[:?!]\W*\s\W*$", before) else ""
        return f"{OPEN}{capitals}{CLOSE}{word[len(capitals) :]}" if capitals else word

    return escape_but_formulas(title, lambda text: _PARTS.sub(protect, text))


def _proper(name: str) -> str:
    """The name of a meeting, with braces that keep all its capitals."""
    return escape(_PARTS.sub(lambda word: f"{OPEN}{word[0]}{CLOSE}" if word[0] != word[0].lower() else word[0], name))


def _is_letter(word: str, after: str) -> bool:
    """Whether a single letter is a name: ``Q``, ``C``; an ``A`` only in ``A*`` or ``A-star``."""
    return len(word) == 1 and word.isupper() and (word != "A" or bool(re.match(r"[^\s,.;:?!)'’”\"]", after)))


def _url(url: str) -> str:
    """An address, not escaped; characters that would end the field or are not ASCII are percent-encoded."""
    return quote(url, safe="!#$%&'()*+,-./:;=?@[]_~|^`")
