"""Full-text search. Rooms: ``analysis`` (text to words), ``query`` (what was asked), ``schema``
(what is indexed), ``engine`` (the index and its answers), ``seal`` (whose index it is), ``snippets``.

Whoosh is imported by ``analysis``, ``schema`` and ``engine`` alone; nothing outside of this package
knows which engine answers.
"""
