"""The CSL processor citeproc-py, extended by what it lacks of CSL 1.0.2 for a bibliography.

Styles are parsed into the classes in :data:`_ELEMENTS`, which extend citeproc-py's; its own classes are not changed, so
other users of it in this process are not affected.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any, BinaryIO

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter, model
from citeproc.frontend import CitationStylesXML
from citeproc.source.json import CiteProcJSON
from citeproc.string import String
from lxml import etree
from lxml.etree import XMLSyntaxError

from archive.errors import ArchiveError, UsageError, reason_of

QUOTE, UNQUOTE = "\x02", "\x03"
"""Mark what the style puts in quotation marks, until it is known how deep these are nested."""

_CSL = "http://purl.org/net/xbiblio/csl"
_TEXT_TAG = f"{{{_CSL}}}text"
_NICKNAME = re.compile(r"\([^()]*\)")
_LONE_INITIAL = re.compile(r"\b([^\W\d_a-z])(?=\s|$)")
_AFTER_HYPHEN = re.compile(r"(?<=\w-)[a-z]\w*")


class SubstituteElement(model.Substitute):  # type: ignore[misc]
    """A substitute for missing names is not printed a second time (CSL 1.0.2, "Substitute"), even if a macro prints it."""

    def add_to_repressed_list(self, child: Any, context: Any) -> None:
        """Also suppress the title if a macro has printed it, or one within a choice."""
        super().add_to_repressed_list(child, context)
        if child.get("macro") or child.find(".//{*}text[@macro]") is not None:
            context.get_layout().repressed.setdefault(_TEXT_TAG, []).append("title")


class NameElement(model.Name):  # type: ignore[misc]
    """Initials of all given names, including those in lower case, but not of nicknames in parentheses.
    ``initialize="false"`` keeps full names, with a full stop after initials.
    """

    def initialize(self, given: str, mark: str, context: Any) -> str:
        """Given names as initials, each with ``mark`` after it."""
        if self.get("initialize") == "false":
            return _LONE_INITIAL.sub(rf"\1{mark.strip()}", given)
        words = _NICKNAME.sub(" ", given).replace(".-", "-").replace(".", " ").split()  # ``J.-P.`` is one
        hyphen = "-" if self.get_option("initialize-with-hyphen", context) else ""
        return "".join(_initials(word, mark, hyphen) for word in words).strip()


class NamePartElement(model.Name_Part):  # type: ignore[misc]
    """Name parts in another case."""

    def format_part(self, given: Any, family: Any) -> Any:
        """Both parts as citeproc-py's own strings, which know other cases."""
        return super().format_part(String(given or ""), String(family or ""))


class TextElement(model.Text):  # type: ignore[misc]
    """Quotation marks that differ from those of a title; capitals after hyphens in titles; no citation number, as
    that depends on the list that the reference becomes part of.
    """

    def get_macro(self, name: str) -> Any:
        """The macro of that name; each is looked up once per style, since looking it up at every call takes half of the
        time.
        """
        root = self.get_root()
        macros = vars(root).setdefault("macros_by_name", {})
        if name not in macros:
            macros[name] = super().get_macro(name)
        return macros[name]

    def quote(self, string: Any) -> Any:
        """The text within :data:`QUOTE` and :data:`UNQUOTE` if the style quotes it."""
        return QUOTE + string + UNQUOTE if self.get("quotes") == "true" else string

    def case(self, text: Any, language: Any = None) -> Any:
        """The text in the case that the style asks for."""
        cased = super().case(text, language)
        if self.get("text-case") == "title":
            return String(_AFTER_HYPHEN.sub(self._capital, str(cased)))
        return cased

    def _capital(self, found: re.Match[str]) -> str:
        word = found[0]
        return word if word in self._stop_words else word[0].upper() + word[1:]

    def _variable(self, item: Any, context: Any) -> Any:
        return None if self.get("variable") == "citation-number" else super()._variable(item, context)


_ELEMENTS = {"substitute": SubstituteElement, "name": NameElement, "name-part": NamePartElement, "text": TextElement}


class _StyleXML(CitationStylesXML):  # type: ignore[misc]
    """A style's XML with our elements; ``validate`` is citeproc-py's parameter, whose schema rejects many styles in use."""

    def __init__(self, file: BinaryIO, validate: bool = False) -> None:  # noqa: ARG002
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace(_CSL)
        namespace[None] = model.CitationStylesElement
        for element in model.CitationStylesElement.__subclasses__():
            namespace[element.__name__.replace("_", "-").lower()] = element
        namespace.update(_ELEMENTS)
        self.parser = etree.XMLParser(remove_comments=True, encoding="UTF-8", no_network=True)
        self.parser.set_element_class_lookup(lookup)
        self.xml = etree.parse(file, self.parser)
        self.root = self.xml.getroot()


class _Style(CitationStylesStyle, _StyleXML):  # type: ignore[misc]
    """A style that is read by :class:`_StyleXML`, which citeproc-py calls as the next class in order."""


def _initials(word: str, mark: str, hyphen: str) -> str:
    """``J.-L.`` of ``Jean-Luc``; a word in a script without capitals stays whole."""
    letters = [part[0].upper() for part in word.split("-") if part]
    if not letters or not all(letter.isupper() for letter in letters):
        return f"{word} "
    return f"{mark.strip()}{hyphen}".join(letters) + mark


class Processor:
    """Writes references in one style."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self._style = _Style(file, validate=False)
            whole = self._style.has_bibliography()
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {reason_of(error)}.") from None
        except (XMLSyntaxError, ValueError, AttributeError) as error:
            raise UsageError(f"{path} cannot be read as a CSL style: {error}.") from None
        if not whole:
            raise UsageError(f"{path} is not a CSL style with a bibliography. Styles: https://www.zotero.org/styles")

    def reference(self, item: dict[str, Any]) -> str:
        """The item's reference, with :data:`QUOTE` and :data:`UNQUOTE` in place of quotation marks."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of variables that it does not know
            source = CiteProcJSON([item])
            bibliography = CitationStylesBibliography(self._style, source, formatter.plain)
            bibliography.register(Citation([CitationItem(item["id"])]))
            try:
                return str(bibliography.bibliography()[0])
            except Exception as error:  # an untested style may raise anything
                raise ArchiveError(
                    f"{item['id']} cannot be formatted with {self._path} ({type(error).__name__}: {error}). Use another style."
                ) from None
