"""Topics for papers that nobody has curated yet: suggested, explained, and never more than that.

Rooms: ``text`` (which of the words that matter stand where), ``model`` (from counts to topics, with
reasons), ``learn`` (the counts, from curated papers).
"""
