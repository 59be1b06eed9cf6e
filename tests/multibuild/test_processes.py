"""Workers inherit what the coordinator has imported."""

from __future__ import annotations

import subprocess
import sys

WATCHED_BUILD = """
import sys
from variantdocs.cli import main
from variantdocs.multibuild import coordinator

build_variant = coordinator.build_variant


def watched(task, channel):
    before = set(sys.modules)
    build_variant(task, channel)
    print(*sorted(set(sys.modules) - before))


coordinator.build_variant = watched
sys.exit(main(["build", "-q", "-c", ".", "-d", "build/doctrees", "source", "build/html"]))
"""


def test_a_worker_imports_no_module_of_the_package_itself(project):
    project.pages(
        {"index.md": "# Home\n\n{ref}`index` {@= product =@}\n", "other.rst": ":orphan:\n\nOther\n=====\n"}
    )
    command = [sys.executable, "-c", WATCHED_BUILD]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [name for name in done.stdout.split() if name.startswith(("variantdocs.", "myst_parser."))] == []
    assert len(done.stdout.splitlines()) == 2
