"""In parts, ``include`` does what docutils' own does."""

from __future__ import annotations

import docutils
import pytest
from docutils import core
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.misc import Include as DocutilsInclude

from variantdocs.sphinx_patches.versions.include_parts import OlderInclude

pytestmark = pytest.mark.skipif(
    docutils.__version_info__ >= (0, 23), reason="docutils 0.23 words its messages differently"
)


class InParts(OlderInclude):
    def run(self):
        return self.run_parts()


def parsed(text, folder, cls, monkeypatch):
    monkeypatch.setitem(directives._directives, "include", cls)
    settings = {"report_level": 1, "halt_level": 5, "warning_stream": False, "line_length_limit": 200}
    document = core.publish_doctree(text, source_path=str(folder / "page.rst"), settings_overrides=settings)
    return document.pformat(), document.settings.record_dependencies.list


@pytest.mark.parametrize(
    "directive",
    [
        ".. include:: part.rst",
        ".. include:: part.rst\n\n.. include:: part.rst\n\nAfter.",
        ".. include:: outer.rst",
        ".. include:: itself.rst",
        ".. include:: missing.rst",
        ".. include:: long.rst",
        ".. include:: latin.rst",
        ".. include:: <isonum.txt>",
        ".. include:: part.rst\n   :literal:",
        ".. include:: part.rst\n   :code: rst",
        ".. include:: part.rst\n   :parser: rst",
        ".. include:: tabs.rst\n   :tab-width: 2",
    ],
)
def test_it_gives_what_docutils_gives(directive, tmp_path, monkeypatch):
    files = {
        "part.rst": "First *line*.\n\n- item\n",
        "outer.rst": "Before.\n\n.. include:: part.rst\n",
        "itself.rst": "Before.\n\n.. include:: itself.rst\n",
        "long.rst": "x" * 300,
        "tabs.rst": "::\n\n\ttext\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "latin.rst").write_bytes("ä".encode("latin-1"))
    text = f"Page\n====\n\n{directive}\n"
    ours = parsed(text, tmp_path, InParts, monkeypatch)
    assert ours == parsed(text, tmp_path, DocutilsInclude, monkeypatch)


def test_nothing_is_included_where_that_is_disabled(tmp_path, monkeypatch):
    monkeypatch.setitem(directives._directives, "include", InParts)
    settings = {"file_insertion_enabled": False, "warning_stream": False}
    found = core.publish_doctree(".. include:: part.rst", settings_overrides=settings)
    assert '"include" directive disabled' in found.astext()
