"""Files that are opened while a page is read."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader

import pytest

from variantdocs.pages.opened_files import _RECORDER

CONF = """
import os, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
extensions += ["shown"]
"""
EXTENSION = '''
"""Shows a file, and tells nobody that it reads it."""

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class Shown(SphinxDirective):
    required_arguments = 1

    def run(self):
        import helper

        data = Path(self.env.app.confdir, self.arguments[0])
        made = data.with_suffix(".made")
        made.write_text("made by the build")
        return [nodes.paragraph("", data.read_text() + made.read_text() + helper.NAME)]


def setup(app):
    app.add_directive("shown", Shown)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
'''


def test_a_page_is_read_again_when_a_file_that_an_extension_opens_has_changed(project):
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text() + CONF,
            "shown.py": EXTENSION,
            "helper.py": "NAME = 'helper'\n",
            "data.txt": "first",
        }
    )
    project.pages({"index.md": "# Home\n\n```{shown} data.txt\n```\n"})
    assert "first" in project.build().text("byoc", "index")
    assert "1 pages, 0 read" in project.build().output
    project.write({"data.txt": "second"})
    built = project.build()
    assert "second" in built.text("byoc", "index")
    assert "second" in built.text("serverless", "index")


@pytest.fixture
def recorded():
    _RECORDER.install()
    _RECORDER.files = set()
    yield _RECORDER.files
    _RECORDER.files = None


def test_files_that_are_read_are_recorded(recorded, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("a")
    assert str(path) not in recorded
    path.open("r+").close()
    assert str(path) not in recorded
    path.read_bytes()
    assert str(path) in recorded


def test_imported_modules_are_not_recorded(recorded, tmp_path):
    path = tmp_path / "imported.py"
    path.write_text("")
    SourceFileLoader("imported", str(path)).get_code("imported")
    assert not [name for name in recorded if "imported" in name]
