"""The line of a link in a paragraph of several lines."""

from __future__ import annotations

from variantdocs.crossrefs.text_lines import TextLines
from variantdocs.templating.source_lines.source_map import SourceMap

TEXT = "# T\n\nfirst [a](x.md)\nthen [b](x.md) and [c](y.md)\n\nlater [d](y.md)\n"


def test_each_link_of_a_paragraph_has_its_own_line():
    lines = TextLines(TEXT, SourceMap())
    assert lines.line_of(["x.md"], start=3) == 3
    assert lines.line_of(["x.md"], start=3) == 4
    assert lines.line_of(["y.md"], start=3) == 4


def test_the_search_ends_with_the_paragraph():
    lines = TextLines(TEXT, SourceMap())
    assert lines.line_of(["y.md"], start=3) == 4
    assert lines.line_of(["y.md"], start=3) is None


def test_lines_are_the_authors():
    lines = TextLines("one\ntwo [a](x.md)\n", SourceMap((4, 9)))
    assert lines.line_of(["x.md"], start=4) == 9


def test_what_is_written_otherwise_is_found_by_its_next_spelling():
    assert TextLines("a\n{doc}`x`\n", SourceMap()).line_of(["(x.md", "`x"], start=1) == 2
    assert TextLines("a\n", SourceMap()).line_of(["x"], start=1) is None
