"""Tags that reach a page from elsewhere than its text."""

from __future__ import annotations

from docutils import nodes
from docutils.utils import new_document

from variantdocs.templating.checks.foreign_tags import foreign_tag


def document_of(*children):
    document = new_document("page")
    document += list(children)
    return document


def test_a_tag_that_the_text_does_not_hold_is_found_with_its_element():
    paragraph = nodes.paragraph("", "a {@= product =@} b")
    assert foreign_tag(document_of(paragraph), ["other text"]) == ("{@= product =@}", paragraph)


def test_a_tag_of_the_text_and_literal_text_is_left_alone():
    own = nodes.paragraph("", "{@@ if byoc @@}")
    code = nodes.literal_block("", "{@= product =@}")
    inline = nodes.paragraph("", "", nodes.literal("", "{@# note #@}"))
    assert foreign_tag(document_of(own, code, inline), ["shown: {@@ if byoc @@}"]) is None
