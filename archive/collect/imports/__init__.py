"""Files from organizers: from bytes to papers of an edition. Formats are recognized by content, never by name.

``file_content`` finds out what a file is, ``decoding`` and ``tables`` open texts and spreadsheets, a module of ``readers``
turns the export of one system into drafts, ``entries`` makes entries of drafts or says why not, ``select`` takes the
accepted papers, each once, and ``plan_rows`` plans what they would do to the store. ``pipeline`` runs these steps in order.
Nothing is written before :meth:`~archive.collect.imports.plan.Plan.write`.
"""
