"""The optional fields of a paper that every table of papers has.

Without imports, so that a search, which reads records and makes no papers, need not load the data classes.
"""

OPTIONAL_TEXTS = ("award", "presentation", "status", "pdf_url", "page_url", "openreview_id", "arxiv_id", "doi")
"""The fields that hold one text or None, the same in an entry, a paper, its record (``--json``), and every table made of
records. A new one is named here, in :class:`~archive.model.paper.Entry`, :class:`~archive.model.paper.Paper` and
:class:`~archive.model.record.PaperRecord`, in :class:`~archive.collect.imports.drafts.Draft` and
:func:`~archive.collect.imports.entries.make_row`, and described in ``docs/json.md`` and ``json.schema.json``; then the
store, curation, the index, tables of papers and the import of our own files have it. Raise ``VERSION`` in
:mod:`archive.model.analysis`, so that indexes are built again. ``cli/commands/show.py`` decides whether it is shown to
people, and ``export/bibliographic_data.py`` whether bibliographies have it.
"""
