"""Marks with source lines in templates and rendered text."""

from __future__ import annotations

import pytest

from variantdocs.templating.source_lines.line_marks import assemble, template_source
from variantdocs.templating.tags import find_tags


def mark(line, constant=""):
    return f"\ufdd0{line}{constant}\ufdd7"


def test_text_is_marked_with_its_line_and_a_variable_as_constant():
    pieces, _ = find_tags("a\n{@= x =@}\n")
    text, lines = template_source(pieces)
    assert text == f"{mark(1)}a\n{mark(2, '=')}\ufdd3\n x  \ufdd4{mark(2)}\n"
    assert lines[:3] == (1, 2, 2)


def test_noncharacters_in_a_page_are_replaced():
    pieces, _ = find_tags("\ufdd1{@= x =@}")
    assert template_source(pieces)[0].startswith(f"{mark(1)}\ufffd")


@pytest.mark.parametrize(
    ("rendered", "tagged", "text", "lines"),
    [
        (f"{mark(1)}a\nb\n", (), "a\nb\n", (1, 2)),
        (f"{mark(1)}a\n{mark(5)}b", (), "a\nb", (1, 5)),
        (f"{mark(1)}a {mark(1, '=')}x\ny{mark(1)}\nb", (), "a x\ny\nb", (1, 1, 2)),
        (f"{mark(1)}a\n  {mark(2)}\nb", {2}, "a\nb", (1, 3)),
        (f"{mark(1)}a\n  {mark(2)}\nb", (), "a\n  \nb", (1, 2, 3)),
    ],
    ids=["plain", "a gap", "a variable of two lines", "a line of tags only", "a line of a variable"],
)
def test_marks_become_source_lines(rendered, tagged, text, lines):
    assert assemble(rendered, frozenset(tagged)) == (text, lines)
