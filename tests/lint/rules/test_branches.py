"""Branches without a text of their own."""

from __future__ import annotations

from variantdocs.lint.rules.branches import empty_branches, repeated_branches


def test_the_second_of_two_equal_branches_is_found_white_space_aside(findings):
    page = "# A\n\n{@@ if byoc @@}\nsame\n{@@ else @@}\n\n same\n{@@ endif @@}\n"
    assert findings(repeated_branches, {"a.md": page}) == [
        "a.md:5:1 `{@@ else @@}` has the same text as the branch of line 3; write it once, with a condition for both"
    ]


def test_equal_texts_of_two_blocks_and_two_empty_branches_are_no_repetition(findings):
    page = "# A\n\n{@@ if byoc @@}x{@@ endif @@}\n\n{@@ if byoc @@}x{@@ else @@}{@@ endif @@}\n"
    assert findings(repeated_branches, {"a.md": page}) == []


def test_a_branch_without_text_is_found_and_a_comment_is_text(findings):
    page = "# A\n\n{@@ if byoc @@}\n\n{@@ else @@}\n{@# nothing to say #@}\n{@@ endif @@}\n"
    assert findings(empty_branches, {"a.md": page}) == [
        "a.md:3:1 `{@@ if byoc @@}` has no text; remove it, or say why in a comment"
    ]


def test_blocks_within_blocks_are_examined(findings):
    page = "# A\n\n{@@ if byoc @@}\nx {@@ if byoc @@}{@@ endif @@}\n{@@ endif @@}\n"
    assert [one.partition(" ")[0] for one in findings(empty_branches, {"a.md": page})] == ["a.md:4:3"]
