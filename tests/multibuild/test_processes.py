"""What the coordinator imports before it starts workers, so that they need not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from variantdocs.multibuild.processes import installed_modules

WATCHED_BUILD = """
import sys
from variantdocs.cli import main
from variantdocs.multibuild import coordinator

build_variant = coordinator.build_variant


def watched(task, channel, counts):
    before = set(sys.modules)
    build_variant(task, channel, counts)
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


@pytest.fixture
def own_project(tmp_path, monkeypatch):
    """A project with an extension of its own and a virtual environment in its folder."""
    for name in ("own_extension.py", "venv/site-packages/installed_extension.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise RuntimeError('nobody has asked for this')\n")
        monkeypatch.syspath_prepend(path.parent)
    return tmp_path


def test_extensions_of_the_project_and_unknown_names_are_left_to_the_workers(own_project):
    names = ("sphinx.ext.todo", "own_extension", "installed_extension", "no_such_extension", "alabaster", "")
    assert installed_modules(names, own_project) == ("sphinx.ext.todo", "installed_extension", "alabaster")
    assert "installed_extension" not in sys.modules


def test_a_package_that_is_installed_from_a_folder_above_is_not_of_the_project():
    assert installed_modules(["variantdocs"], Path("/elsewhere")) == ("variantdocs",)
