"""Tests of the package, in the package's own tree."""

import os
import sys

# A run starts the command a hundred times, and each process would compile it anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
