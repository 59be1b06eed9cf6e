"""Builds in the same folders wait for each other."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from variantdocs.errors import OutputError
from variantdocs.multibuild.build_lock import build_lock

HOLDER = """
import sys
from pathlib import Path
from variantdocs.multibuild.build_lock import build_lock

with build_lock(Path("build/doctrees"), print):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(project):
    """Another process, which holds the lock until its input is closed."""
    command = [sys.executable, "-c", HOLDER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process


def test_the_second_waits_and_names_the_first(project, held):
    lines = []

    def progress(line):
        lines.append(line)
        held.stdin.close()

    with build_lock(project.folder / "build/doctrees", progress):
        assert held.wait(10) == 0
    assert lines == [f"waiting for another build in build/doctrees (process {held.pid})"]


def test_a_lock_that_cannot_be_opened_is_named(project):
    (project.folder / "build/doctrees/.build-lock").mkdir(parents=True)
    with (
        pytest.raises(OutputError) as caught,
        build_lock(project.folder / "build/doctrees", print),
    ):
        pass
    assert str(caught.value) == (
        "build/doctrees/.build-lock: cannot be opened: Is a directory; remove it and build again"
    )


def test_a_process_that_holds_the_lock_gets_it_again(project):
    lines = []
    with (
        build_lock(project.folder / "doctrees", lines.append),
        build_lock(project.folder / "doctrees", lines.append),
    ):
        assert lines == []


@pytest.mark.parametrize(
    "command",
    [
        ("variantdocs", "build", "-d", "build/doctrees", "source", "build/html"),
        ("sphinx", "build", "-b", "variants", "-d", "build/doctrees", "source", "build/html"),
        (
            "sphinx",
            "build",
            "-b",
            "html",
            "-D",
            "variant=byoc",
            "-d",
            "build/doctrees",
            "source",
            "build/html/byoc",
        ),
    ],
)
def test_every_kind_of_build_waits(project, commands, held, command):
    project.pages({"index.md": "# Home\n"})
    module, *arguments = command
    words = (module, *arguments[:1], "-c", ".", *arguments[1:])
    said = project.folder / "said.txt"
    with said.open("w") as output, (project.folder / "errors.txt").open("w") as errors:
        running = commands.start(*words, cwd=project.folder, output=output, errors=errors)
    waits = f"waiting for another build in build/doctrees (process {held.pid})\n"
    while running.poll() is None and waits not in said.read_text():
        time.sleep(0.01)
    assert running.poll() is None
    assert list((project.folder / "build").rglob("index.html")) == []
    held.stdin.close()
    assert running.wait(60) == 0
    assert waits in said.read_text()
    assert (project.folder / "errors.txt").read_text() == ""
