"""Addresses as pages print them and as people paste them."""

from __future__ import annotations

import pytest

from archive.model.urls import address_key, is_address, known_ids, paper_fields, pasted_address, pasted_ids


@pytest.mark.parametrize(
    "text",
    [
        "2601.01241",
        "2601.01241v3",
        "arXiv:2601.01241",
        "arXiv:2601.01241v2 [cs.LG]",
        "arxiv: 2601.01241",
        "https://arxiv.org/abs/2601.01241",
        "https://arxiv.org/abs/2601.01241v3",
        "https://arxiv.org/abs/2601.01241?context=cs",
        "https://arxiv.org/abs/2601.01241v1?context=cs.LG#comments",
        "https://arxiv.org/html/2601.01241v3",
        "https://arxiv.org/html/2601.01241v3#S2",
        "https://arxiv.org/pdf/2601.01241",
        "http://arxiv.org/pdf/2601.01241v2.pdf",
        "https://arxiv.org/pdf/2601.01241.pdf#page=4",
        "https://www.arxiv.org/abs/2601.01241/",
        "https://export.arxiv.org/abs/2601.01241",
        "arxiv.org/abs/2601.01241",
        "HTTPS://ArXiv.org/abs/2601.01241",
        "https://www.alphaxiv.org/abs/2601.01241",
        "https://www.alphaxiv.org/overview/2601.01241v2",
        "https://ar5iv.labs.arxiv.org/html/2601.01241",
        "https://ar5iv.org/abs/2601.01241",
        "https://huggingface.co/papers/2601.01241",
        "https://doi.org/10.48550/arXiv.2601.01241",
        "doi:10.48550/arXiv.2601.01241",
        "<https://arxiv.org/abs/2601.01241>",
        "https://arxiv.org/abs/2601.01241.",
        " https://arxiv.org/abs/2601.01241 ",
    ],
)
def test_an_arxiv_paper_however_it_is_pasted(text):
    assert pasted_ids(text) == {"arxiv_id": "2601.01241"}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("https://arxiv.org/abs/cs/0612033v2", "cs/0612033"),
        ("math.AG/0601001", "math.AG/0601001"),
        ("https://arxiv.org/pdf/hep-th/9901001v3.pdf", "hep-th/9901001"),
    ],
)
def test_arxiv_ids_of_before_2007(text, known):
    assert pasted_ids(text) == {"arxiv_id": known}


@pytest.mark.parametrize(
    "text",
    [
        "https://openreview.net/forum?id=mOsS_3-1",
        "https://openreview.net/forum?id=mOsS_3-1&noteId=xYz12",
        "https://openreview.net/forum?noteId=xYz12&id=mOsS_3-1#discussion",
        "https://openreview.net/pdf?id=mOsS_3-1",
        "https://www.openreview.net/pdf?id=mOsS_3-1#page=2",
        "http://openreview.net/forum?id=mOsS_3-1",
        "openreview.net/forum?id=mOsS_3-1",
        "https://openreview.net/attachment?id=mOsS_3-1&name=pdf",
        "https://openreview.net/forum?id=mOsS_3-1&referrer=%5Bthe%20profile%5D(%2Fprofile)",
    ],
)
def test_an_openreview_paper_however_it_is_pasted(text):
    assert pasted_ids(text) == {"openreview_id": "mOsS_3-1"}


@pytest.mark.parametrize(
    "text",
    [
        "10.1145/3352460.3358292",
        "doi:10.1145/3352460.3358292",
        "DOI: 10.1145/3352460.3358292",
        "https://doi.org/10.1145/3352460.3358292",
        "http://dx.doi.org/10.1145/3352460.3358292",
        "doi.org/10.1145/3352460.3358292",
        "https://doi.org/10.1145%2F3352460.3358292",
        "https://dl.acm.org/doi/10.1145/3352460.3358292",
        "https://dl.acm.org/doi/abs/10.1145/3352460.3358292",
        "https://dl.acm.org/doi/pdf/10.1145/3352460.3358292?download=true",
        "https://doi.org/10.1145/3352460.3358292.",
    ],
)
def test_a_doi_however_it_is_pasted(text):
    assert pasted_ids(text) == {"doi": "10.1145/3352460.3358292"}


def test_a_doi_is_read_in_lower_case_with_the_brackets_that_belong_to_it():
    assert pasted_ids("https://doi.org/10.1016/S0004-3702(01)00129-1") == {"doi": "10.1016/s0004-3702(01)00129-1"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "learned index",
        "kipf2019sosd",
        "2019",
        "2019.1",
        "https://kites.example/2601.01241.pdf",
        "https://arxiv.org/list/cs.LG/recent",
        "https://openreview.net/group?id=",
        "https://[broken",
        "What is 10.1145/3352460 about?",
    ],
)
def test_addresses_that_identify_no_paper(text):
    assert pasted_ids(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "https://kites.example/papers/deep%20kites.pdf",
        "http://www.kites.example/papers/deep%20kites.pdf",
        "kites.example/papers/deep%20kites.pdf#page=2",
        "https://KITES.example/papers/deep%20kites.pdf/",
        "https://kites.example/papers/deep%20kites.pdf?utm_source=mail",
    ],
)
def test_spellings_of_one_address(text):
    assert address_key(text) == "kites.example/papers/deep kites.pdf"


@pytest.mark.parametrize("text", ["", "kites", "kites.example", "Kites and/or trains", "ftp://kites.example/a", "a/b.c"])
def test_texts_that_are_not_addresses(text):
    assert address_key(text) is None
    assert pasted_address(text) is None


def test_addresses_with_different_queries_differ():
    assert address_key("https://kites.example/?id=1") != address_key("https://kites.example/?id=2")


def test_an_address_is_absolute():
    assert is_address("https://kites.example/a")
    unfit = "kites.example/a /a https:// https://kites.example:x/ https://… https://…/list.html".split()
    assert not any(map(is_address, (*unfit, "https://a b/")))


def test_what_is_read_from_the_link_of_a_paper():
    assert paper_fields(None) == {}
    assert paper_fields("https://kites.example/a.pdf") == {"pdf_url": "https://kites.example/a.pdf"}
    assert paper_fields("https://arxiv.org/abs/2601.01241v1") == {
        "page_url": "https://arxiv.org/abs/2601.01241v1",
        "arxiv_id": "2601.01241",
    }
    assert known_ids("https://openreview.net/pdf?id=mOsS31") == {"openreview_id": "mOsS31"}
    assert known_ids("https://kites.example/") == {}
