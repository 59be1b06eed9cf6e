"""Worker processes end when the process that started them ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PARENT = """
import multiprocessing, os, sys, time
from variantdocs.multibuild import parent_watch

{setup}

def work():
    parent_watch.leave_signals_to_parent()
    parent_watch.end_with_parent()
    if {forks} and os.fork() == 0:
        pass
    os.write(1, b"%d\\n" % os.getpid())
    while True:  # as in a page that takes long
        pass

if __name__ == "__main__":
    multiprocessing.get_context("fork").Process(target=work).start()
    time.sleep(60)
"""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def end_all(pids: list[int]) -> None:
    for pid in filter(is_running, pids):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize(
    ("setup", "forks"), [("", True), ('sys.platform = "other"', False)], ids=["linux", "elsewhere"]
)
def test_a_busy_worker_ends_with_its_parent(setup, forks, sent):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(setup=setup, forks=forks)], stdout=subprocess.PIPE, text=True
    )
    workers = []
    try:
        for _ in range(1 + forks):
            workers.append(int(parent.stdout.readline()))  # noqa: PERF401 - to end those that started
        assert all(map(is_running, workers))
        parent.send_signal(sent)
        parent.wait()
        until = time.monotonic() + 10
        while any(map(is_running, workers)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(is_running, workers))
    finally:
        end_all([parent.pid, *workers])
        parent.wait()
        parent.stdout.close()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_publication_that_is_ended_leaves_neither_processes_nor_folders(project, sent):
    project.pages({"index.md": "# Home\n"})
    conf = (project.folder / "conf.py").read_text()
    project.write(
        {
            "conf.py": conf + "def setup(app):\n    app.connect('env-before-read-docs', wait)\n\n\n"
            "def wait(app, env, docnames):\n    import os, time\n\n"
            "    open(f'pid-{os.getpid()}', 'w').close()\n    time.sleep(60)\n"
        }
    )
    command = ("-m", "variantdocs", "publish", "-q", "-j2", "-c", ".", "source", "build/site")
    parent = subprocess.Popen([sys.executable, *command], stderr=subprocess.DEVNULL)
    workers = []
    try:
        until = time.monotonic() + 60
        while len(workers) < 2 and time.monotonic() < until:
            time.sleep(0.05)
            workers = [int(path.name.removeprefix("pid-")) for path in project.folder.glob("pid-*")]
        parent.send_signal(sent)
        assert parent.wait(30) == 128 + sent
        assert not any(map(is_running, workers))
        assert list((project.folder / "build").iterdir()) == []
    finally:
        end_all([parent.pid, *workers])
