"""Reading a paper's PDF: its abstract, told by geometry, in a process of its own.

``glyphs`` takes letters and places from PDFium, ``lines`` makes lines of them, ``abstract`` finds
the lines of the abstract, ``prose`` joins them; ``reading`` is all of that for one file, ``pool``
does it in worker processes with limits. Nothing here knows of this archive.
"""
