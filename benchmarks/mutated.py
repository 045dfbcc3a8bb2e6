"""Ways in which an accepted-papers page may change: each is a function on one page, by a name that says what it does.

A page is a tree of which the papers are known. A change may be of one paper, of some or of all. Where it adds a paper or
takes one away, it says so in :attr:`Page.expected`; else the page means what it meant before.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import AttributeValueList, NavigableString

SECTION = ".accepted_papers_section"
BOLD = ("b", "strong")
KEYNOTES = (
    "Keynote: The Next Ten Years. Ada Quill.",
    "Invited Talk. Prof. Bo Reed, Kite University.",
    "Panel discussion with Ada Quill, Bo Reed, and Cy Moss.",
)


@dataclass
class Page:
    """A page to be changed: its tree, its papers' elements, what each says, and a source of chance."""

    html: str
    form: str
    expected: list[dict[str, Any]]
    random: random.Random
    soup: BeautifulSoup = field(init=False)
    section: Tag = field(init=False)
    papers: list[Tag] = field(init=False)
    text: str | None = None  # the page as text, where the change was made there

    def __post_init__(self) -> None:
        self.soup = BeautifulSoup(self.html, "lxml")
        if self.form == "schedule":
            self.papers = [row for row in self.soup.select('tr[id^="wse-detail-"]') if row.find("a", href=re.compile("forum"))]
            self.section = self.papers[0].parent  # type: ignore[assignment]
            return
        self.section = self.soup.select_one(SECTION)  # type: ignore[assignment]
        found = self.section.select("details") if self.form == "details" else self.section.select("p")
        self.papers = [one for one in found if one.find(BOLD)]

    def some(self) -> list[Tag]:
        """One paper, some, or all."""
        kind = self.random.random()
        if kind < 0.5:
            return [self.random.choice(self.papers)]
        if kind < 0.7:
            return self.random.sample(self.papers, min(3, len(self.papers)))
        return list(self.papers)

    def head(self, paper: Tag) -> Tag:
        """The element that holds title and names."""
        return (paper.find("summary") or paper) if self.form == "details" else paper

    def title(self, paper: Tag) -> Tag:
        """The element of the title."""
        return self.head(paper).find([*BOLD, "h4", "h5"]) or self.head(paper)

    def link(self, paper: Tag) -> Tag:
        """The paper's own link."""
        return paper.find("a") or paper

    def top(self, paper: Tag) -> Tag:
        """What of a paper stands in the list itself."""
        above = paper.parent
        return above if self.form == "details" and above is not None and above.name == "p" else paper

    def names(self, paper: Tag) -> list[NavigableString]:
        """The texts that hold names."""
        if self.form == "schedule":
            return [t for i in paper.find_all("i") for t in i.find_all(string=True) if t.strip()]
        title = self.title(paper)
        return [
            t
            for t in self.head(paper).find_all(string=True)
            if title not in t.parents and re.search(r"\w\w", t) and t.parent is not None and t.parent.name not in ("a", *BOLD)
        ]

    def may_be_awarded(self, paper: Tag) -> None:
        """Whether an award or presentation is stored of this paper does not matter: the change says one."""
        at = self.papers.index(paper)
        if at < len(self.expected):
            self.expected[at]["any award"] = True

    def new(self, name: str, text: str = "", **attributes: str) -> Tag:
        """A new element."""
        tag = self.soup.new_tag(name, attrs=attributes)
        if text:
            tag.string = text
        return tag

    def fragment(self, html: str) -> list[Any]:
        """New elements out of text."""
        return [node.extract() for node in list(BeautifulSoup(html, "html.parser").contents)]

    def invented(self, number: int = 1) -> str:
        """The inside of a paper's element that is none of the page's."""
        title, names = f"Kites on Long Lines {number}", "Ada Quill, and Bo Reed."
        if self.form == "details":
            return f'<summary>🔽 <b>{title}</b>. {names}</summary><p>Kites fly. <a href="/k{number}.pdf"><b>(paper)</b></a></p>'
        return f'<a href="/k{number}.pdf"><b>{title}</b></a>. {names}'


KINDS: dict[str, Callable[[Page], bool | None]] = {}


def kind(change: Callable[[Page], bool | None]) -> Callable[[Page], bool | None]:
    """Enter a change under its name; it returns False where the page has nothing to change."""
    KINDS[change.__name__.replace("_", " ")] = change
    return change


def _first_names(page: Page) -> Iterator[NavigableString]:
    """Of some papers, the text with which the names begin."""
    for paper in page.some():
        yield from page.names(paper)[:1]


def _rename(tag: Tag, names: Sequence[str], page: Page) -> None:
    tag.name = page.random.choice([name for name in names if name != tag.name])


# -- classes, tags ------------------------------------------------------------------------------


