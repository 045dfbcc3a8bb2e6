"""The terminal: standard output and its escapes, the pager, tables, progress bars, and the browser."""
