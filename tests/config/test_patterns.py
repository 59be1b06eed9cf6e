"""Patterns match docnames as Sphinx's ``exclude_patterns`` match paths."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sphinx.util.matching import Matcher

from variantdocs.config.patterns import compile_pattern, matches


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


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")  # from Sphinx's own
@settings(max_examples=500, deadline=None)
@given(
    st.text(st.sampled_from("ab/*?[!]^."), max_size=9),
    st.lists(st.text(st.sampled_from("ab/."), max_size=8), max_size=8),
)
@example("[]*", [""])
@example("[!]b", ["[!]b", "b"])
def test_every_pattern_matches_what_sphinx_matches(pattern, names):
    try:
        expected = [bool(Matcher([pattern])(name)) for name in names]
    except re.error:
        with pytest.raises(re.error):
            compile_pattern(pattern)
        return
    assert [matches(pattern, name) for name in names] == expected


@pytest.mark.parametrize(
    "pattern", ["*" * 34 + " Note " + "*" * 34, "*a" * 30 + "b", "**a" * 30 + "b", "*a**a" * 15 + "b"]
)
def test_many_stars_take_no_time(pattern):
    start = time.perf_counter()
    assert not matches(pattern, "a" * 200)
    assert time.perf_counter() - start < 1
