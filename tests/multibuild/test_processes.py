"""Which modules are imported once for all workers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from variantdocs.multibuild.processes import installed_modules


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with an extension of its own and a virtual environment in its folder."""
    for name in ("own_extension.py", "venv/site-packages/installed_extension.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise RuntimeError('nobody has asked for this')\n")
        monkeypatch.syspath_prepend(path.parent)
    return tmp_path


def test_extensions_of_the_project_and_unknown_names_are_left_to_the_workers(project):
    names = ("sphinx.ext.todo", "own_extension", "installed_extension", "no_such_extension", "alabaster", "")
    assert installed_modules(names, project) == ("sphinx.ext.todo", "installed_extension", "alabaster")
    assert "installed_extension" not in sys.modules


def test_a_package_that_is_installed_from_a_folder_above_is_not_of_the_project():
    assert installed_modules(["variantdocs"], Path("/elsewhere")) == ("variantdocs",)
