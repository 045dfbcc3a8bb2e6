"""Papers as plain data, and the rules for names, ids, words and addresses. No I/O."""
