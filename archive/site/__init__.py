"""The static archive site: load, enrich, render, write.

``contents`` joins papers to what pages say of them (``views``), ``pages`` says which pages there are,
``machines`` what a page tells programs, ``templates/`` how it looks and ``rendering`` makes text of it;
``exports`` and ``files`` write what lies beside the pages, ``script`` what the search page searches in;
``addresses`` says where all of it stands. ``build`` puts it into a fresh folder through ``writer`` and
``worker``, and ``swap`` puts that in the place of the old one. ``theme`` is what a workshop changes.
"""