@kind
def class_renamed(page: Page) -> bool | None:
    found = [tag for tag in [page.section, *page.section.find_all(class_=True)] if tag.get("class")]
    name = page.random.choice(sorted({name for tag in found for name in tag["class"]}) or [""])
    for tag in found:
        tag["class"] = AttributeValueList("k-" + one if one == name else one for one in tag["class"])
    return bool(name)


@kind
def class_removed(page: Page) -> bool | None:
    found = [tag for tag in [page.section, *page.section.find_all(class_=True)] if tag.get("class")]
    tag = page.random.choice(found) if found else None
    if tag is None:
        return False
    for one in found if page.random.random() < 0.5 else [tag]:
        if one.get("class") == tag.get("class") and one is not tag:
            del one["class"]
    del tag["class"]
    return None


@kind
def attributes_added(page: Page) -> None:
    for paper in page.some():
        for tag in [paper, *paper.find_all(True)]:
            tag["data-k"] = "1"
            if not tag.get("class"):
                tag["class"] = page.random.choice(["paper", "award", "equal_contribution", "note"])


@kind
def title_tag_swapped(page: Page) -> None:
    for paper in page.some():
        _rename(page.title(paper), ("b", "strong", "h4", "span", "i", "em", "div", "u", "p", "font"), page)


@kind
def paper_tag_swapped(page: Page) -> None:
    name = page.random.choice(["div", "li", "article", "h4", "section", "blockquote", "span"])
    for paper in page.some():
        page.top(paper).name = name


@kind
def inner_tag_swapped(page: Page) -> bool | None:
    done = False
    for paper in page.some():
        found = list(page.head(paper).find_all(["span", "br", "i"]))
        for tag in found[:1] if page.random.random() < 0.5 else found:
            _rename(tag, ("span", "sup", "em", "b", "small", "div", "a", "u"), page)
            done = True
    return done


@kind
def summary_tag_swapped(page: Page) -> bool | None:
    if page.form != "details":
        return False
    for paper in page.some():
        _rename(page.head(paper), ("div", "p", "h4", "span", "header"), page)
    return None


@kind
def details_tag_swapped(page: Page) -> bool | None:
    if page.form != "details":
        return False
    for paper in page.some():
        _rename(paper, ("div", "section", "article", "li"), page)
    return None


@kind
def element_unwrapped(page: Page) -> bool | None:
    done = False
    for paper in page.some():
        found = [tag for tag in [page.top(paper), *page.top(paper).find_all(True)] if tag.name not in ("br", "a")]
        tag = page.random.choice(found)
        if tag.parent is not None:
            tag.unwrap()
            done = True
    return done


@kind
def element_wrapped(page: Page) -> None:
    for paper in page.some():
        tag = page.random.choice([page.top(paper), paper, *paper.find_all(True)])
        tag.wrap(page.new(page.random.choice(["div", "span", "font", "center", "small", "em", "u", "p", "section", "mark"])))


@kind
def nested_deeper(page: Page) -> None:
    if page.random.random() < 0.5:
        for paper in page.some():
            page.top(paper).wrap(page.new("div")).wrap(page.new(page.random.choice(["div", "ul", "blockquote"])))
        return
    box = page.new(page.random.choice(["div", "article", "main"]))
    for node in list(page.section.contents):
        box.append(node.extract())
    page.section.append(box)


@kind
def some_papers_in_a_box(page: Page) -> None:
    first = page.random.randrange(len(page.papers))
    chosen = [page.top(paper) for paper in page.papers[first : first + page.random.randint(1, 6)]]
    box = page.new(page.random.choice(["div", "section", "details", "ul", "p", "aside"]))
    chosen[0].insert_before(box)
    for tag in chosen:
        box.append(tag.extract())


@kind
def headings_changed(page: Page) -> None:
    for heading in page.section.find_all(["h1", "h2", "h3"]):
        heading.name = page.random.choice(["h1", "h3", "h4", "p", "div", "b"])


@kind
def headings_between(page: Page) -> None:
    name = page.random.choice(["h2", "h3", "h4", "p", "div", "b"])
    for paper in page.random.sample(page.papers, min(3, len(page.papers))):
        heading = page.new(name, page.random.choice(["Oral Presentations", "Session 2", "Posters", "Best Paper Award"]))
        page.top(paper).insert_before(heading)


@kind
def list_to_table(page: Page) -> None:
    rows = []
    for paper in page.papers if page.random.random() < 0.7 else page.some():
        top = page.top(paper)
        row, cell = page.new("tr"), page.new("td")
        top.insert_before(row)
        row.append(cell)
        for node in list(top.contents):
            cell.append(node.extract())
        top.extract()
        rows.append(row)
    table = page.new("table")
    rows[0].insert_before(table)
    for row in rows:
        table.append(row.extract())


