"""What is on disk: the root, ``scraped/``, the registry of editions, curation."""
