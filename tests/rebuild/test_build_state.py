"""The state that a build leaves for the next one, and the messages that the next one repeats."""

from __future__ import annotations

import pytest

from variantdocs.build_messages import Message
from variantdocs.rebuild.build_state import LastBuild, read_last_build, repeated_messages, write_last_build
from variantdocs.rebuild.page_fingerprints import DataDigest, PageFingerprints, TargetDigest

LAST = LastBuild(
    fingerprints=PageFingerprints(
        site_wide="s",
        absent="warn",
        data={"glue": DataDigest(before="b", after="a")},
        own={"a": "1"},
        targets={"byoc": {"a": TargetDigest(page="p", within="w")}},
        broken={"byoc": ("a",), "serverless": ()},
    ),
    unresolved=frozenset("a"),
    generated=frozenset({"_modules/x"}),
    output_fingerprint="f",
    messages=(Message(level="WARNING", location="a.md:1", text="x", kind="k", phase="writing", page="a"),),
)


def test_the_state_is_read_as_it_was_written(tmp_path):
    write_last_build(tmp_path / "x.json", LAST)
    found = read_last_build(tmp_path / "x.json")
    assert found == LAST
    assert (found.messages[0].phase, found.messages[0].page) == ("writing", "a")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', '{"version": 9}'])
def test_a_state_that_cannot_be_read_is_empty(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    assert read_last_build(tmp_path / "x.json") == LastBuild()


@pytest.mark.parametrize(
    ("phase", "page", "is_repeated"),
    [
        ("reading", "unread", True),
        ("reading", "read", False),
        ("reading", "gone", False),
        ("writing", "read", True),
        ("writing", "written", False),
        ("checking", "unread", True),
        ("starting", "unread", False),
        ("starting", "", False),
        ("reading", "", False),
        ("checking", "", True),
    ],
)
def test_a_message_is_repeated_unless_its_page_is_processed_again(phase, page, is_repeated):
    message = Message(level="WARNING", location="x.py:docstring of y:3", text="t", phase=phase, page=page)
    found = repeated_messages(
        [message],
        pages={"unread", "read", "written"},
        processed={"reading": {"read", "written"}, "checking": (), "writing": {"written"}},
        repeated=["reading", "writing"],
    )
    assert found == ((message,) if is_repeated else ())