@kind
def title_and_names_in_cells(page: Page) -> None:
    for paper in page.some():
        head = page.head(paper)
        title = page.link(paper) if page.form == "list" else page.title(paper)
        rest = [node for node in head.contents if node is not title]
        one = page.random.choice(["td", "div", "span", "p"])
        boxes = page.new(one), page.new(one)
        boxes[0].append(title.extract())
        for node in rest:
            boxes[1].append(node.extract())
        head.extend(boxes)


# -- damage -------------------------------------------------------------------------------------


def _lose(page: Page, pattern: str) -> bool:
    text = str(page.soup)
    start, end = _content(text)
    found = list(re.finditer(pattern, text[start:end]))
    if not found:
        return False
    for one in reversed(
        [page.random.choice(found)] if page.random.random() < 0.7 else page.random.sample(found, min(4, len(found)))
    ):
        text = text[: start + one.start()] + text[start + one.end() :]
    page.text = text
    return True


def _content(text: str) -> tuple[int, int]:
    start = text.find("accepted_papers_section")
    start = text.find("wse-detail") if start < 0 else start
    end = text.find("footnote_box", start)
    return start, end if end > 0 else text.rfind("</section>") if "</section>" in text[start:] else text.rfind("</table>")


@kind
def closing_tag_lost(page: Page) -> bool:
    tag = page.random.choice(["b", "a", "p", "span", "summary", "details", "i", "strong"])
    return _lose(page, rf"</{tag}>")


@kind
def opening_tag_lost(page: Page) -> bool:
    tag = page.random.choice(["b", "p", "span", "summary", "details", "i", "strong"])
    return _lose(page, rf"<{tag}\b[^>]*>")


@kind
def quote_or_bracket_lost(page: Page) -> bool:
    return _lose(page, page.random.choice(['"(?=>)', '(?<=<a href=)"', "(?<=</b)>", "(?<=</a)>", "<(?=/b>)"]))


@kind
def truncated(page: Page) -> None:
    text = str(page.soup)
    start, end = _content(text)
    cut = page.random.randrange(start, end)
    page.text = text[:cut] + ("</section></div></body></html>" if page.random.random() < 0.6 else "")


@kind
def entities(page: Page) -> None:
    text = str(page.soup)
    start, end = _content(text)
    inner = text[start:end]
    how = page.random.randrange(3)
    if how == 0:
        inner = re.sub("[^\x00-\x7f]", lambda c: f"&#{ord(c[0])};", inner)
    elif how == 1:
        inner = inner.replace("&amp;", "&amp;amp;").replace("&#", "&amp;#")
        inner = re.sub("[^\x00-\x7f]", lambda c: f"&amp;#{ord(c[0])};", inner)
    else:
        inner = inner.replace("&amp;", "&").replace(", ", "&#44; ")
    page.text = text[:start] + inner + text[end:]


@kind
def encoding_damaged(page: Page) -> None:
    text = str(page.soup)
    start, end = _content(text)
    damage: list[Callable[[str], str]] = [
        lambda t: t.encode().decode("latin-1"),
        lambda t: t.encode().decode("cp1252", "replace"),
        lambda t: re.sub("[^\x00-\x7f]", "\ufffd", t),
        lambda t: re.sub("[^\x00-\x7f]", "?", t),
        lambda t: re.sub("[^\x00-\x7f]", "", t),
    ]
    page.text = text[:start] + page.random.choice(damage)(text[start:end]) + text[end:]


@kind
def blanks(page: Page) -> None:
    blank = page.random.choice(["\u00a0", "\u200b ", "\u2009", "  ", "\n", "\t", "\u00ad ", " \u200e"])
    for paper in page.some():
        for text in page.names(paper):
            text.replace_with(NavigableString(str(text).replace(" ", blank)))
        for text in page.title(paper).find_all(string=True):
            text.replace_with(NavigableString(str(text).replace(" ", blank)))


# -- order, separators --------------------------------------------------------------------------


@kind
def order_swapped(page: Page) -> None:
    for paper in page.some():
        head = page.head(paper)
        title = next((node for node in head.contents if isinstance(node, Tag) and (node.name in BOLD or node.find(BOLD))), None)
        if title is not None:
            title.extract()
            head.append(page.random.choice([" ", ". ", " — "]))
            head.append(title)


@kind
def separators_changed(page: Page) -> None:
    sign = page.random.choice(
        [
            "; ",
            " · ",
            "·",
            " | ",
            " / ",
            " and ",
            " & ",
            " – ",
            " - ",
            "，",
            "、",
            " ",
            ". ",
            " + ",
            ": ",
            "\n",
            " • ",
            "•",
            ",",
        ]
    )
    for paper in page.some():
        for text in page.names(paper):
            text.replace_with(NavigableString(re.sub(r",(?: and)? ", sign, str(text))))


