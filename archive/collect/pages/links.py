"""The links of a paper on a page that a table describes: its PDF, its ids, its landing page, and further ones."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import soupsieve
from bs4 import Tag

from archive.collect.pages.css import PaperElements, Piece
from archive.collect.pages.page import address, text_of
from archive.errors import PageChanged
from archive.model.paper import Entry, Link
from archive.model.text import squeeze
from archive.model.urls import known_ids, pasted_ids

_LONGEST_LABEL = 40  # characters; more is prose
_SHOWN = 3  # links that no paper took, of more only the number is told
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
    """What the links of a paper tell of it, and which were taken."""

    fields: dict[str, str] = field(default_factory=dict)
    links: Sequence[Link] = ()
    taken: Sequence[Tag] = ()

    def complete(self, entry: Entry) -> Entry:
        """The entry with what its links tell."""
        return dataclasses.replace(entry, links=tuple(self.links), **self.fields)  # type: ignore[arg-type]


def chosen_pdf(
    elements: PaperElements, selector: soupsieve.SoupSieve | None, setting: str | None, anchors: Sequence[Tag], url: str
) -> Tag | None:
    """The link to the paper's PDF: what its selector matches first, without one the first link that ends in
    ``.pdf``; none where the table says that there is none."""
    if setting == "":
        return None
    if selector is None:
        return next((a for a in anchors if (target := target_of(a, url)) and is_pdf(target)), None)
    allowed = {id(a) for a in anchors}
    for tag in elements.select(selector):
        for link in (tag, *tag.find_all("a")):
            if id(link) in allowed and link.name == "a" and target_of(link, url):
                return link
    return None


def is_pdf(target: str) -> bool:
    """Whether an address ends in ``.pdf``, a query or a fragment apart."""
    return urlsplit(target).path.lower().endswith(".pdf") or target.lower().endswith(".pdf")


def read_links(anchors: Sequence[Tag], url: str, *, title: Piece | None, read: Sequence[Piece], pdf: Tag | None) -> Linked:
    """What the links of a paper tell: the PDF, the page behind the title, ids at OpenReview and arXiv, and further
    addresses with their labels. Links of people and inside of texts that were read are no further ones."""
    fields: dict[str, str] = {}
    links: list[Link] = []
    taken: list[Tag] = []
    if pdf is not None:
        fields["pdf_url"] = target_of(pdf, url) or ""
        taken.append(pdf)
    for a in anchors:
        target = target_of(a, url)
        if target is None or target in (fields.get("pdf_url"), fields.get("page_url")):
            taken += [a] if target else []
            continue
        in_title = title is not None and (title.holds(a) or (title.element is not None and _inside(title.element, a)))
        behind_title = in_title and bool(words := text_of(a)) and not is_label(words) and not _is_pdf_of(target)
        told = _ids(target) | ({"page_url": target} if behind_title else {})
        told |= {"page_url": target} if known_ids(target) and "page_url" not in fields and not _is_pdf_of(target) else {}
        if told and all(fields.get(name, value) == value for name, value in told.items()):
            fields |= told
            taken.append(a)
        elif (label := _further(a, read)) is not None:
            links.append(Link(label, target))
            taken.append(a)
    return Linked(fields, links, taken)


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
    return label if is_label(label) or not any(piece.holds(a) for piece in read) else None


def _inside(tag: Tag, other: Tag) -> bool:
    return any(parent is other for parent in tag.parents)


def is_label(text: str) -> bool:
    """Whether a link's text only says what it leads to: ``[PDF]``, ``slides``."""
    return bool(_LABEL.match(text))


def labels_in(piece: Piece, without: Sequence[Tag], text: str, pdf: Tag | None) -> Iterator[Tag]:
    """The links inside a piece that are no part of its text: those with a label for their text, and the link of the
    PDF where it is the smaller part of the text."""
    for a in _anchors(piece):
        if any(one is a or any(one is parent for parent in a.parents) for one in without):
            continue
        words = text_of(a)
        if words and words != text and (is_label(words) or (a is pdf and 2 * len(words) < len(text))):
            yield a


def _anchors(piece: Piece) -> Iterator[Tag]:
    for node in piece.nodes:
        if isinstance(node, Tag):
            yield from (node,) if node.name == "a" and piece.element is None else ()
            yield from node.find_all("a")


def without_empty_brackets(text: str) -> str:
    """A text from which labels were taken, without what stood around them: ``Kites ( | )`` is ``Kites``."""
    lines = (squeeze(_EMPTY_BRACKETS.sub("", line)).strip(_SEPARATORS_LEFT) for line in text.split("\n"))
    return "\n".join(filter(None, map(squeeze, lines)))


def target_of(a: Tag, url: str) -> str | None:
    """Where a link leads; nothing where it leads nowhere or its address is none."""
    try:
        return address(a, url)
    except PageChanged:
        return None


def untaken(roots: Sequence[Tag], linked: Sequence[Linked], url: str) -> list[str]:
    """A note on links to PDFs, OpenReview or arXiv papers that no paper took; none where all were."""
    taken = {id(a) for one in linked for a in one.taken}
    left = [
        target
        for root in roots
        for a in root.find_all("a")
        if id(a) not in taken and (target := target_of(a, url)) and is_of_a_paper(target)
    ]
    return told_links(left, url)


def told_links(left: Sequence[str], url: str) -> list[str]:
    """The sentence on addresses of papers that no paper took; none where all were."""
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
