"""The static archive site: load, enrich, render, write.

``contents`` joins papers to what pages show of them (``views``), ``pages`` makes the pages, ``metadata`` their metadata
for search engines, and ``rendering`` renders ``templates/``; ``exports`` and ``extra_files`` make the files beside the
pages, ``search_data`` the data of the search page; ``addresses`` has the address of everything. ``build`` writes it
into a fresh folder, large sites in two processes (``background_process``), and ``atomic_publish`` replaces the old site
with that. ``theme`` and ``config`` are what a workshop can change.
"""