@kind
def names_on_lines(page: Page) -> None:
    for paper in page.some():
        for text in page.names(paper):
            text.replace_with(
                *page.fragment(re.sub(r",(?: and)? ", page.random.choice(["<br/>", "<br/> ", ", <br/>"]), str(text)))
            )


@kind
def sign_after_title_changed(page: Page) -> None:
    sign = page.random.choice(
        [
            ": ",
            " — ",
            " by ",
            ", ",
            " ",
            " (",
            "? ",
            " | ",
            ".",
            "<br/>",
            "<br/>By ",
            ". Authors: ",
            " - ",
            "! ",
            ". Presented by ",
        ]
    )
    for text in _first_names(page):
        text.replace_with(*page.fragment(re.sub(r"^\.? ?", sign, str(text), count=1) + (")" if sign == " (" else "")))


@kind
def last_author_apart(page: Page) -> None:
    for paper in page.some():
        texts = page.names(paper)
        if texts and ", " in texts[-1]:
            first, _, last = str(texts[-1]).rpartition(", ")
            how = page.random.choice(
                [
                    "{}. {}",
                    "{}<br/>{}",
                    "{}, <span>{}</span>",
                    "{}<br/><b>{}</b>",
                    "{}, <a href='https://x.example/'>{}</a>",
                    "{}</i> <i>{}",
                    "{} <small>{}</small>",
                    "{}, <div>{}</div>",
                ]
            )
            texts[-1].replace_with(*page.fragment(how.format(first, last.removeprefix("and "))))


@kind
def papers_shuffled(page: Page) -> None:
    tops = [page.top(paper) for paper in page.papers]
    places = [page.new("div") for _ in tops]
    for top, place in zip(tops, places, strict=True):
        top.replace_with(place)
    page.random.shuffle(tops)
    for top, place in zip(tops, places, strict=True):
        place.replace_with(top)


# -- stars --------------------------------------------------------------------------------------


def _stars(page: Page) -> list[Tag]:
    return list(page.section.select(".equal_contribution"))


@kind
def star_moved(page: Page) -> bool:
    stars = _stars(page)
    if not stars:
        return False
    for star in [page.random.choice(stars)] if page.random.random() < 0.5 else stars:
        before, after = star.previous_sibling, star.next_sibling
        how = page.random.randrange(4)
        if how == 0 and isinstance(after, NavigableString) and after.startswith(", "):  # behind the comma
            after.replace_with(", ", star.extract(), NavigableString(str(after)[2:]))
        elif how == 1 and isinstance(before, NavigableString):  # before the name
            head, comma, name = str(before).rpartition(", ")
            star.extract()
            before.replace_with(NavigableString(head + comma), star, NavigableString(name))
        elif how == 2 and isinstance(before, NavigableString):  # round the name
            head, comma, name = str(before).rpartition(", ")
            star.string = name + "*"
            before.replace_with(NavigableString(head + comma))
        else:
            star.string = "* (equal)"
    return True


@kind
def star_changed(page: Page) -> bool:
    stars = _stars(page)
    text = page.random.choice(["†", "**", "*,", "* ", "∗", "1", "(*)", "*, and", "equal contribution", "[1]", "‡", ""])
    for star in stars if page.random.random() < 0.6 else stars[:1]:
        star.string = text
    return bool(stars)


@kind
def star_swallows_names(page: Page) -> bool:
    stars = _stars(page)
    for star in stars if page.random.random() < 0.4 else stars[:1]:
        node = star.next_sibling
        if isinstance(node, NavigableString):
            star.append(node.extract())
    return bool(stars)


# -- authors ------------------------------------------------------------------------------------


@kind
def authors_in_elements(page: Page) -> None:
    name = page.random.choice(["span", "i", "em", "a", "small", "font", "u", "b", "div", "li", "cite"])
    for paper in page.some():
        for text in page.names(paper):
            keep = page.random.choice([", ", " ", "; ", ""])
            lead = re.match(r"^[.,\s]*", str(text))[0]  # type: ignore[index]
            names = [one for one in re.split(r",? and |, ", str(text)[len(lead) :]) if one.strip(" .")]
            box = keep.join(f'<{name} class="author">{one.strip(" .")}</{name}>' for one in names)
            text.replace_with(*page.fragment(lead + (f"<ul>{box}</ul>" if name == "li" else box)))


@kind
def byline_in_element(page: Page) -> None:
    name = page.random.choice(["span", "i", "em", "p", "div", "small", "font", "a", "b", "sup"])
    for paper in page.some():
        head = page.head(paper)
        rest = list(head.contents)
        at = next((i for i, node in enumerate(rest) if isinstance(node, Tag) and (node.name in BOLD or node.find(BOLD))), 0)
        box = page.new(
            name,
            **({"class": page.random.choice(["authors", "award", "equal_contribution"])} if page.random.random() < 0.5 else {}),
        )
        for node in rest[at + 1 :]:
            box.append(node.extract())
        head.append(box)


