"""Which text is being parsed, and where its lines are in the author's files."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils import nodes

from variantdocs.templating.source_lines.parse_state import (
    ParsedText,
    ParseState,
    forget_translation,
    parse_state_of,
    translate_nodes,
)
from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap


def parsed(path):
    return ParsedText(path=path, source_map=UNCHANGED)


def test_the_innermost_text_is_the_one_that_is_parsed():
    state, page, part = ParseState(), parsed("page.md"), parsed("part.md")
    assert state.text is None
    with state.parsing(page):
        with state.parsing(part):
            assert state.text is part
        assert state.text is page
    assert state.text is None
    assert state.parsed == [part, page]


def test_a_text_that_cannot_be_parsed_leaves_the_stack():
    state = ParseState()
    with pytest.raises(ValueError, match="broken"), state.parsing(parsed("page.md")):
        raise ValueError("broken")
    assert state.text is None


def test_a_change_by_others_stays_noted():
    state = ParseState(known_text="a")
    state.compare("a")
    assert not state.is_changed_by_others
    state.compare("b")
    state.compare("a")
    assert state.is_changed_by_others


def test_only_the_names_in_included_texts_with_tags_are_noted():
    state = ParseState()
    state.note_included("nothing but text")
    assert state.in_includes == set()
    state.note_included("{@@ if byoc-eu or x2 @@}1{@@ endif @@}")
    assert state.in_includes == {"if", "byoc_eu", "or", "x2", "endif"}


def test_an_error_of_an_include_is_taken_once():
    state = ParseState(include_error="no such file")
    assert (state.take_include_error(), state.take_include_error()) == ("no such file", None)


def test_each_document_has_one_state():
    env = SimpleNamespace(current_document={})
    state = parse_state_of(env)
    assert parse_state_of(env) is state
    env.current_document = {}
    assert parse_state_of(env) is not state


def test_the_nodes_of_a_text_get_their_source_lines_once():
    root = nodes.section()
    own, foreign, without_line, without_source = (nodes.paragraph() for _ in range(4))
    own.source, own.line = "page.md", 2
    foreign.source, foreign.line = "mod.py", 2
    without_source.line = 1
    root += [own, foreign, without_line, without_source]
    text = ParsedText(path="page.md", source_map=SourceMap((3, 9)))
    for _ in range(2):
        translate_nodes(root, text)
        assert [node.line for node in root] == [9, 2, None, 3]


def test_a_doctree_holds_no_trace_of_the_translation():
    root = nodes.section("", nodes.paragraph())
    root[0].line = 1
    before = set(vars(root[0]))
    translate_nodes(root, parsed("page.md"))
    assert set(vars(root[0])) != before
    forget_translation(root)
    assert set(vars(root[0])) == before


def test_lines_that_a_parser_counts_before_the_text_are_no_source_lines():
    text = ParsedText(path="part.md", source_map=SourceMap((3, 5), offset=1), lines_before=1)
    assert [text.source_line(number) for number in (2, 3)] == [4, 6]
