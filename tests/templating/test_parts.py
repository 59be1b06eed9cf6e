"""The small parts: slices, source maps, placeholders, the codec."""

from __future__ import annotations

import pytest

from variantdocs.messages import Kind
from variantdocs.templating import encoding
from variantdocs.templating.placeholder import placeholder
from variantdocs.templating.source_lines.slices import TextNotFound, slice_text
from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap
from variantdocs.templating.tags import Problem, Tag, find_tags

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
def test_a_slice_says_how_many_lines_stand_before_it(options, part, skipped):
    assert slice_text(TEXT, options) == (part, skipped)


@pytest.mark.parametrize("option", ["start-after", "end-before"])
def test_a_text_that_is_not_there_is_named(option):
    with pytest.raises(TextNotFound) as caught:
        slice_text(TEXT, {option: "x"})
    assert (caught.value.option, caught.value.text) == (option, "x")


def test_a_line_outside_the_text_has_the_nearest_source_line():
    source_map = SourceMap((3, 5), offset=10)
    assert [source_map.source_line(number) for number in (0, 1, 2, 9)] == [13, 13, 15, 15]
    assert SourceMap((), offset=2).source_line(1) == 3
    assert UNCHANGED.source_line(7) == 7


def test_lines_that_docutils_splits_further_keep_their_source_line():
    assert list(SourceMap((4, 6)).of_split_text("a\x0cb\nc\n")) == [4, 4, 6, 6]


PROBLEMS = (Problem(kind=Kind.SYNTAX, message="wrong", line=3),)


def test_a_placeholder_keeps_title_labels_and_toctrees_of_markdown():
    source = "(lbl)=\n# Title {@@ if x @@}of x{@@ endif @@}\n\n```{toctree}\n{@@ if x @@}\na\n{@@ endif @@}\nb\n```\n"
    text = placeholder(source, docname="d/p", path="d/p.md", problems=PROBLEMS, markdown=True)
    assert "(lbl)=\n# Title of x\n" in text
    assert "d/p.md:3: wrong" in text
    assert "```{toctree}\n" in text
    assert "{@@" not in text


def test_a_placeholder_keeps_title_labels_and_toctrees_of_rest():
    source = ".. _lbl:\n\nTitle\n=====\n\n.. toctree::\n   :hidden:\n\n   a\n\nend\n"
    text = placeholder(source, docname="p", path="p.rst", problems=PROBLEMS, markdown=False)
    assert ".. _lbl:\n" in text
    assert "\nTitle\n=====\n" in text
    assert ".. toctree::\n   :hidden:\n\n   a\n" in text
    assert "      p.rst:3: wrong" in text


@pytest.mark.parametrize("broken", ["{@@ if x", "a @@}", "{@= b"])
def test_what_is_left_of_a_broken_tag_is_no_entry_of_a_toctree(broken):
    source = f"# T\n\n```{{toctree}}\n:hidden:\n\na\n{broken}\nc\n```\n"
    text = placeholder(source, docname="p", path="p.md", problems=PROBLEMS, markdown=True)
    assert "```{toctree}\n:hidden:\n\na\nc\n```\n" in text


def test_a_message_names_a_tag_on_one_line_and_not_at_any_length():
    pieces, problems = find_tags("{@@ if a\n   and b @@}{@@ if " + "word " * 40 + "@@}")
    assert problems == []
    assert [piece.written for piece in pieces if isinstance(piece, Tag)] == [
        "{@@ if a and b @@}",
        "{@@ if word word word word word word word word word … @@}",
    ]


def test_a_page_without_a_title_has_its_name():
    assert placeholder("x", docname="a/b", path="p", problems=PROBLEMS, markdown=True).startswith("# b\n")


def test_the_codec_reads_what_is_not_utf_8_and_the_problem_names_the_line(tmp_path):
    encoding.register()
    file = tmp_path / "x.md"
    file.write_bytes(b"\xef\xbb\xbfa\nb \xe9\nc\n")
    assert file.read_text(encoding=encoding.NAME) == "a\nb \ufffd\nc\n"
    problem = encoding.encoding_problem(file)
    assert problem is not None
    assert (problem.line, problem.kind) == (2, Kind.SYNTAX)
    file.write_text("ok \ufffd", "utf-8")
    assert encoding.encoding_problem(file) is None
