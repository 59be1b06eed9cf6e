"""Blocks that are parsed one by one give what the whole page gives."""

from __future__ import annotations

import pytest
from tests.sources.pages import VARIANTS

from variantdocs.config.load import parse_variants
from variantdocs.sources.parser import PageParser
from variantdocs.templating.expand import BrokenPage, parse
from variantdocs.templating.names import Names

BLOCK = "{@@ if byoc @@}\na\n{@@ elif own\nor serverless @@}{@@ if edge @@}b{@@ endif @@}\n{@@ else @@}{@@ endif @@}\n"


@pytest.fixture
def parser() -> PageParser:
    variant_set, _ = parse_variants(VARIANTS)
    assert variant_set is not None
    return PageParser(Names.from_variant_set(variant_set))


@pytest.mark.parametrize(
    "source",
    [
        "none",
        BLOCK,
        f"text\n{BLOCK}text\n\n{BLOCK}",
        f"{{@= cloud if byoc else cloud =@}}{BLOCK}",
        "{@@- if byoc -@@}\n\n{@@ raw @@}{@@ if x @@}{@@ endraw @@}{@# c #@}{@@ endif @@}\n{@@ if own @@}a{@@ endif @@}",
        f"{{@@ set x = [1] @@}}{{@@ for y in x @@}}{BLOCK}{{@@ endfor @@}}",
        "{ @ if byoc @ }\n{@@ if own @@}a{@@ endif @@}",
    ],
)
def test_the_conditions_are_those_of_the_whole_page(parser, source):
    whole = parse(source, parser.names, parser.environment)
    for _ in range(2):
        parsed = parser.parse(source)
        assert (parsed.conditions, parsed.near) == (whole.conditions, whole.near)
        assert parsed.pieces == whole.pieces


@pytest.mark.parametrize(
    "source",
    ["a\n{@@ if byoc @@}", "a\n{@@ endif @@}", "a\n{@= cluod =@}\n{@@ if x @@}a{@@ endif @@}", "{@@ if byoc"],
)
def test_the_problems_are_those_of_the_whole_page(parser, source):
    with pytest.raises(BrokenPage) as whole:
        parse(source, parser.names, parser.environment)
    with pytest.raises(BrokenPage) as caught:
        parser.parse(source)
    assert caught.value.problems == whole.value.problems
