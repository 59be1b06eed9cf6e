"""The line of a link in a paragraph of several lines."""

from __future__ import annotations

from variantdocs.crossrefs.link_positions import LinkSearch
from variantdocs.templating.source_lines.source_map import SourceMap

TEXT = "# T\n\nfirst [a](x.md)\nthen [b](x.md) and [c](y.md)\n\nlater [d](y.md)\n"


def test_each_link_of_a_paragraph_has_its_own_line():
    search = LinkSearch(TEXT, SourceMap())
    assert search.line_of(["x.md"], start=3) == 3
    assert search.line_of(["x.md"], start=3) == 4
    assert search.line_of(["y.md"], start=3) == 4


def test_the_search_ends_with_the_paragraph():
    search = LinkSearch(TEXT, SourceMap())
    assert search.line_of(["y.md"], start=3) == 4
    assert search.line_of(["y.md"], start=3) is None


def test_lines_are_source_lines():
    search = LinkSearch("one\ntwo [a](x.md)\n", SourceMap((4, 9)))
    assert search.line_of(["x.md"], start=4) == 9


def test_a_link_is_found_by_its_next_spelling():
    assert LinkSearch("a\n{doc}`x`\n", SourceMap()).line_of(["(x.md", "`x"], start=1) == 2
    assert LinkSearch("a\n", SourceMap()).line_of(["x"], start=1) is None


def test_a_name_is_not_found_in_a_longer_one():
    assert LinkSearch("see x-ray\nthen x\n", SourceMap()).line_of(["x"], start=1) == 2
