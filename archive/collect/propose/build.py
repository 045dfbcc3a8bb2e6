"""The best table for a page: candidates joined with what may be title and authors, tried and improved."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import soupsieve
from bs4 import BeautifulSoup, Tag

from archive.collect.families.selectors import find_papers
from archive.collect.html.css import WHOLE, PaperElements, Piece, papers_of
from archive.collect.html.index import PageIndex
from archive.collect.html.links import is_pdf
from archive.collect.html.page import lines_of, text_of
from archive.collect.html.selector_entry import award_of
from archive.collect.propose.byline_spots import BylineSpot, bylines, people_in
from archive.collect.propose.candidates import (
    Candidate,
    ParsedPage,
    by_position,
    candidates,
    common_parent,
    pieces_of,
    simple_selectors,
)
from archive.collect.propose.initial_tables import SAMPLE, Rated, TextPiece, drops_of, tables_of
from archive.collect.propose.lexicon import Lexicon
from archive.collect.propose.patterns import AUTHORS_PATTERNS, FREQUENT, TITLE_PATTERNS, share
from archive.collect.propose.table_quality import Judged, judge
from archive.errors import ArchiveError
from archive.model.names import FAMILY_FIRST, LIST, NAME_AFFILIATION
from archive.model.paper import Selectors
from archive.model.text import squeeze

_TRIED = 10  # candidates of which tables are tried
_TITLES, _BYLINES = 3, 3  # pieces of each that may be the title or the authors
_FINALISTS = 6  # tables that are tried on the whole page
_BETTER = 1.01  # how much better a table must read to be preferred
_LONG = 250  # characters on average; an abstract has so many
_OTHER_FILE = re.compile(r"slide|talk|poster|video|supp|present|appendix", re.IGNORECASE)
_PAPER_FILE = re.compile(r"paper|pdf|full[- ]?text|camera|manuscript|preprint|article", re.IGNORECASE)
_DISTINCTION = re.compile(
    r"(?:[\w-]+ )*award(?: [\w-]+)?|(?:best|outstanding|distinguished) [\w ]{3,30}|honou?rable mention|"
    r"(?:contributed )?(?:oral|spotlight|poster)(?: presentation| talk)?|runner[- ]up",
    re.IGNORECASE,
)
_BREAKS = (
    r"(?i)^[^a-z]*(?:[ap]m\W+)?(?:(?:coffee|lunch|tea|morning|afternoon|short) )*"
    r"(?:break|lunch|opening|closing|welcome|registration)\b"
)
_TAGS_TO_DROP = (("sup",), ("em",), ("i",), ("small",), ("em", "sup"), ("i", "sup"), ("span", "sup"), ("span",))

_MARKUP = (
    (".note:has(.note-authors)", "h4 a, h4", ".note-authors"),
    (".note:has(.note_contents, .authors)", ".title, h4", ".note-authors, .authors"),
    (
        "[itemtype$='ScholarlyArticle']",
        "[itemprop='headline'], [itemprop='name']:not([itemprop='author'] *)",
        "[itemprop='author']",
    ),
)
_TextOf = Callable[[PaperElements, soupsieve.SoupSieve], str]


@dataclass(slots=True)
class Built:
    """A table and what it reads of a page."""

    settings: Selectors
    judged: Sequence[Judged]
    notes: Sequence[str] = ()

    @property
    def score(self) -> float:
        """How well the table reads the page: the sum of its papers' scores."""
        return sum(one.score for one in self.judged)

    @property
    def worth(self) -> float:
        """The score, less where the table is not as precise as another might be: a paper's whole text for its title,
        a run of siblings for one element."""
        return (
            self.score
            * (0.94 if self.settings.title == WHOLE else 1)
            * (0.96 if self.settings.authors == WHOLE else 1)
            * (0.9 if self.settings.until else 1)
        )

    @property
    def is_flawless(self) -> bool:
        """Whether nothing that was read could be read better."""
        return not any(one.doubts or one.oddities for one in self.judged)

    @property
    def read(self) -> int:
        """How many papers can be read."""
        return sum(one.found.entry is not None for one in self.judged)


