"""The site's texts, in English and in an invented language."""

from __future__ import annotations

import html
import json
import re
import shutil
import tomllib

import pytest

from archive.catalogue.items import items
from archive.catalogue.taxonomy import KINDS, load_taxonomy
from archive.errors import StoreError
from archive.site import translations
from archive.site.config import load_site
from archive.site.theme import TEMPLATES, Theme, load_theme
from archive.site.translations import BUNDLED, Texts, load_texts
from archive.store.archive_config import load_identity
from tests.support.sites import build_site, few

ENGLISH = tomllib.loads((BUNDLED / "en.toml").read_text(encoding="utf-8"))


def test_a_text_takes_values_numbers_and_links_and_nothing_in_it_is_markup():
    texts = Texts("xx", {"a": "<b> {name}", "n": {"one": "{n} kite", "other": "{n} kites"}, "l": "See [the & list]({to})."})
    assert texts("a", name="<i>") == "&lt;b&gt; &lt;i&gt;"
    assert texts.plain("a", name="<i>") == "<b> <i>"
    assert [texts.plain("n", n=n) for n in (0, 1, 2)] == ["0 kites", "1 kite", "2 kites"]
    assert texts("l", to='x"y') == 'See <a href="x&#34;y">the &amp; list</a>.'
    assert texts.plain("l", to="x") == "See the & list."
    with pytest.raises(KeyError):
        texts("none")


def test_every_text_of_the_templates_is_in_the_file_and_every_text_of_the_file_is_used():
    code = [path.read_text(encoding="utf-8") for path in (*TEMPLATES.iterdir(), *BUNDLED.parent.rglob("*.py"))]
    used = {key for text in code for key in re.findall(r"""(?:\bt|\bsay|plain)\(\s*["'](\w+)["']""", text)}
    begun = {key for key in used if key.endswith("_")}  # ``t('find_' ~ name)``
    begun.add("month_")
    assert used - begun - {"a"} <= ENGLISH.keys()
    assert all(any(key.startswith(start) for key in ENGLISH) for start in begun)
    named = {key for text in code for key in re.findall(r"""["'](\w+)["']""", text)}
    unused = {key for key in ENGLISH.keys() - used - named if not key.startswith(("mark_", *begun))} - set(KINDS)
    assert unused == set()


def test_a_site_in_an_invented_language_has_no_english_word_of_ours(odd_root, tmp_path):
    folder = tmp_path / "root"
    (folder / "texts").mkdir(parents=True)

    def invented(key, text):
        values = re.findall(r"\[[^\]]*\]\(\{\w+\}\)|\{\w+\}", text)
        return f"Q{key}Q " + " ".join(re.sub(r"\[[^\]]*\]", "[Qlink]", value) for value in values)

    lines = []
    for key, text in ENGLISH.items():
        forms = text if isinstance(text, dict) else {"": text}
        told = {form: invented(key, one) for form, one in forms.items()}
        value = ", ".join(f'{form} = "{one}"' for form, one in told.items()) if isinstance(text, dict) else f'"{told[""]}"'
        lines.append(f"{key} = {{ {value} }}" if isinstance(text, dict) else f"{key} = {value}")
    (folder / "texts" / "qx.toml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "archive.toml").write_text('name = "Kites"\n[site]\nlanguage = "qx"\n', encoding="utf-8")
    own, missing = load_site(folder)
    assert missing == []
    theme = load_theme(None, load_identity(folder), own)
    site = build_site(odd_root, tmp_path / "out", theme=theme, abstracts=True)
    known = words(*known_texts(odd_root), "Kites", FORMATS)
    for name in site.pages():
        assert site.page(name).get("lang") == "qx"
        assert words(*shown(site.page(name))) - known == set(), name
    for name in ("llms.txt", "opensearch.xml", "field.svg", "feed.xml", "editions/neurips2024/feed.xml"):
        markup = re.sub(r"<style>.*?</style>", "", site.read(name), flags=re.S)
        assert words(html.unescape(re.sub(r"<[^>]*>", " ", markup))) - known == set(), name
    assert "Qmark_withdrawnQ" in site.text("papers/strass2024snow/")
    assert "QdateQ 15 Qmonth_12Q 2024" in site.text("editions/neurips2024/")


FORMATS = "UTF BibTeX RIS CSL JSON CSV APA ACM IEEE OpenReview arXiv DOI feed xml sitemap llms txt"


def words(*texts):
    """The words of texts, without addresses, names of files, and words of the invented language."""
    plain = (re.sub(r"https?://[^\s<)]+|\bpapers\.[\w.]+|\bQ\w+Q\b|Qlink", " ", text) for text in texts)
    return {word.lower() for text in plain for word in re.findall(r"[^\W\d_]{2,}", text)}


def known_texts(root):
    """What the archive states, which is never translated."""
    for item in items(root):
        yield json.dumps({**item.record(), "summary": item.paper.summary or ""}, ensure_ascii=False)
        yield f"{item.edition.name} {item.edition.location} {item.edition.url} {item.edition.note}"
    for topic in load_taxonomy(root.folder).tree():
        yield f"{topic[1].name} {topic[1].text}"
    yield "online"


def shown(page):
    """The texts that a page shows or reads out, without references and addresses."""
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "pre", "meta", "link"):
            said = (element.get(name) for name in ("alt", "title", "aria-label", "placeholder", "data-copy", "data-title"))
            yield from filter(None, (element.text, *said))
        yield element.tail or ""
    yield from page.xpath("//meta[@name='description']/@content | //meta[@property='og:site_name']/@content")


