"""Conditions of ``only``, ``ifconfig`` and Jinja, as conditions of blocks."""

from __future__ import annotations

import pytest

from variantdocs.migrate.conditions import Conditions, Untranslatable, asks_builders_only


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("byoc", "byoc"),
        ("not byoc  and\n self_managed", "not byoc and self_managed"),
        ("variant == 'byoc'", "variant.name == 'byoc'"),
        ("variant in ('byoc', 'serverless')", "variant.name in ('byoc', 'serverless')"),
        ("level == 'variant'", "level == 'variant'"),
        ("variant.name == 'byoc'", "variant.name == 'byoc'"),
    ],
)
def test_a_condition_about_names_of_the_project_is_translated(names, written, expected):
    assert Conditions(names=names).translate(written) == expected


def test_another_name_may_hold_the_variant(names):
    conditions = Conditions(names=names, variant_name="edition")
    assert conditions.translate("edition == 'byoc'") == "variant.name == 'byoc'"


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("html and byoc", "`html` is the tag of a builder"),
        ("byok", "byok"),
        ("variant == 'byok'", "byok"),
        ("byoc or", "or"),
    ],
)
def test_what_has_no_equal_says_why(names, written, part):
    with pytest.raises(Untranslatable) as caught:
        Conditions(names=names).translate(written)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("html", True), ("html or latex", True), ("html and byoc", False), ("True", False)],
)
def test_conditions_about_builders_are_told_apart(written, expected):
    assert asks_builders_only(written) is expected