@kind
def byline_in_two_elements(page: Page) -> None:
    name = page.random.choice(["span", "i", "em", "p", "small"])
    for paper in page.some():
        for text in page.names(paper):
            one, comma, other = str(text).partition(", ")
            if comma:
                between = page.random.choice(["", ", ", " "])
                text.replace_with(*page.fragment(f"{one[:2]}<{name}>{one[2:]}</{name}>{between}<{name}>{other}</{name}>"))


@kind
def affiliations_added(page: Page) -> None:
    how = page.random.choice(
        [
            "{0} (MIT)",
            "{0}, MIT",
            "{0} [MIT]",
            "{0} <i>MIT</i>",
            "{0}<sup>1</sup>",
            "{0} 1",
            "{0} - Kite Lab",
            "{0} @ MIT",
            "{0} <small>(Kite University)</small>",
            "{0} of Google",
            "{0} Google",
            "{0}, University of Kites",
            "{0} <span>ETH Zurich</span>",
            "{0}<sup>a,b</sup>",
            "{0}¹",
            "{0} a",
            "{0} (Kite Inc., Oslo)",
            "{0}/MIT",
        ]
    )
    for paper in page.some():
        for text in page.names(paper):
            lead = re.match(r"^[.,\s]*", str(text))[0]  # type: ignore[index]
            names = [one.strip(" .") for one in re.split(r",? and |, ", str(text)[len(lead) :])]
            text.replace_with(*page.fragment(lead + ", ".join(how.format(one) for one in names if one)))


@kind
def affiliations_at_the_end(page: Page) -> None:
    how = page.random.choice(
        [
            "MIT.",
            " (MIT)",
            "<br/>MIT, ETH Zurich",
            "; MIT",
            " <i>Kite University</i>",
            " Kite University and Google.",
            "<br/><i>Kite Lab, Oslo</i>",
            " — MIT",
            ", Kite Research",
            ", Oslo, Norway",
            ", Google DeepMind",
        ]
    )
    for paper in page.some():
        texts = page.names(paper)
        if texts:
            texts[-1].insert_after(*page.fragment(how))


@kind
def words_in_byline(page: Page) -> None:
    words = page.random.choice(
        [
            "Best Paper Award",
            "Oral",
            "Spotlight",
            "Poster",
            "(Oral)",
            "[Best Paper]",
            "Oral Presentation",
            "Runner-Up",
            "New",
            "Slides",
            "Video",
            "Talk 9:00",
            "Honorable Mention",
            "Best Student Paper",
            "Read more",
            "Show abstract",
            "Session A",
            "Remote",
            "In Person",
            "Workshop Best",
            "Award Winner",
            "Contributed Talk",
        ]
    )
    how = page.random.choice(
        [
            "{}. {}",
            "{} {}",
            "{}, {}",
            "{} <span>{}</span>",
            "{} <i>{}</i>",
            "{} <b>{}</b>",
            "{} <em>{}</em>.",
            "{}; {}",
            "{} — {}",
            "{}<br/>{}",
            "{} <sup>{}</sup>",
            "{} · {}",
        ]
    )
    for paper in page.some():
        texts = page.names(paper)
        page.may_be_awarded(paper)
        if texts:
            stop = str(texts[-1]).rstrip(" ").rstrip(".")
            texts[-1].replace_with(*page.fragment(how.format(stop, words)))


@kind
def label_before_byline(page: Page) -> None:
    words = page.random.choice(
        [
            "Authors: ",
            "By ",
            "Oral. ",
            "Best Paper. ",
            "Authors ",
            "Presenter: ",
            "New! ",
            "Spotlight ",
            "by: ",
            "(Oral) ",
            "Written by ",
            "Talk: ",
        ]
    )
    for text in _first_names(page):
        text.replace_with(re.sub(r"^(\.? ?)", rf"\1{words}", str(text), count=1))


# -- titles, badges, links ----------------------------------------------------------------------


@kind
def badge_in_title(page: Page) -> None:
    badge = page.random.choice(
        [
            "<span>Oral</span>",
            " [Oral]",
            " (Spotlight)",
            " <span class='badge'>Best Paper</span>",
            " 🏆",
            " <sup>New</sup>",
            " NEW",
            " <i>Oral</i>",
            " (Best Paper Award)",
            " Poster",
            " <img alt='Best Paper' src='b.png'/>",
            " *",
            " [PDF]",
            " pdf icon",
            " <small>PDF</small>",
            " †",
        ]
    )
    before = page.random.random() < 0.4
    for paper in page.some():
        page.may_be_awarded(paper)
        title = page.title(paper)
        nodes = page.fragment(badge.strip() + " " if before else badge)
        for node in reversed(nodes) if before else nodes:
            title.insert(0, node) if before else title.append(node)


