"""Blocks without the branches and conditions that decide nothing."""

from __future__ import annotations

import pytest
from tests.sources.pages import parsed

from variantdocs.sources.edits import apply_edits
from variantdocs.sources.simplify import Decision, simplified

NEVER, ALWAYS = Decision.NEVER, Decision.ALWAYS
LINES = "a\n{@@ if byoc @@}\nb\n{@@ elif edge @@}\nc\n{@@ else @@}\nd\n{@@ endif @@}\ne\n"


@pytest.mark.parametrize(
    ("source", "decisions", "expected"),
    [
        (LINES, {0: NEVER}, "a\n{@@ if edge @@}\nc\n{@@ else @@}\nd\n{@@ endif @@}\ne\n"),
        (LINES, {0: ALWAYS}, "a\nb\ne\n"),
        (LINES, {1: NEVER}, "a\n{@@ if byoc @@}\nb\n{@@ else @@}\nd\n{@@ endif @@}\ne\n"),
        (LINES, {1: ALWAYS}, "a\n{@@ if byoc @@}\nb\n{@@ else @@}\nc\n{@@ endif @@}\ne\n"),
        (LINES, {2: NEVER}, "a\n{@@ if byoc @@}\nb\n{@@ elif edge @@}\nc\n{@@ endif @@}\ne\n"),
        (LINES, {0: NEVER, 1: NEVER}, "a\nd\ne\n"),
        (LINES, {0: NEVER, 1: NEVER, 2: NEVER}, "a\ne\n"),
        ("x {@@ if byoc @@}y{@@ endif @@} z\n", {0: NEVER}, "x  z\n"),
        ("x {@@ if byoc @@}y{@@ endif @@} z\n", {0: ALWAYS}, "x y z\n"),
        ("  {@@ if byoc @@}\n  y\n  {@@ endif @@}", {0: ALWAYS}, "  y\n"),
        ("{@@ if byoc @@}| y |{@@ endif @@}\r\nz\r\n", {0: NEVER}, "z\r\n"),
        ("a\n\n{@@- if byoc -@@} y {@@endif@@}\nz", {0: ALWAYS}, "ay \nz"),
        ("a\n\n{@@- if byoc -@@} y {@@endif -@@}\nz", {0: NEVER}, "az"),
        (
            "<@@ if byoc @@>\ny\n<@@ elif edge @@>\nz\n<@@ endif @@>\n",
            {1: ALWAYS},
            "<@@ if byoc @@>\ny\n<@@ else @@>\nz\n<@@ endif @@>\n",
        ),
    ],
)
def test_a_decided_block_says_the_same_with_less(source, decisions, expected):
    (block,) = parsed(source).blocks
    assert apply_edits(source, simplified(block, decisions, source)) == expected
