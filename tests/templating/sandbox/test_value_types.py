"""Names of types in messages."""

from __future__ import annotations

import pytest

from variantdocs.templating.sandbox.value_types import described


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a text"),
        (1.5, "a number"),
        (True, "true or false"),
        (None, "null"),
        ((1,), "a list"),
        ({}, "a mapping"),
    ],
)
def test_a_value_is_named_in_the_authors_terms(value, text):
    assert described(value) == text
