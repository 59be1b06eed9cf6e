"""Previews to test: a real server in a process of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

OPTIONS = ["-c", ".", "-d", "build/doctrees", "source", "build/html"]


class Preview:
    """A preview that runs, and what it has said."""

    def __init__(self, folder, log, options=()):
        command = [sys.executable, "-u", "-m", "variantdocs", "serve", "--port", "0", *options, *OPTIONS]
        self.folder, self.log = folder, log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                command, cwd=folder, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )

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


@pytest.fixture
def preview(project, tmp_path_factory):
    """Start previews of the project; what is left of them when the test is over is an error."""
    started = []

    def start(*options):
        # The log is not in the project, which is watched.
        found = Preview(project.folder, tmp_path_factory.mktemp("log") / "serve.log", options)
        started.append(found)
        return found

    yield start
    for found in started:
        if found.process.poll() is None:
            found.end()
        assert found.processes() == []
