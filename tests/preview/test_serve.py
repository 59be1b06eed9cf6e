"""The process of the live preview: how it starts and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

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


def parent_of(number):
    """The parent of a process; ``None`` if it has ended, as those that write do when they are done."""
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def test_when_the_process_that_builds_is_killed_the_preview_ends_and_says_so(project, preview):
    project.pages({"index.md": "# Home\n"})
    running = preview()
    running.address()
    (host,) = (number for number in running.processes() if parent_of(number) == running.process.pid)
    os.killpg(host, signal.SIGKILL)
    assert running.process.wait(20) == 1
    assert running.said.endswith("the process that builds has been killed; start the preview again\n")


def test_a_command_that_cannot_be_run_before_a_build_is_named(project, preview):
    project.pages({"index.md": "# Home\n"})
    running = preview("--pre-build", "no-such-command now")
    said = "no-such-command now cannot be run: No such file or directory\n"
    running.wait_for(lambda: said in running.said)
    assert running.end() == 0


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
