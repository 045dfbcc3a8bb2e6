"""Random queries from a seed, with words of an archive and others, as people type them and as nobody would."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator, Sequence

from archive.model.abbreviations import LONG
from archive.model.analysis import AMERICAN, FRAME_WORDS, STOP_WORDS
from archive.model.record import Record
from archive.search.query import FIELDS

_SIGNS = (*'C++ c# F* .NET x86/ARM k-means AT&T % — 🙂 ☃ $x^2$ <b> a*b ~ * " ( ) -'.split(),)
_FAR = (*"雪 雪中 风筝 王伟 カイト 서울 עפיפונים محمد Щукин ЗМЕИ ΟΔΟΣ हिन्दी ไทย ＧＰＵ ½ ² Ⅷ 𝐑𝐋".split(),)
_ACCENTS = str.maketrans({"a": "á", "o": "ø", "u": "ü", "l": "ł", "s": "ß", "e": "ê", "c": "ç", "i": "ı"})
_ENDINGS = (*"s es ed ing ings er ers ly ation ization ness ment 's ful y ies".split(),)
_OF_JAVASCRIPT = (*"constructor __proto__ toString hasOwnProperty prototype length undefined null NaN".split(),)
_COMPARISONS = (*"year>{} year>={} year:<={} year<{} year={} year≥{} -year>{} (year<{}) year:{},2020-".split(),)
_OPERATORS = (*"{} OR {},{} | {},{} AND {},{} NOT {},-{} {},({} {}),({} OR {}),-({} {}),(({}) -{},{} OR,NOT {}".split(","),)


class Queries:
    """Makes queries about some papers; the same seed makes the same ones."""

    def __init__(self, records: Sequence[Record], seed: int) -> None:
        self._draw = random.Random(seed)
        self._records = records
        self._words = sorted({word for record in records for word in self._text(record).split()})
        self._short = sorted({*LONG, *LONG.values()})
        self._stop = sorted(STOP_WORDS)
        self._frame = sorted(FRAME_WORDS)
        self._british = sorted(AMERICAN)

    def __iter__(self) -> Iterator[str]:
        while True:
            yield self._query()

    def _query(self) -> str:
        parts = [self._draw.choice(_KINDS)(self) for _ in range(self._draw.choice((1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 9)))]
        return " ".join(parts)

    @staticmethod
    def _text(record: Record) -> str:
        return " ".join([record["title"], record["summary"] or "", record["abstract"] or "", *record["authors"]])

    def _word(self) -> str:
        return self._draw.choice(self._words)

    def _phrase(self) -> str:
        words = self._text(self._draw.choice(self._records)).split()
        at = self._draw.randrange(len(words))
        return " ".join(words[at : at + self._draw.randint(1, 4)]).replace('"', "")

    def _slip(self) -> str:
        word = self._word()
        at = self._draw.randrange(len(word))
        return word[:at] + self._draw.choice(("", word[at] * 2, self._draw.choice(string.ascii_lowercase))) + word[at + 1 :]

    def _half(self) -> str:
        word = self._word()
        return word[: self._draw.randint(1, len(word))]

    def _number(self) -> str:
        return str(
            self._draw.choice((self._draw.randrange(3000), self._draw.randrange(10**9), 2000 + self._draw.randrange(40)))
        )

    def _numbered(self) -> str:
        return self._word() + self._draw.choice(("", "-", " ", "v")) + self._number()[:2]

    def _fact(self) -> str:
        record = self._draw.choice(self._records)
        facts = (
            record["id"],
            record["edition"],
            record["venue"],
            record["year"],
            record["award"],
            record["presentation"],
            *record["topics"],
        )
        return str(self._draw.choice([fact for fact in facts if fact]))

    def _field(self) -> str:
        name = self._draw.choice((*FIELDS, "Author", "YEAR", "doi", "constructor"))
        record = self._draw.choice(self._records)
        year = self._draw.choice(("2018..2020", "2021-", "-2019", "2023", "2020-2018", "soon", "2019 - 2021"))
        of_record = {
            "author": (record["authors"] or ["nobody"])[0],
            "topic": (record["topics"] or ["caching"])[0],
            "year": year,
        }
        of_record |= {"venue": record["venue"] or "", "edition": record["edition"], "title": record["title"].split()[0]}
        value = self._draw.choice((of_record.get(name.lower(), ""), self._word(), self._half() + "*", f"({self._phrase()})"))
        value = f'"{value}"' if " " in value and value[:1] != "(" and self._draw.random() < 0.7 else value
        return f"{name}:{self._draw.choice(('', '', ' '))}{value}"

    def _values(self) -> str:
        """Several values of a field between commas, or years compared."""
        field = self._draw.choice(("author", "topic", "edition", "venue", "-author", "Topic"))
        values = ",".join(self._fact().split()[0] for _ in range(self._draw.randint(2, 3)))
        year = 2016 + self._draw.randrange(20)
        return self._draw.choice((f"{field}:{values}", self._draw.choice(_COMPARISONS).format(year)))

    def _operator(self) -> str:
        one, other = self._simple(), self._simple()
        return self._draw.choice(_OPERATORS).format(one, other)

    def _simple(self) -> str:
        return self._draw.choice((self._word, self._half, self._fact, self._number, lambda: f'"{self._phrase()}"'))()

    def _letters(self) -> str:
        return "".join(self._draw.choices(string.ascii_lowercase, k=self._draw.randint(1, 12)))

    def _of(self, some: Sequence[str]) -> str:
        return self._draw.choice(some)


_KINDS: tuple[Callable[[Queries], str], ...] = (
    *[Queries._word] * 4,
    *[Queries._phrase] * 3,
    Queries._slip,
    Queries._half,
    Queries._number,
    Queries._numbered,
    Queries._fact,
    Queries._field,
    Queries._values,
    *[Queries._operator] * 2,
    Queries._letters,
    lambda self: f'"{self._phrase()}"',
    lambda self: self._half() + self._draw.choice("*~"),
    lambda self: self._word() + self._of(_ENDINGS),
    lambda self: self._word().translate(_ACCENTS),
    lambda self: self._word().upper(),
    lambda self: self._word() + self._word(),
    lambda self: self._draw.choice("/-_.,:'’").join((self._word(), self._half())),
    lambda self: self._of(self._short),
    lambda self: self._of(self._stop),
    lambda self: self._of(self._frame),
    lambda self: self._half()[:4] + self._of(self._british),
    lambda self: self._of(_SIGNS),
    lambda self: self._of(_FAR),
    lambda self: self._of(_OF_JAVASCRIPT),
)
