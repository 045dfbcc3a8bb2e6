"""The archive of the *ML for Systems* workshop: collect, search and cite its accepted papers."""

__version__ = "0.1.0"
