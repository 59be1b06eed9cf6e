"""Collect the anchors of each page: everything that a link can lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util.nodes import clean_astext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "variantdocs_anchors"


@dataclass(slots=True)
class PageAnchors:
    """The anchors of one page: name → id, and id → title."""

    anchors: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def anchors_by_page(env: BuildEnvironment) -> dict[str, PageAnchors]:
    """docname → the anchors of that page."""
    found: dict[str, PageAnchors] | None = getattr(env, _ATTRIBUTE, None)
    if found is None:
        found = {}
        setattr(env, _ATTRIBUTE, found)
    return found


class AnchorCollector(EnvironmentCollector):
    """Collects anchors while pages are read, and keeps them as Sphinx keeps its own."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget the page."""
        anchors_by_page(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        theirs = anchors_by_page(other)
        for docname in docnames:
            if docname in theirs:
                anchors_by_page(env)[docname] = theirs[docname]

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Collect ids, explicit names and the slugs that MyST gives to headings."""
        env = app.env
        docname = env.current_document.docname
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
        anchors_by_page(env)[docname] = page


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
