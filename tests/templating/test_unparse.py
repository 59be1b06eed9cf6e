"""Expressions in messages."""

from __future__ import annotations

import pytest
from jinja2 import Environment, nodes

from variantdocs.templating.unparse import unparse


@pytest.mark.parametrize(
    "text",
    [
        'variant.name == "byoc"',
        "not a and (b or c)",
        "a or b and c",
        "not (a or b)",
        "not a == 1",
        "(a or b) == true",
        "x in [1, 2.5, none]",
        "a, b",
        "x is defined",
        "(not a) == b",
    ],
)
def test_an_expression_is_written_as_its_author_would(text):
    output = Environment().parse("{{ " + text + " }}").body[0]
    assert isinstance(output, nodes.Output)
    assert unparse(output.nodes[0]) == text


@pytest.mark.parametrize("text", ["a + b", "a(1)", "a | upper", "a[0] or b"])
def test_an_expression_that_is_too_complex_is_not_quoted(text):
    output = Environment().parse("{{ " + text + " }}").body[0]
    assert isinstance(output, nodes.Output)
    assert unparse(output.nodes[0]) is None
