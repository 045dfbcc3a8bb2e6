"""`mlforsys doctor`: versions, paths, and the state of store and index, for a bug report."""

from __future__ import annotations

from tests.support.commands import run
from tests.support.schema import problems


def test_doctor_says_what_to_add_to_a_report(capsys, workshop):
    ran = run(capsys, "doctor")
    assert ran.code == 0
    for word in ("mlforsys 0.", "Python 3.", "Root: ", "MLFORSYS_ROOT", "Cache: ", "Store: ", "Index: "):
        assert word in ran.out
    assert run(capsys, "doctor", "--json").json["root"] == str(workshop)


def test_doctor_reports_damage(capsys, workshop):
    (workshop / "scraped" / "isca2019.json").write_text("{")
    shape = run(capsys, "doctor", "--json").json
    assert "isca2019.json is not valid JSON" in shape["problems"][0]
    assert shape["index_state"] in ("none", "outdated")


def test_its_json_follows_the_schema(capsys, workshop):
    assert problems("doctor", run(capsys, "doctor", "--json").json) == []


def test_nothing_is_written(capsys, tmp_path):
    run(capsys, "doctor", "--root", tmp_path)
    assert not list(tmp_path.iterdir())
