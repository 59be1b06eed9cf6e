"""Marks around the values of variables."""

from __future__ import annotations

import pytest

from variantdocs.preview.builder.writers_view.variable_marks import (
    mark_variables,
    plain,
    same_for_all,
    show_marks,
)


def test_a_variable_in_a_text_is_marked_on_its_line():
    expressions = []
    marked = mark_variables(
        "# {@= product =@}\n\nSee {@= product =@}, {@= vendor | upper =@}.\n", expressions
    )
    assert expressions == ["product", "vendor | upper"]
    assert plain(marked) == "# {@= product =@}\n\nSee {@= product =@}, {@= vendor | upper =@}.\n"
    assert marked != plain(marked)


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: {@= x =@}\n---\n",
        "{@@ raw @@}{@= x =@}{@@ endraw @@}",
        "[text]({@= x =@}/page)",
        "<https://example.com/{@= x =@}>",
        '<img src="{@= x =@}">',
        ":class: {@= x =@}",
        "```{@= x =@}",
        "[name]: {@= x =@}",
        "curl https://{@= x =@}/path",
    ],
)
def test_what_a_program_reads_is_left_alone(source):
    assert mark_variables(source, []) == source


def test_values_do_not_tell_texts_apart():
    expressions = []
    one = mark_variables("on {@= x =@}", expressions).replace("{@= x =@}", "1")
    other = mark_variables("on {@= x =@}", expressions).replace("{@= x =@}", "2")
    assert one != other
    assert same_for_all(one) == same_for_all(other)


def test_marks_become_elements_in_texts_and_go_elsewhere():
    marked = mark_variables("{@= x < 2 =@}", []).replace("{@= x < 2 =@}", "value")
    page = f'<title>{marked}</title><p title="{marked}">a {marked} b</p><script>"{marked}"</script>'
    assert show_marks(page, ["x < 2"]) == (
        '<title>value</title><p title="value">a <span class="vd-variable" title="x &lt; 2">value</span> b</p>'
        '<script>"value"</script>'
    )


def test_a_mark_that_is_cut_by_an_element_goes():
    marked = mark_variables("{@= x =@}", [])
    cut = marked.replace("{@= x =@}", "va</b>lue")
    assert show_marks(f"<b>{cut}", ["x"]) == "<b>va</b>lue"
