"""The links of a paper on a page that a table describes: its PDF, its ids, its landing page, and further ones."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import soupsieve
from bs4 import Tag

from archive.collect.html.css import PaperElements, Piece
from archive.collect.html.page import address, is_inside, is_within, text_of
from archive.errors import PageChanged
from archive.model.paper import Entry, Link
from archive.model.text import squeeze
from archive.model.urls import known_ids, pasted_ids

_LONGEST_LABEL = 40  # characters; more is prose
_SHOWN = 3  # links that no paper took, of more only the number is reported
_LABEL_WORDS = (
    r"(?:full |short |long |camera[- ]ready |extended |conference |arxiv |link to |see |the |our |project |view |download |"
    r"read |open |accepted |final )*"
    r"(?:pdfs?|papers?|full[- ]?text|manuscript|preprint|arxiv|open ?review|acm dl|doi|dl|slides?|presentation|posters?|"
    r"videos?|recording|talk|code|github|repository|repo|data|dataset|demo|artifacts?|website|web ?page|page|site|bib|"
    r"bibtex|cite|abstract|supplement(?:ary|al)?(?: materials?)?|appendix|material|link|url|here|html|download|camera[- ]ready)"
)
_LABEL = re.compile(rf"^\W*{_LABEL_WORDS}(?:\s*[|/,·]\s*{_LABEL_WORDS})*\W*$", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"(?<!\s)\s*[(\[]\s*(?:[|/,·–-]\s*)*[)\]]")
_SEPARATORS_LEFT = " |/·•"
_LABEL_BRACKETS = " ()[]{}<>|:"


@dataclass(frozen=True, slots=True)
class Linked:
    """What the links of a paper show, and which links were used."""

    fields: dict[str, str] = field(default_factory=dict)
    links: Sequence[Link] = ()
    taken: Sequence[Tag] = ()

    def complete(self, entry: Entry) -> Entry:
        """The entry with what its links show."""
        return dataclasses.replace(entry, links=tuple(self.links), **self.fields)  # type: ignore[arg-type]


def chosen_pdf(
    elements: PaperElements, selector: soupsieve.SoupSieve | None, setting: str | None, anchors: Sequence[Tag], url: str
) -> Tag | None:
    """The link to the paper's PDF: what its selector matches first, without one the first link that ends in
    ``.pdf``; none if the table says that there is none."""
    if setting == "":
        return None
    if selector is None:
        return next((a for a in anchors if is_pdf(target_of(a, url) or "")), None)
    leading = frozenset(id(a) for a in anchors if target_of(a, url))
    return next((a for a in _selected_links(elements, selector) if id(a) in leading), None)


def _selected_links(elements: PaperElements, selector: soupsieve.SoupSieve) -> Iterator[Tag]:
    return (link for tag in elements.select(selector) for link in _links_in(tag))


def is_pdf(target: str) -> bool:
    """Whether an address ends in ``.pdf``, a query or a fragment apart."""
    return urlsplit(target).path.lower().endswith(".pdf") or target.lower().endswith(".pdf")


def read_links(anchors: Sequence[Tag], url: str, *, title: Piece | None, read: Sequence[Piece], pdf: Tag | None) -> Linked:
    """What the links of a paper show: the PDF, the page behind the title, ids at OpenReview and arXiv, and further
    addresses with their labels. Links of people and inside texts that were read are left out."""
    fields: dict[str, str] = {}
    links: list[Link] = []
    taken: list[Tag] = []
    if pdf is not None:
        fields["pdf_url"] = target_of(pdf, url) or ""
        taken.append(pdf)
    for a in anchors:
        target = target_of(a, url)
        if not target:
            continue
        if target in (fields.get("pdf_url"), fields.get("page_url")):
            taken.append(a)
        elif found := _fields_of(a, target, title, fields):
            fields |= found
            taken.append(a)
        elif (label := _further(a, read)) is not None:
            links.append(Link(label, target))
            taken.append(a)
    return Linked(fields, links, taken)


def _fields_of(a: Tag, target: str, title: Piece | None, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that a link tells beside those that are known; none if it contradicts one of these."""
    is_page = _leads_from_title(a, title) or (bool(known_ids(target)) and "page_url" not in fields)
    found = _ids(target) | ({"page_url": target} if is_page and not _is_pdf_of(target) else {})
    agrees = all(fields.get(name, value) == value for name, value in found.items())
    return found if agrees else {}


