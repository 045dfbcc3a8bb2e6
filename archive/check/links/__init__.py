"""Do the archive's addresses still lead where they should?

In order: :mod:`addresses` (which there are) -> :mod:`runner` (hosts side by side, each :mod:`probe` a
polite question, answers kept by :mod:`cache`) -> :mod:`report` (what is wrong, by kind, with
:mod:`candidates` for PDFs that are gone) -> :mod:`moves` (corrections of what moved for good).
"""
