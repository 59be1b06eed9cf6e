"""Patterns match docnames as Sphinx's ``exclude_patterns`` match paths."""

from __future__ import annotations

import pytest

from variantdocs.config.patterns import matches


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("deploy/*", ["deploy/a"]),
        ("deploy/**", ["deploy/a", "deploy/b/c"]),
        ("**/a", ["a", "deploy/a"]),
        ("deploy/?", ["deploy/a"]),
        ("[ab]", ["a"]),
    ],
)
def test_a_star_stops_at_a_slash_and_two_do_not(pattern, names):
    assert [name for name in ("a", "deploy/a", "deploy/b/c") if matches(pattern, name)] == names
