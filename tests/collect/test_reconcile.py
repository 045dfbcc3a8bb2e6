"""From joined pages to papers: permanent ids, curation, dates, withdrawal."""

from __future__ import annotations

import dataclasses
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.collect.diff import changes
from archive.collect.join import PageEntries, join_pages
from archive.collect.reconcile import Shrunk, reconcile, refuse_shrinking, withdraw
from archive.model.paper import Edition, Entry, Paper, Source
from archive.store.curation import Correction, Curated
from tests.support.strategies import fewer, lists, tidy_lists

ACME = Edition(id="acme2031", name="Kites at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
LIST, MORE = "https://kites.example/list.html", "https://kites.example/more.html"
PDF = "https://kites.example/{}.pdf".format


def joined(entries, url=LIST):
    return join_pages([PageEntries(url, entries)], union=True)[0]


def settled(entries, previous=(), today="2031-05-02", **more):
    return reconcile(ACME, joined(entries), previous, today=today, **more)


@fewer
@given(lists, st.sets(st.sampled_from(("quill2031kites", "quill2031snow", "acme2031kites"))))
def test_ids_are_always_unique_across_editions(entries, taken):
    ids = [paper.id for paper in settled(entries, taken=taken).papers]
    assert len(set(ids)) == len(ids) == len(joined(entries))
    assert not taken & set(ids)


@fewer
@given(lists)
def test_reconciling_twice_changes_nothing(entries):
    first = settled(entries)
    again = settled(entries, first.papers, today="2031-06-03")
    assert again == first
    assert changes(first.papers, again.papers) == []


@fewer
@given(tidy_lists, st.data())
def test_ids_stay_when_the_page_is_reordered(entries, data):
    first = settled(entries)
    again = settled(data.draw(st.permutations(entries)), first.papers)
    assert {p.title: p.id for p in again.papers} == {p.title: p.id for p in first.papers}
    assert again.vanished == []


@fewer
@given(tidy_lists, st.data())
def test_ids_stay_when_a_title_is_corrected_or_a_pdf_moves(entries, data):
    first = settled(entries)
    fresh = count(100)
    changed = [
        dataclasses.replace(entry, title=f"Mended {next(fresh)}")
        if data.draw(st.booleans())
        else dataclasses.replace(entry, pdf_url=PDF(next(fresh)))
        for entry in entries
    ]
    assert [p.id for p in settled(changed, first.papers).papers] == [p.id for p in first.papers]


@fewer
@given(tidy_lists, st.data())
def test_a_new_paper_never_gets_the_id_of_an_old_one(entries, data):
    first = settled(entries)
    at = data.draw(st.integers(0, len(entries)))
    new = Entry("Kites of Another Kind", ("Ada Quill",), pdf_url=PDF("new"))
    again = settled([*entries[:at], new, *entries[at:]], first.papers)
    assert [p.id for p in again.papers if p.pdf_url != PDF("new")] == [p.id for p in first.papers]
    assert len({p.id for p in again.papers}) == len(entries) + 1


def test_a_vanished_paper_s_id_is_not_given_again():
    first = settled([Entry("Kites", ("Ada Quill",), pdf_url=PDF("one"))])
    again = settled([Entry("Kites Fly", ("Ada Quill",), pdf_url=PDF("two"))], first.papers)
    assert [p.id for p in again.vanished] == ["quill2031kites"]
    assert [p.id for p in again.papers] == ["quill2031kitesb"]


def test_a_paper_that_a_page_lists_twice_is_one_paper():
    twice = [Entry("Kites", ("Ada Quill",)), Entry("KITES!", ("Ada Quill",), pdf_url=PDF("one"))]
    found, reports = join_pages([PageEntries(LIST, twice)], union=False)
    assert [(one.entry.title, one.entry.pdf_url) for one in found] == [("Kites", PDF("one"))]
    assert len(reports) == 1


@pytest.mark.parametrize("titles", [("Kites in C", "Kites in C++"), ("—", "🙂"), ("[Retracted]", "[Retracted]")])
def test_papers_of_one_author_with_different_pdfs_are_different_papers(titles):
    entries = [Entry(title, ("Ada Quill",), pdf_url=PDF(i)) for i, title in enumerate(titles)]
    assert len(settled(entries).papers) == 2


def test_an_id_assigned_in_the_bundled_catalogue_is_used():
    given_ = [Paper("oldname2031kites", "Kites", pdf_url=PDF("one"))]
    assert settled([Entry("Kites", ("Ada Quill",))], given=given_).papers[0].id == "oldname2031kites"
    taken = settled([Entry("Kites", ("Ada Quill",))], given=given_, taken=["oldname2031kites"])
    assert taken.papers[0].id == "quill2031kites"


def test_corrections_are_applied_and_report_a_changed_page():
    curation = {
        "quill2031kites": Curated(
            corrections=(
                Correction("award", "", "Best Kite", "r", "s"),
                Correction("authors", "A Quill", "Ada Quill", "r", "s"),
            ),
            topics=("wind",),
            summary="Kites.",
        )
    }
    one = settled([Entry("Kites", ("A Quill",), equal_contribution=("A Quill",))], curation=curation)
    assert one.notes == []
    paper = one.papers[0]
    assert (paper.award, paper.authors, paper.equal_contribution) == ("Best Kite", ("Ada Quill",), ("Ada Quill",))
    assert (paper.topics, paper.summary) == (("wind",), "Kites.")
    other = settled([Entry("Kites", ("Di Quill",), award="Worst Kite")], curation=curation)
    assert len(other.notes) == 2
    assert other.papers[0].award == "Best Kite"


def test_stored_topics_survive_a_scrape_without_curation():
    before = settled([Entry("Kites", ("Ada Quill",))]).papers[0]
    before = dataclasses.replace(before, topics=("wind",), summary="Kites.")
    assert settled([Entry("Kites", ("Ada Quill",))], [before], today="2032-01-01").papers == [before]


def test_topics_and_summary_do_not_change_the_retrieval_date():
    first = settled([Entry("Kites", ("Ada Quill",))])
    curation = {"quill2031kites": Curated(topics=("wind",), summary="Kites.")}
    paper = settled([Entry("Kites", ("Ada Quill",))], first.papers, curation=curation, today="2032-01-01").papers[0]
    assert (paper.topics, paper.summary, paper.sources) == (("wind",), "Kites.", first.papers[0].sources)


def test_the_date_changes_only_with_the_content():
    first = settled([Entry("Kites", ("Ada Quill",))])
    assert first.papers[0].sources == (Source(LIST, "2031-05-02"),)
    later = settled([Entry("Kites", ("Ada Quill",), award="Best Kite")], first.papers, today="2031-06-03")
    assert later.papers[0].sources == (Source(LIST, "2031-06-03"),)
    assert [line.split(": ")[1] for line in changes(first.papers, later.papers)] == ["award"]


def test_a_retracted_paper_keeps_its_id_its_title_and_its_authors():
    first = settled([Entry("Kites", ("Ada Quill",), pdf_url=PDF("one"))])
    gone = settled([Entry("[Retracted]", status="withdrawn", pdf_url=PDF("one"))], first.papers)
    assert gone.papers[0].withdrawn
    assert (gone.papers[0].id, gone.papers[0].title, gone.papers[0].authors) == ("quill2031kites", "Kites", ("Ada Quill",))


def test_a_withdrawn_paper_that_the_page_lacks_stays():
    old = withdraw(settled([Entry("Kites", ("Ada Quill",))]).papers[0], "2031-06-03")
    again = settled([Entry("Snow", ("Di Frost",))], [old])
    assert (old in again.papers, again.vanished) == (True, [])


def test_a_missing_page_leaves_its_fields_unchanged():
    pages = [
        PageEntries(LIST, [Entry("Kites", ("Ada Quill",))]),
        PageEntries(MORE, [Entry("Kites", presentation="oral", openreview_id="aAa")]),
    ]
    whole = reconcile(ACME, join_pages(pages, union=False)[0], today="2031-05-02")
    part = reconcile(ACME, join_pages(pages[:1], union=False)[0], whole.papers, today="2031-06-03", keep_unstated=True)
    assert part.papers == whole.papers


def test_a_list_that_shrank_is_refused_and_names_the_papers():
    first = settled([Entry(f"Kite{i}", ("Ada Quill",)) for i in range(5)])
    refuse_shrinking(ACME, first, 5, 0)
    with pytest.raises(Shrunk, match=r"quill2031kite0, .* and 2 more") as error:
        refuse_shrinking(ACME, settled([], first.papers), 0, 5)
    assert "--force" in str(error.value)
