"""Names in the byline of a page contain nothing but a name."""

from __future__ import annotations

import pytest

from archive.collect.html.byline_fragments import must_be_people
from archive.model.names import NotNames


def test_initials_particles_and_suffixes_do_not_count_for_long_names():
    must_be_people(["J. R. de la Quill Jr.", "Ada Bo Cy Di van den Moss"])
    with pytest.raises(NotNames, match="which has 6 words"):
        must_be_people(["Ada Quill Bo Zuse Cy Moss"])
