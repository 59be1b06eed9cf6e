"""The lines of reST carry the author's line numbers before they are parsed."""

from __future__ import annotations

import pytest
from myst_parser.parsers.sphinx_ import MystParser

from variantdocs.templating.source_lines.parsers import myst_parser_with_source_lines, with_source_lines


@pytest.mark.parametrize(
    ("source_lines", "expected"),
    [
        ([3, 5, 6], [3, 5, 6]),
        ([3, 5, 6, 7], [3, 5, 6]),
        ([3], [3, 3, 3]),
        ([], [1, 1, 1]),
        ((number for number in (4, 5, 6)), [4, 5, 6]),
    ],
)
def test_each_line_has_its_file_and_line(source_lines, expected):
    lines = with_source_lines(["a", "b", "c"], source_lines, "page.rst")
    assert list(lines) == ["a", "b", "c"]
    # docutils counts from 0.
    assert [lines.info(number) for number in range(3)] == [("page.rst", line - 1) for line in expected]


def test_no_lines_are_no_lines():
    assert list(with_source_lines([], [1, 2], "page.rst")) == []


def test_a_parser_that_an_extension_derives_from_myst_s_keeps_what_it_adds():
    class Derived(MystParser):
        supported = ("derived",)

    parser = myst_parser_with_source_lines(Derived)
    assert issubclass(parser, Derived)
    assert parser.supported == ("derived",)
