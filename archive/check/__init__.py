"""Checks of the store and of the links in it."""
