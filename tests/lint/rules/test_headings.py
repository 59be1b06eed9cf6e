"""Headings that skip a level in some variants."""

from __future__ import annotations

import pytest

from variantdocs.lint.rules.headings import heading_jumps


def test_a_level_that_only_others_have_is_missed_where_the_next_heading_stands(findings):
    page = "# Guide\n\n{@@ if byoc @@}\n## Two\n{@@ endif @@}\n\n### Three\n"
    assert findings(heading_jumps, {"guide.md": page}) == [
        "guide.md:7:1 serverless this heading of level 3 follows one of level 1: the level between is in a block "
        "of other variants; write `##` here, or put both into the block"
    ]


@pytest.mark.parametrize(
    "page",
    [
        "# Guide\n\n{@@ if byoc @@}x{@@ endif @@}\n\n### Three\n",
        "# Guide\n\n{@@ if byoc @@}\n## Two\n{@@ else @@}\n## Zwei\n{@@ endif @@}\n\n### Three\n",
        "# Guide\n\n{@@ if byoc @@}\n## Two\n\n### Three\n{@@ endif @@}\n",
        "# Guide\n\n```text\n{@@ if byoc @@}\n## Two\n{@@ endif @@}\n### Three\n```\n",
    ],
    ids=["in all variants", "the level in each branch", "both in the block", "code"],
)
def test_a_jump_in_every_variant_or_in_none_is_no_finding(findings, page):
    assert findings(heading_jumps, {"guide.md": page}) == []
