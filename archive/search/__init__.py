"""Full-text search. Rooms: ``analysis`` (text to words), ``query`` (what was asked), ``schema``
(what is indexed), ``engine`` (from a query to papers), ``index`` (the index as a file), ``seal``
(whose it is), ``snippets``.

Whoosh is imported by ``analysis``, ``schema``, ``engine`` and ``index`` alone; nothing outside of this package
knows which engine answers.
"""
