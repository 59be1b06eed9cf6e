"""Blocks of code are highlighted once, as Sphinx would."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sphinx.highlighting import PygmentsBridge

from variantdocs.sphinx_patches.performance.highlighted_blocks import (
    highlighted_blocks,
    keep_highlighted_blocks,
    remember_highlighted_blocks,
)


@pytest.fixture
def builders():
    """Two builders that keep blocks, as the processes of a preview have them."""
    found = [SimpleNamespace(highlighter=PygmentsBridge("html", "default")) for _ in range(2)]
    for builder in found:
        keep_highlighted_blocks(builder)
    return found


@pytest.mark.parametrize(
    ("lang", "options"),
    [
        ("python", {}),
        ("console", {"linenos": "inline", "hl_lines": [1]}),
        ("default", {"location": ("a", 3)}),
        ("python3", {"opts": {"stripnl": False}}),
        ("none", {"force": True}),
    ],
)
def test_a_block_comes_out_as_from_sphinx_there_and_in_the_next_process(builders, lang, options):
    first, second = builders
    source = "\n[1, 2]\n[3]\n"
    expected = PygmentsBridge("html", "default").highlight_block(source, lang, **options)
    assert first.highlighter.highlight_block(source, lang, **options) == expected
    remember_highlighted_blocks(second, highlighted_blocks(first))
    assert second.highlighter.highlight_block(source, lang, **options) == expected
    assert len(highlighted_blocks(second)) == 1


def test_other_options_and_other_code_give_other_blocks(builders):
    highlight = builders[0].highlighter.highlight_block
    blocks = {highlight("x = 1", "python"), highlight("x = 1", "text"), highlight("x = 2", "python")}
    blocks.add(highlight("x = 1", "python", hl_lines=[1]))
    assert len(blocks) == len(highlighted_blocks(builders[0])) == 4


def test_what_there_is_to_report_about_a_block_is_reported_each_time(builders, caplog):
    for count in (1, 2):
        builders[0].highlighter.highlight_block("x", "no-such-language")
        assert (
            len([record for record in caplog.records if "no-such-language" in record.getMessage()]) == count
        )
    assert not highlighted_blocks(builders[0])
