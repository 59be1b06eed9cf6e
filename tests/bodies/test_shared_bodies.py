"""A page is rendered once for all variants and builds in which it comes out the same; no byte shows it."""

from __future__ import annotations

import base64

import pytest
import sphinx

pytestmark = pytest.mark.skipif(sphinx.version_info < (9, 0), reason="bodies are shared since Sphinx 9.0")

PNG = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PAGES = {
    "index.md": "# Home\n\n```{toctree}\n:numbered:\nalike\nlinks\nwords\nnamed\nrest\nonly-here\npicture\n"
    "warned\ndrawn\nobjects\n```\n",
    "alike.md": "# Alike\n\nThe same *text*.\n\n```python\nprint()\n```\n\n$$\na = b\n$$ (eq)\n\n## Below\n\n"
    "```{index} alike; entry\n```\n\nMore {math}`a`, see {eq}`eq`.\n",
    # Its link shows a title, which differs.
    "links.md": "# Links\n\n[](named.md) and [there](alike.md#below) and <https://example.com>.\n",
    "named.md": "# Named {@= product =@}\n\nText.\n",
    # What it links to is absent in one variant.
    "words.md": "# Words\n\n[to a page](only-here.md) and {ref}`a-label`.\n",
    "only-here.md": "---\nvariants: byoc\n---\n(a-label)=\n# Only here\n\n![](deep/dot.png)\n",
    "rest.rst": "Rest\n====\n\n.. only:: byoc\n\n   For BYOC.\n\n.. figure:: dot.png\n   :name: dot\n\n   A dot.\n\n"
    ":numref:`dot`, :download:`dot.png`.\n",
    "picture.md": "# Picture\n\n![](dot.png)\n",
    "warned.md": "# Warned\n\n```nonesuch\ncode\n```\n",
    "drawn.md": "# Drawn\n\n```{drawing}\n```\n",
    "objects.rst": "Objects\n=======\n\n.. py:function:: f()\n\n   Text, :py:func:`f`, :py:func:`g`.\n",
}
EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive


class drawing(nodes.General, nodes.Element):
    pass


class Drawing(Directive):
    def run(self):
        return [drawing()]


def visit(translator, node):
    translator.body.append("<p>drawn for " + translator.config.variant + "</p>")
    raise nodes.SkipNode


def setup(app):
    app.add_node(drawing, html=(visit, None))
    app.add_directive("drawing", Drawing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
UNKNOWN = """

def setup(app):
    app.connect("doctree-resolved", lambda *arguments: None)
"""


def without_notes(files):
    return {name: data for name, data in files.items() if not name.endswith(".buildinfo")}


def bodies(folder):
    return sorted(path.name for path in (folder / "build/doctrees/.bodies.html").glob("*.body"))


@pytest.fixture
def site(project):
    """A project whose pages depend on the variant in one way each, or not at all."""
    project.pages(PAGES)
    for name in ("source/dot.png", "source/deep/dot.png"):
        path = project.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PNG)
    conf = (project.folder / "conf.py").read_text() + (
        "numfig = True\nextensions += ['sphinx.ext.mathjax', 'drawings']\nmyst_enable_extensions += ['dollarmath']\n"
        "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\n"
    )
    project.write({"conf.py": conf, "drawings.py": EXTENSION})
    return project


def test_bytes_and_messages_are_those_of_rendering_each_page_in_each_variant(site):
    shared = site.build("-j", "2")
    kept = bodies(site.folder)
    conf = (site.folder / "conf.py").read_text()
    site.write({"conf.py": conf + UNKNOWN})
    each = site.build("-j", "2", "-E")
    assert without_notes(shared.files()) == without_notes(each.files())
    assert shared.messages == each.messages
    assert any("nonesuch" in message and "[serverless, byoc]" in message for message in shared.messages)
    assert "drawn for byoc" in shared.html("byoc", "drawn")
    # alike is the same in both; words has something to report in one, and only-here is not there; index,
    # links, named, rest, and by their numbers picture and objects differ; warned and drawn are not shared
    assert len(kept) == 1 + 1 + 1 + 2 * 6
    assert bodies(site.folder) == []  # a fresh build uses nothing that was kept


def test_a_changed_title_renders_only_the_pages_that_show_it_in_their_text(site):
    site.build()
    before = set(bodies(site.folder))
    site.pages({"named.md": PAGES["named.md"].replace("Named", "Renamed")})
    edited = site.build()
    after = set(bodies(site.folder))
    # index, links and named, in each variant
    assert len(after - before) == 6
    assert edited.files() == site.build("-E", "-a").files()


def test_code_that_the_project_declares_pure_does_not_prevent_sharing(site):
    conf = (site.folder / "conf.py").read_text()
    site.write(
        {
            "conf.py": conf + "extensions.append('quiet')\nvariants_pure_extensions = ['quiet']\n",
            "quiet.py": "def look(app, doctree, docname):\n    pass\n\n\n"
            "def setup(app):\n    app.connect('doctree-resolved', look)\n"
            "    return {'parallel_read_safe': True, 'parallel_write_safe': True}\n",
        }
    )
    site.build()
    assert len(bodies(site.folder)) == 15
