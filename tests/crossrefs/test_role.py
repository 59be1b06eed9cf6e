"""The role ``variant`` is another spelling of a link ``variant:…``."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import roles

from variantdocs.crossrefs.role import VariantRole


@pytest.fixture
def link(monkeypatch):
    """The link that a role with the given text makes, in the third line of a page."""
    monkeypatch.setitem(roles._roles, "variant", VariantRole())

    def parse(text: str) -> nodes.reference:
        doctree = publish_doctree(f"Page.\n\nSee :variant:`{text}`.\n", source_path="page.rst")
        (found,) = doctree.findall(nodes.reference)
        return found

    return parse


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("byoc", "variant:byoc"),
        ("byoc#keys", "variant:byoc#keys"),
        ("byoc:guide", "variant:byoc/guide"),
        ("byoc:/deploy/aws", "variant:byoc/deploy/aws"),
        ("byoc:/deploy/aws#keys", "variant:byoc/deploy/aws#keys"),
        ("there <byoc:/deploy/aws>", "variant:byoc/deploy/aws"),
        ("there <byoc#keys>", "variant:byoc#keys"),
    ],
)
def test_every_spelling_becomes_an_address(link, written, address):
    assert link(written)["refuri"] == address


def test_the_authors_text_is_the_text_of_the_link(link):
    assert link("over there <byoc:/guide>").astext() == "over there"


def test_without_a_text_the_resolver_gives_the_title(link):
    assert link("byoc:/guide").astext() == ""


def test_the_link_knows_its_place(link):
    found = link("byoc")
    assert (found.source, found.line) == ("page.rst", 3)
