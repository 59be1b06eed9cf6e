"""Conditions that decide nothing."""

from __future__ import annotations

import pytest

from variantdocs.lint.rules.conditions import (
    redundant_conditions,
    unneeded_conditions,
    unneeded_inline_conditions,
    unreachable_branches,
)

BYOC_PAGE = "---\nvariants: byoc\n---\n# A\n\n"


def places(found):
    return [one.partition(" ")[0] for one in found]


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (BYOC_PAGE + "{@@ if serverless @@}x{@@ endif @@}\n", 6),
        (BYOC_PAGE + "{@@ if byoc @@}x{@@ endif @@}\n", 6),
        ("{@@ if byoc or serverless @@}x{@@ endif @@}\n", 1),
        ("{@@ if byoc and serverless @@}x{@@ endif @@}\n", 1),
        ("{@@ if byoc @@}x{@@ elif byoc @@}y{@@ endif @@}\n", 1),
    ],
    ids=["dead here", "always here", "always", "never", "elif asked before"],
)
def test_a_condition_for_no_variant_or_for_all_is_found(findings, page, line):
    found = findings(unneeded_conditions, {"a.md": page})
    assert [place.rpartition(":")[0] for place in places(found)] == [f"a.md:{line}"]


def test_conditions_that_decide_are_left(findings):
    assert (
        findings(unneeded_conditions, {"a.md": "{@@ if byoc @@}x{@@ elif serverless @@}y{@@ endif @@}\n"})
        == []
    )


def test_with_one_variant_every_condition_holds_or_none_and_that_is_no_mistake(findings):
    files = {"variants.yaml": "version: 1\nvariants: {byoc: {title: BYOC}}\n"}
    page = {"a.md": "{@@ if byoc @@}x{@@ endif @@} {@= 1 if byoc else 2 =@}\n"}
    assert findings(unneeded_conditions, page, files) == []
    assert findings(unneeded_inline_conditions, page, files) == []


def test_an_inline_condition_is_found_at_its_line(findings):
    page = BYOC_PAGE + "\n{@= 'a' if byoc else 'b' =@}\n"
    assert places(findings(unneeded_inline_conditions, {"a.md": page})) == ["a.md:7:1"]


def test_a_branch_after_all_variants_are_taken_is_found(findings):
    page = "{@@ if byoc @@}\na\n{@@ elif serverless @@}\nb\n{@@ else @@}\nc\n{@@ endif @@}\n"
    assert findings(unreachable_branches, {"a.md": page}) == [
        "a.md:5:1 no variant of this page comes to `{@@ else @@}`: the branches before it take them all; "
        "remove it with its text"
    ]


def test_what_follows_a_condition_that_always_holds_is_not_said_again(findings):
    page = "{@@ if byoc or serverless @@}\na\n{@@ else @@}\nc\n{@@ endif @@}\n"
    assert findings(unreachable_branches, {"a.md": page}) == []


def test_a_condition_within_one_that_implies_it_is_found(findings):
    page = "{@@ if byoc @@}\n{@@ if self_managed @@}\nx\n{@@ endif @@}\n{@@ endif @@}\n"
    assert findings(redundant_conditions, {"a.md": page}) == [
        "a.md:2:1 `self_managed` holds already, by the block of line 1; remove the condition"
    ]


def test_in_the_else_of_a_condition_the_same_is_not_redundant(findings):
    page = "{@@ if byoc @@}\na\n{@@ else @@}\n{@@ if serverless @@}x{@@ endif @@}\n{@@ endif @@}\n"
    assert findings(redundant_conditions, {"a.md": page}) == []
