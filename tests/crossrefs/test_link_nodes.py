"""What becomes of a link in the doctree."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from variantdocs.crossrefs.link_nodes import (
    add_variant_mark,
    as_reference,
    fill_empty_text,
    is_unresolved_link,
    replace_by_text,
    set_address,
)


def pending(*children, **attributes):
    """A cross-reference in a paragraph."""
    node = addnodes.pending_xref("", *children, **attributes)
    return nodes.paragraph("", "", node), node


def test_a_link_is_replaced_by_its_text_with_its_markup():
    paragraph, node = pending(nodes.inline("", "", nodes.strong("", "the")), reftarget="own")
    replace_by_text(node)
    assert paragraph.children[0].pformat() == '<inline classes="unlinked">\n    <strong>\n        the\n'


def test_a_link_without_text_is_replaced_by_its_target_or_the_fallback():
    paragraph, node = pending(reftarget="own")
    replace_by_text(node)
    assert paragraph.astext() == "own"
    paragraph, node = pending(reftarget="own")
    replace_by_text(node, "Own page")
    assert paragraph.astext() == "Own page"


def test_a_reference_keeps_title_and_classes():
    paragraph, node = pending(nodes.Text("x"), reftitle="t", classes=["sd-btn"])
    reference = as_reference(node)
    assert paragraph.children == [reference]
    assert (reference.astext(), reference["reftitle"], reference["classes"]) == ("x", "t", ["sd-btn"])
    assert as_reference(reference) is reference


def test_a_query_goes_before_the_anchor():
    reference = nodes.reference("", "x")
    set_address(reference, "a.html#b", "c=1")
    assert (reference["refuri"], reference["internal"]) == ("a.html?c=1#b", True)


def test_only_an_empty_reference_gets_a_title():
    for reference, text in (
        (nodes.reference(""), "T"),
        (nodes.reference("", "x"), "x"),
        (nodes.reference("", "", nodes.image(uri="a.png")), ""),
    ):
        fill_empty_text(reference, "T")
        assert reference.astext() == text


def test_the_variant_is_named_after_the_text():
    reference = nodes.reference("", "x")
    add_variant_mark(reference, "BYOC")
    assert reference.astext() == "x (BYOC)"


def test_resolved_references_and_other_nodes_are_no_unresolved_links():
    assert is_unresolved_link(addnodes.pending_xref())
    assert is_unresolved_link(nodes.reference(refuri="a"))
    assert not is_unresolved_link(nodes.reference(refuri="a", internal=True))
    assert not is_unresolved_link(nodes.reference(refid="a"))
    assert not is_unresolved_link(nodes.Text("a"))
