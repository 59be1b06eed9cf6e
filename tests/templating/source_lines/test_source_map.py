"""The source line of each expanded line."""

from __future__ import annotations

from docutils.statemachine import string2lines

from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap


def test_a_line_outside_the_text_maps_to_the_nearest_source_line():
    source_map = SourceMap((3, 5), offset=10)
    assert [source_map.source_line(number) for number in (0, 1, 2, 9)] == [13, 13, 15, 15]
    assert SourceMap((), offset=2).source_line(1) == 3
    assert UNCHANGED.source_line(7) == 7


def test_lines_that_docutils_splits_further_keep_their_source_line():
    assert list(SourceMap((4, 6)).of_split_text("a\u2028b\nc\n")) == [4, 4, 6, 6]


def test_form_feeds_and_vertical_tabs_split_no_line():
    text = "a\x0cb\x0bc\nd\n"
    assert len(string2lines(text, convert_whitespace=True)) == 2
    assert list(SourceMap((4, 6)).of_split_text(text)) == [4, 6, 6]
