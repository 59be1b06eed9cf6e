"""Blocks that cut what they stand in."""

from __future__ import annotations

import pytest

from variantdocs.lint.rules.split_blocks import blocks_across_lists, cut_headings_fences_and_tables


def test_a_fence_that_ends_in_a_block_is_found_at_its_first_line(findings):
    page = "# A\n\n```python\n{@@ if byoc @@}\nx = 1\n```\n{@@ endif @@}\n"
    assert [one.partition(" ")[0] for one in findings(cut_headings_fences_and_tables, {"a.md": page})] == [
        "a.md:3:1"
    ]


@pytest.mark.parametrize(
    "page",
    [
        "# A\n\n```python\n{@@ if byoc @@}\nx = 1\n{@@ endif @@}\n```\n",
        "# A\n\n{@@ if byoc @@}\n```python\nx = 1\n```\n{@@ endif @@}\n",
        "| a |\n|---|\n{@@ if byoc @@}\n| b |\n{@@ endif @@}\n| c |\n",
    ],
    ids=["within", "around", "a row"],
)
def test_whole_fences_and_rows_are_left(findings, page):
    assert findings(cut_headings_fences_and_tables, {"a.md": page}) == []


def test_a_block_from_an_item_to_behind_the_list_is_found(findings):
    page = "# A\n\n- item\n\n  {@@ if byoc @@}\n  more\n\nAfter.\n{@@ endif @@}\n"
    assert findings(blocks_across_lists, {"a.md": page}) == [
        "a.md:5:3 the block `{@@ if byoc @@}` begins inside a list and ends outside; "
        "begin and end it in the same place"
    ]


@pytest.mark.parametrize(
    "page",
    [
        "- item\n\n  {@@ if byoc @@}\n  more\n  {@@ endif @@}\n",
        "- item {@@ if byoc @@}more{@@ endif @@}\n",
        "{@@ if byoc @@}\n- item\n{@@ endif @@}\n",
        "Text.\n\n    {@@ if byoc @@}\n    code\n{@@ endif @@}\n",
    ],
    ids=["in the item", "in a line", "around", "no list"],
)
def test_blocks_that_begin_and_end_alike_are_left(findings, page):
    assert findings(blocks_across_lists, {"a.md": page}) == []