def _leads_from_title(a: Tag, title: Piece | None) -> bool:
    """Whether a link is in the title or around it, with words of it for its text."""
    if title is None or not (title.contains(a) or (title.element is not None and is_inside(title.element, a))):
        return False
    words = text_of(a)
    return bool(words) and not is_label(words)


def _ids(target: str) -> dict[str, str]:
    """The id in the address of a paper's page or file at OpenReview, arXiv or behind a DOI."""
    pasted = pasted_ids(target)
    return known_ids(target) or {name: pasted[name] for name in ("openreview_id", "doi") if name in pasted}


def _is_pdf_of(target: str) -> bool:
    return urlsplit(target).path.startswith("/pdf")


def _further(a: Tag, read: Sequence[Piece]) -> str | None:
    """The label of a link that is one of the paper's further addresses; None for any other."""
    label = squeeze(text_of(a)).strip(_LABEL_BRACKETS)
    if not label or len(label) > _LONGEST_LABEL:
        return None
    return label if is_label(label) or not any(piece.contains(a) for piece in read) else None


def is_label(text: str) -> bool:
    """Whether a link's text only says what it leads to: ``[PDF]``, ``slides``."""
    return bool(_LABEL.match(text))


def labels_in(piece: Piece, anchors: Sequence[Tag], without: Sequence[Tag], text: str, pdf: Tag | None) -> Iterator[Tag]:
    """The links inside a piece that are not part of its text: those with a label for their text, and the link of the
    PDF if it is the smaller part of the text."""
    for a in anchors:
        if a is piece.element or not piece.contains(a) or any(is_within(a, one) for one in without):
            continue
        words = text_of(a)
        if words not in ("", text) and (is_label(words) or (a is pdf and 2 * len(words) < len(text))):
            yield a


def _links_in(tag: Tag) -> list[Tag]:
    """The links inside an element, and itself if it is one."""
    return [tag, *tag.find_all("a")] if tag.name == "a" else list(tag.find_all("a"))


def without_empty_brackets(text: str) -> str:
    """A text from which labels were taken, without what was around them: ``Kites ( | )`` is ``Kites``."""
    lines = (squeeze(_EMPTY_BRACKETS.sub("", line)).strip(_SEPARATORS_LEFT) for line in text.split("\n"))
    return "\n".join(filter(None, map(squeeze, lines)))


def target_of(a: Tag, url: str) -> str | None:
    """Where a link leads; nothing if it leads nowhere or its address is invalid."""
    try:
        return address(a, url)
    except PageChanged:
        return None


def unassigned(roots: Sequence[Tag], linked: Sequence[Linked], url: str) -> list[str]:
    """The addresses of PDFs, OpenReview or arXiv papers below these elements that no paper took."""
    taken = {id(a) for one in linked for a in one.taken}
    return [target for a, target in links_of_papers(roots, url) if id(a) not in taken]


def links_of_papers(roots: Sequence[Tag], url: str) -> Iterator[tuple[Tag, str]]:
    """The links below these elements that lead to papers, as :func:`is_of_a_paper` has it, with where they lead."""
    for root in roots:
        for a in root.find_all("a"):
            if (target := target_of(a, url)) and is_of_a_paper(target):
                yield a, target


def unassigned_note(left: Sequence[str], url: str) -> list[str]:
    """The sentence on addresses of papers that no paper took; none if all were."""
    if not left:
        return []
    more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
    what = (
        "a link to a PDF, OpenReview or arXiv was" if len(left) == 1 else f"{len(left)} links to PDFs, OpenReview or arXiv were"
    )
    return [f"{url}: {what} not assigned to a paper: {', '.join(left[:_SHOWN])}{more}."]


def is_of_a_paper(target: str) -> bool:
    """Whether an address is a PDF's, or a paper's at OpenReview or arXiv."""
    return is_pdf(target) or (
        bool(known_ids(target)) and urlsplit(target).path.split("/")[1] in ("forum", "pdf", "abs", "attachment")
    )
