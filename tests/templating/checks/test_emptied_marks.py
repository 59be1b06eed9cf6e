"""Inline marks that stay where the block between them is hidden."""

from __future__ import annotations

import pytest

from variantdocs.templating.checks.emptied_marks import emptied_marks
from variantdocs.templating.tags import find_tags

BLOCK = "{@@ if byoc @@}x{@@ endif @@}"


@pytest.mark.parametrize("mark", ["*", "**", "_", "`", "``", "~~"])
def test_a_pair_of_marks_around_a_block_is_found(mark):
    (found,) = emptied_marks(find_tags(f"# T\n\ntext {mark}{BLOCK}{mark}, more\n")[0])
    assert (found.line, found.message) == (
        3,
        f"where this block is hidden, readers see `{mark}{mark}`; put the marks into the block",
    )


@pytest.mark.parametrize(
    "text",
    [
        f"**text {BLOCK}**",
        f"{BLOCK}",
        f"**{BLOCK} text**",
        f"2*{BLOCK}*3",
        f"```{BLOCK}```",
        f"*{BLOCK}**",
        "**{@@ if byoc @@}x{@@ else @@}y{@@ endif @@}**",
        "{@@ if byoc @@}**x**{@@ endif @@}",
        "{@@ raw @@}**{@@ if byoc @@}x{@@ endif @@}**{@@ endraw @@}",
        "**{@= name =@}**",
        "`{@@ if byoc @@}` and `{@@ endif @@}`",
    ],
)
def test_marks_that_always_hold_text_are_left_alone(text):
    assert emptied_marks(find_tags(text)[0]) == ()


def test_the_first_of_many_are_reported():
    assert len(emptied_marks(find_tags(f" **{BLOCK}** " * 50)[0])) == 20
