"""Files that organizers hold: from bytes to papers of an edition, found by content and never by name.

``file_content`` says what a file is, ``decoding`` and ``tables`` open texts and spreadsheets, a module of
``readers`` turns what one system exports into drafts, ``entries`` makes entries of them or says why
not, ``select`` takes those that are accepted, each once, and ``reconcile`` matches them with the store. Nothing here
writes; ``archive.collect.imports.pipeline`` runs these steps in order.
"""
