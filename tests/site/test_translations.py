"""The site's texts, in English and in an invented language."""

from __future__ import annotations

import html
import re
import shutil
import tomllib

import pytest

from archive.catalogue.taxonomy import KINDS
from archive.errors import StoreError
from archive.site import translations
from archive.site.config import load_site
from archive.site.theme import TEMPLATES, load_theme
from archive.site.translations import BUNDLED, Texts, load_texts
from tests.support.sites import build_site

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
    site = build_site(odd_root, tmp_path / "out", theme=load_theme(None, own=own), abstracts=True)
    for name in site.pages():
        assert site.page(name).get("lang") == "qx"
    for path in ("", "papers/quill2024kites/", "editions/neurips2024/", "topics/caching/", "authors/ada-quill/", "trends/"):
        text = html.unescape(site.text(path))
        for word in ("Related", "Cite", "Awards", "Summary", "Abstract", "Papers by", "Co-authors", "Topics", "Rising"):
            assert word not in text.replace("Best Paper Award", ""), (path, word)
    assert "Qmark_withdrawnQ" in site.text("papers/strass2024snow/")


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
        ('search = "a } b"', "search has a brace without a value"),
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
