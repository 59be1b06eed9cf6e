"""Names in conditions, replaced or gone."""

from __future__ import annotations

import pytest

from variantdocs.refactor.conditions import names_a, with_name_replaced, without_names


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("byoc", "edge_eu"),
        ("if byoc and not byoc2", "if edge_eu and not byoc2"),
        ("a.byoc or 'byoc'", "a.byoc or 'byoc'"),
        ('variant.name == "byoc"', 'variant.name == "edge-eu"'),
        ("variant.name in ['x', 'byoc']", "variant.name in ['x', 'edge-eu']"),
        ("  if  byoc  ", "  if  edge_eu  "),
    ],
)
def test_a_name_is_replaced_and_nothing_else(expression, expected):
    assert with_name_replaced(expression, "byoc", ["edge-eu"]) == expected
    assert with_name_replaced(expected, "edge-eu", ["byoc"]) == expression


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("byoc", "byoc or edge"),
        ("if byoc", "if byoc or edge"),
        ("x or byoc", "x or byoc or edge"),
        ("not byoc", "not (byoc or edge)"),
        ("x and byoc or y", "x and (byoc or edge) or y"),
        ("(byoc)", "(byoc or edge)"),
        ('variant.name == "byoc"', 'variant.name in ["byoc", "edge"]'),
        ("variant.name != 'byoc' and x", "variant.name not in ['byoc', 'edge'] and x"),
        ('variant.name in ["byoc"]', 'variant.name in ["byoc", "edge"]'),
    ],
)
def test_a_name_is_replaced_by_several(expression, expected):
    assert with_name_replaced(expression, "byoc", ["byoc", "edge"]) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("byoc", False),
        ("not byoc", True),
        ("byoc or edge", "edge"),
        ("edge and not byoc", "edge"),
        ("(byoc or edge) and x == 1", "edge and x == 1"),
        ('variant.name == "byoc"', False),
        ('variant.name != "byoc"', True),
        ('variant.name in ["byoc", "edge"]', 'variant.name in ["edge"]'),
        ('variant.name in ["byoc"]', False),
        ("byoc and x | length > 3", False),
        ("(1 if byoc else 2) == x", None),
    ],
)
def test_a_name_that_holds_no_more_is_worked_out(expression, expected):
    assert names_a(expression, ["byoc"])
    assert without_names(expression, ["byoc"]) == expected
