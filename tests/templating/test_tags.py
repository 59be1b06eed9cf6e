"""Finding the tags of a page."""

from __future__ import annotations

from variantdocs.templating.tags import Tag, find_tags


def test_a_tag_in_a_message_is_one_line_and_shortened():
    pieces, problems = find_tags("{@@ if a\n   and b @@}{@@ if " + "word " * 40 + "@@}")
    assert problems == []
    assert [piece.written for piece in pieces if isinstance(piece, Tag)] == [
        "{@@ if a and b @@}",
        "{@@ if word word word word word word word word word … @@}",
    ]