@kind
def number_before_title(page: Page) -> None:
    how = page.random.choice(["{}. ", "[{}] ", "#{} ", "Paper {}: ", "({}) "])
    outside = page.random.random() < 0.5
    for i, paper in enumerate(page.papers if page.random.random() < 0.7 else page.some()):
        where = page.head(paper) if outside else page.title(paper)
        where.insert(0, how.format(i + 1))


@kind
def title_in_pieces(page: Page) -> None:
    how = page.random.choice(
        [
            "<b>{}</b><b> {}</b>",
            "<b>{}</b> {}",
            "{} <b>{}</b>",
            "<b>{}</b><br/><b>{}</b>",
            "<b>{} <i>{}</i></b>",
            "<b>{}</b> <i>{}</i>",
            "<b>{}</b>: <b>{}</b>",
            "<b>{}</b> <span>{}</span>",
            "<b>{}<br/>{}</b>",
        ]
    )
    for paper in page.some():
        title = page.title(paper)
        words = title.get_text().strip().split(" ")
        if len(words) > 2 and title is not page.head(paper):
            at = page.random.randrange(1, len(words))
            title.replace_with(*page.fragment(how.format(" ".join(words[:at]), " ".join(words[at:])).replace("& ", "&amp; ")))


@kind
def title_as_link_text_alone(page: Page) -> None:
    for paper in page.some():
        title = page.title(paper)
        if title is not page.head(paper):
            title.unwrap()


@kind
def link_moved(page: Page) -> bool:
    how = page.random.randrange(6)
    for paper in page.some():
        link, head, title = page.link(paper), page.head(paper), page.title(paper)
        href = str(link.get("href") or "")
        if link is paper or title is head:
            return False
        link.unwrap() if title in link.descendants else link.extract()
        if how == 0:
            title.wrap(page.new("a", href=href))
        elif how == 1:
            head.insert(0, page.new("a", page.random.choice(["PDF", "[pdf]", "📄", "Link"]), href=href))
        elif how == 2:
            head.append(page.new("a", page.random.choice(["PDF", "[pdf]", "(paper)", "📄", "", "here"]), href=href))
        elif how == 3:
            title.insert_after(page.new("a", page.random.choice(["PDF", "(pdf)"]), href=href))
        elif how == 4:
            page.top(paper).insert_after(page.new("a", "(paper)", href=href))
        else:
            page.top(paper).insert_before(page.new("a", "(paper)", href=href))
    return True


@kind
def link_label_changed(page: Page) -> None:
    label = page.random.choice(
        [
            "(PDF)",
            "(Paper)",
            "PDF",
            "paper",
            "[paper]",
            "Download",
            "(camera-ready)",
            "📄",
            "(paper ",
            "( paper )",
            "(preprint)",
            "(link)",
            "(full text)",
        ]
    )
    for paper in page.some():
        link = page.link(paper)
        if page.form == "details" and link is not paper:
            link.string = label


@kind
def link_round_more(page: Page) -> bool:
    if page.form != "list":
        return False
    for paper in page.some():
        link = page.link(paper)
        if link is paper:
            return False
        for node in list(link.next_siblings)[: page.random.choice([1, 2, 99])]:
            if not (isinstance(node, Tag) and node.name == "a"):
                link.append(node.extract())
    return True


@kind
def link_target_changed(page: Page) -> None:
    how = page.random.randrange(1, 5)
    for paper in page.some():
        for link in paper.find_all("a", href=True)[:1]:
            href = str(link["href"])
            if how == 1:
                link["data-href"] = href
                link["href"] = "#"
            elif how == 2:
                link["href"] = f" {href}\n"
            elif how == 3:
                link["onclick"] = f"location='{href}'"
                del link["href"]
            else:
                link["href"] = f"https://mlforsystems.org{href}" if href.startswith("/") else href


@kind
def link_added(page: Page) -> None:
    target = page.random.choice(
        [
            "https://openreview.net/forum?id=kItE9",
            "https://arxiv.org/abs/2031.00001",
            "https://github.com/kites/kites",
            "/assets/slides/k.pdf",
            "https://video.example/k",
            "/assets/posters/poster.pdf",
            "https://openreview.net/pdf?id=kItE9",
        ]
    )
    label = page.random.choice(["(code)", "Slides", "OpenReview", "[arXiv]", "poster", "", "▶"])
    for paper in page.papers if page.random.random() < 0.3 else [page.random.choice(page.papers)]:
        place = page.random.choice(["end", "front", "title", "inside", "body"])
        link = page.new("a", label, href=target)
        if place == "end":
            page.head(paper).append(link)
        elif place == "front":
            page.head(paper).insert(0, link)
        elif place == "title":
            page.title(paper).insert_after(link)
        elif place == "inside":
            page.title(paper).append(link)
        else:
            paper.append(link)
        number = page.papers.index(paper)
        if number < len(page.expected):
            page.expected[number]["more links"] = True


