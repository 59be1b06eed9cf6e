"""Lines of which a block leaves only a marker."""

from __future__ import annotations

import pytest

from variantdocs.templating.emptied_lines import begins_with_marker, is_empty_construct, lines_to_remove


@pytest.mark.parametrize("text", ["- ", "* a", "1. ", "## x", "> q", "| a |", "  - ", ": x"])
def test_a_marker_begins_a_construct(text):
    assert begins_with_marker(text)


@pytest.mark.parametrize("text", ["a - b", "-a", "**b**", "#a", ""])
def test_other_text_begins_none(text):
    assert not begins_with_marker(text)


@pytest.mark.parametrize("line", ["- \n", "  * ", "3. ", "- [ ] ", "- [x]", "   * - ", "###", "> ", "| | |"])
def test_a_marker_alone_is_an_empty_construct(line):
    assert is_empty_construct(line)


@pytest.mark.parametrize("line", ["- a", "- [ ] a", "text", "", "---", "[ ]", "| a |"])
def test_a_line_with_text_is_none(line):
    assert not is_empty_construct(line)


TABLE = """
- before
{opening}

   * - a
     - b
   * -
     -
   * - 1
     -
{closing}
-
after
""".strip()


@pytest.mark.parametrize(
    ("opening", "closing"),
    [(".. list-table::", ""), ("```{list-table}", "```"), (":::{list-table} T", ":::")],
)
def test_only_whole_rows_of_a_list_table_go(opening, closing):
    lines = TABLE.format(opening=opening, closing=closing).splitlines(keepends=True)
    assert lines_to_remove(lines, [5, 6, 8, 10]) == [5, 6, 10]


def test_a_list_item_with_more_text_stays():
    assert lines_to_remove(["-\n", "  more\n", "-\n", "\n"], [0, 2]) == [2]


def test_a_page_without_such_lines_is_left_as_it_is():
    assert lines_to_remove(["a\n"], []) == []
