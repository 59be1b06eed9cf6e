"""Why a variant has a page or line, or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.explain.reasons import Reason, line_reasons, page_reasons
from variantdocs.sources.parser import PageParser
from variantdocs.sources.project import load_project
from variantdocs.sources.source_file import ParsedFile


@pytest.fixture
def reasons(project):
    """The reasons for a page, or for a line of it, as text without its path."""

    def run(text, line=None, *, rules="", docname="page", suffix=".md"):
        project.pages({f"{docname}{suffix}": text})
        if rules:
            variants = (project.folder / "variants.yaml").read_text("utf-8")
            project.write({"variants.yaml": f"{variants}pages: {rules}\n"})
        loaded = load_project(project.folder / "source", project.folder)
        file = loaded.page_at(project.folder / "source" / f"{docname}{suffix}")
        if line is None:
            return page_reasons(file, loaded)
        return line_reasons(ParsedFile.from_file(file, PageParser(loaded.names)), line, loaded)

    return run


def test_a_reason_is_one_line_with_its_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reason = Reason(variant="byoc", is_in=True, by="rule", text="by the rule", path=Path("v.yaml"), line=3)
    assert str(reason) == "byoc: in, by the rule (v.yaml:3)"
    assert str(Reason(variant="byoc", is_in=False, by="default", text="because")) == "byoc: out, because"


def test_a_page_without_declaration_and_rule_is_in_every_variant(reasons):
    assert [(reason.variant, reason.is_in, reason.by, reason.path) for reason in reasons("# Page\n")] == [
        ("serverless", True, "default", None),
        ("byoc", True, "default", None),
    ]


def test_the_pages_own_declaration_wins_over_a_rule(reasons):
    found = reasons("---\ntitle: x\nvariants: [byoc]\n---\n# Page\n", rules="{'**': serverless}")
    assert [str(reason) for reason in found] == [
        "serverless: out, by `variants: [byoc]` (source/page.md:3)",
        "byoc: in, by `variants: [byoc]` (source/page.md:3)",
    ]


def test_the_field_of_a_page_of_rest_is_a_declaration(reasons):
    found = reasons(":variants: not byoc\n\nPage\n====\n", suffix=".rst")
    assert str(found[0]) == "serverless: in, by `variants: not byoc` (source/page.rst:1)"


def test_the_last_rule_that_matches_decides(reasons):
    found = reasons("# Page\n", rules="{'**': serverless, 'pa*': [byoc, serverless], 'other': byoc}")
    assert {(reason.by, reason.text, reason.line) for reason in found} == {
        ("rule", "by the rule `pa*: [byoc, serverless]`", 12)
    }


def test_a_declaration_that_cannot_be_used_decides_nothing(reasons):
    assert {reason.by for reason in reasons("---\nvariants: byok\n---\n# Page\n")} == {"default"}
    assert {reason.by for reason in reasons("---\nvariants: byok\n---\n# Page\n", rules="{'**': byoc}")} == {
        "rule"
    }


def test_an_included_file_is_where_the_pages_are_that_include_it(project):
    project.pages(
        {"own.md": "---\nvariants: byoc\n---\n# Own\n\n```{include} _part.md\n```\n", "_part.md": "x\n"}
    )
    loaded = load_project(project.folder / "source", project.folder)
    found = page_reasons(loaded.page_at(Path("source/_part.md")), loaded)
    assert [str(reason) for reason in found] == [
        "serverless: out, as the pages are that include it",
        "byoc: in, as the pages are that include it",
    ]


BLOCKS = """\
text
{@@ if serverless @@}
one
{@@ elif byoc @@}
  {@@ if self_managed @@}
two
  {@@ endif @@}
three
{@@ endif @@}
after
"""


@pytest.mark.parametrize(
    ("line", "serverless", "byoc"),
    [
        (1, (True, "default", None), (True, "default", None)),
        (2, (True, "block", 2), (False, "block", 2)),
        (3, (True, "block", 2), (False, "block", 2)),
        (4, (False, "block", 2), (True, "block", 4)),
        (6, (False, "block", 2), (True, "block", 5)),
        (8, (False, "block", 2), (True, "block", 4)),
        (10, (True, "default", None), (True, "default", None)),
    ],
)
def test_the_innermost_branch_or_the_first_that_hides_a_line_decides(reasons, line, serverless, byoc):
    found = reasons(BLOCKS, line)
    assert [(reason.is_in, reason.by, reason.line) for reason in found] == [serverless, byoc]


def test_a_branch_that_comes_too_late_is_explained_by_the_one_before(reasons):
    found = reasons("{@@ if byoc or serverless @@}\na\n{@@ elif byoc @@}\nb\n{@@ endif @@}\n", 4)
    assert [reason.text for reason in found] == [
        "because `{@@ if byoc or serverless @@}` comes first",
        "because `{@@ if byoc or serverless @@}` comes first",
    ]


def test_a_variant_without_the_page_is_told_so_for_each_line(reasons):
    found = reasons("---\nvariants: byoc\n---\n{@@ if byoc @@}\nx\n{@@ endif @@}\n", 5)
    assert [(reason.is_in, reason.by) for reason in found] == [(False, "declaration"), (True, "block")]


def test_a_loop_hides_nothing(reasons):
    found = reasons("{@@ for x in [1] @@}\n{@= x =@}\n{@@ endfor @@}\n", 2)
    assert [reason.by for reason in found] == ["default", "default"]
