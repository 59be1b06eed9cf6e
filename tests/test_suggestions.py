"""The names that an author may have meant."""

from __future__ import annotations

import pytest

from variantdocs.suggestions import nearest_names

KNOWN = ["byoc", "byoc-eu", "serverless", "self_managed"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("byco", ["byoc"]),
        ("BYOC", ["byoc"]),
        ("BYOC_EU", ["byoc-eu"]),
        ("self managed", ["self_managed"]),
        ("ServerLes", ["serverless"]),
        ("qqq", []),
    ],
)
def test_case_and_hyphens_do_not_count(name, near):
    assert nearest_names(name, KNOWN) == near


def test_names_that_differ_in_case_only_are_all_suggested():
    assert nearest_names("Ab", ["ab", "AB", "x"]) == ["ab", "AB"]
