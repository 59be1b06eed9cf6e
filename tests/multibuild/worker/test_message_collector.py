"""Log records become messages, with their phase, kind and page."""

from __future__ import annotations

import logging
import os
import time
from types import SimpleNamespace

import pytest

from variantdocs.build_messages import Message
from variantdocs.multibuild.worker.message_collector import MessageCollector
from variantdocs.templating.source_lines.log_locations import COLLECTS_MESSAGES


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = SimpleNamespace(
        srcdir=tmp_path / "source",
        config=SimpleNamespace(suppress_warnings=["quiet.*"], variant="byoc"),
        connect=lambda event, handler, priority: None,
        statuscode=0,
        _warncount=0,
    )
    COLLECTS_MESSAGES.set(app, True)
    return app


@pytest.fixture
def collector(app):
    return MessageCollector(app)


def say(collector, text, *args, level=logging.WARNING, **attributes):
    record = logging.LogRecord("sphinx.x", level, __file__, 1, text, args, None)
    vars(record).update(attributes)
    collector.handle(record)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Message(level="WARNING", location="", text="x")),
        ({"level": logging.ERROR}, Message(level="ERROR", location="", text="x")),
        ({"location": "source/a.md:3"}, Message(level="WARNING", location="source/a.md:3", text="x")),
        ({"type": "myst"}, Message(level="WARNING", location="", text="x", kind="myst")),
        ({"type": "myst", "subtype": "y"}, Message(level="WARNING", location="", text="x", kind="myst.y")),
        ({"subtype": "y"}, Message(level="WARNING", location="", text="x")),
    ],
)
def test_a_record_becomes_a_message(collector, said, expected):
    say(collector, "x", **said)
    assert collector.messages == [expected]


def test_arguments_are_in_the_text_and_colours_are_not(collector):
    say(collector, "\x1b[31m%s\x1b[39;49;00m of %d", "two", 3)
    assert collector.messages[0].text == "two of 3"


def test_the_kind_of_our_own_errors_is_taken_from_their_text(collector, app):
    say(collector, "wrong [a] [variants.syntax]", level=logging.ERROR, variantdocs_error=True)
    (message,) = collector.messages
    assert (message.text, message.kind, message.is_error) == ("wrong [a]", "variants.syntax", True)
    assert app.statuscode == 1


def test_sources_in_a_text_are_named_as_in_locations(collector, app):
    say(collector, f"duplicate label x, other instance in {app.srcdir}{os.sep}a.md")
    assert collector.messages[0].text == f"duplicate label x, other instance in source{os.sep}a.md"


@pytest.mark.parametrize("said", [{"type": "quiet"}, {"type": "quiet", "subtype": "x"}])
def test_what_the_project_suppresses_is_dropped(collector, said):
    say(collector, "x", **said)
    assert collector.messages == []


def test_what_ours_replace_is_dropped(collector):
    say(collector, "document isn't included in any toctree", type="toc", subtype="not_included")
    assert collector.messages == []


def test_only_warnings_and_errors_are_asked_for(collector):
    assert collector.level == logging.WARNING


def test_a_message_that_is_said_once_is_kept_once(collector):
    for text in ("one", "one", "two"):
        say(collector, "%s", text, once=True)
    say(collector, "one")
    say(collector, "one")
    assert [message.text for message in collector.messages] == ["one", "two", "one", "one"]


def test_the_moment_when_a_record_was_made_decides_its_phase(collector, app):
    moments = [0.0]
    for enter in (collector.enter_reading, collector.enter_checking, collector.enter_writing):
        enter(app, None, None) if enter == collector.enter_reading else enter(app, None)
        moments.append(time.time())
        time.sleep(0.002)
    for moment in reversed(moments):
        say(collector, "x", created=moment)
    phases = [message.phase for message in collector.messages]
    assert phases == ["writing", "checking", "reading", "starting"]


def test_another_build_of_the_application_begins_with_what_still_holds(collector, app):
    say(collector, "%s", "once", once=True)
    collector.show_warning("old", UserWarning, "x.py", 1)
    collector.enter_writing(app, None)
    still = Message(level="WARNING", location="", text="still")
    collector.start_again([still])
    assert (collector.messages, collector.python_warnings) == ([still], [])
    say(collector, "%s", "once", once=True)
    assert (collector.messages[1].text, collector.messages[1].phase) == ("once", "starting")


def test_warnings_of_python_are_kept_apart(collector):
    collector.show_warning(UserWarning("old way"), UserWarning, "x.py", 7, line="use()")
    assert collector.python_warnings == ["x.py:7: UserWarning: old way\n  use()"]
    assert collector.messages == []
