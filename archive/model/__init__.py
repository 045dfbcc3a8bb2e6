"""Papers as plain data, and the rules for names, ids, titles, words and addresses. No input or output."""
