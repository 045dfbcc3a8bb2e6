"""The site's own words, from a language file: ``languages/en.toml``, or an archive's ``texts/<language>.toml``::

    pdf = "PDF"                                          # a text
    also_printed = "Also printed as {names}."            # with a value
    tell_us = "Tell [the maintainers]({contact})."       # with a link, whose address is a value
    papers = { one = "{n} paper", other = "{n} papers" } # by the number n

Texts are plain: markup in them, or in a value, is escaped.
"""

from __future__ import annotations

import datetime
import re
import string
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from archive.errors import StoreError
from archive.model.text import quote
from archive.store.files import read_toml

ENGLISH = "en"
BUNDLED = Path(__file__).with_name("languages")
_MODEL = BUNDLED / f"{ENGLISH}.toml"
FOLDER = "texts"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\{(\w+)\}\)")
_FORMS = {"one", "other"}
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ps sd ug ur yi".split())
Form = str | dict[str, str]


class Texts:
    """The texts of a language. Called in a template, it gives one as markup; :meth:`plain` gives it as text."""

    def __init__(self, language: str, texts: Mapping[str, Form]) -> None:
        self.language = language
        self._texts = dict(texts)
        self._constant: dict[str, Markup] = {}
        self._markup: dict[tuple[str, str], Markup] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def __call__(self, key: str, /, **values: Any) -> Markup:
        """A text as markup, with its links, everything else escaped. Raises :class:`KeyError` for an unknown key or a
        missing value."""
        if not values and key in self._constant:
            return self._constant[key]
        form = self._form(key, values)
        if (markup := self._markup.get((key, form))) is None:
            linked = _LINK.sub(r'<a href="{\2}">\1</a>', str(escape(form)))
            markup = self._markup[key, form] = Markup(linked)  # noqa: S704, escaped in the line above
        if values:  # as Markup.format, which takes five times as long
            return Markup(str.format(markup, **{name: escape(value) for name, value in values.items()}))  # noqa: S704
        self._constant[key] = markup
        return markup

    def plain(self, key: str, /, **values: Any) -> str:
        """A text without markup; of a link only its words."""
        return _words_only(self._form(key, values)).format(**values)

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language.split("-")[0].lower() in _RIGHT_TO_LEFT

    def day(self, date: datetime.date) -> str:
        """A date, such as ``14 December 2019``."""
        return self.plain("date", day=date.day, month=self.plain(f"month_{date.month}"), year=date.year)

    def section(self, start: str, *more: str) -> dict[str, Form]:
        """The texts whose keys begin with ``start``, and those of some other keys, without values: for scripts."""
        return {key: text for key, text in self._texts.items() if key.startswith(start) or key in more}

    def _form(self, key: str, values: Mapping[str, Any]) -> str:
        text = self._texts[key]
        if isinstance(text, str):
            return text
        return text["one" if values.get("n") == 1 else "other"]


@cache
def _words_only(text: str) -> str:
    return _LINK.sub(r"\1", text)


def load_texts(language: str = ENGLISH, folder: Path | None = None) -> tuple[Texts, list[str]]:
    """The texts of a language, and the keys that its files lack, whose texts are English. Single texts of the language's
    file here may be overridden by a file of the archive's own.

    Raises :class:`StoreError` naming file and key where the language has no file, or a text is invalid.
    """
    english = _read(_MODEL)
    own = folder / FOLDER / f"{language}.toml" if folder else None
    files = [path for path in (BUNDLED / f"{language}.toml", own) if path is not None and path.is_file()]
    if not files:
        raise StoreError(f"There are no texts in {quote(language)}: {own or FOLDER} is missing. Translate a copy of {_MODEL}.")
    texts: dict[str, Form] = {}
    for path in files:
        _require_known(path, _read(path), english)
        texts |= _read(path)
    return Texts(language, english | texts), [key for key in english if key not in texts]


def _require_known(path: Path, texts: Mapping[str, Form], english: Mapping[str, Form]) -> None:
    """Raise :class:`StoreError` where a text of a file, or a value in one, is not among the English ones."""
    for key, text in texts.items():
        if key not in english:
            raise StoreError(f"{path}: unknown text {quote(key)}. {_MODEL} has all of them.")
        known = _values(english[key]) | ({"n"} if isinstance(english[key], dict) else set())
        if unknown := _values(text) - known:
            raise StoreError(f"{path}: {key} uses {{{min(unknown)}}}, which this text has no value for.")


def is_language(text: str) -> bool:
    """Whether a text is the tag of a language, such as ``en`` or ``pt-BR``."""
    return _LANGUAGE.fullmatch(text) is not None


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, Form]:
    texts = read_toml(path)
    for key, text in texts.items():
        forms = text.values() if isinstance(text, dict) else [text]
        if not all(isinstance(form, str) and form.strip() for form in forms):
            raise StoreError(f"{path}: {key} should be a text.")
        if isinstance(text, dict) and text.keys() != _FORMS:
            raise StoreError(f"{path}: {key} should have the texts one and other.")
        try:
            _values(text)
        except ValueError as error:
            raise StoreError(f"{path}: {key} has a wrong brace: {error}.") from None
    return texts


def _values(text: Form) -> set[str]:
    """The names of the values in a text. Raises :class:`ValueError` where braces hold more than a name: scripts read these
    texts too."""
    forms = text.values() if isinstance(text, dict) else [text]
    found = [part for form in forms for part in string.Formatter().parse(form) if part[1] is not None]
    for _, name, spec, conversion in found:
        if spec or conversion:
            raise ValueError(f"{{{name}}} is all that it may contain")
    return {name for _, name, _, _ in found if name is not None}
