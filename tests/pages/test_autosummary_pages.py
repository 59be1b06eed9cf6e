"""Which variants have a page that autosummary makes."""

from __future__ import annotations

import pytest

from variantdocs.pages.autosummary_pages import narrowed_to_entries

BOTH = frozenset(("a", "b"))
A, B, NONE = frozenset("a"), frozenset("b"), frozenset()


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({}, BOTH),
        ({"api": {"a": {"made"}, "b": {"made"}}}, BOTH),
        ({"api": {"a": {"made"}, "b": set()}}, A),
        ({"api": {"a": {"made"}, "b": set()}, "other": {"a": set(), "b": {"made"}}}, BOTH),
        ({"only-b": {"a": {"made"}, "b": {"made"}}}, B),
        ({"only-b": {"a": {"made"}, "b": set()}}, NONE),
    ],
)
def test_a_page_is_in_the_variants_in_which_a_page_has_an_entry_for_it(entries, expected):
    members = {"api": BOTH, "other": BOTH, "only-b": B, "made": BOTH}
    assert narrowed_to_entries(members, entries) == {**members, "made": expected}


def test_a_page_declared_for_a_variant_stays_out_of_others():
    entries = {"api": {"a": {"made"}, "b": {"made"}}}
    assert narrowed_to_entries({"api": BOTH, "made": B}, entries) == {"api": BOTH, "made": B}


def test_pages_made_for_entries_of_a_page_that_was_made_follow_it():
    entries = {
        "api": {"a": {"package"}, "b": set()},
        "package": {"a": {"package.module"}, "b": {"package.module"}},
        "package.module": {"a": {"deepest"}, "b": {"deepest"}},
    }
    members = dict.fromkeys(("api", "package", "package.module", "deepest", "index"), BOTH)
    found = narrowed_to_entries(members, entries)
    assert found == {**members, "package": A, "package.module": A, "deepest": A}


def test_an_entry_for_what_is_no_page_is_ignored():
    assert narrowed_to_entries({"api": BOTH}, {"api": {"a": {"gone"}, "b": set()}}) == {"api": BOTH}
