"""One module per command, imported when the command is called: ``NAME.py`` is ``mlforsys NAME`` (``import_`` is
``import``), and ``NAME_PART.py`` is a part of that command.
"""
