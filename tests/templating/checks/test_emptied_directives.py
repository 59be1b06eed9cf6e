"""Directives whose body is in a block."""

from __future__ import annotations

import pytest

from variantdocs.templating.checks.emptied_directives import asks_for_body, block_holds_body


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        (".. note::\n\n   {@@ if a @@}Body.{@@ endif @@}\n", True),
        (".. note::\n   :class: x\n\n{@@ if a @@}\n   Body.\n{@@ endif @@}\n", True),
        (".. note::\n\n{@@ if a @@}\nText after it.\n{@@ endif @@}\n", False),
        (".. note::\n\nText.\n", False),
        (".. note::\n", False),
        ("```{note}\n{@@ if a @@}Body.{@@ endif @@}\n```\n", True),
        (":::{note}\n:class: x\n\n{@@ if a @@}\nBody.\n{@@ endif @@}\n:::\n", True),
        ("```{note}\n```\n{@@ if a @@}Text.{@@ endif @@}\n", False),
    ],
)
def test_a_block_may_hold_the_whole_body(source, holds):
    assert block_holds_body(source.split("\n"), 1) == holds


def test_the_message_of_docutils_is_told_from_others():
    assert asks_for_body('Content block expected for the "note" directive; none found.')
    assert not asks_for_body('Unknown directive type "note".')
