"""Words, titles and anchors of pages, by variant."""

from __future__ import annotations

import pytest

from variantdocs.report.page_texts import page_texts, word_count
from variantdocs.sources.project import load_project


@pytest.fixture
def texts(project):
    """The pages of a project, by docname."""

    def run(pages):
        project.pages(pages)
        found = page_texts(load_project(project.folder / "source", project.folder))
        return {page.docname: page for page in found}

    return run


@pytest.mark.parametrize(
    ("text", "expected"), [("One two, 3.", 3), ("- **x** --- y", 2), ("", 0), ("| - |", 0)]
)
def test_markup_that_stands_by_itself_is_no_word(text, expected):
    assert word_count(text) == expected


def test_a_page_without_text_is_wholly_common(texts):
    page = texts({"index.md": ""})["index"]
    assert (page.share, dict(page.words)) == (1.0, {"serverless": 0, "byoc": 0})


def test_a_line_that_two_variants_show_in_two_places_is_common(texts):
    page = texts({"index.md": "{@@ if byoc @@}\nb\n\nsame words\n{@@ else @@}\nsame words\n{@@ endif @@}\n"})[
        "index"
    ]
    assert (page.common_words, page.all_words) == (2, 3)


def test_included_files_count_with_their_own_includes_and_a_loop_ends(texts):
    pages = {
        "index.md": "# Home\n\n```{include} _a.md\n```\n",
        "_a.md": "a\n\n```{include} _b.md\n```\n",
        "_b.md": "b b\n\n```{include} _a.md\n```\n",
    }
    page = texts(pages)["index"]
    assert page.words["byoc"] == 1 + 1 + 2 + 2 * 3  # the heading, a, b b, and `include` with a name in each


def test_the_title_is_the_first_heading_or_the_name(texts):
    found = texts({"a.md": "Text.\n\n# A *title*\n", "b.rst": "B title\n=======\n", "c.md": "Text.\n"})
    assert [found[name].title for name in "abc"] == ["A *title*", "B title", "c"]


def test_anchors_of_some_variants_only_are_named_with_them(texts):
    page = texts({"index.md": "# Home\n\n{@@ if byoc @@}\n(own)=\n## Own\n{@@ endif @@}\n"})["index"]
    assert page.differing_anchors == {"own": ("byoc",)}
