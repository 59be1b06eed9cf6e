"""Fences, headings and anchors, as far as the text alone tells."""

from __future__ import annotations

import pytest

from variantdocs.sources.markup import Markup, slug, without_repeated_blank_lines


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("```\nX\n```\n", True),
        ("```python\nX\n```\n", True),
        ("~~~\n```\nX\n~~~\n", True),
        ("```{note}\nX\n```\n", False),
        (":::{note}\nX\n:::\n", False),
        ("````{note}\n```\nX\n```\n````\n", True),
        ("````{note}\n```\na\n```\nX\n````\n", False),
        ("```{code-block} python\nX\n```\n", True),
        ("```\na\n```\nX\n", False),
        ("- ```\n  X\n  ```\n", True),
        ("```a```\nX\n", False),
    ],
)
def test_text_in_a_fence_of_code_is_literal(text, literal):
    assert Markup(text).is_literal(text.index("X")) is literal


@pytest.mark.parametrize(
    ("text", "code"),
    [("a `X` b", True), ("a ``b ` X`` c", True), ("a ` b\n\nX `", False), ("`a` X `b`", False)],
)
def test_a_code_span_ends_within_its_paragraph(text, code):
    assert Markup(text).is_inline_code(text.index("X")) is code


def test_headings_in_code_are_none():
    markup = Markup("# One\n```\n# no\n```\n\0\0### Three\0 #\n")
    assert [(heading.level, heading.title) for heading in markup.headings()] == [(1, "One"), (3, "Three")]


def test_anchors_are_labels_names_and_slugs():
    text = "(here)=\n# Say `a`, b\n\n{#there}\n\n```{figure} x\n:name: fig\n```\n"
    assert Markup(text).anchors() == {"here", "there", "fig", "say-a-b"}
    assert slug("What's new?") == "whats-new"


@pytest.mark.parametrize(
    ("text", "markdown", "rest"),
    [
        ("a\n\n \n\nb\n", "a\n\nb\n", "a\n\nb\n"),
        ("a\n\nb\n\n\n", "a\n\nb\n", "a\n\nb\n"),
        ("a\nb\n", "a\nb\n", "a\nb\n"),
        ("- a\n\n\n  b\n", "- a\n\n  b\n", "- a\n\n\n  b\n"),
        ("a\n\n\n    b\n", "a\n\n\n    b\n", "a\n\n\n    b\n"),
        ("```\na\n\n\nb\n```\n\n\nc\n", "```\na\n\n\nb\n```\n\nc\n", "```\na\n\n\nb\n```\n\nc\n"),
    ],
)
def test_blank_lines_that_change_nothing_are_left_out(text, markdown, rest):
    assert without_repeated_blank_lines(text, is_markdown=True) == markdown
    assert without_repeated_blank_lines(text, is_markdown=False) == rest
