"""Reads one page with several tables, and compares what they read."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup

from archive.collect.families.selectors import find_papers
from archive.collect.html.css import WHOLE
from archive.collect.html.index import PageIndex
from archive.collect.propose.byline_spots import people_in
from archive.collect.propose.extraction_quality import ScoredPaper, score_papers
from archive.collect.propose.lexicon import Lexicon
from archive.errors import ArchiveError
from archive.model.paper import Entry, Selectors

_BETTER = 1.01  # how much better a table must read to be preferred
# Factors of the score, chosen so that of two tables which read a page nearly alike the more precise one is preferred.
_WHOLE_TITLE = 0.94  # the title is the paper's whole text
_WHOLE_AUTHORS = 0.96  # the authors are
_SIBLINGS = 0.9  # a paper is a run of siblings, not one element


@dataclass(slots=True)
class Built:
    """A table and what it reads of a page; the last two as :class:`~archive.collect.families.selectors.FoundPapers` has
    them."""

    settings: Selectors
    papers: Sequence[ScoredPaper]
    notes: Sequence[str] = ()
    unassigned: Sequence[str] = ()

    @property
    def score(self) -> float:
        """How well the table reads the page: the sum of its papers' scores."""
        return sum(one.score for one in self.papers)

    @property
    def ranking_score(self) -> float:
        """The score, less if the table is not as precise as another might be: a paper's whole text for its title,
        a run of siblings for one element."""
        return (
            self.score
            * (_WHOLE_TITLE if self.settings.title == WHOLE else 1)
            * (_WHOLE_AUTHORS if self.settings.authors == WHOLE else 1)
            * (_SIBLINGS if self.settings.until else 1)
        )

    @property
    def has_no_warning(self) -> bool:
        """Whether nothing that was read could be read better."""
        return not any(one.doubts or one.oddities for one in self.papers)

    @property
    def read(self) -> int:
        """How many papers can be read."""
        return sum(one.found.entry is not None for one in self.papers)

    @property
    def entries(self) -> list[Entry]:
        """The papers that can be read."""
        return [one.found.entry for one in self.papers if one.found.entry]

    def is_better_than(self, other: Built) -> bool:
        """Whether this table reads clearly better than another."""
        return self.ranking_score > other.ranking_score + abs(other.ranking_score) * (_BETTER - 1)

    def reads_no_less_than(self, other: Built) -> bool:
        """Whether as many papers are read as by another table, and as well."""
        return self.read >= other.read and self.score >= other.score


class TableReader:
    """Reads one page with tables.

    Attributes:
        fixed: settings that a person gave; they stay in every table.
    """

    def __init__(self, soup: BeautifulSoup, url: str, lexicon: Lexicon, fixed: Mapping[str, Any], index: PageIndex) -> None:
        self.fixed = dict(fixed)
        self._soup = soup
        self._url = url
        self._lexicon = lexicon
        self._index = index
        self._people_scores: dict[str, float] = {}

    def read(self, settings: Selectors, sample: int | None = None) -> Built | None:
        """What a table reads of the page, or of some ``sample`` of its papers; None if it reads nothing at all."""
        settings = dataclasses.replace(settings, **self.fixed)
        try:
            found = find_papers(self._soup, self._url, settings, sample=sample, index=self._index)
        except ArchiveError:
            return None
        return Built(settings, score_papers(found.papers, self._lexicon), found.notes, found.unassigned)

    def changed(self, built: Built, **changes: Any) -> Built | None:
        """What a table reads with some of its settings changed."""
        return self.read(dataclasses.replace(built.settings, **changes))

    def better(self, built: Built, **changes: Any) -> Built:
        """The table changed so, if it reads better; else as it was."""
        changes = {key: value for key, value in changes.items() if key not in self.fixed}
        other = self.changed(built, **changes) if changes else None
        if other is None or other.read < built.read:
            return built
        return other if other.score > max(built.score, 0.0) * _BETTER else built

    def people(self, text: str) -> float:
        """How much a text looks like people's names."""
        if text not in self._people_scores:
            self._people_scores[text] = people_in(text, self._lexicon)[1]
        return self._people_scores[text]
