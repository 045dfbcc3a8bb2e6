"""What is read of Whoosh's files is what Whoosh's own codec reads of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec, W3TermsReader
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Existence, Positions

from archive.catalogue.items import items
from archive.catalogue.taxonomy import load_taxonomy
from archive.model.paper import Edition
from archive.model.record import make_record
from archive.search.postings import Postings
from archive.search.writer import write_index
from archive.store.root import find_root
from tests.support.archives import paper

EDITION = Edition(id="kites2031", name="Kites", venue="ACME", year=2031, url="https://kites.example/")
FORMATS = {"text": Positions(), "name": Positions(), "about": Existence()}


def index_of(*titles):
    papers = [paper(f"kite{number}", title, "Mia van Loon") for number, title in enumerate(titles)]
    return write_index([make_record(one, EDITION, None) for one in papers], load_taxonomy(), {})


def as_the_codec_reads(parts):
    """Of each term, what Whoosh says: how often and where, by paper."""
    terms, postings = (memoryview(parts[name]) for name in ("terms", "postings"))
    reader = W3TermsReader(W3Codec(), BufferFile(terms), len(terms), BufferFile(postings))
    told = {}
    for field, text in reader.terms():
        matcher = reader.matcher(field, text, FORMATS[field])
        counts, places = {}, {}
        while matcher.is_active():
            counts[matcher.id()] = int(matcher.weight())
            if field != "about":
                places[matcher.id()] = list(matcher.value_as("positions"))
            matcher.next()
        told[field, text.decode()] = counts, places
    return told


def as_we_read(parts, terms):
    postings = Postings(memoryview(parts["terms"]), memoryview(parts["postings"]))
    assert all(term in postings for term in terms)
    return {
        (field, text): (
            postings.counts(field, text),
            {number: list(places) for number, places in postings.places(field, text).items()} if field != "about" else {},
        )
        for field, text in terms
    }


def test_every_term_of_the_archive_is_read_as_the_codec_reads_it():
    parts = write_index([item.record() for item in items(find_root())], load_taxonomy(), {})
    told = as_the_codec_reads(parts)
    assert len(told) > 1000
    assert as_we_read(parts, told) == told


def test_a_word_of_very_many_papers_stands_in_several_blocks():
    parts = index_of(*("Kites " + "again " * (number % 7) for number in range(400)))
    told = as_the_codec_reads(parts)
    assert len(told["text", "kite"][0]) == 400
    assert as_we_read(parts, told) == told


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_any_titles(titles):
    parts = index_of(*titles)
    told = as_the_codec_reads(parts)
    assert as_we_read(parts, told) == told


@pytest.mark.parametrize("term", [("text", "zeppelin"), ("text", ""), ("no field", "kite"), ("text", "\ud800")])
def test_a_term_that_nobody_says_has_no_postings(term):
    parts = index_of("Kites")
    postings = Postings(memoryview(parts["terms"]), memoryview(parts["postings"]))
    assert term not in postings
    assert postings.counts(*term) == {}
    assert postings.places(*term) == {}


def test_an_index_of_no_papers_has_no_postings():
    postings = Postings(memoryview(b""), memoryview(b""))
    assert ("text", "kite") not in postings
    assert postings.counts("text", "kite") == {}
