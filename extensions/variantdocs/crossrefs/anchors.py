"""Collect the anchors of each page: everything that a link can lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from variantdocs.env_store import PageValues
from variantdocs.page_collector import PageCollector
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


@dataclass(slots=True)
class PageAnchors:
    """The anchors of one page: name → id, and id → title."""

    anchors: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


ANCHORS: PageValues[PageAnchors] = PageValues("anchors")
"""docname → the anchors of that page."""


class AnchorCollector(PageCollector):
    """Collects anchors while pages are read."""

    values = ANCHORS

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Collect ids, explicit names and the slugs that MyST gives to headings."""
        env = app.env
        docname = current_docname(env)
        page = PageAnchors()
        for node in _shown(doctree, app):
            ids: list[str] = node.get("ids", [])
            for id_ in ids:
                page.anchors[id_] = id_
                if (title := _title(node)) is not None:
                    page.titles[id_] = title
        for name, explicit in doctree.nametypes.items():
            named = doctree.nameids.get(name)
            if explicit and named is not None and named in page.anchors:
                page.anchors.setdefault(name, named)
        for slug, (_, id_, text) in env.metadata[docname].get("myst_slugs", {}).items():
            if id_ in page.anchors:
                page.anchors[slug] = id_
                page.titles.setdefault(id_, text)
        ANCHORS.of(env)[docname] = page


def _shown(node: nodes.Element, app: Sphinx) -> Iterator[nodes.Element]:
    """``node`` and everything below it, except what ``only`` leaves out of this variant."""
    yield node
    for child in node.children:
        if isinstance(child, addnodes.only) and not app.tags.eval_condition(child["expr"]):
            continue
        if isinstance(child, nodes.Element):
            yield from _shown(child, app)


def _title(node: nodes.Element) -> str | None:
    for child in node.children[:2]:
        if isinstance(child, nodes.title | nodes.caption):
            return clean_astext(child)
    return clean_astext(node) if isinstance(node, nodes.term) else None
