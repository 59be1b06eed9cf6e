"""A terminal shows one line that changes; elsewhere lines follow each other at intervals."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest

from variantdocs.multibuild.progress.display import ProgressDisplay, shows_live_line
from variantdocs.multibuild.progress.page_counts import BuildStep, PageCounts


class Screen:
    """A display, what it printed, and a clock that the test sets."""

    def __init__(self, *, terminal=True):
        self.now = 0.0
        self.terminal = io.StringIO() if terminal else None
        self.lines = []
        self.display = ProgressDisplay(
            self.lines.append, terminal=self.terminal, clock=lambda: self.now, columns=lambda: 80
        )

    def at(self, seconds, read):
        self.now = seconds
        self.display.pages({"a": PageCounts(step=BuildStep.READING, read=read, to_read=9)})

    def written(self):
        return self.terminal.getvalue().split("\r\x1b[K")


def test_a_terminal_shows_the_last_state_in_the_same_line():
    screen = Screen()
    screen.at(0.0, 0)
    screen.at(0.05, 1)  # too soon
    screen.at(0.2, 2)
    screen.display.close()
    assert screen.written() == ["", "[a] reading 0 of 9 pages  0 s", "[a] reading 2 of 9 pages  0 s", ""]
    assert screen.lines == []


def test_a_line_takes_the_place_of_the_live_line():
    screen = Screen()
    screen.at(0.0, 0)
    screen.display.line("a message")
    screen.at(0.01, 1)
    assert screen.written() == ["", "[a] reading 0 of 9 pages  0 s", "", "[a] reading 1 of 9 pages  0 s"]
    assert screen.lines == ["a message"]


def test_the_live_line_never_wraps():
    screen = Screen()
    screen.display.activity("x" * 100)
    assert len(screen.written()[-1]) == 79


def test_elsewhere_no_two_seconds_pass_without_a_line():
    screen = Screen(terminal=False)
    times = []
    for tick in range(100):
        before = len(screen.lines)
        screen.at(tick / 10, 1)
        times += [tick / 10] * (len(screen.lines) - before)
    assert times[0] == 1.5
    assert all(0.5 < later - earlier < 1.9 for earlier, later in pairwise(times))
    assert screen.lines[0] == "[a] reading 1 of 9 pages  2 s"


def test_a_line_postpones_the_next_one():
    screen = Screen(terminal=False)
    screen.now = 1.0
    screen.display.line("done")
    screen.at(2.0, 1)
    assert screen.lines == ["done"]


@pytest.mark.parametrize(
    ("is_terminal", "environment", "live"),
    [(True, {}, True), (False, {}, False), (True, {"TERM": "dumb"}, False), (True, {"CI": "true"}, False)],
)
def test_only_a_terminal_that_can_move_back_shows_a_live_line(is_terminal, environment, live):
    stream = io.StringIO()
    stream.isatty = lambda: is_terminal
    assert shows_live_line(stream, environment) is live
