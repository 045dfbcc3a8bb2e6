"""Papers for other programs and for people: citation styles, file formats, lists, a chart."""
