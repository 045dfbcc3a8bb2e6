"""Full-text search: index, query language, ranking, excerpts, related papers. ``docs/search.md`` describes the modules
and the experiments.

Only ``writer`` builds an index with Whoosh. Apart from it, only ``model.analysis`` and ``index`` import Whoosh, for its
stemmer and its version. Other packages use :class:`archive.search.engine.SearchIndex`.
"""
