"""The commands, one module each, imported when it is asked for: ``NAME.py`` is ``mlforsys NAME`` (``import_`` is
``import``), and ``NAME_PART.py`` a part of that command.
"""
