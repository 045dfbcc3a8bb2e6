"""The terminal: output, the pager, tables, progress bars, questions, and the browser."""
