"""What families of pages share: elements and their text, links, bylines, headings, and what came of a page."""
