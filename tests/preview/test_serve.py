"""The live preview: a real server and real builds."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

OPTIONS = ["-c", ".", "-d", "build/doctrees", "source", "build/html"]


class Preview:
    """A preview that runs, and what it has said."""

    def __init__(self, folder, log, options=()):
        command = [sys.executable, "-u", "-m", "variantdocs", "serve", "--port", "0", *options, *OPTIONS]
        self.log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                command, cwd=folder, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )

    @property
    def said(self):
        return self.log.read_text()

    def address(self):
        """Where the first variant is, as soon as the preview says so."""
        pattern = r"Serverless: (http://127\.0\.0\.1:\d+)/serverless/"
        return wait_for(lambda: re.search(pattern, self.said), lambda: f"it did not start: {self.said}")[1]

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
        assert processes_in(project.folder) == []


def processes_in(folder):
    """The processes whose current folder is ``folder``, but for this one."""
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if (
                process.name.isdigit()
                and (process / "cwd").readlink() == folder
                and process.name != str(os.getpid())
            ):
                found.append(process.name)
    return found


def wait_for(look, failure, *, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if found := look():
                return found
        time.sleep(0.02)
    pytest.fail(failure() if callable(failure) else failure)


def text_at(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read().decode()


def test_an_edit_is_seen_in_every_variant(project, preview):
    project.pages({"index.md": "# Home\n\nbefore {@= product =@}\n"})
    running = preview()
    address = running.address()
    shown = {"serverless": "Acme Serverless", "byoc": "Acme BYOC"}
    for variant, product in shown.items():
        assert f"before {product}" in text_at(f"{address}/{variant}/")
    assert f"BYOC: {address}/byoc/" in running.said
    project.pages({"index.md": "# Home\n\nafter {@= product =@}\n"})
    for variant, product in shown.items():
        page = f"{address}/{variant}/index.html"
        wait_for(lambda page=page, product=product: f"after {product}" in text_at(page), f"no {variant}")
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        text_at(f"{address}/byoc/no-such-page.html")
    not_found = (project.folder / "build/html/byoc/404.html").read_text()
    assert missing.value.read().decode().startswith(not_found)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_when_it_ends_nothing_is_left_behind(project, preview, number):
    project.pages({"index.md": "# Home\n"})
    running = preview()
    running.address()
    assert running.end(number) == 0
    assert processes_in(project.folder) == []
    assert "Traceback" not in running.said


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
