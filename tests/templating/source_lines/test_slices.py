"""Slicing an included file by the options of ``include``."""

from __future__ import annotations

import pytest

from variantdocs.templating.source_lines.slices import TextNotFound, slice_text

TEXT = "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    ("options", "part", "skipped"),
    [
        ({}, TEXT, 0),
        ({"start-line": 1}, "b\nc\nd", 1),
        ({"start-line": -1}, "d", 3),
        ({"end-line": 2}, "a\nb", 0),
        ({"end-line": -1}, "a\nb\nc", 0),
        ({"start-line": 1, "end-line": 3}, "b\nc", 1),
        ({"start-after": "b"}, "\nc\nd\n", 1),
        ({"end-before": "c"}, "a\nb\n", 0),
        ({"start-line": 1, "start-after": "b\n", "end-before": "d"}, "c\n", 2),
        ({"start-line": 9}, "", 4),
    ],
)
def test_a_slice_comes_with_the_number_of_lines_before_it(options, part, skipped):
    assert slice_text(TEXT, options) == (part, skipped)


@pytest.mark.parametrize(
    ("text", "options", "part", "skipped"),
    [
        ("a\n\nb\n\nc\n", {"start-after": ""}, "b\n\nc\n", 2),
        ("a\n\nb\n\nc\n", {"end-before": ""}, "a\n", 0),
        ("a\nb\n", {"end-before": ""}, "a\nb\n", 0),
    ],
)
def test_an_empty_text_is_the_next_blank_line_if_docutils_has_it_so(text, options, part, skipped):
    assert slice_text(text, options, empty_is_blank_line=True) == (part, skipped)
    assert slice_text(text, options) == (text, 0)


@pytest.mark.parametrize("option", ["start-after", "end-before"])
def test_a_missing_text_is_named_with_its_option(option):
    with pytest.raises(TextNotFound) as caught:
        slice_text(TEXT, {option: "x"})
    assert (caught.value.option, caught.value.text) == (option, "x")
