"""What Sphinx prints before its messages are collected becomes messages."""

from __future__ import annotations

from variantdocs.build_messages import Message
from variantdocs.multibuild.worker.early_messages import early_messages


def test_each_line_with_a_level_begins_a_message():
    assert early_messages(
        "no level\nconf.py:3: WARNING: wrong\nmore of it\nERROR: worse\n"
    ) == (
        Message(level="WARNING", location="", text="no level"),
        Message(level="WARNING", location="conf.py:3", text="wrong\nmore of it"),
        Message(level="ERROR", location="", text="worse"),
    )  # fmt: skip


def test_nothing_printed_is_no_message():
    assert early_messages("") == ()
