"""Links to anchors of some variants."""

from __future__ import annotations

import pytest

from variantdocs.lint.rules.anchors import absent_anchors

GUIDE = "# Guide\n\n{@@ if byoc @@}\n(keys)=\n## Keys\n{@@ endif @@}\n"


@pytest.mark.parametrize(
    ("name", "link", "column", "written"),
    [
        ("a.md", "[keys](guide.md#keys)", 8, "guide.md#keys"),
        ("a.md", "[keys](</guide.md#Keys> 'Title')", 9, "/guide.md#Keys"),
        ("a.md", "{ref}`keys`", 7, "keys"),
        ("a.md", "{ref}`Keys <keys>`", 13, "keys"),
        ("a.rst", ":ref:`keys`", 7, "keys"),
    ],
)
def test_the_variants_without_the_anchor_are_named(findings, name, link, column, written):
    found = findings(absent_anchors, {"guide.md": GUIDE, name: f"{link}\n"})
    assert [one.partition(": the anchor")[0] for one in found] == [
        f"{name}:1:{column} serverless `{written}`"
    ]


@pytest.mark.parametrize(
    "link",
    [
        "{@@ if byoc @@}[keys](guide.md#keys){@@ endif @@}",
        "`[keys](guide.md#keys)`",
        "[other](guide.md#other)",
        "[keys](https://example.com/guide.md#keys)",
        "[of another page](index.md#keys)",
    ],
    ids=["in a block", "code", "another anchor", "elsewhere", "another page"],
)
def test_links_that_hold_or_are_another_rules_are_left(findings, link):
    assert findings(absent_anchors, {"guide.md": GUIDE, "a.md": f"# A\n\n{link}\n"}) == []


def test_where_absent_links_are_allowed_nothing_is_found(findings, project):
    variants = (project.folder / "variants.yaml").read_text("utf-8") + "links: {absent: text}\n"
    pages = {"guide.md": GUIDE, "a.md": "[keys](guide.md#keys)\n"}
    assert findings(absent_anchors, pages, {"variants.yaml": variants}) == []
