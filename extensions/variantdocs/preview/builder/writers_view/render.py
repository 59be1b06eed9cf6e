"""Render one page with the blocks of all variants, in a process that ends after that."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from variantdocs.config.current import current_of
from variantdocs.pages.membership import MEMBERS
from variantdocs.paths import shown_path
from variantdocs.preview.builder.writers_view.merge import merge
from variantdocs.preview.builder.writers_view.variable_marks import mark_variables, show_marks
from variantdocs.rebuild.reading_order import purge_pages
from variantdocs.sphinx_patches.single_page import read_page, write_page
from variantdocs.templating.sphinx_hooks import EXPANDER, Expansion, PageExpander, expander_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DATA_ID = "variantdocs-writers-view"
"""The element that holds what the script in the browser has to know."""


@dataclass(slots=True, kw_only=True)
class MarkingExpander(PageExpander):
    """Expands pages with marks around the values of variables."""

    expressions: list[str] = field(default_factory=list)

    def expand(self, source: str, path: Path) -> Expansion:
        """Expand the page ``path``."""
        marked = mark_variables(source, self.expressions)
        return super(MarkingExpander, self).expand(marked, path)


def render_for_writer(app: Sphinx, docname: str) -> str:
    """The page's HTML, with marks. ``app`` cannot be used for anything else after this."""
    variant = current_of(app).variant.name
    others = [name for name in MEMBERS.of(app.env).get(docname, ()) if name != variant]
    known = expander_of(app)
    expander = MarkingExpander(
        variant=variant, names=known.names, environment=known.environment, refused=known.refused
    )
    EXPANDER.set(app, expander)
    with tempfile.TemporaryDirectory() as folder:
        read = {}
        for name in (*others, variant):
            expander.variant = name
            read[name] = _read(app, docname, Path(folder))
        own = read.pop(variant)
        merged = merge(own, {name: read[name] for name in known.names.values if name in read}, variant)
        files = _number_lines(app, docname, merged)
        page = write_page(app, docname, merged, Path(folder))
    return _with_data(show_marks(page, expander.expressions), files)


def _read(app: Sphinx, docname: str, folder: Path) -> nodes.document:
    purge_pages(app, app.env, [docname])
    return read_page(app, docname, folder)


def _number_lines(app: Sphinx, docname: str, document: nodes.document) -> list[tuple[str, str]]:
    """Give blocks a class that says where they come from: the number of a file, and a line.

    :returns: The files: as messages show them, and absolute.
    """
    page = str(app.env.doc2path(docname))
    files = [page]
    for node in document.findall(nodes.Element):
        if node.line and isinstance(node, nodes.Body | nodes.Part | nodes.Structural):
            source = str(node.source or page).partition(":")[0]
            if not Path(source).is_file():
                source = page
            if source not in files:
                files.append(source)
            node["classes"] = [*node["classes"], f"vd-at-{files.index(source)}-{node.line}"]
    return [(shown_path(name), str(Path(name).absolute())) for name in files]


def _with_data(page: str, files: list[tuple[str, str]]) -> str:
    data = json.dumps({"files": files}).replace("<", "\\u003c")
    element = f'<script type="application/json" id="{DATA_ID}">{data}</script>\n'
    return page.replace("</body>", f"{element}</body>", 1)