@kind
def button_added(page: Page) -> None:
    what = page.random.choice(
        [
            "<button>Show abstract</button>",
            "<button>PDF</button>",
            '<a href="#">Abstract</a>',
            '<a class="btn" href="javascript:void(0)">Read more</a>',
            "<span class='btn'>BibTeX</span>",
            " Abstract",
            " [+]",
            " [show abstract]",
            "<span>Show more</span>",
            "<input type='button' value='PDF'/>",
            " ▼",
            "<label>Abstract</label>",
            "<em>Abstract</em>",
            " Download PDF",
            "<small>5 min</small>",
            " Copy link",
        ]
    )
    where = page.random.choice(["head", "after title", "title", "before"])
    for paper in page.some():
        nodes = page.fragment(what)
        if where == "head":
            page.head(paper).extend(nodes)
        elif where == "after title":
            page.title(paper).insert_after(*nodes)
        elif where == "title":
            page.title(paper).extend(nodes)
        else:
            for node in reversed(nodes):
                page.head(paper).insert(0, node)


# -- more or fewer papers -----------------------------------------------------------------------


@kind
def two_papers_merged(page: Page) -> None:
    at = page.random.randrange(len(page.papers) - 1)
    one, other = page.papers[at], page.papers[at + 1]
    between = page.random.choice(["", "<br/>", " ", "<hr/>", "<br/><br/>", "</p>"])
    one.extend(page.fragment(between))
    for node in list(other.contents):
        one.append(node.extract())
    page.top(other).extract()


@kind
def two_papers_headings_merged(page: Page) -> None:
    at = page.random.randrange(len(page.papers) - 1)
    one, other = page.papers[at], page.papers[at + 1]
    head = page.head(one)
    head.extend(page.fragment(page.random.choice(["", "<br/>", " "])))
    for node in list(page.head(other).contents):
        head.append(node.extract())
    if page.form == "details":
        page.head(other).extract()
        for node in list(other.contents):
            one.append(node.extract())
    page.top(other).extract()


@kind
def summary_doubled(page: Page) -> bool | None:
    if page.form != "details":
        return False
    paper = page.random.choice(page.papers)
    other = page.random.choice([one for one in page.papers if one is not paper])
    summary = page.head(other).extract()
    page.head(paper).insert_after(summary) if page.random.random() < 0.5 else paper.append(summary)
    for node in list(other.contents):
        paper.append(node.extract())
    page.top(other).extract()
    return None


@kind
def paper_cut_in_two(page: Page) -> None:
    for paper in page.some():
        head = page.head(paper) if page.form == "details" else paper
        if len(head.contents) < 2:
            continue
        at = page.random.randrange(1, len(head.contents))
        other = page.new(head.name)
        for node in head.contents[at:]:
            other.append(node.extract())
        head.insert_after(other)


@kind
def extra_block(page: Page) -> None:
    text = page.random.choice(KEYNOTES)
    if page.random.random() < 0.4:
        what, _, who = text.partition(". ")
        inner = f'<a href="https://k.example/"><b>{what}</b></a>. {who or "Ada Quill."}'
    else:
        inner = page.random.choice(
            [
                f"<b>{text}</b>",
                text,
                f'<a href="https://k.example/talk">{text}</a>',
                "Program committee: Ada Quill, Bo Reed, Cy Moss.",
                "<b>Program Committee</b>. Ada Quill, Bo Reed, and Cy Moss.",
                "<b>Organizers</b><br/>Ada Quill (MIT), Bo Reed (ETH)",
                '<a href="https://sponsor.example/"><b>Kite Inc</b></a>. Gold Sponsor.',
                "<b>Sponsors</b>. Kite Inc, Lamp Ltd.",
                '<a href="/call.pdf"><b>Call for Papers</b></a>. Submit by May.',
                '<a href="/cfp.pdf">Call for papers</a>',
                '<a href="https://k.example/"><b>Accepted posters</b></a>. See the schedule.',
                "<b>Contact</b>. Ada Quill.",
                '<a href="/proceedings.pdf"><b>Proceedings</b></a>. Ada Quill and Bo Reed.',
                "Congratulations to all authors!",
                '<a href="/keynote.pdf"><b>Keynote: Kites</b></a>. Ada Quill.',
                "<b>Session Chair</b>. Ada Quill.",
            ]
        )
    name = page.random.choice([page.top(page.papers[0]).name, page.top(page.papers[0]).name, "div", "aside"])
    html = f"<{name}>{inner}</{name}>"
    if page.form == "details" and page.random.random() < 0.5:
        html = f"<p><details><summary>🔽 {inner}</summary><p>Welcome.</p></details></p>"
    block = page.fragment(html)
    place = page.top(page.random.choice(page.papers))
    place.insert_before(*block) if page.random.random() < 0.7 else place.insert_after(*block)


