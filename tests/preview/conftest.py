"""Previews to test: a real server in a process of its own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

OPTIONS = ["-c", ".", "-d", "build/doctrees", "source", "build/html"]


class Preview:
    """A preview that runs, and what it has said.

    :param terminal: It has a terminal, which can be closed.
    """

    def __init__(self, folder, log, options=(), *, terminal=False):
        command = [sys.executable, "-u", "-m", "variantdocs", "serve", "--port", "0", *options, *OPTIONS]
        self.folder, self.log = folder, log
        self._terminal, terminal_of_process = os.openpty() if terminal else (None, None)
        with log.open("w") as file:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env={name: value for name, value in os.environ.items() if name != "CI"},
                stdin=terminal_of_process,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_take_terminal if terminal else None,
            )
        if terminal:
            os.close(terminal_of_process)

    def close_terminal(self):
        os.close(self._terminal)

    @property
    def said(self):
        return self.log.read_text()

    def address(self):
        """Where the variants are, as soon as the preview says so."""
        pattern = r"Serverless: (http://127\.0\.0\.1:\d+)/serverless/"
        return self.wait_for(lambda: re.search(pattern, self.said))[1]

    def wait_for(self, look, *, seconds=60):
        """What ``look`` gives as soon as that is true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                if found := look():
                    return found
            time.sleep(0.02)
        return pytest.fail(f"in vain; the preview has said: {self.said}")

    def processes(self):
        """Those whose current folder is the project's, but for this one."""
        found = []
        for process in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if process.name.isdigit() and (process / "cwd").readlink() == self.folder:
                    found.append(int(process.name))
        return [number for number in found if number != os.getpid()]

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(20)


def _take_terminal():
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def preview(project, tmp_path_factory):
    """Start previews of the project; what is left of them when the test is over is an error."""
    started = []

    def start(*options, terminal=False):
        # The log is not in the project, which is watched.
        log = tmp_path_factory.mktemp("log") / "serve.log"
        found = Preview(project.folder, log, options, terminal=terminal)
        started.append(found)
        return found

    yield start
    for found in started:
        if found.process.poll() is None:
            found.end()
        assert found.processes() == []
