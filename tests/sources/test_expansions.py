"""Two texts that expand to the same."""

from __future__ import annotations

import pytest

from variantdocs.config.load import parse_variants
from variantdocs.sources.expansions import expand_alike
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment

ELSE = "{@@ if byoc @@}a{@@ else @@}b{@@ endif @@}\n"


@pytest.mark.parametrize(
    ("after", "variants", "expected"),
    [
        ("{@@ if serverless @@}b{@@ else @@}a{@@ endif @@}\n", ("serverless", "byoc"), True),
        ("a\n", ("byoc",), True),
        ("a\n", ("serverless", "byoc"), False),
        (ELSE.replace("\n", "\r\n"), ("serverless", "byoc"), True),
        ("{@@ if byoc @@}a", ("byoc",), False),
    ],
    ids=["turned", "one variant", "others see another text", "line ends", "broken"],
)
def test_texts_are_compared_in_the_variants_that_are_named(after, variants, expected):
    variant_set, _ = parse_variants("version: 1\nvariants: {serverless: {title: S}, byoc: {title: B}}\n")
    names = Names.from_variant_set(variant_set)
    assert expand_alike(ELSE, after, variants, names, PageEnvironment()) is expected
