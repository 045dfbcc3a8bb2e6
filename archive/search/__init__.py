"""Full-text search: index, query language, ranking, excerpts, related papers. ``docs/search.md`` describes the modules
and the experiments.

Only ``writer`` builds an index with Whoosh. Apart from it, only ``model.analysis`` and ``index`` import Whoosh, for its
stemmer and its version. Other packages mostly use :class:`archive.search.engine.SearchIndex`.
The page of a built site searches by itself: ``site/static/plan.js`` and ``plain.js`` follow ``query_plan``, ``evaluate`` and
``ranking``, with the constants that ``site/search_constants.py`` hands on. A signal of ranking is scored in ``evaluate``, by
the arithmetic of ``ranking``, and belongs there too.
"""
