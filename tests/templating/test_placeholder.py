"""The placeholder of a page that cannot be expanded."""

from __future__ import annotations

import pytest

from variantdocs.messages import Kind
from variantdocs.templating.placeholder import included_placeholder, placeholder
from variantdocs.templating.tags import Problem

PROBLEMS = (Problem(kind=Kind.SYNTAX, message="wrong", line=3),)


def test_a_placeholder_keeps_title_labels_and_toctrees_of_markdown():
    source = "(lbl)=\n# Title {@@ if x @@}of x{@@ endif @@}\n\n```{toctree}\n{@@ if x @@}\na\n{@@ endif @@}\nb\n```\n"
    text = placeholder(source, docname="d/p", path="d/p.md", problems=PROBLEMS, markdown=True)
    assert "(lbl)=\n# Title of x\n" in text
    assert "d/p.md:3: wrong" in text
    assert "```{toctree}\n" in text
    assert "{@@" not in text


def test_a_placeholder_of_an_include_keeps_labels_and_toctrees():
    source = "(lbl)=\n## Section\n\n```{toctree}\na\n```\n\n{@@ if x\n"
    text = included_placeholder(source, "i.md", PROBLEMS, markdown=True)
    assert "(lbl)=\n## Section\n" in text
    assert "```{toctree}\na\n```\n" in text
    assert "i.md:3: wrong" in text
    assert "# i" not in text


def test_a_placeholder_keeps_title_labels_and_toctrees_of_rest():
    source = ".. _lbl:\n\nTitle\n=====\n\n.. toctree::\n   :hidden:\n\n   a\n\nend\n"
    text = placeholder(source, docname="p", path="p.rst", problems=PROBLEMS, markdown=False)
    assert ".. _lbl:\n" in text
    assert "\nTitle\n=====\n" in text
    assert ".. toctree::\n   :hidden:\n\n   a\n" in text
    assert "      p.rst:3: wrong" in text


@pytest.mark.parametrize("broken", ["{@@ if x", "a @@}", "{@= b"])
def test_the_rest_of_a_broken_tag_is_no_toctree_entry(broken):
    source = f"# T\n\n```{{toctree}}\n:hidden:\n\na\n{broken}\nc\n```\n"
    text = placeholder(source, docname="p", path="p.md", problems=PROBLEMS, markdown=True)
    assert "```{toctree}\n:hidden:\n\na\nc\n```\n" in text


def test_a_page_without_a_title_is_titled_by_its_file_name():
    assert placeholder("x", docname="a/b", path="p", problems=PROBLEMS, markdown=True).startswith("# b\n")
