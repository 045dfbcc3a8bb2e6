"""The form of each field of a paper."""

from __future__ import annotations

import pytest

from archive.model.field_forms import address_problem, form_problem


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("pdf_url", "https://kites.example/a.pdf", "/a.pdf"),
        ("page_url", "http://kites.example/", "kites.example"),
        ("arxiv_id", "2101.00001", "arXiv:2101.00001"),
        ("doi", "10.1145/3302424.3303961", "https://doi.org/10.1145/3302424.3303961"),
        ("presentation", "oral", "Oral"),
        ("award", "Best Kite", None),
    ],
)
def test_a_field_has_the_right_form_or_the_message_names_it(field, right, wrong):
    assert form_problem(field, right) is None
    if wrong is not None:
        problem = form_problem(field, wrong)
        assert problem.startswith(f'"{wrong}" is not ')
        assert problem.endswith((right, "an absolute web address", "oral, spotlight, poster"))


def test_a_link_has_an_absolute_address():
    assert address_problem("ftp://kites.example/") == '"ftp://kites.example/" is not an absolute web address'
