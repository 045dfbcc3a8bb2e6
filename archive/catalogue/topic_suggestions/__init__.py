"""Suggests topics: which topics of the taxonomy a paper without curated topics may have (``model``, trained by
``learn`` on the words that ``text`` finds), and which topics an archive may want (``phrases``). Suggestions are
never stored; a person accepts them.
"""
