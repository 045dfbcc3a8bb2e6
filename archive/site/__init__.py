"""The static archive site: load, enrich, render, write.

``contents`` turns papers into what pages say of them, ``pages`` says which pages there are, ``machines``
what a page tells programs, ``templates/`` how it looks; ``script`` writes what the search page searches
in; ``build`` puts all into a fresh folder and swaps it in; ``theme`` is what a workshop changes.
"""
