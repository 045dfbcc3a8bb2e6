"""Finds broken and moved links.

The steps: :mod:`addresses` lists all addresses; :mod:`runner` requests them, several hosts in parallel, with :mod:`probe`
for one address and :mod:`cache` for earlier results; :mod:`report` lists what is wrong, with :mod:`candidates` for PDFs that
are gone; :mod:`moves` makes corrections for addresses that moved permanently.
"""
