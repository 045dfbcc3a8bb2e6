"""Reads the abstract of a paper from its PDF by the layout of the page, in a worker process.

``glyphs`` gets the letters and their positions from PDFium, ``lines`` builds lines, ``abstract`` finds the lines of the
abstract, and ``dehyphenation`` joins them into text. ``reading`` does all of this for one file; ``pool`` does it in worker
processes with limits. Of this archive, only ``model`` is imported.
"""
