"""What families of pages share: elements and their text, links, bylines, headings, and the result of reading a page."""