def test_pages_in_arabic_are_written_from_right_to_left(odd_root, tmp_path):
    theme = load_theme(None, own=Theme(texts=Texts("ar", ENGLISH)))
    site = build_site(odd_root, tmp_path / "out", theme=theme, some=few(odd_root))
    assert {site.page(name).get("dir") for name in site.pages()} == {"rtl"}
    assert not Texts("de-AT", ENGLISH).is_right_to_left
    assert Texts("fa-IR", ENGLISH).is_right_to_left


def test_one_paper_is_not_called_papers():
    texts, _ = load_texts()
    counted = [key for key, text in ENGLISH.items() if isinstance(text, dict)]
    assert {"search_by", "search_by_topic", "papers"} <= set(counted)
    values = dict.fromkeys(("year", "all", "share", "edition", "name", "site", "some"), "x")
    assert not [key for key in counted if "1 papers" in texts.plain(key, n=1, **values)]


def test_texts_that_a_language_lacks_are_english_and_named(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "de.toml").write_text('search = "Suchen"\n', encoding="utf-8")
    texts, missing = load_texts("de", tmp_path)
    assert (texts.plain("search"), texts.plain("topics")) == ("Suchen", "Topics")
    assert "topics" in missing
    assert "search" not in missing


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('serach = "x"', 'unknown text "serach"'),
        ("search = 3", "search should be a text"),
        ('search = { one = "x" }', "search should have the texts one and other"),
        ('search = "{wrong}"', "search uses {wrong}"),
        ('search = "{n.__class__}"', "search uses {n.__class__}"),
        ('search = "{n}"', "search uses {n}, which this text has no value for"),
        ('search = "a } b"', "search has a wrong brace"),
        ('papers = "{n:>3}"', "papers has a wrong brace: {n} is all that it may contain"),
        ('papers = "{n!r}"', "papers has a wrong brace"),
    ],
)
def test_problems_of_a_language_file_are_sentences_that_name_it(tmp_path_factory, text, says):
    folder = tmp_path_factory.mktemp("wrong")  # a file is read once in a process, and a test's own path may come again
    (folder / "texts").mkdir()
    (folder / "texts" / "de.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=re.escape(says)):
        load_texts("de", folder)


def test_a_language_file_beside_the_english_one_is_found_and_may_be_overridden(tmp_path, monkeypatch):
    here, own = tmp_path / "languages", tmp_path / "texts"
    own.mkdir()
    shutil.copytree(translations.BUNDLED, here)
    (here / "de.toml").write_text('search = "Suchen"\ntopics = "Themen"\n', encoding="utf-8")
    (own / "de.toml").write_text('topics = "Gebiete"\n', encoding="utf-8")
    monkeypatch.setattr(translations, "BUNDLED", here)
    texts, missing = load_texts("de", tmp_path)
    assert (texts.plain("search"), texts.plain("topics")) == ("Suchen", "Gebiete")
    assert missing
    assert "topics" not in missing


def test_a_language_without_a_file_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match=r'There are no texts in "de".*de\.toml is missing'):
        load_texts("de", tmp_path)
