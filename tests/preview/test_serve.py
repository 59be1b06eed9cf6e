"""The process of the live preview: how it starts and how it ends."""

from __future__ import annotations

import signal
import socket
import time

import pytest


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_when_it_ends_nothing_is_left_behind(project, preview, number):
    project.pages({"index.md": "# Home\n"})
    running = preview()
    running.address()
    assert running.end(number) == 0
    assert running.processes() == []
    assert "Traceback" not in running.said


def test_when_the_terminal_is_closed_nothing_is_left_behind(project, preview):
    project.pages({"index.md": "# Home\n"})
    running = preview(terminal=True)
    running.address()
    running.close_terminal()
    assert running.process.wait(20) == 0
    assert running.processes() == []
    assert "Traceback" not in running.said


def test_when_it_is_killed_during_a_build_nothing_is_left_behind(project, preview):
    project.pages({"index.md": "# Home\n"})
    running = preview()
    running.address()
    project.pages({"index.md": "# Home\n\nAnother text.\n"})
    time.sleep(0.1)  # the build is at work
    running.process.kill()
    running.process.wait(20)
    deadline = time.monotonic() + 20
    while running.processes() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running.processes() == []


def test_a_port_in_use_gets_one_line(project, preview):
    project.pages({"index.md": "# Home\n"})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = preview("--port", str(port))
        assert running.process.wait(30) == 2
    assert running.said == (
        f"cannot serve at 127.0.0.1:{port}: Address already in use; "
        "end what uses it, or give another port with --port (0: any free one)\n"
    )
