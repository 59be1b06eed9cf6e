"""Collect from a doctree what may come out differently in another variant.

Links and toctrees are kept as they stand in the page, to be resolved without the rest of it. The other parts
are names: of images, and of the tags that ``only`` asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from variantdocs.crossrefs.link_nodes import is_unresolved_link

if TYPE_CHECKING:
    from variantdocs.bodies.known_code import KnownNodes


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantParts:
    """What a page's body depends on, apart from its doctree and the settings.

    ``links`` are copies of the nodes of links and toctrees. ``images`` are paths as in the environment.
    ``conditions`` are the expressions of ``only``.
    """

    links: tuple[nodes.Element, ...]
    images: tuple[str, ...]
    conditions: tuple[str, ...]


def variant_parts(document: nodes.document, known: KnownNodes) -> VariantParts | None:
    """What may differ between variants in ``document``, which has not been resolved and does not change.

    :param known: The nodes that are rendered alike in each variant.
    :returns: ``None`` if that cannot be told: a node is not known, or reads a file when it is rendered.
    """
    links: list[nodes.Element] = []
    images: dict[str, None] = {}
    conditions: list[str] = []
    within: set[int] = set()  # identities of nodes below a link that is kept
    for node in document.findall():
        if node not in known:
            return None
        if isinstance(node, nodes.image):
            if "scale" in node or node.get("loading") == "embed":
                return None
            images.update(dict.fromkeys((node.get("uri", ""), *node.get("candidates", {}).values())))
        elif isinstance(node, addnodes.only):
            conditions.append(node["expr"])
        elif isinstance(node, addnodes.toctree) or is_unresolved_link(node):
            if _takes_text_from_page(node):
                return None
            if id(node) not in within:
                assert isinstance(node, nodes.Element)
                within.update(map(id, node.findall()))
                links.append(_apart(node))
    return VariantParts(links=tuple(links), images=tuple(images), conditions=tuple(conditions))


def _apart(node: nodes.Element) -> nodes.Element:
    """A copy of ``node`` that does not refer to its page."""
    copy = node.deepcopy()
    for part in copy.findall():
        part.document = None  # type: ignore[assignment]  # as in a node that no page has taken in
    return copy


def _takes_text_from_page(node: nodes.Node) -> bool:
    """Whether MyST may give the link the text of a heading that it finds in the page."""
    return isinstance(node, nodes.Element) and bool(node.get("reflocalid")) and not node.astext()
