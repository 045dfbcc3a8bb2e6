"""The steps of ``mlforsys search`` after its options are parsed: results, alerts, and search as you type."""