class Builder:
    """Proposes tables for one page. ``fixed`` are settings that a person gave and that stay."""

    def __init__(self, soup: BeautifulSoup, url: str, lexicon: Lexicon, fixed: Mapping[str, Any]) -> None:
        self.soup = soup
        self.url = url
        self.lexicon = lexicon
        self._fixed = dict(fixed)
        self.spots: Sequence[BylineSpot] = bylines(soup, lexicon)
        self._index = PageIndex(soup)
        self._page = ParsedPage(soup, self.spots, self._index)
        self._judged_people: dict[str, float] = {}

    def best(self) -> Built | None:
        """The table that reads the page best; None where nothing on it reads as papers."""
        tried: list[tuple[float, int, Selectors]] = []
        for i, (number, settings) in enumerate(self._first_tables()):
            sampled = self._try(settings, SAMPLE)
            if sampled is not None and sampled.judged:
                tried.append((-sampled.worth * number / len(sampled.judged), i, settings))
        best: Built | None = None
        for _, _, settings in sorted(tried, key=lambda one: one[:2])[:_FINALISTS]:
            built = self._try(settings)
            wanted = built is not None and (built.score > 0 or self._is_asked_for(built))
            if built is not None and wanted and (best is None or built.worth > best.worth + abs(best.worth) * (_BETTER - 1)):
                best = built
        return self._improved(best) if best is not None else None

    def _is_asked_for(self, built: Built) -> bool:
        """Whether a person gave so much of a table that it is shown however badly it reads."""
        return bool(self._fixed) and (built.read > 0 or {"paper", "title", "authors"} <= self._fixed.keys())

    def read(self, settings: Selectors) -> Built | None:
        """What a table reads of the whole page; None where it reads nothing at all."""
        return self._try(settings)

    def _try(self, settings: Selectors, sample: int | None = None) -> Built | None:
        settings = dataclasses.replace(settings, **self._fixed)
        try:
            found, notes = find_papers(self.soup, self.url, settings, sample=sample, index=self._index)
        except ArchiveError:
            return None
        return Built(settings, judge(found, self.lexicon), notes)

    # -- first tables -----------------------------------------------------------------------------

    def _first_tables(self) -> Iterator[tuple[int, Selectors]]:
        """Tables to try, with how many papers each has."""
        ranked = sorted(map(self._rated, self._candidates()), key=lambda one: -one.promise)
        yield from self._marked_up()
        for one in ranked[:_TRIED]:
            for title in one.titles:
                for authors in one.authors:
                    for settings in tables_of(one, title, authors):
                        yield len(one.candidate.members), settings

    def _marked_up(self) -> Iterator[tuple[int, Selectors]]:
        """Tables for markup that says itself what is what: OpenReview's lists and schema.org's articles."""
        for paper, title, authors in _MARKUP:
            members = self.soup.select(paper)
            if len(members) > 1:
                yield len(members), Selectors(paper, title, authors=authors)

    def _candidates(self) -> Sequence[Candidate]:
        """What may be papers; where a person said it, that alone."""
        paper = self._fixed.get("paper")
        if not isinstance(paper, str):
            return candidates(self._page)
        within, until = self._fixed.get("within"), self._fixed.get("until")
        try:
            roots = self.soup.select(within) if within else [self.soup]
            members = [one for root in roots for one in root.select(paper)]
        except (soupsieve.SelectorSyntaxError, NotImplementedError):
            return []
        return [Candidate(within, paper, members, until, len(members))] if members else []

    def _rated(self, candidate: Candidate) -> Rated:
        """A candidate with the pieces of it that may be title and authors, and how promising it is."""
        run = candidate.until is not None
        papers = _papers(candidate, self._index)
        sample = papers[:: max(1, len(papers) // SAMPLE)]
        pieces = [*pieces_of([one.first for one in sample], run)[:40], WHOLE]
        if run:
            pieces.insert(0, candidate.paper)
        titles = self._ranked(pieces, sample, _title_text, self.lexicon.title)
        authors = self._ranked(pieces, sample, _byline_text, self._people)
        best = (titles[0].mark if titles else 0.0) * (authors[0].mark if authors else 0.0)
        return Rated(
            candidate,
            (2 * candidate.covered - len(papers)) * max(best, 0.1),
            self._chosen("title", titles[:_TITLES], sample, _title_text),
            self._chosen("authors", authors[:_BYLINES], sample, _byline_text),
            drops_of(candidate),
        )

    def _people(self, text: str) -> float:
        if text not in self._judged_people:
            self._judged_people[text] = people_in(text, self.lexicon)[1]
        return self._judged_people[text]

    def _chosen(
        self, key: str, ranked: Sequence[TextPiece], sample: Sequence[PaperElements], text: _TextOf
    ) -> Sequence[TextPiece]:
        """The pieces to try: the one that a person gave, else the best ones and the whole paper."""
        fixed = self._fixed.get(key)
        wanted = [fixed] if isinstance(fixed, str) else [WHOLE]
        pieces = [] if isinstance(fixed, str) else [piece for piece in ranked if piece.selector != WHOLE]
        for selector in wanted:
            try:
                compiled = soupsieve.compile(selector)
            except (soupsieve.SelectorSyntaxError, NotImplementedError):
                continue
            lines = tuple("\n".join(map(lines_of, one.whole.nodes)) for one in sample) if selector == WHOLE else ()
            pieces.append(TextPiece(selector, 0.0, tuple(text(one, compiled) for one in sample), lines))
        return pieces

    def _ranked(
        self, pieces: Sequence[str], sample: Sequence[PaperElements], text: _TextOf, mark: Callable[[str], float]
    ) -> list[TextPiece]:
        ranked: list[TextPiece] = []
        seen: set[tuple[str, ...]] = set()
        for piece in pieces:
            selector = soupsieve.compile(piece)
            texts = tuple(text(one, selector) for one in sample)
            if texts not in seen:
                seen.add(texts)
                ranked.append(TextPiece(piece, sum(map(mark, texts)) / len(texts), texts))
        return sorted((one for one in ranked if one.mark >= 0.3), key=lambda one: -one.mark)

    # -- improving --------------------------------------------------------------------------------

    def _improved(self, built: Built) -> Built:
        built = self._skipping(self._award(built))
        for improve in (self._dropping, self._patterns, self._dropping, self._formats):
            built = built if built.is_flawless else improve(built)
        return self._pdf(self._abstract(built))

    def _better(self, built: Built, **changed: Any) -> Built:
        """The table changed so, where it reads better; else as it was."""
        changed = {key: value for key, value in changed.items() if key not in self._fixed}
        other = self._try(dataclasses.replace(built.settings, **changed)) if changed else None
        if other is None or other.read < built.read:
            return built
        return other if other.score > max(built.score, 0.0) * _BETTER else built

    def _skipping(self, built: Built) -> Built:
        """Breaks of a programme are no papers, where all that cannot be read is one."""
        texts: dict[bool, list[str]] = {one.found.entry is None: [] for one in built.judged}
        for one in built.judged:
            texts[one.found.entry is None].append(text_of(one.found.elements.first))
        breaks = texts.get(True, [])
        if not breaks or not all(re.search(_BREAKS, text) for text in breaks):
            return built
        if any(re.search(_BREAKS, text) for text in texts.get(False, [])):
            return built
        return self._better(built, skip=_BREAKS)

    def _dropping(self, built: Built) -> Built:
        """Affiliations in markup of their own, footnote marks: what is no person goes."""
        for tags in _TAGS_TO_DROP:
            inside = [
                text
                for one in built.judged
                for piece in one.found.pieces
                for node in piece.nodes
                if isinstance(node, Tag)
                for tag in node.find_all(list(tags))
                if (text := text_of(tag))
            ]
            if inside and sum(map(self._is_person, inside)) * 4 < len(inside):
                built = self._better(built, drop=tuple(dict.fromkeys((*built.settings.drop, *tags))))
        return built

    def _is_person(self, text: str) -> bool:
        return not text.startswith("(") and self._people(text) >= 0.7

    def _patterns(self, built: Built) -> Built:
        for pattern in AUTHORS_PATTERNS:
            bylines = [one.found.byline for one in built.judged if one.found.byline]
            if "\\n" in pattern or share(pattern, bylines) >= FREQUENT:
                built = self._better(built, authors_pattern=pattern)
        for pattern in TITLE_PATTERNS:
            titles = [one.found.entry.title for one in built.judged if one.found.entry]
            if "\\n" in pattern or share(pattern, titles) >= FREQUENT:
                built = self._better(built, title_pattern=pattern)
        return built

    def _formats(self, built: Built) -> Built:
        for names in (FAMILY_FIRST, NAME_AFFILIATION, LIST):
            built = self._better(built, names=names)
        return built

    def _abstract(self, built: Built) -> Built:
        """A long text that most papers have beside title and authors."""
        papers = [one.found.elements for one in built.judged if one.found.entry]
        for piece in pieces_of([one.first for one in papers], built.settings.until is not None)[:30]:
            if "abstract" in self._fixed or piece in (built.settings.title, built.settings.authors):
                continue
            selector = soupsieve.compile(piece)
            if 2 * sum(_is_prose(_byline_text(one, selector)) for one in papers[:SAMPLE]) < len(papers[:SAMPLE]):
                continue
            other = self._try(dataclasses.replace(built.settings, abstract=piece))
            if other is None or other.read < built.read or other.score < built.score:
                continue
            told = [one.found.entry.abstract or "" for one in other.judged if one.found.entry]
            if 2 * sum(map(_is_prose, told)) >= len(told):
                return other
        return built

    def _pdf(self, built: Built) -> Built:
        """The first PDF link is the paper's, unless its label says that it is something else."""
        if "pdf" in self._fixed:
            return built
        chosen = [text_of(one.found.links.taken[0]) for one in built.judged if _is_pdf(one) and one.found.links.taken]
        if not any(_OTHER_FILE.search(label) for label in chosen):
            return built
        anchors = (a for one in built.judged for tag in one.found.elements.elements for a in tag.find_all("a"))
        labels = dict.fromkeys(text_of(a) for a in anchors if is_pdf(str(a.get("href") or "")))
        for label in labels:
            if _PAPER_FILE.search(label) and not _OTHER_FILE.search(label) and "'" not in label:
                other = self._try(dataclasses.replace(built.settings, pdf=f"a[href$='.pdf']:-soup-contains('{label}')"))
                if other is not None and any(map(_is_pdf, other.judged)):
                    return other
        return self._try(dataclasses.replace(built.settings, pdf="")) or built

    # the award ------------------------------------------------------------------------------------

    def _award(self, built: Built) -> Built:
        """Badges: elements that say an award or a kind of presentation, and nothing else anywhere."""
        if "award" in self._fixed:
            return built
        seen: dict[str, None] = {}
        for one in built.judged:
            for element in one.found.elements.elements:
                for tag in element.find_all(["span", "b", "strong", "em", "i", "small", "div", "p", "td"]):
                    if _DISTINCTION.fullmatch(_badge(tag)):
                        seen.update(dict.fromkeys((*simple_selectors(tag), *by_position(tag))))
        for selector in seen:
            pattern = soupsieve.compile(selector)
            told = [_badge(tag) for one in built.judged for tag in one.found.elements.select(pattern)]
            if all(_DISTINCTION.fullmatch(text) for text in told if text):
                other = self._try(dataclasses.replace(built.settings, award=selector))
                if other is not None and other.read >= built.read and other.score >= built.score:
                    return other
        return built


def _badge(tag: Tag) -> str:
    """What an element says of an award, if that is all that it says."""
    return award_of(text_of(tag).strip("★🏆! ")).strip("★🏆! ")


def _is_pdf(one: Judged) -> bool:
    return one.found.entry is not None and one.found.entry.pdf_url is not None


def _is_prose(text: str) -> bool:
    """Whether a text may be an abstract: long, of sentences, and without names between commas at its beginning."""
    return len(text) >= _LONG and text.count(". ") >= 1 and text[:200].count(",") < 8


def _papers(candidate: Candidate, index: PageIndex) -> list[PaperElements]:
    if candidate.until is None:
        return [PaperElements(member, Piece([member]), index) for member in candidate.members]
    root = common_parent(candidate.members)
    wanted = {id(member) for member in candidate.members}
    found = papers_of(root, soupsieve.compile(candidate.paper), soupsieve.compile(candidate.until), index) if root else []
    return [one for one in found if id(one.first) in wanted]


def _title_text(one: PaperElements, selector: soupsieve.SoupSieve) -> str:
    return next((text for piece in one.pieces(selector) if (text := _text(piece, one.index))), "")


def _byline_text(one: PaperElements, selector: soupsieve.SoupSieve) -> str:
    return ", ".join(filter(None, (_text(piece, one.index) for piece in one.pieces(selector))))


def _text(piece: Piece, index: PageIndex) -> str:
    return squeeze(" ".join(index.text(node, text_of) for node in piece.nodes))
