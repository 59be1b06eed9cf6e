"""Make what becomes of a link in the doctree: a reference, or its text without a link.

Does not depend on variants: the resolver decides what a link becomes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from sphinx.builders import Builder


def is_unresolved_link(node: nodes.Node) -> bool:
    """Whether nothing has resolved the link yet."""
    if isinstance(node, addnodes.pending_xref):
        return True
    return isinstance(node, nodes.reference) and "refuri" in node and not node.get("internal")


def replace_by_page_link(
    node: addnodes.pending_xref,
    *,
    builder: Builder,
    page: str,
    docname: str,
    anchor: str = "",
    query: str = "",
    title: str,
    domain_class: str = "",
) -> None:
    """Replace ``node`` by a link within the variant, built as MyST builds them.

    :param page: The docname of the page that holds the link.
    :param title: The text of the link if its author wrote none.
    :param domain_class: The class that MyST adds for a link to a page by its name.
    """
    classes = ["std", "std-ref"] if anchor else [*filter(None, [domain_class]), "std", "std-doc"]
    inner = nodes.inline("", "", classes=classes)
    if node.get("refexplicit") and node.children:
        shown = node[0]
        inner.extend(shown.children if isinstance(shown, nodes.inline) else [shown])
    else:
        inner += nodes.Text(title)
    try:
        made: nodes.Element = make_refnode(builder, page, docname, anchor, inner)
    except NoUri:
        made = inner
    if isinstance(made, nodes.reference):
        if query:
            set_address(made, made.get("refuri", f"#{anchor}" if anchor else ""), query)
            made.attributes.pop("refid", None)
        if "reftitle" in node:
            made["reftitle"] = node["reftitle"]
    node.replace_self(made)


def replace_by_text(node: nodes.Element, fallback: str | None = None) -> None:
    """Replace a link by its text; a link without text by ``fallback``, else by its target as written."""
    shown = _shown_nodes(node)
    if not any(child.astext().strip() or not isinstance(child, nodes.Text | nodes.inline) for child in shown):
        if fallback is None:
            fallback = str(node.get("reftarget") or node.get("refuri", ""))
        shown = [nodes.Text(fallback)]
    node.replace_self(nodes.inline("", "", *shown, classes=["unlinked"]))


def as_reference(node: nodes.Element) -> nodes.reference:
    """``node`` itself if it is a reference, else a reference in its place that shows the same."""
    if isinstance(node, nodes.reference):
        return node
    reference = nodes.reference("", "", *_shown_nodes(node))
    reference.source, reference.line = node.source, node.line
    if "reftitle" in node:
        reference["reftitle"] = node["reftitle"]
    node.replace_self(reference)  # passes the classes on
    return reference


def set_address(reference: nodes.reference, address: str, query: str = "") -> None:
    """Make ``reference`` lead to ``address``; ``query`` goes before the anchor."""
    path, mark, anchor = address.partition("#")
    reference["refuri"] = path + (f"?{query}" if query else "") + mark + anchor
    reference["internal"] = True


def fill_empty_text(reference: nodes.reference, title: str) -> None:
    """Give a link without text ``title`` for its text."""
    if not reference.astext().strip() and not any(reference.findall(nodes.image)):
        reference.children = []
        reference += nodes.Text(title)


def add_variant_mark(reference: nodes.reference, title: str) -> None:
    """Say after the link's text that it leads to the edition ``title``."""
    reference += nodes.inline("", f" ({title})", classes=["variant-mark"])


def _shown_nodes(node: nodes.Element) -> list[nodes.Node]:
    """What the link shows, without the wrapper that only styles a cross-reference."""
    children = list(node.children)
    if isinstance(node, addnodes.pending_xref) and len(children) == 1:
        child = children[0]
        if isinstance(child, nodes.inline) and not child.get("ids"):
            return list(child.children)
    return children
