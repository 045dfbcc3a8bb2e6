"""Polite fetching: HTTP, robots.txt, mirrors, one request at a time per host, and a cache of PDFs."""