@kind
def block_inside_a_paper(page: Page) -> None:
    inner = page.random.choice(
        [
            "<div>Ada Quill will present.</div>",
            "<p>Session chair: Ada Quill</p>",
            " Session chair: Ada Quill.",
            "<br/>Talk at 9:30",
            "<ul><li>Ada Quill</li></ul>",
            "<br/>Presented by Ada Quill",
            "<br/>Mentors: Bo Reed",
            "<p>Keywords: kites, lamps</p>",
            "<br/><i>Withdrawn</i>",
            " (withdrawn)",
            "<br/>Discussant: Cy Moss",
            "<!-- note -->",
            "<script>track()</script>",
            "<style>b{}</style>",
            "<span hidden=''>Ada Quill</span>",
            "<template>Ada</template>",
            "<span style='display:none'>, Ada Quill</span>",
            "<noscript>, Ada Quill</noscript>",
        ]
    )
    for paper in page.some():
        (page.head(paper) if page.random.random() < 0.6 else paper).extend(page.fragment(inner))


@kind
def second_section(page: Page) -> None:
    half = [page.top(paper) for paper in page.papers[len(page.papers) // 2 :]]
    attributes = page.random.choice(
        [
            {"class": "main-content accepted_papers_section"},
            {"class": "main-content"},
            {"class": "posters"},
            {},
            {"class": "accepted_papers_section_2"},
        ]
    )
    box = page.new(page.random.choice(["section", "div"]), **attributes)
    box.append(page.new("h2", "Posters"))
    for top in half:
        box.append(top.extract())
    page.section.append(box) if page.random.random() < 0.3 else page.section.insert_after(box)


@kind
def other_workshops_section(page: Page) -> bool | None:
    if page.form == "schedule":
        return False
    box = page.new("section", **{"class": page.random.choice(["main-content accepted_papers_section", "main-content", "old"])})
    box.extend(page.fragment("<h2>Accepted Papers</h2>"))
    tag = "details" if page.form == "details" else "p"
    for number in range(3):
        box.extend(page.fragment(f"<{tag}>{page.invented(number)}</{tag}>"))
    page.expected += [
        {
            "title": f"Kites on Long Lines {n}",
            "authors": ["Ada Quill", "Bo Reed"],
            "pdf_url": f"https://mlforsystems.org/k{n}.pdf",
        }
        for n in range(3)
    ]
    page.section.insert_after(box) if page.random.random() < 0.5 else page.section.insert_before(box)
    return None


@kind
def paper_duplicated(page: Page) -> None:
    paper = page.random.choice(page.papers)
    again = copy.copy(page.top(paper))
    if page.random.random() < 0.4 and (link := again.find("a")):
        link["href"] = "/assets/papers/other.pdf"
    page.top(page.random.choice(page.papers)).insert_after(again)


@kind
def papers_hidden(page: Page) -> bool | None:
    if page.form == "schedule":
        return False
    for paper in page.some()[:5]:
        html = str(page.top(paper))
        how = page.random.choice(
            [
                "<noscript>{}</noscript>",
                "<template>{}</template>",
                "<!--[if IE]>{}<![endif]-->",
                '<div style="display:none">{}</div>',
            ]
        )
        page.top(paper).replace_with(*page.fragment(how.format(html)))
    return None


# -- by chance ----------------------------------------------------------------------------------


@kind
def neighbours_swapped(page: Page) -> bool | None:
    paper = page.random.choice(page.papers)
    pairs = [(tag, after) for tag in paper.find_all(True) if isinstance(after := tag.next_sibling, Tag | NavigableString)]
    if not pairs:
        return False
    tag, after = page.random.choice(pairs)
    after.insert_after(tag.extract())
    return None


@kind
def element_moved(page: Page) -> None:
    paper = page.random.choice(page.papers)
    tags = paper.find_all(True)
    tag = page.random.choice(tags)
    places = [one for one in [page.head(paper), *tags] if one is not tag and tag not in one.parents]
    place = page.random.choice(places)
    tag.extract()
    place.insert(page.random.randrange(len(place.contents) + 1), tag)


@kind
def element_doubled(page: Page) -> None:
    paper = page.random.choice(page.papers)
    tag = page.random.choice(paper.find_all(True))
    tag.insert_after(copy.copy(tag))


@kind
def any_tag_renamed(page: Page) -> None:
    paper = page.random.choice(page.papers)
    tag = page.random.choice([paper, *paper.find_all(True)])
    _rename(tag, ("b", "i", "span", "div", "p", "a", "li", "h3", "small", "sup", "td", "section", "footer", "label"), page)


@kind
def element_left_out_of_its_paper(page: Page) -> None:
    paper = page.random.choice(page.papers)
    tag = page.random.choice(paper.find_all(True))
    page.top(paper).insert_after(tag.extract()) if page.random.random() < 0.5 else page.top(paper).insert_before(tag.extract())
