"""The names of an archive's files and folders, and where the bundled ones are."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
"""The installed package, which contains the bundled files."""
CHECKOUT = PACKAGE.parent
"""The project's own folder, where the package is not installed but run from it."""
BUNDLED_CATALOGUE = PACKAGE / "bundled"
"""The catalogue in an installed package; a checkout has no such folder, its catalogue is that of the checkout."""
BUNDLED_CURATION = PACKAGE / "curation"

IDENTITY = "archive.toml"
EDITIONS, TOPICS, PEOPLE = "editions.toml", "topics.toml", "people.toml"
STATE = ".mlforsys"
"""The folder for locks and other state of the program, which git ignores."""
DIGESTS = f"{STATE}/digests.json"
DELIVERED = ".catalogue"
"""The folder with the catalogue as the last installed package brought it: the base of the merge with a newer one."""
