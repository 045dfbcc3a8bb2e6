"""The release, in a module of its own so that any part may name it, and who wants to know of its faults."""

__version__ = "0.2.0"
REPORT_TO = "mlforsystems@googlegroups.com"
