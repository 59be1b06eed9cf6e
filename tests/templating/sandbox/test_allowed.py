"""The lists of allowed filters and methods are consistent, and hold nothing dangerous."""

from __future__ import annotations

from jinja2.filters import FILTERS as JINJA_FILTERS

from variantdocs.templating.sandbox.allowed import FILTERS, METHODS, TEXT_FILTERS


def test_every_allowed_filter_is_one_of_jinja():
    assert JINJA_FILTERS.keys() >= FILTERS


def test_only_the_filters_that_a_comment_explains_are_left_out():
    # A new filter of Jinja fails here: it is a decision.
    assert JINJA_FILTERS.keys() - FILTERS == {"attr", "pprint", "random", "urlize", "xmlattr"}


def test_the_filters_of_a_text_are_allowed():
    assert TEXT_FILTERS <= FILTERS


def test_every_allowed_method_belongs_to_a_text_list_or_mapping():
    assert all(any(hasattr(owner, name) for owner in (str, list, tuple, dict)) for name in METHODS)


def test_no_allowed_method_changes_a_value():
    changing = {
        "append",
        "clear",
        "extend",
        "insert",
        "pop",
        "popitem",
        "remove",
        "reverse",
        "sort",
        "update",
    }
    assert METHODS.isdisjoint(changing | {"setdefault"})


def test_no_allowed_method_reaches_format_strings_with_attributes_or_bytes():
    assert METHODS.isdisjoint({"format_map", "encode", "translate", "maketrans"})
