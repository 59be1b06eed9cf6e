"""What a build has done, and which messages of the last one it repeats."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from variantdocs.build_messages import Message
from variantdocs.multibuild.worker.recorder import BuildRecorder, messages_to_repeat


@pytest.fixture
def app():
    return SimpleNamespace(
        env=SimpleNamespace(
            all_docs={"a": 0, "b": 0}, current_document=SimpleNamespace(docname="included-later")
        )
    )


def test_every_event_is_recorded(app):
    recorder = BuildRecorder()
    assert not recorder.changed
    recorder.record_outdated(app, None, ["a", "b"])
    recorder.record_read(app, None)
    recorder.record_check(app, None)
    recorder.record_written(app, None, "a")
    assert recorder.record_removed(app, None, set(), set(), {"gone"}) == []
    assert recorder == BuildRecorder(
        read={"a", "b", "included-later"}, written={"a"}, checked=True, removed=True
    )


@pytest.mark.parametrize(
    ("done", "changed"),
    [({}, False), ({"checked": True}, False), ({"read": {"a"}}, True), ({"written": {"a"}}, True), ({"removed": True}, True)],
)  # fmt: skip
def test_a_build_that_only_checks_changes_nothing(done, changed):
    assert BuildRecorder(**done).changed is changed


def test_it_hears_of_each_event_of_an_application():
    connected = []
    app = SimpleNamespace(connect=lambda event, handler, priority: connected.append(event))
    BuildRecorder().connect(app)
    assert connected == [
        "env-get-outdated",
        "env-before-read-docs",
        "doctree-read",
        "env-check-consistency",
        "doctree-resolved",
    ]


def message(phase, page=""):
    return Message(level="WARNING", location="", text=f"{phase} {page}", phase=phase, page=page)


@pytest.mark.parametrize(
    ("done", "repeated"),
    [
        ({}, {"reading a", "reading b", "reading ", "checking a", "checking ", "writing a", "writing "}),
        ({"read": {"a"}, "checked": True, "written": {"a"}}, {"reading b"}),
        ({"removed": True}, {"reading a", "reading b", "reading ", "checking a", "checking ", "writing a"}),
        ({"checked": True}, {"reading a", "reading b", "reading ", "writing a", "writing "}),
    ],
)
def test_messages_about_what_was_not_done_again_are_repeated(app, done, repeated):
    last = [message(phase, "a") for phase in ("reading", "checking", "writing", "starting")]
    last += [message(phase) for phase in ("reading", "checking", "writing", "starting")]
    last += [message("reading", "b"), message("reading", "gone")]
    found = messages_to_repeat(app, BuildRecorder(**done), last)
    assert {said.text for said in found} == repeated
