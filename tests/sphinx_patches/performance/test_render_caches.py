"""Objects that are kept from page to page."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from pygments.formatters import HtmlFormatter
from sphinx.highlighting import PygmentsBridge

from variantdocs.sphinx_patches.performance.render_caches import KeptFormatters, KeptTitles

CODE = "def f(x):\n    return x\n"
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"linenos": "inline"},
    {"linenos": "table", "linenostart": 7},
    {"hl_lines": [2]},
    {"hl_lines": [1, 2], "linenos": "inline", "linenostart": 3},
    {},
    {"hl_lines": [2]},
)


def test_blocks_look_as_with_a_formatter_for_each():
    kept, plain = PygmentsBridge(), PygmentsBridge()
    kept.formatter = KeptFormatters(kept.formatter)
    for options in (*OPTIONS, *OPTIONS):
        given = {name: [*value] if isinstance(value, list) else value for name, value in options.items()}
        assert kept.highlight_block(CODE, "python", **given) == plain.highlight_block(
            CODE, "python", **options
        )
    assert kept.get_stylesheet() == plain.get_stylesheet()


def test_one_formatter_is_made_for_the_same_options():
    kept = KeptFormatters(HtmlFormatter)
    assert kept(hl_lines=[1]) is kept(hl_lines=[1])
    assert kept(hl_lines=[1]) is not kept(hl_lines=[2])


def test_not_all_are_kept_when_each_block_has_options_of_its_own():
    kept = KeptFormatters(lambda **options: object())
    for number in range(1000):
        kept(linenostart=number)
    assert len(kept._made) <= 64


def test_options_that_cannot_be_looked_up_are_passed_on():
    assert KeptFormatters(lambda **options: options)(more={"a": 1}) == {"more": {"a": 1}}


def test_a_title_is_rendered_once_and_all_else_each_time():
    rendered = []

    def render(node):
        rendered.append(node)
        return {"title": node.astext() if node else "", "fragment": ""}

    kept = KeptTitles(render)
    first, other, toc = nodes.title("", "One"), nodes.title("", "Two"), nodes.bullet_list()
    given = [first, other, first, toc, toc, None, None, other]
    assert [kept(node)["title"] for node in given] == ["One", "Two", "One", "", "", "", "", "Two"]
    assert rendered == [first, other, toc, toc, None, None]


def test_a_title_keeps_nothing_of_what_it_was_rendered_in():
    def render(node):
        nodes.container().append(node)
        return {"title": node.astext()}

    section = nodes.section("", nodes.title("", "One"))
    titles = nodes.title("", "Two"), section[0]
    for title in titles:
        KeptTitles(render)(title)
    assert [title.parent for title in titles] == [None, section]


def test_who_changes_what_was_rendered_changes_it_for_nobody_else():
    kept = KeptTitles(lambda node: {"title": node.astext()})
    title = nodes.title("", "One")
    kept(title)["title"] = "other"
    assert kept(title) == {"title": "One"}


def test_a_builder_that_gives_the_same_mapping_each_time_changes_no_title_that_was_kept():
    parts = {}

    def render(node):
        parts["title"] = node.astext()
        return parts

    kept = KeptTitles(render)
    titles = nodes.title("", "One"), nodes.title("", "Two")
    assert [kept(title)["title"] for title in titles * 2] == ["One", "Two", "One", "Two"]
