"""Papers for other programs and for people: ``formats/`` (one module per file format), ``cite/`` (references; its
citation styles are the CSL files in ``cite/styles/``), lists, and a chart.
"""
