"""What may differ between variants is collected, and a page with something unknown is not shared."""

from __future__ import annotations

import pickle

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes

from variantdocs.bodies.variant_parts import variant_parts


class strange(nodes.General, nodes.Element):  # noqa: N801  # as nodes are named
    """A node that nobody knows."""


class AllBut:
    def __init__(self, kind):
        self._kind = kind

    def __contains__(self, node):
        return not isinstance(node, self._kind)


KNOWN = AllBut(strange)


def page(*children):
    document = new_document("page.md")
    document += nodes.section("", *children)
    return document


def test_links_toctrees_images_and_conditions_are_collected():
    link = addnodes.pending_xref("", nodes.inline("", "text"), reftarget="a", reftype="ref", refdomain="std")
    image = nodes.image("", uri="a.*", candidates={"image/png": "a.png", "image/svg+xml": "a.svg"})
    toctree = addnodes.toctree(entries=[(None, "b")])
    resolved = nodes.reference("", "", nodes.Text("x"), refuri="b.html", internal=True)
    written = nodes.reference("", "", nodes.Text("y"), refuri="../b")
    parts = variant_parts(
        page(nodes.paragraph("", "", link, resolved, written), image, toctree, addnodes.only(expr="byoc")),
        KNOWN,
    )
    assert [str(found) for found in parts.links] == [str(link), str(written), str(toctree)]
    assert parts.images == ("a.*", "a.png", "a.svg")
    assert parts.conditions == ("byoc",)
    assert len(pickle.dumps(parts)) < 2000  # without the page


def test_a_link_within_a_link_is_part_of_it():
    inner = addnodes.pending_xref("", nodes.inline("", "text"), reftarget="b", reftype="any")
    outer = addnodes.pending_xref("", nodes.inline("", "", inner), reftarget="a", reftype="any")
    assert len(variant_parts(page(nodes.paragraph("", "", outer)), KNOWN).links) == 1


@pytest.mark.parametrize(
    "node",
    [
        strange(),
        nodes.image("", uri="a.png", scale=50),  # reads the image's size
        nodes.image("", uri="a.svg", loading="embed"),
        addnodes.pending_xref("", nodes.inline(), reftype="myst", reftarget="x", reflocalid="x"),
    ],
    ids=["unknown", "scaled", "embedded", "heading"],
)
def test_a_page_that_might_look_at_anything_else_is_not_shared(node):
    assert variant_parts(page(nodes.paragraph("", "", node)), KNOWN) is None
