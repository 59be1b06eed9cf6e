"""What a terminal and a log file show while a real build runs."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

SLOW = """
import time


def wait(app, *_):
    time.sleep(0.3)


def setup(app):
    app.connect("source-read", wait)
    app.connect("doctree-resolved", wait)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""

COMMAND = [sys.executable, "-m", "variantdocs", "build", "-c", ".", "-d", "build/doctrees", "source", "build/html"]  # fmt: skip


@pytest.fixture
def slow_project(project):
    project.write({"slow_pages.py": SLOW})
    conf = (project.folder / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf.replace('"myst_parser", ', '"myst_parser", "slow_pages", ')})
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\na\nb\n```\n",
            "a.md": "# A\n\n{@= product =@}\n",
            "b.md": "# B\n\n{@= product =@}\n",
        }
    )
    return project


def environment(project):
    given = {name: value for name, value in os.environ.items() if name not in ("CI", "COLUMNS")}
    return given | {
        "PYTHONPATH": f"{given.get('PYTHONPATH', '')}{os.pathsep}{project.folder}",
        "TERM": "xterm",
    }


def screen_of(text):
    """The lines that are left on a terminal, and everything that a line has ever shown."""
    lines = text.replace("\r\n", "\n").split("\n")
    shown = [[state.replace("\x1b[K", "") for state in line.split("\r")] for line in lines]
    return [states[-1] for states in shown], [state for states in shown for state in states]


def test_a_terminal_shows_each_step_and_is_left_clean(slow_project):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        COMMAND,
        cwd=slow_project.folder,
        env=environment(slow_project),
        stdout=theirs,
        stderr=subprocess.STDOUT,
    )
    os.close(theirs)
    chunks = []
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # how Linux reports that nobody has the other end any more
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(ours)
    left, shown = screen_of(b"".join(chunks).decode())
    assert process.wait() == 0, left
    assert any("reading 1 of 3" in state or "r 1/3" in state for state in shown), shown
    assert any("writing 1 of 3" in state or "w 1/3" in state for state in shown), shown
    assert [line.partition(" ")[0] for line in left[:2]] in (
        ["[serverless]", "[byoc]"],
        ["[byoc]", "[serverless]"],
    )
    assert all("3 pages, 3 read" in line for line in left[:2])
    assert left[2].startswith("build succeeded")
    assert left[3:] == [""]


def test_a_log_gets_whole_lines_and_a_quiet_build_none(slow_project):
    done = run(slow_project)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    # A line every two seconds: which step it meets depends on the machine.
    assert any(step in line for line in lines[:-3] for step in ("reading", "pages read", "writing")), lines
    assert "\r" not in done.stdout
    quiet = run(slow_project, "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def run(project, *options):
    return subprocess.run(
        [*COMMAND, *options],
        cwd=project.folder,
        env=environment(project),
        capture_output=True,
        text=True,
        check=False,
    )
