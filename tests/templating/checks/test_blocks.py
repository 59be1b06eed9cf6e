"""Blocks that are opened, divided and closed."""

from __future__ import annotations

import pytest

from variantdocs.templating.checks.blocks import check_blocks
from variantdocs.templating.tags import find_tags


def lines_of(page):
    pieces, problems = find_tags(page)
    assert problems == []
    return [problem.line for problem in check_blocks(pieces)]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("{@@ if a @@}\n{@@ elif b @@}\n{@@ else @@}\n{@@ endif @@}\n", []),
        ("{@@ for a in b @@}\n{@@ if c @@}\n{@@ endif @@}\n{@@ endfor @@}\n", []),
        ("{@@ if a @@}\n{@@ raw @@}\n{@@ endraw @@}\n", [1]),
        ("{@@ if a @@}\n{@@ for b in c @@}\n{@@ endif @@}\n", [3]),
        ("{@@ if a @@}\n{@@ foo @@}\n{@@ endif @@}\n", [2]),
        ("{@@ if a @@}\n{@@ st x = 1 @@}\n{@@ endif @@}\n", [2]),
        ("{@@ unless a @@}\n{@@ if b @@}\n{@@ endif @@}\n{@@ endunless @@}\n", [1]),
        ("{@@ macro a() @@}\n{@@ endmacro @@}\n", [1]),
        ("{@@ verbatim @@}\n{@@ if @@}\n{@@ endverbatim @@}\n{@@ endif @@}\n", [1, 4]),
    ],
)
def test_each_mistake_is_reported_once(page, lines):
    assert lines_of(page) == lines
