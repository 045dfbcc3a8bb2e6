"""From pages and files to the store: page families, imports, abstracts."""
