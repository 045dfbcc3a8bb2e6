"""Tries selectors on one page, and compares what they read."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.collect.families.selectors import find_papers
from archive.collect.html.css import WHOLE
from archive.collect.html.index import PageIndex
from archive.collect.propose.extraction_quality import ScoredPaper, score_papers
from archive.collect.propose.lexicon import Lexicon
from archive.collect.propose.source import GivenPage
from archive.errors import ArchiveError
from archive.model.paper import Entry, Selectors

_BETTER = 1.01  # how much better selectors must read to be preferred
# Factors of the score, chosen so that of two trials that read a page nearly alike the more precise one is preferred.
_WHOLE_TITLE = 0.94  # the title is the paper's whole text
_WHOLE_AUTHORS = 0.96  # the authors are
_SIBLINGS = 0.9  # a paper is a run of siblings, not one element


@dataclass(slots=True)
class Trial:
    """Selectors and what they read of a page; the last two as :class:`~archive.collect.families.selectors.FoundPapers` has
    them."""

    selectors: Selectors
    papers: Sequence[ScoredPaper]
    notes: Sequence[str] = ()
    unassigned: Sequence[str] = ()

    @property
    def score(self) -> float:
        """How well the selectors read the page: the sum of its papers' scores."""
        return sum(one.score for one in self.papers)

    @property
    def ranking_score(self) -> float:
        """The score, less if the selectors are not as precise as others might be: a paper's whole text for its title,
        a run of siblings for one element."""
        return (
            self.score
            * (_WHOLE_TITLE if self.selectors.title == WHOLE else 1)
            * (_WHOLE_AUTHORS if self.selectors.authors == WHOLE else 1)
            * (_SIBLINGS if self.selectors.until else 1)
        )

    @property
    def has_no_warning(self) -> bool:
        """Whether nothing that was read could be read better."""
        return not any(one.doubts or one.oddities for one in self.papers)

    @property
    def readable(self) -> int:
        """How many papers can be read."""
        return sum(one.found.entry is not None for one in self.papers)

    @property
    def entries(self) -> list[Entry]:
        """The papers that can be read."""
        return [one.found.entry for one in self.papers if one.found.entry]

    def is_better_than(self, other: Trial) -> bool:
        """Whether these selectors read clearly better than others."""
        return self.ranking_score > other.ranking_score + abs(other.ranking_score) * (_BETTER - 1)

    def reads_no_less_than(self, other: Trial) -> bool:
        """Whether as many papers are read as by other selectors, and as well."""
        return self.readable >= other.readable and self.score >= other.score


class Trials:
    """Tries selectors on one page.

    Attributes:
        fixed: settings that a person gave; they stay in every trial.
    """

    def __init__(self, page: GivenPage, lexicon: Lexicon, fixed: Mapping[str, Any], index: PageIndex) -> None:
        self.fixed = dict(fixed)
        self._page = page
        self._lexicon = lexicon
        self._index = index

    def make(self, selectors: Selectors, sample: int | None = None) -> Trial | None:
        """What selectors read of the page, or of some ``sample`` of its papers; None if they read nothing at all."""
        selectors = dataclasses.replace(selectors, **self.fixed)
        try:
            found = find_papers(self._page.soup, self._page.url, selectors, sample=sample, index=self._index)
        except ArchiveError:
            return None
        return Trial(selectors, score_papers(found.papers, self._lexicon), found.notes, found.unassigned)

    def changed(self, trial: Trial, **changes: Any) -> Trial | None:
        """What the selectors of a trial read with some of them changed."""
        return self.make(dataclasses.replace(trial.selectors, **changes))

    def better(self, trial: Trial, **changes: Any) -> Trial:
        """The trial with these changes, if it reads better; else as it was."""
        changes = {key: value for key, value in changes.items() if key not in self.fixed}
        other = self.changed(trial, **changes) if changes else None
        if other is None or other.readable < trial.readable:
            return trial
        return other if other.score > max(trial.score, 0.0) * _BETTER else trial

    def people(self, text: str) -> float:
        """How much a text looks like people's names."""
        return self._lexicon.people_in(text)[1]
