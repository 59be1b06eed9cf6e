"""Several processes on one cache, and processes that are killed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BODY = "".join(f"line {number}\n" for number in range(20_000))


class Processes:
    """Children that fetch, and a parent that only forks."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._job = {"folder": str(folder), "port": server.port, "chain": str(server.addresses.chain)}
        script = Path(__file__).parents[1] / "fetching_process.py"
        self._parent = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self, *urls: str) -> int:
        """Start a child that loads URLs, and give its number."""
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(self._job | {"urls": urls}) + "\n")
        self._parent.stdin.flush()
        return int(self._next("child"))

    def found(self) -> Any:
        """Give what a child that came to its end has found."""
        return self._next("found")

    def _next(self, key: str) -> Any:
        assert self._parent.stdout is not None
        while True:
            line = json.loads(self._parent.stdout.readline())
            if key in line:
                return line[key]

    def close(self) -> None:
        self._parent.communicate(timeout=10)


@pytest.fixture
def processes(server: Any, tmp_path: Path) -> Iterator[Processes]:
    made = Processes(server, tmp_path)
    yield made
    made.close()


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def blobs(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache/v1").glob("blobs/*/*") if path.is_file()]


def test_two_processes_at_once_fetch_each_file_once(
    server: Any, processes: Processes, tmp_path: Path
) -> None:
    urls = [server.add(f"o/r/main/{number}.txt", (BODY + str(number)).encode()) for number in range(16)]
    server.delay = 0.02
    processes.begin(*urls)
    processes.begin(*urls)
    expected = {url: hash_of(BODY + str(number)) for number, url in enumerate(urls)}
    assert processes.found() == expected
    assert processes.found() == expected
    assert sorted(request.url for request in server.requests) == sorted(urls)
    assert len(blobs(tmp_path)) == 16
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in blobs(tmp_path))
    assert list((tmp_path / "cache/v1/tmp").iterdir()) == []


def test_killed_twenty_times_while_fetching_the_next_load_is_right(
    server: Any, processes: Processes, loopback: Any, loader: Callable[..., Any], tmp_path: Path
) -> None:
    urls = [server.url(f"o/r/main/{number}.txt") for number in range(12)]
    bodies = {url: (BODY + url).encode() for url in urls}

    def slowly(request: Any, wire: Any) -> None:
        body = bodies[request.url]
        wire.send(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body))
        for start in range(0, len(body), 50_000):
            wire.send(body[start : start + 50_000])
            wire.silence(0.002)

    server.answers |= dict.fromkeys(urls, slowly)
    for round_ in range(20):
        before = len(server.requests)
        child = processes.begin(*urls)
        loopback.wait_until(lambda before=before: len(server.requests) > before or len(blobs(tmp_path)) == 12)
        time.sleep(0.003 * round_)
        os.kill(child, signal.SIGKILL)
        # Whatever has a name is whole.
        for path in blobs(tmp_path):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
        if len(blobs(tmp_path)) == 12:
            for path in blobs(tmp_path):
                path.unlink()
    one = loader()
    one.prefetch(urls)
    assert {url: one.load(url).path.read_bytes() for url in urls} == bodies


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_process_that_is_told_to_stop_does_so_at_once(
    ending: signal.Signals, server: Any, processes: Processes, loopback: Any, tmp_path: Path
) -> None:
    urls = [server.url(f"o/r/main/{number}.txt") for number in range(20)]
    server.answers |= dict.fromkeys(urls, lambda _request, wire: (wire.silence(20), None)[1])
    child = processes.begin(*urls)
    loopback.wait_until(lambda: len(server.requests) == 16)
    began = time.monotonic()
    os.kill(child, ending)
    if ending == signal.SIGINT:
        assert processes.found() == "interrupted"
    stat = Path(f"/proc/{child}/stat")
    loopback.wait_until(lambda: not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z")
    assert time.monotonic() - began < 2
    assert blobs(tmp_path) == []
