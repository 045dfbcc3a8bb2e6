"""Reads the abstract of a paper from its PDF by the layout of the page, in a worker process.

``glyphs`` takes letters and their places from PDFium, ``lines`` builds lines, ``abstract`` finds the lines of the
abstract, ``dehyphenation`` joins them to text. ``reading`` does all of this for one file, ``pool`` in worker processes with
limits. Nothing here depends on this archive.
"""
