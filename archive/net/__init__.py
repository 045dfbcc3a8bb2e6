"""Fetching politely: HTTP, robots.txt, one request at a time to a host, a cache of PDFs."""
