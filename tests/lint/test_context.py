"""What rules know about a project."""

from __future__ import annotations

from dataclasses import replace

import pytest

from variantdocs.lint.context import LintContext
from variantdocs.messages import Kind
from variantdocs.sources.edits import Edit
from variantdocs.sources.project import load_project
from variantdocs.sources.source_file import ParsedFile


@pytest.fixture
def context(project):
    """The context of a project that has these pages."""

    def make(pages) -> LintContext:
        project.pages(pages)
        return LintContext(load_project(project.folder / "source", project.folder))

    return make


def test_pages_are_known_by_docname_and_included_files_are_no_pages(context):
    made = context({"index.md": "# Home\n\n```{include} _part.md\n```\n", "_part.md": "Part.\n"})
    assert list(made.pages) == ["index"]
    assert [file.file.shown for file in made.files] == ["source/index.md", "source/_part.md"]


def test_the_names_of_all_files_are_used_names(context):
    made = context(
        {
            "index.md": "# {@= product =@}\n\n```{include} _part.md\n```\n",
            "_part.md": "{@@ if byoc @@}x{@@ endif @@}\n",
        }
    )
    assert made.used_names == {"product", "if", "byoc", "endif"}


def test_without_tags_no_name_is_used(context):
    assert context({"index.md": "# Home\n"}).used_names == frozenset()


def test_an_anchor_in_a_block_varies_and_the_others_of_its_page_are_known_with_it(context):
    made = context({"index.md": "(all)=\n# Home\n\n{@@ if byoc @@}\n(own)=\n## Own\n{@@ endif @@}\n"})
    found = made.varying_anchors
    assert found["own"] == {"index": frozenset({"byoc"}), None: frozenset({"byoc"})}
    assert found["all"]["index"] == frozenset({"byoc", "serverless"})


def test_an_anchor_that_two_pages_have_is_in_the_variants_of_both(context):
    made = context(
        {
            "a.md": "# A\n\n{@@ if byoc @@}\n(twice)=\n## One\n{@@ endif @@}\n",
            "b.md": "# B\n\n{@@ if serverless @@}\n(twice)=\n## Two\n{@@ endif @@}\n",
        }
    )
    assert made.varying_anchors["twice"] == {
        "a": frozenset({"byoc"}),
        "b": frozenset({"serverless"}),
        None: frozenset({"byoc", "serverless"}),
    }


def test_the_labels_of_a_page_that_not_every_variant_has_vary(context):
    made = context({"own.md": "---\nvariants: byoc\n---\n(own)=\n# Own\n"})
    assert made.varying_anchors == {"own": {"own": frozenset({"byoc"}), None: frozenset({"byoc"})}}


def test_a_page_that_is_the_same_everywhere_has_no_varying_anchor(context):
    made = context({"index.md": "(all)=\n# Home\n\n{@@ if byoc @@}text{@@ endif @@}\n"})
    assert made.varying_anchors == {}


def test_the_markup_of_a_view_is_scanned_once(context):
    made = context({"index.md": "# Home\n"})
    page, both = made.pages["index"], frozenset({"byoc", "serverless"})
    assert made.markup(page, both) is made.markup(page, both)


def test_what_is_code_is_known_by_offset(context):
    text = "# Home\n\n`inline` text\n\n```\nfenced\n```\n"
    made = context({"index.md": text})
    page, both = made.pages["index"], frozenset({"byoc", "serverless"})
    code = [
        word for word in ("Home", "inline", "text", "fenced") if made.is_code(page, both, text.index(word))
    ]
    assert code == ["inline", "fenced"]


def test_variants_come_in_the_order_of_the_file(context):
    made = context({"index.md": "# Home\n"})
    assert made.in_order({"byoc", "serverless"}) == ("serverless", "byoc")
    assert made.in_order(["byoc", "unknown"]) == ("byoc",)


def test_a_finding_has_the_place_of_its_offset(context):
    made = context({"index.md": "# Home\n\nabc\n"})
    page = made.pages["index"]
    found = made.finding(
        page, 9, Kind.DEAD_BRANCH, "wrong", variants={"byoc", "serverless"}, fix=iter([Edit(8, 9)])
    )
    assert (found.path, found.line, found.column) == (page.file.path, 3, 2)
    assert (found.variants, found.fix, found.is_error) == (("serverless", "byoc"), (Edit(8, 9),), False)


def test_a_context_with_another_text_of_a_file_leaves_the_first_as_it_was(context):
    made = context({"a.md": "# A\n", "b.md": "# B\n"})
    page = made.pages["a"]
    changed = ParsedFile.from_file(replace(page.file, text="# Changed\n"), made.parser)
    assert [file.file.text for file in made.with_file(changed).files] == ["# Changed\n", "# B\n"]
    assert [file.file.text for file in made.files] == ["# A\n", "# B\n"]
