"""What goes wrong, on purpose: each module holds one promise of ``docs/reliability.md`` and tries to break it.

``python -m tests.faults`` runs the short form, which continuous integration runs too, ``--full`` the long one, and a
name that promise alone. Everything is seeded; the seed of a failure is printed with it.
"""
