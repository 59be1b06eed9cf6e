"""The variants of a project, as values."""

from __future__ import annotations

import pytest

from variantdocs.config.variants import Variant, VariantSet

KNOWN = VariantSet(
    variants=(
        Variant(name="serverless", title="Serverless", vars={"x": 1}),
        Variant(name="byoc-eu", title="BYOC EU"),
    ),
    default="serverless",
    groups={"hosted": ("serverless",), "all": ("serverless", "byoc-eu")},
    vars={"x": 0, "y": 2},
)


def test_names_identifiers_and_groups():
    assert KNOWN.names == ("serverless", "byoc-eu")
    assert KNOWN["byoc-eu"].identifier == "byoc_eu"
    assert KNOWN.groups_of("serverless") == ("hosted", "all")
    assert KNOWN.groups_of("byoc-eu") == ("all",)
    with pytest.raises(KeyError):
        KNOWN["byoc"]


def test_a_variants_own_variables_win():
    assert KNOWN.variables("serverless") == {"x": 1, "y": 2}
    assert KNOWN.variables("byoc-eu") == {"x": 0, "y": 2}
