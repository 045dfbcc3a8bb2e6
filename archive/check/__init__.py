"""Is the store sound, and do its addresses lead where they should?"""
