"""Messages of several variants, said once."""

from __future__ import annotations

from dataclasses import replace

from variantdocs.build_messages import Message, merge_messages


def message(location, text="wrong", kind="variants.missing"):
    return Message(level="WARNING", location=location, text=text, kind=kind)


def test_a_message_of_several_variants_is_printed_once_with_all_of_them():
    shared = merge_messages({"a": [message("x.md:3")], "b": [message("x.md:3"), message("x.md:3")]})
    assert [str(item) for item in shared] == ["x.md:3: WARNING: wrong [a, b] [variants.missing]"]


def test_messages_come_in_the_order_of_files_and_lines():
    shared = merge_messages(
        {"a": [message("b.md:2"), message("a.md:10")], "b": [message("a.md:9"), message("")]}
    )
    assert [item.message.location for item in shared] == ["", "a.md:9", "a.md:10", "b.md:2"]


def test_messages_about_one_line_are_sorted_by_phase():
    read, checked = message("a.md:1", "read"), replace(message("a.md:1", "checked"), phase="checking")
    for said in ([read, checked], [checked, read]):
        assert [item.message for item in merge_messages({"a": said})] == [read, checked]


def test_a_message_without_a_kind_ends_with_its_variants():
    assert str(merge_messages({"a": [message("", kind="")]})[0]) == "WARNING: wrong [a]"
