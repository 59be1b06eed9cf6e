"""The stand-in for the doctree of a page whose body was rendered before."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from variantdocs.sphinx_patches.performance.rendered_bodies import RenderedDocument


class Words(nodes.SparseNodeVisitor):
    def __init__(self, document):
        super().__init__(document)
        self.found = []

    def visit_Text(self, node):  # noqa: N802 - the name is docutils's
        self.found.append(str(node))


@pytest.fixture
def made():
    document = new_document("page.md")
    document += nodes.paragraph("", "some text")
    return document


def test_it_becomes_the_doctree_when_its_content_is_asked_for(made):
    document = RenderedDocument(lambda: made)
    assert document.children == made.children
    assert type(document) is nodes.document
    assert document.astext() == "some text"
    assert document[0].parent is document


def test_a_visitor_of_an_extension_walks_through_the_doctree(made):
    visitor = Words(made)
    RenderedDocument(lambda: made).walkabout(visitor)
    assert visitor.found == ["some text"]


def test_no_doctree_is_made_for_who_does_not_look():
    assert repr(RenderedDocument(lambda: pytest.fail("the doctree was made"))) == "<document>"
