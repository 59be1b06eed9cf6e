"""A preview that runs: save a page, and wait until the fresh HTML can be served."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import plain_way
from benchmarks.measure import CommandError, end_session, memory_of, processes_of, processor_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_PATIENCE_S = 120
_AGAIN_S = 15
_SAMPLES = 12
_INTERVAL_S = 0.7
_IDLE_S = 0.03
"""The processor time in an interval of a preview that does nothing: servers look around now and then."""


class Preview:
    """A preview that runs, the page that is edited, and the files that show it."""

    def __init__(self, process: subprocess.Popen[bytes], page: Path, shown: Sequence[Path]) -> None:
        self._process, self._page, self._shown = process, page, shown
        self._saves = 0

    def save(self, *, heading: bool = False) -> float:
        """Change the page's text, or add a heading; the seconds until every file shows it."""
        self._saves += 1
        mark = f"changed{self._saves}x{time.time_ns()}"
        text = re.sub(r"\n*(?:## )?changed\d+x\d+\n\Z", "\n", self._page.read_text("utf-8"))
        self._page.write_text(f"{text}\n{'## ' if heading else ''}{mark}\n", "utf-8")
        started = time.perf_counter()
        self._wait(mark)
        seconds = time.perf_counter() - started
        self._rest()  # what comes after the page is no part of this, and is not to disturb the next
        return seconds

    def _rest(self) -> None:
        """Wait until all processes are idle."""
        before, deadline = -1.0, time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            used = processor_seconds(processes_of(self._process.pid))
            if 0 <= used - before <= _IDLE_S:
                return
            before = used
            time.sleep(_INTERVAL_S)

    def memory(self) -> int:
        """The bytes that all its processes use between two builds: the least of several samples."""
        samples = []
        for _ in range(_SAMPLES):
            samples.append(memory_of(processes_of(self._process.pid)))
            time.sleep(0.5)
        return min(samples)

    def _wait(self, mark: str) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        again = time.monotonic() + _AGAIN_S
        waiting = list(self._shown)
        while waiting:
            waiting = [path for path in waiting if not path.exists() or mark not in path.read_text("utf-8")]
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise CommandError(f"the preview does not show {mark} in {waiting[0]}")
            if time.monotonic() > again:  # it was saved before the preview began to watch
                self._page.touch()
                again += _AGAIN_S
            time.sleep(0.005)


@contextmanager
def running(command: Sequence[str], *, cwd: Path, page: Path, shown: Sequence[Path]) -> Iterator[Preview]:
    """Start a preview, and wait until it has shown an edit."""
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        found = Preview(process, page, shown)
        for _ in range(2):
            found.save()
        yield found
    finally:
        end_session(process)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Seconds from the start of a preview until it serves a page, and until all pages are up to date."""

    served: float
    current: float


def start(command: Sequence[str], *, cwd: Path, path: str) -> Start:
    """Start a preview of a site that has been built.

    :param command: Has no port yet.
    :param path: The page that is asked for, with a slash at its beginning.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _is_served(f"http://127.0.0.1:{port}{path}"):
            if process.poll() is not None or time.perf_counter() - started > _PATIENCE_S:
                raise CommandError("the preview serves nothing")
            time.sleep(0.01)
        served = time.perf_counter() - started
        assert process.stdout is not None
        process.stdout.readline()  # the address of the first variant: said when it has been built
        return Start(served=served, current=time.perf_counter() - started)
    finally:
        end_session(process)


def _is_served(address: str) -> bool:
    with (
        contextlib.suppress(OSError, urllib.error.HTTPError),
        urllib.request.urlopen(address, timeout=_PATIENCE_S) as answer,
    ):
        return bool(answer.status == 200)
    return False


def our_command(site: Path, build: Path, jobs: int) -> list[str]:
    """The preview of all variants."""
    folders = ["-c", str(site), "-d", str(build / "doctrees"), str(site / "source"), str(build / "html")]
    return [sys.executable, "-m", "variantdocs", "serve", "-q", "-j", str(jobs), *folders]


def their_command(site: Path, build: Path, variant: str, jobs: int) -> list[str]:
    """sphinx-autobuild of one variant that has been expanded."""
    _, _, _, *arguments = plain_way.sphinx_build(site, build, variant, jobs=jobs)
    return [sys.executable, "-m", "sphinx_autobuild", *arguments]
