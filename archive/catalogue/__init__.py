"""The papers of an archive with their editions, topics and people: filters, lookup, counts, and suggested topics."""
