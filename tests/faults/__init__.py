"""Deliberate faults: each module tries to break one promise of ``docs/reliability.md``.

``python -m tests.faults`` runs the short form, as continuous integration does; ``--full`` runs the long one, and a name only
that promise. Everything is seeded; the seed of a failure is printed with it.
"""
