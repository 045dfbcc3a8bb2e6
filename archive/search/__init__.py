"""Full-text search. ``docs/search.md`` lists the rooms, and what was tried.

Whoosh is imported by ``analysis`` (its stemmer), ``writing``, ``postings`` and ``index`` (its version)
alone; nothing outside of this package knows which engine answers.
"""
