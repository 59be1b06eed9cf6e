"""Builds in the same folders wait for each other."""

from __future__ import annotations

import subprocess
import sys

import pytest

from variantdocs.multibuild.build_lock import build_lock

HOLDER = """
import sys, time
from pathlib import Path
from variantdocs.multibuild.build_lock import build_lock

with build_lock(Path("build/doctrees"), print):
    print("held", flush=True)
    time.sleep(float(sys.argv[1]))
"""


@pytest.fixture
def held(project):
    """Another process that holds the lock for a moment."""
    command = [sys.executable, "-c", HOLDER, "8"]  # longer than a build takes to start
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process


def test_the_second_waits_and_names_the_first(project, held):
    lines = []
    with build_lock(project.folder / "build/doctrees", lines.append):
        assert held.wait(10) == 0
    assert lines == [f"waiting for another build in build/doctrees (process {held.pid})"]


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
def test_every_kind_of_build_waits(project, held, command):
    project.pages({"index.md": "# Home\n"})
    module, *arguments = command
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments[:1], "-c", ".", *arguments[1:]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"waiting for another build in build/doctrees (process {held.pid})\n" in done.stdout
